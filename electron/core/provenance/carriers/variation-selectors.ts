/**
 * Bytes as Unicode variation selectors: 0 to 15 are U+FE00 to U+FE0F, 16 to 255 are U+E0100 to U+E01EF
 * (C2PA 2.4, A.8).
 */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface SelectorRun {
  /** First selector in the file, and the byte behind the last. */
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  /** Offset of a U+FEFF directly in front, or null. */
  readonly mark: number | null;
}

export interface SelectorSearch {
  /** Two selectors or more, one behind another. */
  readonly runs: readonly SelectorRun[];
  /** Single selectors behind characters that take none: offset, length and value. */
  readonly singles: readonly { readonly start: number; readonly end: number; readonly value: number }[];
  /** `false`: there were more than are reported. */
  readonly complete: boolean;
}

/** By its byte order mark; without one it is UTF-8. */
export function encodingOf(text: Uint8Array): TextEncoding {
  if (text[0] === 0xff && text[1] === 0xfe) return 'utf-16le';
  return text[0] === 0xfe && text[1] === 0xff ? 'utf-16be' : 'utf-8';
}

const RUNS = 10_000;
const SINGLES = 100_000;

export function findSelectors(text: Buffer, encoding: TextEncoding): SelectorSearch {
  const runs: SelectorRun[] = [];
  const singles: { start: number; end: number; value: number }[] = [];
  const step = encoding === 'utf-8' ? 1 : 2;
  let complete = true;
  for (let at = firstAfter(text, 0, encoding); at < text.length; ) {
    const first = selectorAt(text, at, encoding);
    if (first < 0) {
      at = firstAfter(text, at + step, encoding);
      continue;
    }
    const start = at;
    let count = 0;
    for (let value = first; value >= 0; value = selectorAt(text, at, encoding)) {
      at += selectorWidth(value, encoding);
      count += 1;
    }
    if (count > 1) {
      if (runs.length < RUNS) runs.push(runAt(text, start, at, count, encoding));
      else complete = false;
    } else if (takesNone(text, start, encoding)) {
      if (singles.length < SINGLES) singles.push({ start, end: at, value: first });
      else complete = false;
    }
    at = firstAfter(text, at, encoding);
  }
  return { runs, singles, complete };
}

function runAt(text: Buffer, start: number, end: number, count: number, encoding: TextEncoding): SelectorRun {
  const bytes = new Uint8Array(count);
  let at = start;
  for (let index = 0; index < count; index += 1) {
    const value = selectorAt(text, at, encoding);
    bytes[index] = value;
    at += selectorWidth(value, encoding);
  }
  return { start, end, bytes, mark: markBefore(text, start, encoding) };
}

/** Most text has none: jump to the next lead byte. */
function firstAfter(text: Buffer, from: number, encoding: TextEncoding): number {
  if (encoding !== 'utf-8') return from;
  for (let at = from; at < text.length; at += 1) {
    const byte = text[at];
    if (byte === 0xef || byte === 0xf3) return at;
  }
  return text.length;
}

/** Byte value of the selector at this offset, or -1. */
function selectorAt(text: Buffer, at: number, encoding: TextEncoding): number {
  if (encoding === 'utf-8') {
    if (text[at] === 0xef) {
      const last = text[at + 2];
      return text[at + 1] === 0xb8 && last !== undefined && last >= 0x80 && last <= 0x8f ? last - 0x80 : -1;
    }
    if (text[at] !== 0xf3 || text[at + 1] !== 0xa0) return -1;
    const [third, fourth] = [text[at + 2] ?? 0, text[at + 3] ?? 0];
    if (third < 0x84 || third > 0x87 || fourth < 0x80 || fourth > 0xbf) return -1;
    const value = ((third - 0x84) << 6) + (fourth - 0x80) + 16;
    return value <= 255 ? value : -1;
  }
  const unit = unitAt(text, at, encoding);
  if (unit >= 0xfe00 && unit <= 0xfe0f) return unit - 0xfe00;
  if (unit !== 0xdb40) return -1;
  const low = unitAt(text, at + 2, encoding);
  return low >= 0xdd00 && low <= 0xddef ? low - 0xdd00 + 16 : -1;
}

/** Bytes of the file one selector takes. */
export function selectorWidth(value: number, encoding: TextEncoding): number {
  if (encoding === 'utf-8') return value < 16 ? 3 : 4;
  return value < 16 ? 2 : 4;
}

function unitAt(text: Buffer, at: number, encoding: TextEncoding): number {
  if (at < 0 || at + 2 > text.length) return -1;
  return encoding === 'utf-16le' ? text.readUInt16LE(at) : text.readUInt16BE(at);
}

function markBefore(text: Buffer, at: number, encoding: TextEncoding): number | null {
  if (encoding !== 'utf-8') return unitAt(text, at - 2, encoding) === 0xfeff ? at - 2 : null;
  const found = at >= 3 && text[at - 3] === 0xef && text[at - 2] === 0xbb && text[at - 1] === 0xbf;
  return found ? at - 3 : null;
}

/** ASCII but for the digits, # and * of keycap emoji: no variation sequence is defined behind these. */
function takesNone(text: Buffer, at: number, encoding: TextEncoding): boolean {
  const before = encoding === 'utf-8' ? (text[at - 1] ?? 0xff) : unitAt(text, at - 2, encoding);
  if (before < 0 || before > 0x7e) return false;
  return !((before >= 0x30 && before <= 0x39) || before === 0x23 || before === 0x2a);
}
