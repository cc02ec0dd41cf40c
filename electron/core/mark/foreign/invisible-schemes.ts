/** How hidden text is written in invisible characters: the published schemes, each as a way to read a sequence. */

export interface HiddenText {
  readonly scheme: string;
  readonly variant: string;
  readonly text: string;
  /** log10 of the chance that random symbols read as a text in this way; 0 where nearly everything does. */
  readonly log10: number;
}

/**
 * Random bytes go on with a readable text in fewer than 46 of 100 cases: 98 of 256 as ASCII, the rest by the longer forms
 * of UTF-8. Of single eight-bit characters 98 of 256 are printable ASCII.
 */
const READABLE = { byte: Math.log10(0.46), ascii: Math.log10(98 / 256) } as const;

/** All ways this sequence reads as text. `tried` counts the ways, readable or not. */
export function hiddenTexts(
  family: 'tags' | 'selectors' | 'zero-width',
  codes: readonly number[],
): { readonly found: HiddenText[]; readonly tried: number } {
  const ways = family === 'tags' ? [tags] : family === 'selectors' ? [selectorBytes] : zeroWidth;
  const read = ways.flatMap((way) => way(codes));
  const found = read.filter(({ text }) => isReadable(text));
  return { found, tried: Math.max(1, read.length) };
}

type Way = (codes: readonly number[]) => HiddenText[];

/** Tag characters stand for ASCII (Unicode block Tags; misused as “ASCII smuggling”). */
const tags: Way = (codes) => {
  const text = String.fromCharCode(...codes.slice(0, 50_000).map((code) => code - 0xe0000)).replace(
    /\x7f$/,
    '',
  );
  return [{ scheme: 'unicode-tags', variant: 'ASCII', text, log10: 0 }];
};

/** Bytes as variation selectors (P. Butler, “Smuggling arbitrary data through an emoji”, 2025; the same as C2PA, A.8). */
const selectorBytes: Way = (codes) => [
  fromBytes(
    'variation-selector-bytes',
    'UTF-8',
    codes.map((code) => (code < 0xe0000 ? code - 0xfe00 : code - 0xe0100 + 16)),
  ),
];

/** zero-width-lib 1.0: code points in base 5, separated by U+200B. */
const quinary: Way = (codes) => {
  const digits = [0x200e, 0x200f, 0x200c, 0x200d, 0xfeff];
  const points: number[] = [];
  let [value, length] = [0, 0];
  for (const code of [...codes, 0x200b]) {
    const digit = digits.indexOf(code);
    if (code !== 0x200b && digit < 0) return [];
    if (digit >= 0) value = Math.min(0x110000, value * 5 + digit);
    if (digit >= 0) length += 1;
    if (digit >= 0) continue;
    if (length === 0) continue;
    points.push(value);
    [value, length] = [0, 0];
  }
  if (points.length === 0 || points.some((point) => point > 0x10ffff)) return [];
  const text = points
    .slice(0, 50_000)
    .map((point) => String.fromCodePoint(point))
    .join('');
  return [{ scheme: 'zero-width-lib', variant: 'base 5', text, log10: 0 }];
};

/**
 * Bits as two characters, with or without a third between the characters of the text (zero-width-detection by
 * J. Lloyd “umpox”, zwtext, zw and many others); both polarities are tried.
 */
const binary: Way = (codes) => {
  const joined = codes.includes(0x200d) ? codes.filter((code) => code !== 0xfeff) : codes;
  const counts = new Map<number, number>();
  for (const code of joined) counts.set(code, (counts.get(code) ?? 0) + 1);
  const [one, other, ...rest] = [...counts].toSorted((a, b) => b[1] - a[1]).map(([code]) => code);
  if (one === undefined || other === undefined || rest.length > 1) return [];
  const named = `U+${hex(one)} U+${hex(other)}`;
  return [one, other].map((set) => {
    const groups: string[] = [];
    let group = '';
    for (const code of [...joined, -1]) {
      if (code === one || code === other) group += code === set ? '1' : '0';
      else {
        if (group !== '') groups.push(group);
        group = '';
      }
    }
    const variant = `binary, ${named}`;
    const single = groups.length > 1 && groups.every(({ length }) => length >= 6 && length <= 21);
    if (!single) return fromBytes('zero-width-binary', variant, bytesOf(groups.join('')));
    const text = groups
      .map((bits) => String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(bits, 2))))
      .join('');
    const log10 = /^[\x20-\x7e]+$/.test(text) ? groups.length * READABLE.ascii : 0;
    return { scheme: 'zero-width-binary', variant, text, log10 };
  });
};

/** Two bits for each of four characters, most significant first. */
const quaternary: Way = (codes) =>
  alphabets.flatMap(([variant, alphabet]) => {
    const used = codes.filter((code) => code !== 0x034f);
    if (!used.every((code) => alphabet.includes(code))) return [];
    const bits = used.map((code) => alphabet.indexOf(code).toString(2).padStart(2, '0')).join('');
    const bytes = bytesOf(bits);
    const units = Array.from(
      { length: bytes.length >> 1 },
      (_, index) => (bytes[index * 2]! << 8) | bytes[index * 2 + 1]!,
    );
    return [fromBytes('zero-width-quaternary', variant, bytes), ...inUnits(`${variant}, UTF-16`, units)];
  });

/** Nearly every unit is some character: only those of one way of writing together are a text. */
function inUnits(variant: string, units: readonly number[]): HiddenText[] {
  const text = String.fromCharCode(...units.slice(0, 50_000));
  if (
    !/^(?:[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{P}\w\s]+|[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}\p{P}\w\s]+)$/u.test(
      text,
    )
  )
    return [];
  // Unified ideographs and kana are 28,000 of 65,536 units.
  return [{ scheme: 'zero-width-quaternary', variant, text, log10: units.length * Math.log10(0.5) }];
}

const alphabets: readonly (readonly [string, readonly number[]])[] = [
  ['zwc-watermark', [0x200b, 0x200c, 0x200d, 0x2060]],
  ['zwc-watermark 1', [0x200b, 0x200c, 0x200d, 0xfeff]],
  // yadayadajaychan/zwc, 2-bit encoding
  ['zwc', [0x202c, 0x200c, 0x200d, 0x2060]],
  // “Unicode steganography with zero-width characters” by K. Kim (330k)
  ['330k', [0x200c, 0x200d, 0x202c, 0xfeff]],
];

const zeroWidth: readonly Way[] = [quinary, binary, quaternary];

function bytesOf(bits: string): number[] {
  const bytes: number[] = [];
  for (let at = 0; at + 8 <= bits.length; at += 8) bytes.push(Number.parseInt(bits.slice(at, at + 8), 2));
  return bytes;
}

function fromBytes(scheme: string, variant: string, bytes: readonly number[]): HiddenText {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  return { scheme, variant, text, log10: bytes.length * READABLE.byte };
}

/** Assigned characters that are seen, and white space; an empty text says nothing. */
function isReadable(text: string): boolean {
  return text.trim() !== '' && !/[^\P{C}\t\n\r]|\ufffd/u.test(text);
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}
