import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const names: Readonly<Record<number, string>> = {
  192: 'SOF0',
  194: 'SOF2',
  196: 'DHT',
  218: 'SOS',
  219: 'DQT',
  221: 'DRI',
  254: 'COM',
  217: 'EOI',
};

/**
 * A general box hash over a JPEG without JFIF segment, made here from ITU-T T.81 and C2PA 2.2 §18.7.3.1 by
 * hand: start of image · the store, which the engine puts behind it · the first segment, left out · the rest.
 */
export function jpegBoxAssertion(path: string): { readonly label: string; readonly data: unknown } {
  const bytes = readFileSync(path);
  const found: string[] = [];
  let first = 0;
  for (let at = 2; at < bytes.length; ) {
    const code = bytes[at + 1]!;
    found.push(names[code] ?? `APP${code - 0xe0}`);
    if (code === 0xd9) break;
    at += 2 + bytes.readUInt16BE(at + 2);
    if (first === 0) first = at;
    if (code !== 0xda) continue;
    for (; at < bytes.length && !(bytes[at] === 0xff && bytes[at + 1] === 0xd9); at += 1) {
      const next = bytes[at + 1]!;
      if (bytes[at] === 0xff && next >= 0xd0 && next <= 0xd7) found.push(`RST${next - 0xd0}`);
    }
  }
  const hash = (from: number, to: number) => [
    ...createHash('sha256').update(bytes.subarray(from, to)).digest(),
  ];
  const [left = '', ...rest] = found;
  const boxes = [
    { names: ['SOI'], alg: 'sha256', hash: hash(0, 2), pad: [] },
    { names: ['C2PA'], alg: 'sha256', hash: [0], pad: [] },
    { names: [left], alg: 'sha256', hash: [0], excluded: true, pad: [] },
    { names: rest, alg: 'sha256', hash: hash(first, bytes.length), pad: [] },
  ];
  return { label: 'c2pa.hash.boxes', data: { boxes } };
}
