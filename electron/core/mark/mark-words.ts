import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MarkPayload } from '#shared/domain/mark.ts';
import type { Reason } from '#shared/domain/run.ts';

/** Why a file cannot be marked as asked, and what can be done about it. */

export const carriesCredential: Reason = {
  code: 'carries-credential',
  text: localized(
    'The source carries a Content Credential. A mark changes the content, so that the credential would no longer fit the copy. Have the copy signed afterwards, with the source as its parent (--sign).',
    '源文件带有内容凭证。添加水印会改变内容，凭证将与副本不再相符。请在添加后对副本签名，并以源文件作为父级成分（--sign）。',
  ),
};

export function noCodec(format: string): Localized {
  return localized(
    `No invisible mark is made for this kind of file (${format}).`,
    `不支持为此类文件（${format}）添加不可见水印。`,
  );
}

export function extension(name: string, format: string): Reason {
  return {
    code: 'extension',
    text: localized(
      `The name of the output does not fit its format (${format}): marking does not convert.`,
      `输出文件名与其格式（${format}）不符：添加水印不会转换格式。`,
    ),
    detail: name,
  };
}

export function notRead(payload: MarkPayload, found: readonly string[]): Reason {
  return {
    code: 'check-failed',
    text:
      found.length === 0
        ? localized(
            'The mark could not be read back from the new file: its content is too small, too even or too heavily compressed to carry one, or it carries another mark already. Try a stronger one (a lower --strength).',
            '无法从新文件中读出水印：内容过小、过于均匀或压缩过重而无法承载水印，或已含有其他水印。可尝试更强的水印（降低 --strength）。',
          )
        : localized(
            `The new file shows another mark than the one that was written (${found.join(', ')}): the source was marked already.`,
            `新文件中读出的水印与所写入的不同（${found.join('、')}）：源文件已带有水印。`,
          ),
    detail: payload,
  };
}

export function unreadable(reason: Reason): Reason {
  return {
    code: 'check-failed',
    text: localized('The new file could not be read back whole.', '无法完整回读新文件。'),
    detail: [reason.text.en, reason.detail ?? ''].join(' ').trim(),
  };
}

export function changedForm(before: string, after: string): Reason {
  return {
    code: 'check-failed',
    text: localized(
      `The new file has another form than its source: ${after} instead of ${before}.`,
      `新文件的形式与源文件不同：应为 ${before}，实为 ${after}。`,
    ),
  };
}

export function lostLabels(lost: readonly string[]): Reason {
  return {
    code: 'check-failed',
    text: localized(
      `Labels of the source are not in the new file: ${lost.join(', ')}.`,
      `新文件中缺少源文件的标识：${lost.join('、')}。`,
    ),
  };
}

export const nothingMade: Localized = localized(
  'None of the layers that were asked for can be written into this file.',
  '所要求的各层均无法写入此文件。',
);
