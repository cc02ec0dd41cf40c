import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';

/** Why a source cannot be signed as asked, and what the user is told about one that can. */

export function sourceFormat(format: string): Reason {
  return {
    code: 'format',
    text: localized(
      `A credential cannot be written into this format (${format}). Possible are JPEG, PNG, WebP, GIF, TIFF, DNG, SVG, JPEG XL, HEIC, AVIF, MP4, M4A, MOV, WAV, AVI, MP3 and FLAC.`,
      `无法向此格式（${format}）写入凭证。支持 JPEG、PNG、WebP、GIF、TIFF、DNG、SVG、JPEG XL、HEIC、AVIF、MP4、M4A、MOV、WAV、AVI、MP3 和 FLAC。`,
    ),
  };
}

export function ingredientFormat(path: string): Reason {
  return {
    code: 'ingredient-format',
    text: localized(
      'The C2PA engine cannot take in an ingredient of this format.',
      'C2PA 引擎无法收录此格式的成分。',
    ),
    detail: path,
  };
}

export function extension(name: string, format: string): Reason {
  return {
    code: 'extension',
    text: localized(
      `The name of the output does not fit its format (${format}): signing does not convert.`,
      `输出文件名与其格式（${format}）不符：签名不会转换格式。`,
    ),
    detail: name,
  };
}

export const carriesCredential: Reason = {
  code: 'carries-credential',
  text: localized(
    'The source carries or names a credential already. Calling it a new work would drop its history: use an edit or an update.',
    '源文件已带有或指向凭证。将其声明为新作品会丢弃其历史：请使用编辑或更新。',
  ),
};

export const nothingToUpdate: Reason = {
  code: 'nothing-to-update',
  text: localized(
    'The source carries no credential that can be read, so there is nothing to update or redact.',
    '源文件没有可读取的凭证，因此无内容可更新或删除。',
  ),
};

export const changedContent: Reason = {
  code: 'changed-content',
  text: localized(
    'The content of the source no longer fits its credential, so an update cannot say that only statements changed. Use an edit: it records the fault.',
    '源文件的内容与其凭证已不相符，无法以更新声明“仅改变了声明”。请使用编辑：该问题将被记录在案。',
  ),
};

export function updateFormat(format: string): Reason {
  return {
    code: 'update-format',
    text: localized(
      `An update cannot be written into this format (${format}): a longer credential changes lengths that the content hash of the earlier one covers. Use an edit.`,
      `无法向此格式（${format}）写入更新：凭证变长会改变先前内容哈希所覆盖的长度字段。请使用编辑。`,
    ),
  };
}

export function notTakenIn(name: string): Localized {
  return localized(
    `Beside the source lies a credential (${name}). It was not read: the source is recorded without it.`,
    `源文件旁存放有凭证（${name}）。该凭证未被读取：所记录的源文件不含此凭证。`,
  );
}

export function faultyParent(codes: readonly string[]): Localized {
  const list = [...new Set(codes)].join(', ');
  return localized(
    `The credential of the source has faults (${list}). They are recorded in the new credential.`,
    `源文件的凭证存在问题（${list}），已记录在新凭证中。`,
  );
}

export const taggedSidecar = localized(
  'For MP3 and FLAC the engine adds an ID3 tag also when the credential lies beside the file: it fits the output, not the source.',
  '对于 MP3 和 FLAC，即使凭证存放在文件之外，引擎也会添加 ID3 标签：该凭证与输出文件匹配，与源文件不匹配。',
);
