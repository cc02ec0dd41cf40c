import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { attacks } from '#core/mark/attacks/attacks.generated.ts';
import type { Bench, Picture } from '#core/mark/attacks/define.ts';
import { convolved, impulseResponse, noiseSamples } from '#core/mark/attacks/tools/acoustics.ts';
import { rotated, rotatedInside, seenAt } from '#core/mark/attacks/tools/geometry.ts';
import { SeededNoise, seedOf } from '#core/mark/attacks/tools/noise.ts';
import { asPicture, canvas, pixelsOf } from '#core/mark/attacks/tools/picture.ts';
import { withoutInvisible } from '#core/mark/attacks/tools/words.ts';
import { attackNamed, chooseAttacks } from '#core/mark/suites.ts';
import { decodeInput } from '#core/media/image.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { attackMedia } from '#shared/domain/mark-survival.ts';
import { patternRgb } from '../fixtures/make/raster.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-attacks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };
const benchOf = (id: string): Bench => ({ folder, seed: seedOf(id), context });
const photo: Picture = { width: 96, height: 72, data: patternRgb(96, 72) };

/** A picture attack at one strength, as pixels. */
async function attacked(id: string, step: string, picture = photo): Promise<Picture> {
  const attack = attackNamed(id);
  if (attack?.works !== 'pixels') throw new Error(`${id} works on files`);
  const rung = attack.ladder.find((one) => one.id === step);
  if (rung === undefined) throw new Error(`${id} has no ${step}`);
  const made = await rung.apply(picture, benchOf(`${id}:${step}`));
  if ('reason' in made) throw new Error(made.reason.code);
  return pixelsOf(made, defaultLimits);
}

function psnr(a: Picture, b: Picture): number {
  let sum = 0;
  for (let at = 0; at < a.data.length; at += 1) sum += (a.data[at]! - b.data[at]!) ** 2;
  return 10 * Math.log10((255 * 255 * a.data.length) / sum);
}

const meanOf = ({ data }: Picture) => data.reduce((sum, value) => sum + value, 0) / data.length;
const share = ({ data }: Picture, holds: (value: number) => boolean) =>
  data.filter(holds).length / data.length;

describe('the registry', () => {
  test('names every attack once, in two languages, with a source, one usual strength and rungs of their own', () => {
    const ids = attacks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, title, about, cite, ladder, media } of attacks) {
      expect(id).toMatch(/^(image|sound|video|text)\.[a-z0-9-]+$/);
      expect(id.startsWith(media === 'audio' ? 'sound.' : `${media}.`), id).toBe(true);
      for (const words of [title, about, ...ladder.map(({ label }) => label)])
        expect(words.en.length * words['zh-CN'].length, id).toBeGreaterThan(0);
      expect(about['zh-CN'], id).toMatch(/\p{Script=Han}/u);
      expect(cite.length, id).toBeGreaterThan(3);
      expect(new Set(ladder.map((step) => step.id)).size, id).toBe(ladder.length);
      expect(ladder.filter(({ typical }) => typical).length, id).toBe(1);
    }
  });

  test('every picture attack gives the same bytes again, or says why it is not run', async () => {
    for (const attack of attacks) {
      if (attack.works !== 'pixels' || attack.id === 'image.hevc-still') continue;
      const step = attack.ladder.find(({ typical }) => typical)!;
      const [one, two] = [
        await step.apply(photo, benchOf(attack.id)),
        await step.apply(photo, benchOf(attack.id)),
      ];
      expect(Buffer.from(JSON.stringify(one)).equals(Buffer.from(JSON.stringify(two))), attack.id).toBe(true);
    }
  });

  test('no picture attack writes into the picture it is given', async () => {
    const kept = photo.data.slice();
    for (const attack of attacks) {
      if (attack.works !== 'pixels' || attack.id === 'image.hevc-still') continue;
      await attack.ladder.at(-1)!.apply(photo, benchOf(attack.id));
      expect(Buffer.compare(photo.data, kept), attack.id).toBe(0);
    }
  });
});

