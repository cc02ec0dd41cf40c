/** Characters XML 1.0 does not allow at all (production 2), and directions that would turn the text around. */
const refused =
  /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]|[\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200e}\u{200f}]/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text, safe between tags and within quoted attributes. */
export function escaped(text: string): string {
  return text.replace(refused, '\u{fffd}').replace(/[&<>"']/g, (character) => entities[character]!);
}
