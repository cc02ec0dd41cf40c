import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'cborg';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ByteReader } from '#core/media/structure/byte-reader.ts';
import { checkBmffHash, readBmffHash } from '#core/provenance/binding/bmff-hash.ts';
import { BoxTree } from '#core/provenance/binding/box-tree.ts';
import { FileHash } from '#core/provenance/binding/file-hash.ts';
import { rowMatches } from '#core/provenance/binding/merkle-tree.ts';
import { decodeCbor } from '#core/provenance/jumbf/cbor.ts';
import { ascii, box, fullBox, largeBox, u32 } from '../../fixtures/make/boxes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-bmff-hash-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const c2pa = Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex');
const storeExclusion = { xpath: '/uuid', data: [{ offset: 8, value: c2pa }] };
const always = [storeExclusion, { xpath: '/ftyp' }, { xpath: '/mfra' }];
const userBox = (purpose: string, data: Uint8Array) =>
  box(
    'uuid',
    c2pa,
    u32(0),
    ascii(`${purpose}\0`),
    purpose === 'merkle' ? Buffer.alloc(0) : Buffer.alloc(8),
    data,
  );
const sha = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const at = (offset: number) => Buffer.concat([u32(0), u32(offset)]);
const filled = (length: number, value: number) => Buffer.alloc(length, value);

let count = 0;
async function check(
  parts: readonly Uint8Array[],
  value: unknown,
  label = 'c2pa.hash.bmff.v3',
  algorithm: string | null = 'sha256',
) {
  count += 1;
  const path = join(folder, `file-${count}`);
  await writeFile(path, Buffer.concat(parts));
  const reading = decodeCbor(encode(value));
  if (!('value' in reading)) throw new Error(reading.problem);
  const hash = readBmffHash(reading.value, label);
  if (hash === null) return null;
  const handle = await open(path, 'r');
  const reader = new ByteReader(path);
  try {
    return await checkBmffHash(new FileHash(handle, new AbortController().signal), reader, hash, algorithm);
  } finally {
    reader.close();
    await handle.close();
  }
}

const ftyp = box('ftyp', ascii('isom'), u32(1));
const store = userBox('manifest', filled(50, 0x55));
const free = box('free', filled(20, 1));
const trak = (flags: number) =>
  box(
    'trak',
    Buffer.concat([u32(12 + 4), ascii('tkhd'), u32(flags), filled(4, 3)]),
    box('mdia', filled(9, 4)),
  );
const moov = box('moov', fullBox('mvhd', filled(8, 2)), trak(1), trak(3));
const mdat = box('mdat', filled(300, 9));
const file = [ftyp, store, free, moov, mdat];
const offsets = file.map((_, index) => file.slice(0, index).reduce((sum, part) => sum + part.length, 0));

