/** Characters that are not seen, or that turn the order of what is: RFC 9839's and those of UAX 9 and UTS 39. */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;

const longest = 400;

/** A stranger's words as they may be shown: what cannot be seen is named, and there is an end to it. */
export function visibleText(words: string): string {
  const shown = words.replace(
    unseen,
    (letter) => `[U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
  return shown.length <= longest ? shown : `${shown.slice(0, longest)}…`;
}

/** `2023-02-12 18:44:26 UTC`; a text that is no instant comes back as it is. */
export function utcTime(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
