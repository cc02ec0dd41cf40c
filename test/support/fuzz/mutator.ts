import { mutate } from '../mutations.ts';
import type { FuzzInput } from './target.ts';

/** Inputs grow no further. */
const LONGEST = 48_000;

/**
 * A damaged copy: what all seeded runs do to files (numbers near names, cuts, repeats, splices), and what a search that
 * is led by coverage can build on: small steps of one byte, tokens of the format, decimal numbers, pieces of others.
 */
export function damage(
  input: FuzzInput,
  others: readonly FuzzInput[],
  tokens: readonly string[],
  random: () => number,
): FuzzInput {
  const within = (length: number) => Math.floor(random() * Math.max(1, length));
  const other = Buffer.from(others[within(others.length)]?.bytes ?? input.bytes);
  let bytes: Buffer = Buffer.from(input.bytes);
  const rounds = 1 + within(4);
  for (let round = 0; round < rounds; round += 1) {
    if (bytes.length < 24 || random() < 0.55) bytes = step(bytes, other, tokens, random);
    else bytes = mutate(bytes, other, random, tokens).bytes;
  }
  return { hint: input.hint, bytes: bytes.subarray(0, LONGEST) };
}

const littleNumbers = [0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 254, 255];

function step(bytes: Buffer, other: Buffer, tokens: readonly string[], random: () => number): Buffer {
  const within = (length: number) => Math.floor(random() * Math.max(1, length));
  const at = within(bytes.length);
  switch (within(8)) {
    case 0:
      if (bytes.length > 0) bytes.writeUInt8(littleNumbers[within(littleNumbers.length)] ?? 0, at);
      return bytes;
    case 1:
      if (bytes.length > 0) bytes.writeUInt8((bytes.readUInt8(at) + 255 + 2 * within(2)) & 255, at);
      return bytes;
    case 2:
      if (bytes.length > 2) bytes.writeUInt16BE(within(0x10000), Math.min(at, bytes.length - 2));
      return bytes;
    case 3: {
      const token = Buffer.from(tokens[within(tokens.length)] ?? '', 'latin1');
      const over = random() < 0.5 ? token.length : 0;
      return Buffer.concat([bytes.subarray(0, at), token, bytes.subarray(at + over)]);
    }
    case 4: {
      const length = 1 + within(24);
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    }
    case 5: {
      const [from, length] = [within(bytes.length), 1 + within(64)];
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, from + length), bytes.subarray(at)]);
    }
    case 6: {
      const [from, length] = [within(other.length), 1 + within(256)];
      const over = random() < 0.5 ? length : 0;
      return Buffer.concat([
        bytes.subarray(0, at),
        other.subarray(from, from + length),
        bytes.subarray(at + over),
      ]);
    }
    default:
      return withNumber(bytes, at, random);
  }
}

const decimals = [
  '0',
  '-1',
  '1',
  '65536',
  '2147483648',
  '4294967295',
  '9007199254740993',
  '1e9',
  '99999999999999999999',
];

/** Another decimal number in place of the next one: lengths and offsets of PDF and JSON. */
function withNumber(bytes: Buffer, from: number, random: () => number): Buffer {
  const text = bytes.toString('latin1');
  const found = /\d+/g;
  found.lastIndex = from;
  const match = found.exec(text);
  if (match === null) return bytes;
  const number = Math.floor(random() * (decimals.length + 2));
  const value = decimals[number] ?? String(Number(match[0]) + (random() < 0.5 ? 1 : -1));
  return Buffer.from(
    text.slice(0, match.index) + value + text.slice(match.index + match[0].length),
    'latin1',
  );
}
