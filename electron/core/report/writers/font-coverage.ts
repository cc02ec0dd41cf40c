/** Which code points a font has glyphs for: one bit each, 0…0x10FFFF. */
export interface Coverage {
  has(code: number): boolean;
}

/**
 * Read the character map of a TrueType or OpenType font (OpenType 1.9, `cmap`: formats 4 and 12). A PDF/A
 * must not contain a character without glyph, so text is checked against the fonts before it is set.
 */
export function fontCoverage(font: Uint8Array): Coverage {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const table = findTable(view, 'cmap');
  const bits = new Uint8Array(0x110000 / 8);
  const add = (first: number, last: number) => {
    for (let code = first; code <= Math.min(last, 0x10ffff); code += 1) bits[code >> 3]! |= 1 << (code & 7);
  };
  for (let index = 0; index < view.getUint16(table + 2); index += 1) {
    const record = table + 4 + 8 * index;
    const platform = view.getUint16(record);
    const encoding = view.getUint16(record + 2);
    const unicode = platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10));
    if (unicode) readSubtable(view, table + view.getUint32(record + 4), add);
  }
  return { has: (code) => (bits[code >> 3]! & (1 << (code & 7))) !== 0 };
}

function findTable(view: DataView, tag: string): number {
  for (let index = 0; index < view.getUint16(4); index += 1) {
    const record = 12 + 16 * index;
    const name = String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(record + offset)));
    if (name === tag) return view.getUint32(record + 8);
  }
  throw new Error(`The font has no ${tag} table`);
}

function readSubtable(view: DataView, start: number, add: (first: number, last: number) => void): void {
  const format = view.getUint16(start);
  if (format === 12) {
    for (let group = 0; group < view.getUint32(start + 12); group += 1) {
      const at = start + 16 + 12 * group;
      add(view.getUint32(at), view.getUint32(at + 4));
    }
  }
  if (format === 4) {
    const segments = view.getUint16(start + 6) / 2;
    for (let segment = 0; segment < segments; segment += 1) {
      const last = view.getUint16(start + 14 + 2 * segment);
      const first = view.getUint16(start + 16 + 2 * segments + 2 * segment);
      if (first !== 0xffff) add(first, last);
    }
  }
}
