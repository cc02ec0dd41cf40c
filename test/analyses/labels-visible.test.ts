import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/labels/visible.ts';
import { makeClip } from '../fixtures/make/clips.ts';
import { letters, plainGround, withLetters } from '../fixtures/make/label-pictures.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-visible-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(bytes: Uint8Array, name = 'a.png') {
  count += 1;
  const path = join(folder, `${count}-${name}`);
  await writeFile(path, bytes);
  return runAnalysis(analysis, path);
}

/** A label with its truth in one corner of an even ground. */
async function labelled(text: string, rows: number, width: number, height: number) {
  const mask = await letters(text, rows);
  const place = { left: width - mask.width - 20, top: height - mask.height - 16 };
  return { mask, place, picture: await withLetters(plainGround(width, height), mask, place) };
}

describe('still pictures', () => {
  test.each([
    [49, 'AI生成'],
    [50, '豆包AI生成'],
  ])('a label %d rows high in a picture of 1000 is measured to the row', async (rows, text) => {
    const { mask, place, picture } = await labelled(text, rows, 1000, 1000);
    expect(mask.height).toBe(rows);
    const { answer, findings, figures } = await read(await picture.png().toBuffer());
    expect(answer.outcome).toBe('found');
    const { labels, otherLines, sampled } = answer.result!;
    expect({ count: labels.length, otherLines, sampled }).toEqual({ count: 1, otherLines: 0, sampled: null });
    const [label] = labels;
    expect(label!.text.replace('l', 'I')).toBe(text);
    expect(label).toMatchObject({
      elements: { ai: true, generation: true },
      position: 'bottom-right',
      seen: null,
    });
    expect(label!.inkHeight).toBe(rows);
    expect(label!.ratio).toBeCloseTo(rows / 1000, 6);
    expect(label!.boxRatio).toBeGreaterThan(label!.ratio);
    expect(label!.product).toBe(text === 'AI生成' ? null : '豆包 (Doubao)');
    // White on #345a78 by the formulas of WCAG 2.2, worked out by hand: 1.05 ÷ (0.0944 + 0.05).
    expect(label!.contrast).toBeCloseTo(7.27, 1);
    const { box } = label!;
    expect(box.x).toBeLessThanOrEqual(place.left);
    expect(box.x + box.width).toBeGreaterThanOrEqual(place.left + mask.width - 1);
    expect(findings).toMatchObject([{ code: 'visible-generated', bearing: 'supports', strength: 'weak' }]);
    expect(figures.map(({ id }) => id)).toEqual(['visible-labels', 'label-places']);
  });

  test('sixteen pixels are enough in a small picture, in JPEG', async () => {
    const { picture } = await labelled('AI generated', 16, 480, 320);
    const { answer } = await read(await picture.jpeg({ quality: 85 }).toBuffer(), 'a.jpg');
    const [label] = answer.result!.labels;
    expect(label).toMatchObject({ elements: { ai: true, generation: true }, position: 'bottom-right' });
    expect(Math.abs(label!.inkHeight - 16)).toBeLessThanOrEqual(1);
  });

  test('four per cent are read in twelve megapixels, and small print at the edge as well', async () => {
    const large = await letters('内容由AI生成', 120);
    const small = await letters('AI-generated content', 40);
    const first = await withLetters(plainGround(4000, 3000), large, { left: 60, top: 60 });
    const second = await withLetters(first, small, { left: 1700, top: 2900, colour: [200, 200, 200] });
    const { answer } = await read(await second.jpeg({ quality: 80 }).toBuffer(), 'a.jpg');
    const measured = answer.result!.labels.map(({ inkHeight, position }) => ({ inkHeight, position }));
    expect(measured).toHaveLength(2);
    expect(measured).toEqual(
      expect.arrayContaining([
        { inkHeight: 120, position: 'top-left' },
        { inkHeight: 40, position: 'bottom' },
      ]),
    );
  });

  test('a long screenshot is not reduced until nothing can be read', async () => {
    const mask = await letters('内容由AI生成', 34);
    const picture = await withLetters(plainGround(1080, 7000), mask, { left: 300, top: 3400 });
    const { answer } = await read(await picture.png().toBuffer());
    expect(answer.result!.labels).toMatchObject([{ inkHeight: 34, position: 'inside' }]);
  });

  test('a picture stored lying is read upright, and its places are given as stored', async () => {
    const { picture, place } = await labelled('AI生成', 30, 600, 400);
    // Orientation 6: the stored picture must be turned by a quarter clockwise to be upright.
    const lying = await picture.rotate(270).jpeg({ quality: 90 }).withMetadata({ orientation: 6 }).toBuffer();
    const { answer, figures, media } = await read(lying, 'a.jpg');
    expect(media).toMatchObject({ width: 400, height: 600 });
    expect(answer.result).toMatchObject({ width: 600, height: 400, orientation: 6 });
    expect(answer.result!.labels).toMatchObject([
      { position: 'bottom-right', elements: { generation: true } },
    ]);
    const places = figures.find(({ id }) => id === 'label-places');
    if (places?.kind !== 'regions') throw new Error('no places');
    expect([places.width, places.height]).toEqual([400, 600]);
    // Upright (x, y) is stored at (y, 600 − x).
    const [, region] = [0, places.regions[0]!];
    const xs = region.polygon.map(([x]) => x);
    const ys = region.polygon.map(([, y]) => y);
    expect(Math.min(...xs)).toBeLessThanOrEqual(place.top);
    expect(Math.max(...xs)).toBeGreaterThanOrEqual(place.top + 29);
    expect(Math.min(...ys)).toBeLessThan(60);
  });

  test('white letters on nothing, slanted letters, and letters above each other', async () => {
    const mask = await letters('AI生成', 40);
    const rgba = Buffer.alloc(600 * 400 * 4);
    for (const [at, cover] of mask.data.entries()) {
      const [x, y] = [at % mask.width, Math.floor(at / mask.width)];
      rgba.set([255, 255, 255, cover], ((y + 20) * 600 + x + 20) * 4);
    }
    const clear = await sharp(rgba, { raw: { width: 600, height: 400, channels: 4 } })
      .png()
      .toBuffer();
    expect((await read(clear)).answer.result!.labels).toMatchObject([{ position: 'top-left' }]);

    const level = await withLetters(plainGround(700, 420), await letters('人工智能生成', 44), {
      left: 180,
      top: 180,
    });
    const slanted = await level.rotate(12, { background: '#345a78' }).png().toBuffer();
    const [slant] = (await read(slanted)).answer.result!.labels;
    expect(slant).toMatchObject({ text: '人工智能生成', position: 'inside' });
    expect(Math.abs(slant!.inkHeight - 44)).toBeLessThanOrEqual(4);

    let column = plainGround(500, 700);
    for (const [index, sign] of [...'人工智能生成'].entries()) {
      column = await withLetters(column, await letters(sign, 46), { left: 18, top: 20 + index * 56 });
    }
    const [label] = (await read(await column.png().toBuffer())).answer.result!.labels;
    expect(label).toMatchObject({ text: '人工智能生成', position: 'top-left' });
    // The signs' height, not the column's.
    expect(label!.ratio).toBeLessThan(0.12);
  });

  test('other text is counted and not kept; a bare mark counts at an edge only', async () => {
    let picture = plainGround(1000, 700);
    for (const [text, left, top] of [
      ['Harbour office', 80, 300],
      ['非AI生成', 560, 300],
      ['生成式人工智能', 80, 480],
      ['AI', 930, 20],
    ] as const) {
      picture = await withLetters(picture, await letters(text, 36, 700), { left, top });
    }
    const { answer, findings } = await read(await picture.png().toBuffer());
    expect(answer.result!.labels).toMatchObject([
      { elements: { ai: true, generation: false }, product: null },
    ]);
    expect(answer.result!.otherLines).toBe(3);
    expect(findings).toMatchObject([{ code: 'visible-mark', bearing: 'inconclusive' }]);
    expect(JSON.stringify([answer, findings])).not.toMatch(/Harbour|生成式/);
  });

  test('a drawing is not rendered; further frames are not looked at, and that is said', async () => {
    expect(
      analysis.appliesTo({ kind: 'image', format: 'svg', mime: 'image/svg+xml', extensionFits: null }),
    ).not.toBe(true);
    const frames = Buffer.alloc(64 * 128 * 3, 90).fill(200, 64 * 64 * 3);
    const moving = await sharp(frames, { raw: { width: 64, height: 128, channels: 3, pageHeight: 64 } })
      .gif({ loop: 0, delay: [100, 100] })
      .toBuffer();
    expect((await read(moving, 'a.gif')).answer).toMatchObject({
      outcome: 'undetermined',
      reason: { code: 'partly-read-pages' },
    });
    const cut = await plainGround(300, 300).jpeg().toBuffer();
    expect((await read(cut.subarray(0, cut.length - 60), 'a.jpg')).answer.outcome).toBe('undetermined');
  });
});