describe('strength', () => {
  test.each([
    ['image.jpeg'],
    ['image.webp'],
    ['image.avif'],
    ['image.palette'],
    ['image.blur'],
    ['image.noise'],
    ['image.sharpen'],
    ['image.darken'],
    ['image.brighten'],
    ['image.shrink-and-back'],
    ['image.erase'],
    ['image.less-contrast'],
  ])('of %s grows along its ladder: the signal over the difference falls', async (id) => {
    const values: number[] = [];
    for (const { id: step } of attackNamed(id)!.ladder) values.push(psnr(photo, await attacked(id, step)));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(values[0]! - values.at(-1)!).toBeGreaterThan(0.9);
  });

  test('of noise is the deviation asked for', async () => {
    const grey = canvas(200, 200, [128, 128, 128]);
    const noisy = await attacked('image.noise', 'sigma10', grey);
    const variance = noisy.data.reduce((sum, value) => sum + (value - 128) ** 2, 0) / noisy.data.length;
    expect(Math.sqrt(variance)).toBeCloseTo(10, 0);
    const spread = (picture: Picture) =>
      Math.sqrt(picture.data.reduce((sum, value) => sum + (value - 128) ** 2, 0) / picture.data.length);
    expect(spread(await attacked('image.denoise', 'sigma12', noisy))).toBeLessThan(3);
    expect(spread(await attacked('image.median', 'window5', noisy))).toBeLessThan(3.5);
  });

  test('of what is painted over is the area asked for', async () => {
    const blank = canvas(400, 300, [255, 255, 255]);
    expect(share(await attacked('image.erase', 'percent25', blank), (value) => value === 128)).toBeCloseTo(
      0.25,
      2,
    );
    expect(
      share(await attacked('image.logo', 'percent10', canvas(400, 300, [9, 9, 9])), (v) => v > 100),
    ).toBeGreaterThan(0.06);
    const collage = await attacked('image.collage', 'percent33', canvas(400, 300, [1, 2, 3]));
    expect(share(collage, (value) => value <= 3)).toBeCloseTo(0.33, 1);
  });
});

describe('geometry', () => {
  const sizes = ({ width, height }: Picture) => [width, height];

  test('sizes are those the strengths say', async () => {
    expect(sizes(await attacked('image.shrink', 'x0.5'))).toEqual([48, 36]);
    expect(sizes(await attacked('image.enlarge', 'x2'))).toEqual([192, 144]);
    expect(sizes(await attacked('image.aspect', 'x0.8'))).toEqual([77, 72]);
    expect(sizes(await attacked('image.turn', 'degrees90'))).toEqual([72, 96]);
    expect(sizes(await attacked('image.drop-lines', 'lines17'))).toEqual([79, 55]);
    expect(sizes(await attacked('image.crop-shape', '1to1'))).toEqual([72, 72]);
    expect(sizes(await attacked('image.border', 'percent10'))).toEqual([96 + 20, 72 + 20]);
    for (const area of [90, 50, 10]) {
      const [width, height] = sizes(await attacked('image.crop', `area${area}`));
      expect((width! * height!) / (96 * 72)).toBeCloseTo(area / 100, 1);
      expect(width! / height!).toBeCloseTo(96 / 72, 1);
    }
    const [width, height] = sizes(await attacked('image.rotate', 'degrees30'));
    expect(width).toBe(Math.round(96 * Math.cos(Math.PI / 6) + 72 * Math.sin(Math.PI / 6)));
    expect(height).toBe(Math.round(96 * Math.sin(Math.PI / 6) + 72 * Math.cos(Math.PI / 6)));
  });

  /** Where the light of a picture with one bright dot lies. */
  function dot({ width, height, data }: Picture): [number, number] {
    let [sum, across, down] = [0, 0, 0];
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const light = data[(y * width + x) * 3]!;
        sum += light;
        across += light * x;
        down += light * y;
      }
    }
    return [across / sum, down / sum];
  }

  function withDot(x: number, y: number): Picture {
    const picture = canvas(101, 81, [0, 0, 0]);
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ] as const)
      picture.data.fill(255, ((y + dy) * 101 + x + dx) * 3, ((y + dy) * 101 + x + dx) * 3 + 3);
    return picture;
  }

  test('a dot goes where a clockwise turn takes it', () => {
    for (const degrees of [-2, 5, 30]) {
      const turned = rotated(withDot(80, 20), degrees);
      const angle = (degrees * Math.PI) / 180;
      const [x, y] = [80 - 50, 20 - 40];
      const [across, down] = dot(turned);
      expect(across).toBeCloseTo((turned.width - 1) / 2 + x * Math.cos(angle) - y * Math.sin(angle), 0);
      expect(down).toBeCloseTo((turned.height - 1) / 2 + x * Math.sin(angle) + y * Math.cos(angle), 0);
    }
  });

  test('a straightened picture has no empty corner and keeps its shape', () => {
    for (const degrees of [-0.5, 2, 10, 30, -45]) {
      const inside = rotatedInside(canvas(300, 200, [200, 200, 200]), degrees);
      expect(
        inside.data.every((value) => value === 200),
        String(degrees),
      ).toBe(true);
      expect(inside.width / inside.height).toBeCloseTo(1.5, 1);
    }
  });

  test('corners of a picture seen at an angle stand where they were put', () => {
    const white = canvas(60, 40, [255, 255, 255]);
    const frame = { width: 100, height: 80 };
    const seen = seenAt(white, frame, [
      [10, 12],
      [90, 5],
      [80, 70],
      [20, 60],
    ]);
    const at = (x: number, y: number) => seen.data[(y * 100 + x) * 3]!;
    expect([at(12, 14), at(87, 8), at(78, 67), at(22, 58)]).toEqual([255, 255, 255, 255]);
    expect([at(7, 9), at(93, 3), at(84, 74), at(16, 63)]).toEqual([0, 0, 0, 0]);
  });

  test('mirrored twice is as it was; mirrored once the dot stands opposite', async () => {
    const [across, down] = dot(await attacked('image.flip', 'across', withDot(80, 20)));
    expect([across, down]).toEqual([20, 20]);
    const upside = dot(await attacked('image.flip', 'down', withDot(80, 20)));
    expect(upside).toEqual([80, 60]);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'orientation %i is turned upright as the library turns it',
    async (orientation) => {
      const bytes = await sharp(photo.data, { raw: { width: 96, height: 72, channels: 3 } })
        .withMetadata({ orientation })
        .png()
        .toBuffer();
      const decoded = await decodeInput(bytes, { format: 'png', limits: defaultLimits });
      if (!decoded.ok) throw new Error(decoded.reason.code);
      expect(decoded.image.orientation).toBe(orientation);
      const upright = await asPicture(decoded.image);
      const { data, info } = await sharp(bytes).autoOrient().raw().toBuffer({ resolveWithObject: true });
      expect([upright.width, upright.height]).toEqual([info.width, info.height]);
      expect(Buffer.compare(upright.data, data)).toBe(0);
    },
  );
});

