/**
 * The header of an ISCC (ISO 24138:2024): main type, sub type, version and length, each a number in one to four
 * nibbles of prefix code, padded to a whole byte.
 */

export const mainTypes = ['meta', 'semantic', 'content', 'data', 'instance', 'code'] as const;
export type MainType = (typeof mainTypes)[number];

/** Sub types of content units and of codes that hold one. */
export const mediaTypes = ['text', 'image', 'audio', 'video', 'mixed'] as const;
export type MediaType = (typeof mediaTypes)[number];

/** Sub types of a composite code without a content unit, and of one with 128 bits for each of its two units. */
export const codeSubTypes = { sum: 5, none: 6, wide: 7 } as const;

/** The four numbers as they are written. */
export interface Header {
  readonly mainType: MainType;
  readonly subType: number;
  readonly version: number;
  /** Units: bits ÷ 32 − 1. Codes: a flag for each optional unit, meta 4, semantic 2, content 1. */
  readonly length: number;
}

/** The four prefix codes, 0, 10, 110 and 1110, each with the numbers it begins at and ends below. */
const steps = [
  { below: 8, offset: 0, bits: 4, prefix: 0 },
  { below: 72, offset: 8, bits: 8, prefix: 0b10 << 6 },
  { below: 584, offset: 72, bits: 12, prefix: 0b110 << 9 },
  { below: 4680, offset: 584, bits: 16, prefix: 0b1110 << 12 },
] as const;

export function encodeHeader({ mainType, subType, version, length }: Header): Uint8Array {
  const nibbles: number[] = [];
  for (const value of [mainTypes.indexOf(mainType), subType, version, length]) {
    const step = steps.find(({ below }) => value < below);
    if (step === undefined) throw new RangeError(`${value} does not fit into a header`);
    const word = step.prefix | (value - step.offset);
    for (let shift = step.bits - 4; shift >= 0; shift -= 4) nibbles.push((word >> shift) & 15);
  }
  if (nibbles.length % 2 === 1) nibbles.push(0);
  return Uint8Array.from({ length: nibbles.length / 2 }, (_, at) => {
    return (nibbles[at * 2]! << 4) | nibbles[at * 2 + 1]!;
  });
}

/** Header and body of a raw ISCC; `null` when the header is torn or of a main type that is not in the standard's core. */
export function decodeHeader(
  bytes: Uint8Array,
): { readonly header: Header; readonly body: Uint8Array } | null {
  const numbers: number[] = [];
  let at = 0;
  while (numbers.length < 4) {
    const first = nibble(bytes, at);
    if (first === null) return null;
    const step = first < 8 ? steps[0] : first < 12 ? steps[1] : first < 14 ? steps[2] : steps[3];
    // Four ones begin nothing.
    if (first === 15) return null;
    const { bits, prefix, offset } = step;
    let word = 0;
    for (let count = 0; count < bits; count += 4) {
      const next = nibble(bytes, at);
      if (next === null) return null;
      word = (word << 4) | next;
      at += 1;
    }
    numbers.push(word - prefix + offset);
  }
  const [main, subType, version, length] = numbers as [number, number, number, number];
  const mainType = mainTypes[main];
  if (mainType === undefined) return null;
  return { header: { mainType, subType, version, length }, body: bytes.subarray(Math.ceil(at / 2)) };
}

function nibble(bytes: Uint8Array, at: number): number | null {
  const byte = bytes[at >> 1];
  return byte === undefined ? null : at % 2 === 0 ? byte >> 4 : byte & 15;
}
