import type { ByteRange } from '#shared/domain/figure.ts';

export const bytesPerRow = 16;

/** Hexadecimal offset, as wide as the largest of the file, at least eight digits. */
export function formatOffset(offset: number, size: number): string {
  const digits = Math.max(8, Math.max(0, size - 1).toString(16).length);
  return offset.toString(16).padStart(digits, '0');
}

export function hexByte(value: number): string {
  return value.toString(16).padStart(2, '0');
}

/** Printable ASCII as it is; everything else, control characters above all, as a middle dot. */
export function printable(value: number): string {
  return value >= 0x20 && value <= 0x7e ? String.fromCharCode(value) : '·';
}

/** `4096`, `0x1000`, `1000h`; `null` when it is no offset. */
export function parseOffset(text: string): number | null {
  const plain = text
    .trim()
    .replaceAll(/[\s_,]/g, '')
    .toLowerCase();
  const hexadecimal = /^(?:0x([0-9a-f]+)|([0-9a-f]+)h)$/.exec(plain);
  if (hexadecimal !== null) return safe(Number.parseInt(hexadecimal[1] ?? hexadecimal[2] ?? '', 16));
  return /^[0-9]+$/.test(plain) ? safe(Number.parseInt(plain, 10)) : null;
}

function safe(value: number): number | null {
  return Number.isSafeInteger(value) ? value : null;
}

/** Bytes of a row in runs of the same look. */
export interface HexRun {
  readonly start: number;
  readonly length: number;
  readonly selected: boolean;
}

/** Cut the row that starts at `offset` where the selection begins and ends, and in the middle. */
export function rowRuns(offset: number, size: number, selection: ByteRange | null): readonly HexRun[] {
  const end = Math.min(offset + bytesPerRow, size);
  const [from, to] = selection === null ? [0, 0] : [selection[0], selection[0] + selection[1]];
  const cuts = [offset, offset + bytesPerRow / 2, from, to, end]
    .filter((cut) => cut >= offset && cut <= end)
    .sort((one, other) => one - other);
  const runs: HexRun[] = [];
  for (let index = 0; index + 1 < cuts.length; index++) {
    const start = cuts[index] as number;
    const length = (cuts[index + 1] as number) - start;
    if (length > 0) runs.push({ start, length, selected: start >= from && start < to });
  }
  return runs;
}

/** Unsigned and signed readings of the bytes at the cursor, in both byte orders. */
export interface Interpretation {
  readonly name: string;
  readonly value: string;
}

export function interpret(bytes: Uint8Array): readonly Interpretation[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const readings: Interpretation[] = [];
  const add = (name: string, width: number, read: () => number | bigint) => {
    if (bytes.length >= width) readings.push({ name, value: String(read()) });
  };
  add('u8', 1, () => view.getUint8(0));
  add('u16 BE', 2, () => view.getUint16(0));
  add('u16 LE', 2, () => view.getUint16(0, true));
  add('u32 BE', 4, () => view.getUint32(0));
  add('u32 LE', 4, () => view.getUint32(0, true));
  add('u64 BE', 8, () => view.getBigUint64(0));
  add('u64 LE', 8, () => view.getBigUint64(0, true));
  return readings;
}

/** Text of bytes for the clipboard: Latin-1 letters kept, control characters but line ends as `\xNN`. */
export function escapedText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const control =
      (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) || (byte >= 0x7f && byte < 0xa0);
    text += control ? `\\x${hexByte(byte)}` : String.fromCharCode(byte);
  }
  return text;
}