describe('tone and dots', () => {
  const one = (red: number, green: number, blue: number) => canvas(4, 4, [red, green, blue]);
  const first = ({ data }: Picture) => [...data.subarray(0, 3)];

  test('known colours become known colours', async () => {
    expect(first(await attacked('image.darken', 'x0.5', one(200, 100, 50)))).toEqual([100, 50, 25]);
    expect(first(await attacked('image.gamma', 'g2', one(128, 255, 0)))).toEqual([64, 255, 0]);
    expect(first(await attacked('image.saturation', 'x0', one(200, 100, 50)))).toEqual([124, 124, 124]);
    // half the circle: cyan for red, blue for yellow
    expect(first(await attacked('image.hue', 'turn0.5', one(255, 0, 0)))).toEqual([0, 255, 255]);
    expect(first(await attacked('image.hue', 'turn0.5', one(255, 255, 0)))).toEqual([0, 0, 255]);
    expect(first(await attacked('image.less-contrast', 'x0.5', one(80, 80, 80)))).toEqual([80, 80, 80]);
  });

  test.each(['diffused', 'cell3', 'cell8'])(
    'halftone %s has two levels and the mean it had',
    async (step) => {
      const grey = canvas(120, 120, [100, 160, 30]);
      const dots = await attacked('image.halftone', step, grey);
      expect(new Set(dots.data)).toEqual(new Set([0, 255]));
      expect(meanOf(dots)).toBeGreaterThan(meanOf(grey) - 12);
      expect(meanOf(dots)).toBeLessThan(meanOf(grey) + 12);
    },
  );

  test('a notch takes away a line of the spectrum and leaves the rest', async () => {
    const noise = new SeededNoise(5);
    const lined = canvas(256, 256, [128, 128, 128]);
    const plain = canvas(256, 256, [128, 128, 128]);
    for (let pixel = 0; pixel < 256 * 256; pixel += 1) {
      const grain = 6 * noise.gaussian();
      const wave = 12 * Math.sin((2 * Math.PI * (pixel % 256)) / 16);
      lined.data.fill(128 + grain + wave, pixel * 3, pixel * 3 + 3);
      plain.data.fill(128 + grain, pixel * 3, pixel * 3 + 3);
    }
    const mended = await attacked('image.spectrum-notch', 'height10', lined);
    expect(psnr(plain, mended)).toBeGreaterThan(psnr(plain, lined) + 2);
  });
});