describe('BMFF hash', () => {
  it('hashes what is left, and since version 2 the place of each outermost box before it', async () => {
    const exclusions = [...always, { xpath: '/free' }];
    const hash = sha(at(offsets[3]!), moov, at(offsets[4]!), mdat);
    const fits = { matches: true, problem: null };
    expect(await check(file, { exclusions, alg: 'sha256', hash })).toMatchObject({
      ...fits,
      covered: [[offsets[3], moov.length + mdat.length]],
    });
    expect(await check(file, { exclusions, hash }, 'c2pa.hash.bmff.v2')).toMatchObject(fits);
    expect(await check(file, { exclusions, hash: sha(moov, mdat) }, 'c2pa.hash.bmff')).toMatchObject({
      matches: true,
      problem: 'deprecated-version',
    });
    expect(await check(file, { exclusions, hash: sha(moov, mdat) })).toMatchObject({ matches: false });
    // a box moved by free bytes elsewhere is another file
    expect(await check([ftyp, store, moov, free, mdat], { exclusions, hash })).toMatchObject({
      matches: false,
    });
  });

  it('matches boxes by path, number, length, flags, version and data', async () => {
    const inside = (part: Buffer, inner: string, number = 0) => {
      let found = -1;
      for (let index = 0; index <= number; index += 1) found = part.indexOf(inner, found + 1, 'latin1');
      return found - 4;
    };
    const cases: readonly (readonly [unknown, ...(readonly [from: number, to: number])[]])[] = [
      [{ xpath: '/moov/trak/mdia' }, [inside(moov, 'mdia'), 17], [inside(moov, 'mdia', 1), 17]],
      [{ xpath: '/moov/trak[2]/mdia' }, [inside(moov, 'mdia', 1), 17]],
      [{ xpath: '/moov/trak[3]/mdia' }],
      [{ xpath: '/moov[1]/trak/mdia[2]' }],
      [{ xpath: '/moov/trak/tkhd', flags: Uint8Array.of(0, 0, 1) }, [inside(moov, 'tkhd'), 16]],
      [
        { xpath: '/moov/trak/tkhd', flags: Uint8Array.of(0, 0, 1), exact: false },
        [inside(moov, 'tkhd'), 16],
        [inside(moov, 'tkhd', 1), 16],
      ],
      [
        { xpath: '/moov/trak/tkhd', flags: Uint8Array.of(0, 0, 2), exact: false },
        [inside(moov, 'tkhd', 1), 16],
      ],
      [{ xpath: '/moov/trak/tkhd', version: 1 }],
      [{ xpath: '/moov/mvhd', version: 0, length: 20 }, [inside(moov, 'mvhd'), 20]],
      [{ xpath: '/moov/mvhd', length: 21 }],
      [{ xpath: '/moov/mvhd', data: [{ offset: 12, value: filled(8, 2) }] }, [inside(moov, 'mvhd'), 20]],
      [{ xpath: '/moov/mvhd', data: [{ offset: 13, value: filled(8, 2) }] }],
      [
        {
          xpath: '/moov/mvhd',
          subset: [
            { offset: 9, length: 2 },
            { offset: 12, length: 0 },
          ],
        },
        [inside(moov, 'mvhd') + 9, 2],
        [inside(moov, 'mvhd') + 12, 8],
      ],
      [{ xpath: '/moov/mvhd', subset: [{ offset: 19, length: 9000 }] }, [inside(moov, 'mvhd') + 19, 1]],
      [{ xpath: '/moov/mvhd', subset: [{ offset: 9000, length: 1 }] }],
    ];
    for (const [exclusion, ...holes] of cases) {
      const left = Buffer.from(
        moov.filter((_, index) => !holes.some(([from, length]) => index >= from && index < from + length)),
      );
      const hash = sha(at(offsets[2]!), free, at(offsets[3]!), left, at(offsets[4]!), mdat);
      const outcome = await check(file, { exclusions: [...always, exclusion], hash });
      expect({ exclusion, ...outcome }).toMatchObject({ exclusion, matches: true });
    }
  });

  it('is malformed without exclusions, with bad paths and with subsets out of order', async () => {
    const hash = sha(moov);
    expect(await check(file, { exclusions: [], hash })).toMatchObject({
      matches: false,
      problem: 'exclusions-missing',
      covered: [],
    });
    expect(await check(file, { exclusions: always })).toMatchObject({
      matches: false,
      problem: 'hash-missing',
    });
    for (const xpath of [
      'ftyp',
      '/',
      '/moov//mdia',
      '/moov/trak[0]',
      '/moov/trak[01]',
      '/moov/*',
      `${'/moov'.repeat(40)}`,
    ])
      expect({ xpath, ...(await check(file, { exclusions: [{ xpath }], hash })) }).toMatchObject({
        xpath,
        matches: false,
        problem: 'malformed',
      });
    const subset = [
      { offset: 5, length: 10 },
      { offset: 10, length: 1 },
    ];
    expect(await check(file, { exclusions: [{ xpath: '/moov', subset }], hash })).toBeNull();
    expect(await check(file, { exclusions: always, hash, alg: 'crc32' })).toMatchObject({
      matches: null,
      problem: 'algorithm-unsupported',
    });
    expect(await check(file, { exclusions: always, hash }, 'c2pa.hash.bmff.v3', null)).toMatchObject({
      matches: null,
      problem: 'algorithm-missing',
    });
  });

  it('leaves nothing out for bytes behind the last box', async () => {
    const exclusions = [...always, { xpath: '/free' }];
    const whole = sha(at(offsets[3]!), moov, at(offsets[4]!), mdat);
    expect(await check([...file, filled(5, 7)], { exclusions, hash: whole })).toMatchObject({
      matches: false,
    });
    const room = box('free', filled(900, 8));
    const outcome = await check([...file, room], { exclusions, hash: whole });
    expect(outcome).toMatchObject({ matches: true, covered: [[offsets[3], moov.length + mdat.length]] });
  });

  it('holds media data to its Merkle tree, whichever row is stored', async () => {
    const head = [ftyp, store, moov];
    const start = head.reduce((sum, part) => sum + part.length, 0);
    const media = Buffer.from(Array.from({ length: 1003 }, (_, index) => (index * 31) & 255));
    for (const [data, payload] of [
      [box('mdat', media), Buffer.concat([u32(8 + media.length), ascii('mdat'), media]).subarray(16)],
      [largeBox('mdat', media), media],
    ] as const) {
      const leaves: Buffer[] = Array.from({ length: Math.ceil(payload.length / 100) }, (_, index) =>
        sha(payload.subarray(index * 100, index * 100 + 100)),
      );
      const next = (row: Buffer[]): Buffer[] =>
        row.flatMap((left, index) =>
          index % 2 === 1 ? [] : [row[index + 1] === undefined ? left : sha(left, row[index + 1]!)],
        );
      const exclusions = [...always, { xpath: '/mdat', subset: [{ offset: 16, length: 0 }] }];
      const hash = sha(at(ftyp.length + store.length), moov, at(start), data.subarray(0, 16));
      const value = (hashes: readonly Uint8Array[], extra: object = { fixedBlockSize: 100 }) => ({
        exclusions,
        hash,
        merkle: [{ uniqueId: 0, localId: 0, count: leaves.length, hashes, ...extra }],
      });
      for (let row = leaves; ; row = next(row)) {
        const outcome = await check([...head, data], value(row));
        expect({ row: row.length, ...outcome }).toMatchObject({ matches: true, problem: null });
        expect(outcome?.covered).toEqual([[ftyp.length + store.length, moov.length + data.length]]);
        if (row.length === 1) break;
      }
      const sizes = leaves.map((_, index) => Math.min(100, payload.length - index * 100));
      expect(await check([...head, data], value(leaves, { variableBlockSizes: sizes }))).toMatchObject({
        matches: true,
      });
      expect(
        await check([...head, data], value(leaves, { variableBlockSizes: [...sizes, 1] })),
      ).toMatchObject({ matches: false, problem: 'block-sizes-differ' });
      expect(await check([...head, data], value(leaves, { fixedBlockSize: 1 }))).toMatchObject({
        matches: false,
        problem: 'media-data-changed',
      });
      const changed = Buffer.from(data);
      changed[700]! ^= 1;
      expect(await check([...head, changed], value(next(leaves)))).toMatchObject({
        matches: false,
        problem: 'media-data-changed',
      });
      expect(await check([...head, data, data], value(leaves))).toMatchObject({ matches: false });
    }
  });

  it('holds the fragments of a flat file to their trees, in order', async () => {
    const moof = (number: number) => box('moof', fullBox('mfhd', u32(number)));
    const media = (number: number) => box('mdat', filled(40 + number, number));
    const proof = (location: number, padding = 0) =>
      userBox(
        'merkle',
        Buffer.concat([encode({ uniqueId: 5, localId: 1, location }), Buffer.alloc(padding)]),
      );
    const head = [ftyp, store, moov];
    const body = [0, 1, 2, 3, 4].map((number) => [proof(number, 6), moof(number), media(number)]);
    const place = (parts: readonly Buffer[], part: Buffer) =>
      parts.slice(0, parts.indexOf(part)).reduce((sum, { length }) => sum + length, 0);
    const whole = [...head, ...body.flat()];
    const leaves = body.map(([, first, second]) =>
      sha(at(place(whole, first!)), first!, at(place(whole, second!)), second!),
    );
    const pair = (a: number, b: number) => sha(leaves[a]!, leaves[b]!);
    const rows = [
      leaves,
      [pair(0, 1), pair(2, 3), leaves[4]!],
      [sha(pair(0, 1), pair(2, 3)), leaves[4]!],
      [sha(sha(pair(0, 1), pair(2, 3)), leaves[4]!)],
    ];
    const initHash = sha(at(ftyp.length + store.length), moov);
    const value = (hashes: Buffer[], count = 5) => ({
      exclusions: always,
      alg: 'sha256',
      merkle: [{ uniqueId: 5, localId: 1, count, hashes, initHash }],
    });
    for (const row of rows)
      expect(await check(whole, value(row))).toMatchObject({ matches: true, problem: null });
    const outcome = await check(whole, value(leaves));
    expect(outcome?.carriers).toHaveLength(5);
    expect(outcome?.covered?.reduce((sum, [, length]) => sum + length, 0)).toBe(
      moov.length +
        body.flat().reduce((sum, part) => sum + part.length, 0) -
        body.reduce((sum, [first]) => sum + first!.length, 0),
    );

    const gone = [...head, ...body.slice(0, 4).flat()];
    expect(await check(gone, value(leaves))).toMatchObject({ matches: false, problem: 'fragments-changed' });
    const swapped = [...head, ...[0, 2, 1, 3, 4].flatMap((index) => body[index]!)];
    expect(await check(swapped, value(leaves))).toMatchObject({
      matches: false,
      problem: 'fragments-changed',
    });
    const other = [ftyp, store, box('moov', filled(moov.length - 8, 2)), ...body.flat()];
    expect(await check(other, value(leaves))).toMatchObject({
      matches: false,
      problem: 'initialization-changed',
    });
    expect(await check(head, value(leaves))).toEqual({
      matches: null,
      problem: 'segments-missing',
      covered: null,
      carriers: [],
    });
    // what is hidden in the padding of a proof is no part of the credential
    const hiding = userBox(
      'merkle',
      Buffer.concat([encode({ uniqueId: 5, localId: 1, location: 0 }), ascii('hidden')]),
    );
    const hidden = await check([...head, hiding, ...body.flat().slice(1)], value(leaves));
    expect(hidden).toMatchObject({ matches: true });
    expect(hidden?.carriers[0]).toEqual([
      head.reduce((sum, { length }) => sum + length, 0),
      hiding.length - 6,
    ]);
  });

  it('takes hostile assertions and files without failing', async () => {
    const key = fc.constantFrom(
      'exclusions',
      'hash',
      'merkle',
      'xpath',
      'subset',
      'data',
      'offset',
      'length',
      'value',
      'flags',
      'count',
      'hashes',
      'uniqueId',
      'localId',
      'fixedBlockSize',
    );
    const leaf = fc.oneof(
      fc.integer(),
      fc.string(),
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom('/moov', '/mdat', '/moov/trak[1]/tkhd'),
      fc.constant(null),
    );
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 6 }),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(tree, fc.uint8Array({ maxLength: 60 }), fc.nat(500), async (value, noise, place) => {
        const bytes = Buffer.concat(file);
        bytes.set(noise.subarray(0, Math.max(0, bytes.length - place)), Math.min(place, bytes.length));
        const wrapped = { exclusions: [{ xpath: '/moov' }, value], hash: filled(32, 1), merkle: [value] };
        for (const candidate of [value, wrapped, { ...wrapped, merkle: [] }]) await check([bytes], candidate);
      }),
      { numRuns: 150 },
    );
  });
});

describe('box paths', () => {
  it('walks no more of a hostile file than it must', async () => {
    const path = join(folder, 'deep');
    let nested: Buffer = box('free');
    for (let depth = 0; depth < 5000; depth += 1) nested = box('moov', nested);
    await writeFile(path, nested);
    const reader = new ByteReader(path);
    const tree = new BoxTree(reader);
    expect(tree.find('/moov/moov/moov')).toHaveLength(1);
    expect(tree.find('/moov/trak')).toEqual([]);
    expect(tree.find(`${'/moov'.repeat(33)}`)).toBeNull();
    reader.close();
  });
});

describe('rows of a Merkle tree', () => {
  it('equal no row of another length', () => {
    const leaves = [1, 2, 3].map((value) => sha(filled(1, value)));
    expect(rowMatches('sha256', leaves, leaves)).toBe(true);
    expect(rowMatches('sha256', leaves, [...leaves, leaves[0]!])).toBe(false);
    expect(rowMatches('sha256', leaves, [sha(leaves[0]!, leaves[1]!), leaves[2]!])).toBe(true);
    expect(rowMatches('sha256', leaves, [])).toBe(false);
    expect(rowMatches('sha256', [], leaves)).toBe(false);
  });
});
