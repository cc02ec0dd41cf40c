import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'cborg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ByteReader } from '#core/media/structure/byte-reader.ts';
import { checkBoxHash, readBoxHash } from '#core/provenance/binding/box-hash.ts';
import { FileHash } from '#core/provenance/binding/file-hash.ts';
import { formatBoxes } from '#core/provenance/binding/format-boxes.ts';
import { decodeCbor } from '#core/provenance/jumbf/cbor.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { ascii, box } from '../../fixtures/make/boxes.ts';
import { makePng, pngChunk } from '../../fixtures/make/png.ts';
import { makeRiff, riffChunk } from '../../fixtures/make/riff.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-box-hash-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const segment = (code: number, length: number, value = code) =>
  Buffer.concat([Buffer.from([0xff, code, 0, length + 2]), Buffer.alloc(length, value & 0x7f)]);
const SOI = Buffer.from([0xff, 0xd8]);
const EOI = Buffer.from([0xff, 0xd9]);
const entropy = Buffer.from([1, 2, 0xff, 0, 3]);
const restart = Buffer.from([0xff, 0xd0]);
/** SOI APP0 · two segments of a store · APP1 DQT SOS with one restart · EOI. */
const picture = [
  ...[SOI, segment(0xe0, 5), segment(0xeb, 40), segment(0xeb, 20), segment(0xe1, 9), segment(0xdb, 8)],
  ...[segment(0xda, 3), entropy, restart, entropy, EOI],
];
const place = (index: number) => picture.slice(0, index).reduce((sum, part) => sum + part.length, 0);
const store: ByteRange[] = [[place(2), place(4) - place(2)]];
const sha = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const skipped = { names: ['C2PA'], hash: Uint8Array.of(0), pad: new Uint8Array() };
const group = (names: string[], ...parts: Uint8Array[]) => ({
  names,
  alg: 'sha256',
  hash: sha(...parts),
  pad: new Uint8Array(),
});

let count = 0;
async function check(
  file: readonly Uint8Array[],
  boxes: unknown,
  format: MediaFormat = 'jpeg',
  taken = store,
) {
  count += 1;
  const path = join(folder, `file-${count}`);
  await writeFile(path, Buffer.concat(file));
  const reading = decodeCbor(encode({ boxes }));
  const hash = 'value' in reading ? readBoxHash(reading.value) : null;
  if (hash === null) return null;
  const handle = await open(path, 'r');
  const reader = new ByteReader(path);
  try {
    const file = new FileHash(handle, new AbortController().signal);
    return await checkBoxHash(file, reader, hash, { format, store: taken, algorithm: 'sha256' });
  } finally {
    reader.close();
    await handle.close();
  }
}

/** Names of the first list of boxes. */
async function namesOf(bytes: Uint8Array, format: MediaFormat, taken: ByteRange[] = []) {
  const path = join(folder, `names-${format}`);
  await writeFile(path, bytes);
  const reader = new ByteReader(path);
  const lists = formatBoxes(reader, format, taken);
  reader.close();
  const boxes = lists?.[0] ?? [];
  for (const [index, { range }] of boxes.entries()) {
    if (index > 0) expect(range[0]).toBe(boxes[index - 1]!.range[0] + boxes[index - 1]!.range[1]);
  }
  return boxes.map(({ name }) => name);
}

const head = group(['SOI', 'APP0'], ...picture.slice(0, 2));
const tail = ['DQT', 'SOS', 'RST0', 'EOI'];

