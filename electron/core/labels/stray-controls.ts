// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what is looked for

/** Characters no text document holds: tabs, line breaks, form feeds and escape sequences are let through. */
const strays = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;

/** Index of the first control character that shows a text to be damaged, or -1. */
export function strayControl(text: string): number {
  return text.search(strays);
}
