import { visibleText } from '#shared/text/visible-text.ts';

const longest = 400;

/** A stranger's words as they may be shown: what cannot be seen is named, and there is an end to it. */
export function briefText(words: string): string {
  const shown = visibleText(words);
  return shown.length <= longest ? shown : `${shown.slice(0, longest)}…`;
}

/** `2023-02-12 18:44:26 UTC`; a text that is no instant comes back as it is. */
export function utcTime(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
