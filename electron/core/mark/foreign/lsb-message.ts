import { localized } from '#shared/domain/localized.ts';
import type { MarkReading } from '#shared/domain/mark.ts';
import type { StillImage } from '../../media/image.ts';
import { attemptStatisticName, attemptThreshold, noKey, overAll } from './define.ts';
import { type LsbLayout, lsbBytes, lsbLayouts } from './lsb-bytes.ts';

/** Bytes read from each layout: enough for a text to show. */
const READ_BYTES = 4096;
/** A text of fewer kinds of letters may be a pattern of the drawing. */
const LEAST_KINDS = 8;
/** Bytes after which a pattern of a drawing repeats at most. */
const LONGEST_PATTERN = 128;

export interface LsbMessage {
  readonly layout: LsbLayout;
  /** `text`, or the file type whose beginning stands there. */
  readonly kind: string;
  /** What stands in front of it. */
  readonly header: 'none' | 'decimal-length' | 'binary-length';
  /** The text, or the first bytes in hexadecimal. */
  readonly content: string;
  /** Bytes of the message as far as they were read or as its header says. */
  readonly length: number;
  /** log10 of the chance that random bits begin so, over all layouts and forms. */
  readonly log10: number;
}

/** Beginnings of file types, four bytes and more. */
const magics: readonly { readonly kind: string; readonly bytes: readonly number[] }[] = [
  { kind: 'PNG', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { kind: 'ZIP', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'JPEG', bytes: [0xff, 0xd8, 0xff, 0xe0] },
  { kind: 'JPEG', bytes: [0xff, 0xd8, 0xff, 0xe1] },
  { kind: 'GIF', bytes: [0x47, 0x49, 0x46, 0x38, 0x39, 0x61] },
  { kind: 'PDF', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { kind: '7z', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { kind: 'RAR', bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { kind: 'GIF', bytes: [0x47, 0x49, 0x46, 0x38, 0x37, 0x61] },
  { kind: 'OpenPGP', bytes: [0x2d, 0x2d, 0x2d, 0x2d, 0x2d, 0x42, 0x45, 0x47, 0x49, 0x4e] },
];

/** Forms a message may have at its beginning: file types, text without a header, with a number, with a binary length. */
const HEADERS = 4;

/** Messages in the lowest bits whose beginning tells them; the chance assumes that lowest bits are random. */
export function findLsbMessages(
  image: StillImage,
  required: number,
): { messages: LsbMessage[]; trials: number } {
  const layouts = lsbLayouts(image);
  const trials = layouts.length * HEADERS * (magics.length + 1);
  const messages: LsbMessage[] = [];
  for (const layout of layouts) {
    const bytes = lsbBytes(image, layout, READ_BYTES);
    const room = Math.floor((image.width * image.height * layout.channels.length) / 8);
    if (isPattern(bytes.subarray(0, 4 * LONGEST_PATTERN))) continue;
    const found = fileAt(bytes) ?? decimalText(bytes, room) ?? lengthText(bytes, room) ?? plain(bytes);
    if (found === null) continue;
    const log10 = overAll(found.log10, trials);
    if (log10 <= required) messages.push({ layout, ...found, log10 });
  }
  return { messages: withoutShadows(messages), trials };
}

type Found = Omit<LsbMessage, 'layout'>;

function fileAt(bytes: Uint8Array): Found | null {
  for (const [header, start] of [
    ['none', 0],
    ['binary-length', 4],
  ] as const) {
    for (const magic of magics) {
      if (magic.bytes.every((value, at) => bytes[start + at] === value))
        return {
          kind: magic.kind,
          header,
          content: Buffer.from(bytes.subarray(start, start + 32)).toString('hex'),
          length: bytes.length - start,
          log10: -magic.bytes.length * Math.log10(256),
        };
    }
  }
  return null;
}

/** A number in decimal digits, a colon, and that many characters: how Stegano for Python writes. */
function decimalText(bytes: Uint8Array, room: number): Found | null {
  let digits = 0;
  while (digits < 8 && bytes[digits]! >= 0x30 && bytes[digits]! <= 0x39) digits += 1;
  if (digits === 0 || bytes[digits] !== 0x3a) return null;
  const length = Number(Buffer.from(bytes.subarray(0, digits)).toString('latin1'));
  if (length < 1 || length > room) return null;
  const read = textAt(bytes, digits + 1, length);
  // All of it must be text, as far as it was read.
  if (read.characters < length && digits + 1 + read.bytes < bytes.length) return null;
  const chance = digits * Math.log10(10 / 256) - Math.log10(256) + read.log10;
  return { kind: 'text', header: 'decimal-length', content: read.text, length, log10: chance };
}

/** A length of two or four bytes that fits the picture, then text of that length. */
function lengthText(bytes: Uint8Array, room: number): Found | null {
  if (bytes.length < 8) return null;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const [size, length] of [
    [4, view.readUInt32BE(0)],
    [4, view.readUInt32LE(0)],
    [2, view.readUInt16BE(0)],
  ] as const) {
    // A length in bits is as common as one in bytes.
    for (const wanted of [length, length / 8]) {
      if (!Number.isInteger(wanted) || wanted < 4 || wanted > room - size) continue;
      const read = textAt(bytes, size, wanted);
      if (read.bytes < Math.min(wanted, bytes.length - size)) continue;
      return { kind: 'text', header: 'binary-length', content: read.text, length: wanted, log10: read.log10 };
    }
  }
  return null;
}

function plain(bytes: Uint8Array): Found | null {
  const read = textAt(bytes, 0, bytes.length);
  const kinds = new Set(read.text).size;
  if (kinds < LEAST_KINDS) return null;
  return { kind: 'text', header: 'none', content: read.text, length: read.bytes, log10: read.log10 };
}

/** Printable ASCII, tab and line ends: 98 of 256 bytes. */
const PRINTABLE = Math.log10(98 / 256);
/** A whole character of UTF-8 with three bytes of the planes in use: sixteen of 256 leads, 64 of 256 each behind. */
const WIDE = Math.log10(16 / 256) + 2 * Math.log10(64 / 256);
const TWO = Math.log10(30 / 256) + Math.log10(64 / 256);

interface ReadText {
  readonly text: string;
  readonly bytes: number;
  readonly characters: number;
  readonly log10: number;
}

/** Text of at most `most` characters or bytes from `start`, as far as it goes. */
function textAt(bytes: Uint8Array, start: number, most: number): ReadText {
  let at = start;
  let characters = 0;
  let log10 = 0;
  while (at < bytes.length && characters < most && at - start < most * 3) {
    const byte = bytes[at]!;
    if ((byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13) {
      at += 1;
      log10 += PRINTABLE;
    } else if (byte >= 0xc2 && byte < 0xe0 && follows(bytes, at + 1)) {
      at += 2;
      log10 += TWO;
    } else if (byte >= 0xe0 && byte < 0xf0 && follows(bytes, at + 1) && follows(bytes, at + 2)) {
      at += 3;
      log10 += WIDE;
    } else break;
    characters += 1;
  }
  const text = new TextDecoder('utf-8').decode(bytes.subarray(start, at));
  return { text: text.slice(0, 2000), bytes: at - start, characters, log10 };
}

function follows(bytes: Uint8Array, at: number): boolean {
  return at < bytes.length && (bytes[at]! & 0xc0) === 0x80;
}

/** Flat and patterned drawings have lowest bits that repeat; they are not random and say nothing. */
function isPattern(bytes: Uint8Array): boolean {
  for (let period = 1; period <= LONGEST_PATTERN && period * 2 <= bytes.length; period += 1) {
    let same = 0;
    for (let at = period; at < bytes.length; at += 1) if (bytes[at] === bytes[at - period]) same += 1;
    if (same >= (bytes.length - period) * 0.5) return true;
  }
  return false;
}

/** In a grey picture stored as colour one message is read several times: the likeliest stands for all. */
function withoutShadows(messages: readonly LsbMessage[]): LsbMessage[] {
  const sorted = [...messages].sort((a, b) => a.log10 - b.log10);
  return sorted.filter(
    (one, at) =>
      !sorted.slice(0, at).some((other) => other.content.slice(0, 64) === one.content.slice(0, 64)),
  );
}

/** A message in the form all marks have. */
export function lsbReading(message: LsbMessage, trials: number): MarkReading {
  const { layout, kind, content, log10 } = message;
  return {
    codec: `lsb-${layout.channels}-${layout.scan}-${layout.first}`,
    version: 1,
    payload: content.slice(0, 2000),
    meaning:
      kind === 'text'
        ? localized('text in the lowest bits', '最低有效位中的文本')
        : localized(`beginning of a ${kind} file in the lowest bits`, `最低有效位中的 ${kind} 文件开头`),
    key: noKey,
    // What overAll added is taken off again: the statistic is of one attempt.
    statistic: Math.log10(trials) - log10,
    statisticName: attemptStatisticName,
    threshold: attemptThreshold(trials),
    falseAlarmLog10: log10,
    derivation,
    trials,
    route: 'blind',
  };
}

const derivation = localized(
  'Chance that random bits begin with such a file type or with so many printable characters, times the orders and forms that were tried. It holds where the lowest bits of an unmarked picture are random; pictures whose lowest bits repeat are left out.',
  '随机比特以此类文件标识或如此多的可打印字符开头的概率，乘以所尝试的顺序与形式数。前提是无水印图像的最低有效位随机；最低有效位呈重复规律的图像不予判断。',
);
