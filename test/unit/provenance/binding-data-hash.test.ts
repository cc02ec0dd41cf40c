import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'cborg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkDataHash,
  type DataHash,
  exclusionProblem,
  readDataHash,
} from '#core/provenance/binding/data-hash.ts';
import { FileHash } from '#core/provenance/binding/file-hash.ts';
import { type CborValue, decodeCbor } from '#core/provenance/jumbf/cbor.ts';
import type { ByteRange } from '#shared/domain/figure.ts';

let folder: string;
let path: string;
const bytes = Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * 7 + (at >> 3)) & 255));
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-data-hash-'));
  path = join(folder, 'file');
  await writeFile(path, bytes);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The assertion as another program encodes it. */
function read(value: unknown): DataHash | null {
  const reading = decodeCbor(encode(value));
  if (!('value' in reading)) throw new Error(reading.problem);
  return readDataHash(reading.value);
}

async function check(
  exclusions: readonly ByteRange[],
  hash: Uint8Array,
  {
    algorithm = 'sha256' as string | null,
    own = null as string | null,
    grown = null as ByteRange[] | null,
  } = {},
) {
  const handle = await open(path, 'r');
  try {
    const file = new FileHash(handle, new AbortController().signal);
    const value = { algorithm: own, hash, exclusions, pad: { bytes: 0, nonZero: 0 } };
    return await checkDataHash(file, value, { size: bytes.length, algorithm, grown });
  } finally {
    await handle.close();
  }
}

const without = (...ranges: readonly ByteRange[]) =>
  Buffer.from(bytes.filter((_, at) => !ranges.some(([start, length]) => at >= start && at < start + length)));
const sha = (name: string, data: Buffer) => createHash(name).update(data).digest();

describe('data hash', () => {
  it('reads what the schema allows and nothing else', () => {
    const hash = new Uint8Array(32);
    expect(
      read({
        exclusions: [{ start: 2, length: 10 }],
        alg: 'sha384',
        hash,
        pad: new Uint8Array(3),
        pad2: Uint8Array.of(0, 9),
      }),
    ).toEqual({ algorithm: 'sha384', hash, exclusions: [[2, 10]], pad: { bytes: 5, nonZero: 1 } });
    expect(read({ hash, pad: new Uint8Array() })).toMatchObject({ algorithm: null, exclusions: [] });
    expect(read({ alg: 'sha256' })).toBeNull();
    expect(read({ hash: 'text' })).toBeNull();
    expect(read({ hash, exclusions: [{ start: -1, length: 10 }] })).toBeNull();
    expect(read({ hash, exclusions: [{ start: 1.5, length: 10 }] })).toBeNull();
    expect(read({ hash, exclusions: [{ start: 1 }] })).toBeNull();
    for (const value of [null, 1, 'a', [], new Map(), hash] as CborValue[])
      expect(readDataHash(value)).toBeNull();
  });

  it('leaves out exactly the exclusions, with each algorithm', async () => {
    const ranges: ByteRange[] = [
      [0, 5],
      [100, 1200],
      [2999, 1],
    ];
    for (const name of ['sha256', 'sha384', 'sha512']) {
      const digest = sha(name, without(...ranges));
      expect(await check(ranges, digest, { own: name, algorithm: null })).toMatchObject({
        matches: true,
        problem: null,
        covered: [
          [5, 95],
          [1300, 1699],
        ],
      });
    }
    expect(await check([], sha('sha256', bytes))).toMatchObject({ matches: true, covered: [[0, 3000]] });
    expect(await check([[0, 4]], sha('sha256', without([0, 5])))).toMatchObject({
      matches: false,
      problem: null,
    });
    expect(await check([[0, 3000]], sha('sha256', Buffer.alloc(0)))).toMatchObject({
      matches: true,
      covered: [],
    });
  });

  it('names what is wrong with exclusions', async () => {
    expect(
      exclusionProblem(
        [
          [10, 5],
          [15, 1],
        ],
        16,
      ),
    ).toBeNull();
    expect(
      exclusionProblem(
        [
          [10, 5],
          [15, 2],
        ],
        16,
      ),
    ).toBe('exclusions-out-of-bounds');
    expect(
      exclusionProblem(
        [
          [10, 6],
          [15, 1],
        ],
        16,
      ),
    ).toBe('exclusions-overlapping');
    expect(
      exclusionProblem(
        [
          [10, 5],
          [2, 1],
        ],
        16,
      ),
    ).toBe('exclusions-unordered');
    expect(exclusionProblem([[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]], 16)).toBe(
      'exclusions-out-of-bounds',
    );
    const twisted: ByteRange[] = [
      [500, 20],
      [10, 5],
      [505, 40],
    ];
    expect(await check(twisted, sha('sha256', without(...twisted)))).toMatchObject({
      matches: true,
      problem: 'exclusions-unordered',
    });
    expect(await check([[2990, 11]], sha('sha256', without([2990, 10])))).toEqual({
      matches: false,
      problem: 'exclusions-out-of-bounds',
      covered: [],
      carriers: [],
    });
  });

  it('computes nothing without an algorithm it may use', async () => {
    const nothing = { matches: null, covered: null };
    expect(await check([], sha('sha256', bytes), { algorithm: null })).toMatchObject({
      ...nothing,
      problem: 'algorithm-missing',
    });
    expect(await check([], sha('md5', bytes), { own: 'md5' })).toMatchObject({
      ...nothing,
      problem: 'algorithm-unsupported',
    });
  });

  it('follows a store that grew only when updates were added', async () => {
    // signed when the store took 400…499 and a remark at 500…509 was left out; now the store takes 400…649
    const signed: ByteRange[] = [
      [400, 100],
      [500, 10],
    ];
    const digest = sha('sha256', without([400, 250], [650, 10]));
    expect(await check(signed, digest)).toMatchObject({ matches: false });
    expect(await check(signed, digest, { grown: [[400, 250]] })).toMatchObject({
      matches: true,
      covered: [
        [0, 400],
        [660, 2340],
      ],
    });
    expect(await check(signed, digest, { grown: [[900, 250]] })).toMatchObject({ matches: false });
  });

  it('stops when it is told to, and says when the file ends early', async () => {
    const handle = await open(path, 'r');
    const ended = AbortSignal.abort(new Error('cancelled'));
    await expect(new FileHash(handle, ended).digest('sha256', [[0, 10]])).rejects.toThrow('cancelled');
    const short = join(folder, 'short');
    await writeFile(short, bytes);
    await truncate(short, 20);
    const other = await open(short, 'r');
    const file = new FileHash(other, new AbortController().signal);
    await expect(file.digest('sha256', [[10, 30]])).rejects.toThrow('ends before byte 40');
    await handle.close();
    await other.close();
  });
});
