import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';

/** Why a file cannot be labelled as asked, and what can be done about it. */

export function asReason(code: string, text: Localized, detail?: string): Reason {
  return detail === undefined ? { code, text } : { code, text, detail };
}

/** Reasons of standards and carriers are clauses to be continued; here they are sentences. */
export function withFullStop(text: Localized): Localized {
  const stop = (words: string, mark: string): string => (/[.。!！?？]$/.test(words) ? words : words + mark);
  return localized(stop(text.en, '.'), stop(text['zh-CN'], '。'));
}

export function noCarrier(format: string): Reason {
  return asReason(
    'format',
    localized(
      `Labels cannot be written into the metadata of this format (${format}). A label in the content itself may be possible: a visible one, one to be heard, or a sentence.`,
      `无法向此格式（${format}）的元数据写入标识。可尝试在内容本身添加显式标识：文字、可听标识或说明文字。`,
    ),
  );
}

export function noPlace(format: string, standard: string): Reason {
  return asReason(
    'no-place',
    localized(
      `The standard ${standard} has no place in this format (${format}).`,
      `标准 ${standard} 在此格式（${format}）中没有对应位置。`,
    ),
  );
}

export function extension(name: string, format: string): Reason {
  return asReason(
    'extension',
    localized(
      `The name of the output does not fit its format (${format}): labelling does not convert.`,
      `输出文件名与其格式（${format}）不符：添加标识不会转换格式。`,
    ),
    name,
  );
}

export const carriesCredential = asReason(
  'carries-credential',
  localized(
    'The source carries a Content Credential. A label changes the file, so that the credential would no longer fit the copy. Have the copy signed afterwards, with the source as its parent (--sign).',
    '源文件带有内容凭证。写入标识会改变文件，凭证将与副本不再相符。请在写入后对副本签名，并以源文件作为父级成分（--sign）。',
  ),
);

export function unreadable(warnings: readonly string[]): Reason {
  return asReason(
    'unreadable',
    localized(
      'The file is damaged or could not be read to its end: a label it may hold already cannot be ruled out, and a second copy must not be written. Repair or export the file first.',
      '文件已损坏或无法完整读取：不能排除其中已有标识，而标识不得写入第二份。请先修复或重新导出文件。',
    ),
    warnings.slice(0, 5).join('\n'),
  );
}

/** GB 45438-2025 6.1 c) for its own label; for the others two statements side by side say no more than one. */
export function elsewhere(standard: string, places: readonly string[]): Reason {
  const [clause, clauseChinese] =
    standard === 'gb45438-aigc' ? [' (GB 45438-2025, 6.1 c))', '（GB 45438-2025，6.1 c)）'] : ['', ''];
  return asReason(
    'second-copy',
    localized(
      `The file holds this label already, in another place than the standard’s (${places.join(', ')}). A second copy is not written${clause}, and labels are never removed here: ask whoever made the file for one with the label in its place.`,
      `文件已在标准规定以外的位置（${places.join('、')}）带有该标识。此处不写入第二份${clauseChinese}，也不会移除标识：请向文件制作方索取标识位置正确的版本。`,
    ),
  );
}

export function lostStatements(names: readonly string[]): Reason {
  return asReason(
    'statement-lost',
    localized(
      `The copy would lose what the file says already: ${names.join(', ')}. It was not kept.`,
      `副本会丢失文件中已有的声明：${names.join('、')}。副本未保留。`,
    ),
  );
}

export function ownReading(detail: string): Reason {
  return asReason(
    'check-failed',
    localized('The labelled copy did not read back as asked for.', '添加标识后的副本读回结果与要求不符。'),
    detail,
  );
}

export function otherReading(reader: string, shows: string): Reason {
  return asReason(
    'check-failed',
    localized(
      `${reader} does not find the label in the copy as it was written.`,
      `${reader} 在副本中未能按写入内容读出标识。`,
    ),
    shows === '' ? undefined : shows,
  );
}

export const contentChanged = asReason(
  'check-failed',
  localized('Writing the label would have changed the content itself.', '写入标识会改变内容本身。'),
);

export function credentialBeside(name: string): Localized {
  return localized(
    `Beside the source lies a credential (${name}). It does not fit the labelled copy.`,
    `源文件旁存放有凭证（${name}）。它与添加标识后的副本不相符。`,
  );
}

export const carriedOver = localized(
  'The label the file held was taken over word for word, because packing the content anew would have dropped it.',
  '重新封装内容会丢失文件原有的标识，已将其逐字转写到副本中。',
);
