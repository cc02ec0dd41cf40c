import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ByteReader, EndOfData } from '#core/media/structure/byte-reader.ts';

const data = Buffer.from(
  Array.from({ length: 20_000 }, (_, index) => (index * index * 31 + (index >> 3)) & 255),
);
let folder = '';
let path = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-reader-'));
  path = join(folder, 'file');
  await writeFile(path, data);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('byte reader', () => {
  it('reads what the file holds, whatever the window and the order of reads', () => {
    const step = fc.record({
      offset: fc.integer({ min: 0, max: data.length - 8 }),
      length: fc.integer({ min: 0, max: 9_000 }),
      little: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 16, max: 10_000 }),
        fc.array(step, { minLength: 1, maxLength: 20 }),
        (window, steps) => {
          const reader = new ByteReader(path, window);
          try {
            for (const { offset, length, little } of steps) {
              expect(reader.u8(offset)).toBe(data[offset]);
              expect(reader.u16(offset, little)).toBe(
                little ? data.readUInt16LE(offset) : data.readUInt16BE(offset),
              );
              expect(reader.u24(offset, little)).toBe(
                little ? data.readUIntLE(offset, 3) : data.readUIntBE(offset, 3),
              );
              expect(reader.u32(offset, little)).toBe(
                little ? data.readUInt32LE(offset) : data.readUInt32BE(offset),
              );
              const wide = little ? data.readBigUInt64LE(offset) : data.readBigUInt64BE(offset);
              expect(reader.u64(offset, little)).toBe(Number(wide));
              expect(reader.bytes(offset, length)).toEqual(data.subarray(offset, offset + length));
              expect(reader.crc32(offset, length)).toBe(crc32(data.subarray(offset, offset + length)));
              expect(reader.find(0x7b, offset, offset + length)).toBe(
                bounded(data.indexOf(0x7b, offset), offset + length),
              );
              const pattern = data.subarray(offset, offset + 5);
              expect(reader.search(pattern, 0, data.length)).toBe(data.indexOf(pattern));
            }
          } finally {
            reader.close();
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says when there are no more bytes', () => {
    const reader = new ByteReader(path, 64);
    try {
      expect(() => reader.u32(data.length - 3)).toThrow(EndOfData);
      expect(() => reader.u8(-1)).toThrow(EndOfData);
      expect(reader.bytes(data.length - 3, 10)).toHaveLength(3);
      expect(reader.bytes(data.length + 3, 10)).toHaveLength(0);
      expect(reader.matches(data.length - 1, 'ab')).toBe(false);
    } finally {
      reader.close();
    }
  });
});

const bounded = (index: number, limit: number) =>
  index >= 0 && index < Math.min(limit, data.length) ? index : -1;