describe('films', () => {
  /** Three seconds; the label is over the first frames only. */
  async function film(name: string, shown: string): Promise<string> {
    const { picture } = await labelled('AI生成', 18, 480, 360);
    const plate = join(folder, `${name}.png`);
    await writeFile(plate, await picture.png().toBuffer());
    const plain = join(folder, `${name}-plain.png`);
    await writeFile(plain, await plainGround(480, 360).png().toBuffer());
    return makeClip(folder, `${name}.mp4`, [
      ...['-loop', '1', '-framerate', '20', '-t', '3', '-i', plain],
      ...['-loop', '1', '-framerate', '20', '-t', '3', '-i', plate],
      ...[
        '-filter_complex',
        `[0][1]overlay=enable='${shown}'`,
        '-c:v',
        'libx264',
        '-crf',
        '18',
        '-pix_fmt',
        'yuv420p',
      ],
    ]);
  }

  test.each([
    ['1.9 s', 'lt(t,1.899)', 0, 1.9],
    ['2.0 s', 'lt(t,1.999)', 0, 2],
    ['from 1.0 s on', 'gte(t,0.999)', 1, 3],
  ])('shown %s: to the frame', async (name, shown, from, to) => {
    const { answer, findings } = await runAnalysis(analysis, await film(name.replaceAll(' ', '-'), shown));
    expect(answer.outcome).toBe('found');
    const { labels, sampled, width, height } = answer.result!;
    expect({ width, height }).toEqual({ width: 480, height: 360 });
    expect(labels).toHaveLength(1);
    expect(labels[0]).toMatchObject({ elements: { ai: true, generation: true }, position: 'bottom-right' });
    expect(labels[0]!.seen!.from).toBeCloseTo(from, 5);
    expect(labels[0]!.seen!.to).toBeCloseTo(to, 5);
    expect(Math.abs(labels[0]!.inkHeight - 18)).toBeLessThanOrEqual(1);
    expect(sampled).toMatchObject({ from: 0, to: 3, step: 0.02 });
    expect(findings[0]!.statement.en).toMatch(/seen from/);
  });

  test('without a label, and cut short', async () => {
    const plain = makeClip(folder, 'plain.mp4', [
      ...['-f', 'lavfi', '-i', 'color=0x345a78:s=320x240:r=10:d=6', '-c:v', 'libx264', '-g', '10'],
    ]);
    const { answer } = await runAnalysis(analysis, plain);
    expect(answer.outcome).toBe('nothing-found');
    // The opening at four frames a second, and two frames at the end.
    expect(answer.result!.sampled).toEqual({ frames: 18, from: 0, to: 4, step: 0.25 });
    const bytes = await readFile(plain);
    expect((await read(bytes.subarray(0, bytes.length >> 1), 'cut.mp4')).answer.outcome).toBe('undetermined');
  });
});

describe.skipIf(!corpusPresent)('real photographs', () => {
  test.each(['Nikon_D70_0_19445.JPG', 'kodak-05.png', 'kodak-15.png'])('hold no label: %s', async (name) => {
    const { answer } = await runAnalysis(analysis, corpus('photos', name));
    expect(answer.outcome).toBe('nothing-found');
  });
});
