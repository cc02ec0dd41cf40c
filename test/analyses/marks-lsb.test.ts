import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/marks/lsb.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-lsb-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const [WIDTH, HEIGHT] = [320, 240];

/** Shades without noise in them: lowest bits follow the shade. */
function shades(): Uint8Array {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let at = 0; at < data.length; at += 1) {
    const [x, y] = [Math.floor(at / 3) % WIDTH, Math.floor(at / 3 / WIDTH)];
    data[at] = Math.round(128 + 60 * Math.sin(x / 40 + (at % 3)) + 50 * Math.cos((y + x / 7) / 33));
  }
  return data;
}

/** Bits of bytes, most significant first, into the lowest bits of consecutive samples. */
function hide(
  data: Uint8Array,
  bytes: Uint8Array,
  place: (bit: number) => number = (bit) => bit,
): Uint8Array {
  const marked = Uint8Array.from(data);
  for (let bit = 0; bit < bytes.length * 8; bit += 1)
    marked[place(bit)] = (marked[place(bit)]! & 254) | ((bytes[bit >> 3]! >> (7 - (bit & 7))) & 1);
  return marked;
}

async function look(name: string, data: Uint8Array) {
  const path = join(folder, name);
  await writeFile(
    path,
    await sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .png()
      .toBuffer(),
  );
  return runAnalysis(analysis, path);
}

describe('messages', () => {
  test('length, colon, text: along rows in red, green, blue', async () => {
    const text = 'Meet at the old bridge, 第五号, at noon.';
    const { answer, findings } = await look(
      'rows.png',
      hide(shades(), Buffer.from(`${[...text].length}:${text}`)),
    );
    expect(answer.outcome).toBe('found');
    const [message] = answer.result!.messages;
    expect(message).toMatchObject({
      ...{ channels: 'rgb', scan: 'rows', first: 'high', header: 'decimal-length', content: text },
    });
    expect(message!.log10).toBeLessThan(-6);
    expect(findings[0]).toMatchObject({ code: 'lsb.message', bearing: 'informational' });
    expect(answer.result!.readings[0]!.payload).toBe(text);
  });

  test('a file without a header, down the columns of the blue plane', async () => {
    const file = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(200, 0xa7)]);
    const down = (bit: number) => ((bit % HEIGHT) * WIDTH + Math.floor(bit / HEIGHT)) * 3 + 2;
    const { answer } = await look('columns.png', hide(shades(), file, down));
    expect(answer.result!.messages).toMatchObject([{ channels: 'b', scan: 'columns', kind: 'PDF' }]);
  });

  test('no message in shades, in flat colour, in stripes', async () => {
    expect((await look('shades.png', shades())).answer.outcome).toBe('nothing-found');
    expect((await look('flat.png', new Uint8Array(WIDTH * HEIGHT * 3).fill(0x4a))).answer.outcome).toBe(
      'nothing-found',
    );
    const stripes = Uint8Array.from(shades(), (_, at) => (Math.floor(at / 9) % 2 === 0 ? 0x41 : 0x82));
    expect((await look('stripes.png', stripes)).answer.outcome).toBe('nothing-found');
  });
});

describe('estimates', () => {
  let state = 9;
  const coin = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 31;
  };
  /** Shades with the grain of a camera, but lowest bits as the shade has them on average. */
  const grained = Uint8Array.from(shades(), (value) => value + coin() + coin() - 1);

  test.each([0.3, 0.6, 1])('a part of %f of the samples is estimated within 0.12 by both', async (part) => {
    const replaced = grained.map((value) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32 < part ? (value & 254) | coin() : value;
    });
    const { answer } = await look(`part-${part}.png`, replaced);
    for (const { samplePairs, groups } of answer.result!.estimates) {
      expect(Math.abs(samplePairs! - part)).toBeLessThan(0.12);
      expect(Math.abs(groups! - part)).toBeLessThan(0.12);
    }
    expect(answer.result!.hint || part < 0.6).toBe(true);
  });

  test('a filled beginning shows in the pairs of values', async () => {
    // Stretched shades have gaps in their histogram, as pictures that were worked on have.
    const stretched = grained.map((value) => Math.round(value * 0.8) * 1.25);
    const filled = stretched.map((value, at) => (at < grained.length / 5 ? (value & 254) | coin() : value));
    const { answer, findings } = await look('filled.png', filled);
    expect(answer.outcome).toBe('found');
    expect(answer.result!.estimates.every(({ evenPairs }) => evenPairs >= 0.1 && evenPairs < 0.5)).toBe(true);
    expect(findings[0]).toMatchObject({ code: 'lsb.hint', bearing: 'informational', strength: 'none' });
  });
});

describe.skipIf(!corpusPresent)('photographs', () => {
  test.each(['kodak-01.png', 'kodak-13.png', 'kodak-23.png'])('%s holds nothing', async (name) => {
    expect((await runAnalysis(analysis, corpus('photos', name))).answer.outcome).toBe('nothing-found');
  });
});