describe('acoustics', () => {
  test.each([6, 0, -12])('direct over reverberant sound is %i dB, together of energy 1', (ratio) => {
    const response = impulseResponse({ rate: 8000, directToReverberant: ratio, decay: 0.3, seed: 3 });
    const tail = response.slice(1).reduce((sum, value) => sum + value * value, 0);
    expect(10 * Math.log10(response[0]! ** 2 / tail)).toBeCloseTo(ratio, 6);
    expect(response[0]! ** 2 + tail).toBeCloseTo(1, 9);
  });

  test('the tail falls by 60 dB in the time given', () => {
    const rate = 48_000;
    const response = impulseResponse({ rate, directToReverberant: 0, decay: 0.4, seed: 3 });
    const level = (from: number) => {
      let sum = 0;
      for (let at = Math.round(from * rate); at < (from + 0.05) * rate; at += 1) sum += response[at]! ** 2;
      return 10 * Math.log10(sum);
    };
    // 0.2 s later: 30 dB of the 60
    expect(level(0.05) - level(0.25)).toBeCloseTo(30, 0);
  });

  test('convolution by blocks is the sum it stands for', () => {
    const signal = noiseSamples(5000, 'white', 1);
    const response = Float64Array.from(noiseSamples(300, 'white', 2));
    const fast = convolved(signal, response);
    for (const at of [0, 1, 299, 300, 1023, 1024, 4000, 4999]) {
      let sum = 0;
      for (let tap = 0; tap <= Math.min(at, 299); tap += 1) sum += response[tap]! * signal[at - tap]!;
      expect(fast[at]).toBeCloseTo(sum, 3);
    }
  });

  test('noise has mean square 1; pink noise has more of it below', () => {
    const roughness = (samples: Float32Array) => {
      let sum = 0;
      for (let at = 1; at < samples.length; at += 1) sum += (samples[at]! - samples[at - 1]!) ** 2;
      return sum / samples.length;
    };
    const [white, pink] = [noiseSamples(40_000, 'white', 4), noiseSamples(40_000, 'pink', 4)];
    for (const noise of [white, pink])
      expect(noise.reduce((sum, value) => sum + value * value, 0) / noise.length).toBeCloseTo(1, 3);
    expect(roughness(white)).toBeCloseTo(2, 0);
    expect(roughness(pink)).toBeLessThan(1);
  });
});

describe('choosing', () => {
  const chosen = (text: string, media: (typeof attackMedia)[number] = 'image') => {
    const choice = chooseAttacks(text, media);
    if (!choice.ok) return choice.item;
    return choice.chosen.map(({ attack, steps }) => `${attack.id} ${steps.join(' ')}`);
  };

  test('attacks, their strengths in the order of the ladder, and families', () => {
    expect(chosen('crop:10, image.crop:area90')).toEqual(['image.crop area90 area10']);
    expect(chosen('turn')).toEqual(['image.turn degrees90 degrees180 degrees270']);
    expect(chosen('tone').length).toBe(
      attacks.filter((a) => a.media === 'image' && a.family === 'tone').length,
    );
    expect(chosen('mp3:128', 'audio')).toEqual(['sound.mp3 k128']);
  });

  test('several on pixels one after the other', async () => {
    expect(chosen('crop:50+jpeg:30')).toEqual(['image.crop:area50+image.jpeg:q30 both']);
    const both = await attacked('image.shrink:x0.5+image.turn:degrees90', 'both');
    expect([both.width, both.height]).toEqual([36, 48]);
  });

  test('suites hold attacks on the kind of file; the larger ones hold the smaller', () => {
    for (const media of attackMedia) {
      const count = (suite: string) => (chosen(suite, media) as string[]).length;
      expect(count('quick')).toBeGreaterThanOrEqual(4);
      expect(count('standard')).toBeGreaterThan(count('quick'));
      expect(count('full')).toBeGreaterThanOrEqual(count('standard'));
    }
    expect((chosen('pairs') as string[]).length).toBe((11 * 10) / 2);
    expect((chosen('quick') as string[]).every((one) => one.split(' ').length === 2)).toBe(true);
  });

  test('what there is not is named', () => {
    expect(chosen('jpeg,nonsense')).toBe('nonsense');
    expect(chosen('crop:11')).toBe('crop:11');
    expect(chosen('image.crop', 'audio')).toBe('image.crop');
    expect(chosen('image.keep-metadata+jpeg')).toBe('image.keep-metadata');
    expect(chosen('pairs', 'audio')).toBe('pairs');
    expect(chosen(' , ')).toBe(' , ');
  });
});

test('characters nobody sees are gone, those one sees are not', () => {
  const hidden = 'a\u{200b}b\u{2060}c\u{fe0f}d\u{e0101}e\u{feff}f\u{00ad}g';
  expect(withoutInvisible(`${hidden} 中文，é Ω 😀`)).toBe('abcdefg 中文，é Ω 😀');
});
