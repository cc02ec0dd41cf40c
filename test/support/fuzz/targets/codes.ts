import { writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { readCodeFile } from '#core/trace/index/code-file.ts';
import {
  batchHeadBytes,
  encodeCodes,
  encodeHeader,
  encodeRemoval,
  headerBytes,
} from '#core/trace/index/code-file-format.ts';
import { type FuzzInput, type FuzzTarget, must } from '../target.ts';

const bytesOf = (hint: string, ...files: readonly Uint8Array[]): FuzzInput[] =>
  files.map((bytes) => ({ hint, bytes }));

function sealed(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length >= headerBytes) copy.writeUInt32LE(crc32(copy.subarray(0, 16)), 16);
  for (let at = headerBytes; at + batchHeadBytes <= copy.length; ) {
    const start = at + batchHeadBytes;
    const end = start + copy.readUInt32LE(at + 16);
    copy.writeUInt32LE(crc32(copy.subarray(start, Math.min(end, copy.length))), at + 20);
    copy.writeUInt32LE(crc32(copy.subarray(at, at + 28)), at + 28);
    at = end;
  }
  return copy;
}

/** Files of search codes; `sealed`: sums are made right first, so that what stands behind them is reached. */
export const target: FuzzTarget = {
  name: 'codes',
  tokens: ['BTCH', 'ASSAYIDX', '\x01\0\0\0', '\x02\0\0\0', '\0\0\0\0', '\xff\xff\xff\x7f'],
  async seeds() {
    const batch = {
      codes: new Uint8Array(64).map((_, at) => at),
      owners: Uint32Array.of(1, 2),
      positions: Uint32Array.of(0, 0),
    };
    const whole = Buffer.concat([
      encodeHeader(1),
      encodeCodes(batch, 0),
      encodeRemoval(Uint32Array.of(1), 1),
    ]);
    return [...bytesOf('sealed', whole), ...bytesOf('', whole)];
  },
  read({ hint, bytes }, path) {
    writeFileSync(path, hint === 'sealed' ? sealed(bytes) : bytes);
    let given = 0;
    const reading = readCodeFile(path, {
      codes(batch) {
        must(batch.codes.length === batch.owners.length * 32, 'an owner for each code');
        must(batch.positions.length === batch.owners.length, 'a position for each code');
        given += batch.owners.length;
      },
      removal: (owners) => {
        given += owners.length;
      },
    });
    must(given * 4 <= bytes.length, 'no more than the file holds');
    if (reading.ok)
      must(reading.end + reading.torn <= Math.max(bytes.length, reading.torn), 'an end in the file');
  },
};
