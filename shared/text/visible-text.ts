/**
 * Text of a stranger as it is shown or printed: every character that is invisible, reorders text or could change its
 * meaning is replaced by a visible escape (Boucher & Anderson 2021, "Trojan Source"; UAX #9 §2.4–2.6), so that
 * evidence cannot write over the screen or the report. The same set as for file names, plus the tab.
 */
const hidden = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]|(?![ \u3000\u00A0])\p{Zs}/gu;
const named: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Text with control, bidirectional and invisible characters as escapes: `\u{202E}`, `\n`. Twice is as good as once. */
export function visibleText(text: string): string {
  return text.replace(hidden, (character) => named.get(character) ?? escaped(character));
}

/** As `visibleText`, where lines and tabs are shown as such. */
export function visibleLines(text: string): string {
  return text.replace(hidden, (character) => (named.has(character) ? character : escaped(character)));
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}}`;
}