describe('general box hash', () => {
  it('holds runs of boxes to their hashes, the store as one box', async () => {
    const rest = group(['APP1', ...tail], ...picture.slice(4));
    expect(await check(picture, [head, skipped, rest])).toMatchObject({
      matches: true,
      problem: null,
      covered: [
        [0, place(2)],
        [place(4), place(11) - place(4)],
      ],
    });
    const changed = [...picture.slice(0, 4), segment(0xe1, 9, 1), ...picture.slice(5)];
    expect(await check(changed, [head, skipped, rest])).toMatchObject({ matches: false, problem: null });
    const one = [
      head,
      skipped,
      group(['APP1'], picture[4]!),
      group(['DQT'], picture[5]!),
      group(['SOS'], ...picture.slice(6, 8)),
      group(['RST0'], ...picture.slice(8, 10)),
      group(['EOI'], EOI),
    ];
    expect(await check(picture, one)).toMatchObject({ matches: true });
    // c2pa-rs counts restart intervals into their scan
    const joined = [
      ...one.slice(0, 4),
      group(['SOS'], ...picture.slice(6, 10)),
      group(['RST0'], restart),
      group(['EOI'], EOI),
    ];
    expect(await check(picture, joined)).toMatchObject({ matches: true });
  });

  it('does not hold excluded boxes, and does not call their bytes covered', async () => {
    const open = { ...group(['APP1'], filled(3)), excluded: true };
    const rest = group(tail, ...picture.slice(5));
    const changed = [...picture.slice(0, 4), segment(0xe1, 9, 1), ...picture.slice(5)];
    for (const file of [picture, changed]) {
      const outcome = await check(file, [head, skipped, open, rest]);
      expect(outcome).toMatchObject({ matches: true });
      expect(outcome?.covered).toEqual([
        [0, place(2)],
        [place(5), place(11) - place(5)],
      ]);
    }
  });

  it('fails for boxes that are missing, added or in another order', async () => {
    const rest = group(['APP1', ...tail], ...picture.slice(4));
    const comment = segment(0xfe, 6);
    expect(
      await check([...picture.slice(0, 5), comment, ...picture.slice(5)], [head, skipped, rest]),
    ).toMatchObject({ matches: false, problem: 'boxes-differ' });
    expect(await check([...picture.slice(0, 4), ...picture.slice(5)], [head, skipped, rest])).toMatchObject({
      matches: false,
      problem: 'boxes-differ',
    });
    expect(await check(picture, [head, skipped, group(['APP1'], picture[4]!)])).toMatchObject({
      matches: false,
      problem: 'unlisted-boxes',
    });
    expect(await check(picture, [head, { ...skipped, names: ['C2PA', 'APP1'] }, rest])).toMatchObject({
      matches: false,
      problem: 'malformed',
    });
    expect(await check(picture, [])).toBeNull();
    expect(await check(picture, [{ names: ['SOI'] }])).toBeNull();
    expect(await check(picture, [head], 'tiff')).toMatchObject({ matches: null, problem: 'boxes-not-read' });
  });

  it('covers what follows the picture only when it is listed', async () => {
    const rest = group(['APP1', ...tail], ...picture.slice(4));
    const film = filled(500);
    const plain = await check([...picture, film], [head, skipped, rest]);
    expect(plain).toMatchObject({ matches: true });
    expect(plain?.covered?.at(-1)).toEqual([place(4), place(11) - place(4)]);
    const after = await check([...picture, film], [head, skipped, rest, group(['c2pa.after'], film)]);
    expect(after).toMatchObject({ matches: true });
    expect(after?.covered?.at(-1)).toEqual([place(11), 500]);
    // a second picture behind the first may be left to another assertion, or be listed
    expect(await check([...picture, SOI, EOI], [head, skipped, rest])).toMatchObject({ matches: true });
    expect(
      await check([...picture, SOI, EOI], [head, skipped, rest, group(['SOI', 'EOI'], SOI, EOI)]),
    ).toMatchObject({ matches: true });
  });
});

describe('boxes of formats', () => {
  it('are named as C2PA 2.2 §18.7.3 says', async () => {
    const png = makePng({
      width: 4,
      height: 4,
      before: [pngChunk('caBX', filled(30)), pngChunk('iTXt', ascii('words'))],
    });
    const at = png.indexOf('caBX') - 4;
    expect(await namesOf(png, 'png', [[at, 42]])).toEqual(['PNGh', 'IHDR', 'C2PA', 'iTXt', 'IDAT', 'IEND']);
    expect(await namesOf(png, 'png')).toContain('caBX');
    const gif = Buffer.concat([
      ascii('GIF89a'),
      Buffer.from([1, 0, 1, 0, 0x80, 0, 0]),
      filled(6),
      Buffer.from([0x21, 0xfe, 3, 65, 66, 67, 0]),
      Buffer.from([0x21, 0xf9, 4, 0, 0, 0, 0, 0]),
      Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x81]),
      filled(12),
      Buffer.from([2, 2, 0x44, 1, 0, 0x3b]),
    ]);
    expect(await namesOf(gif, 'gif')).toEqual(['GIF89a', 'LSD', '21FE', '21F9', '2C', 'TBID', '3B']);
    const riff = makeRiff(
      'WAVE',
      riffChunk('fmt ', filled(16)),
      riffChunk('LIST', Buffer.concat([ascii('INFO'), riffChunk('ISFT', filled(3))])),
      riffChunk('data', filled(7)),
    );
    expect(await namesOf(riff, 'wav')).toEqual(['WAVE', 'fmt ', 'INFO', 'data']);
    const jxl = Buffer.concat([
      box('JXL ', Buffer.from([0x0d, 0x0a, 0x87, 0x0a])),
      box('ftyp', ascii('jxl ')),
      box('jumb', filled(20)),
      box('jxlc', filled(9)),
    ]);
    expect(await namesOf(jxl, 'jxl', [[24, 28]])).toEqual(['JXL ', 'ftyp', 'C2PA', 'jxlc']);
  });

  it('end where a file breaks off', async () => {
    const whole = Buffer.concat(picture);
    const png = makePng({ width: 4, height: 4 });
    for (const [bytes, format] of [
      [whole, 'jpeg'],
      [png, 'png'],
      [png, 'gif'],
      [whole, 'gif'],
      [whole, 'wav'],
      [png, 'jxl'],
      [whole, 'webp'],
    ] as const) {
      for (let length = 0; length < bytes.length; length += 1) {
        const path = join(folder, 'cut');
        await writeFile(path, bytes.subarray(0, length));
        const reader = new ByteReader(path);
        for (const boxes of formatBoxes(reader, format, []) ?? [])
          for (const { range } of boxes) expect(range[0] + range[1]).toBeLessThanOrEqual(length);
        reader.close();
      }
    }
  });
});

function filled(length: number): Buffer {
  return Buffer.alloc(length, 0x41);
}
