import { describe, expect, it } from 'vitest';
import { detailNoise } from '#core/pixels/noise/detail-noise.ts';
import { principalCoordinates, symmetricAxes } from '#core/pixels/noise/feature-axes.ts';
import { noiseCurve, noiseRatios } from '#core/pixels/noise/noise-curve.ts';
import { mergedRegions } from '#core/pixels/noise/noise-regions.ts';
import { fitOutliers } from '#core/pixels/noise/outlier-mixture.ts';
import { quietBlocks } from '#core/pixels/noise/quiet-blocks.ts';
import { quietWindows } from '#core/pixels/noise/quiet-windows.ts';
import { featureCount, patternFeatures } from '#core/pixels/noise/residual-patterns.ts';
import { spreadMap } from '#core/pixels/noise/spread-map.ts';
import { normalDeviates, pureNoise } from '../../fixtures/make/noisy-pictures.ts';

const nothing = (): void => undefined;

describe('quiet blocks', () => {
  it('give at most about one false alarm for each picture of pure noise', () => {
    const [width, height, pictures] = [320, 300, 50];
    let [alarms, clear] = [0, 0];
    for (let seed = 1; seed <= pictures; seed += 1) {
      const rgb = pureNoise(width, height, seed);
      const channels = [0, 1, 2].map((channel) => quietBlocks(rgb, width, height, channel, 3, nothing));
      const { windows } = quietWindows(channels, 0, 0);
      alarms += windows.length;
      clear += windows.filter(({ log10 }) => log10 <= -2).length;
    }
    expect(alarms / pictures).toBeLessThanOrEqual(1);
    expect(clear / pictures).toBeLessThanOrEqual(0.05);
  });

  it('are five in a hundred, three in ten of them quiet, and never clipped or even', () => {
    const rgb = pureNoise(400, 320, 3);
    for (let y = 0; y < 100; y += 1) rgb.fill(y < 50 ? 255 : 90, y * 1200, (y + 1) * 1200);
    const { columns, rows, kinds, homogeneous, quiet } = quietBlocks(rgb, 400, 320, 1, 3, nothing);
    expect([columns, rows]).toEqual([80, 64]);
    expect(homogeneous / (44 * 80)).toBeCloseTo(0.05, 2);
    expect(quiet / homogeneous).toBeCloseTo(0.3, 1);
    expect(kinds.subarray(0, 20 * 80).every((kind) => kind === 0)).toBe(true);
    expect(kinds.filter((kind) => kind === 2)).toHaveLength(quiet);
  });
});

describe('noise of wavelet details', () => {
  it('is what PyWavelets finds with db8', () => {
    const [width, height] = [96, 80];
    const data = Float32Array.from(
      { length: width * height },
      (_, i) => (((i * i * 31 + i * 7919) % 65521) % 200) + 20,
    );
    const { columns, rows, deviations, means } = detailNoise({ width, height, data }, 32, nothing);
    expect([columns, rows]).toEqual([2, 2]);
    // pywt 1.4.1, dwt2(x, 'db8')[1][2], blocks of 16 × 16 from coefficient (7, 7) on, once by hand.
    expect(deviations[0]).toBeCloseTo(64.40338652, 3);
    expect(deviations[3]).toBeCloseTo(65.11303955, 3);
    expect(means[0]).toBeCloseTo(118.39453125, 4);
    expect(means[3]).toBeCloseTo(121.662109375, 4);
  });

  it('follows the noise that was added, at each brightness', () => {
    const [width, height] = [526, 526];
    const next = normalDeviates(2);
    const data = Float32Array.from({ length: width * height }, (_, at) => {
      const light = 60 + 120 * ((at % width) / width);
      return light + (light / 30) * next();
    });
    const noise = detailNoise({ width, height, data }, 32, nothing);
    const curve = noiseCurve(noise);
    for (const { light, deviation } of curve) expect(deviation / (light / 30)).toBeCloseTo(1, 0.8);
    const ratios = noiseRatios(noise, curve);
    expect(Math.max(...ratios.map(Math.abs))).toBeLessThan(0.5);
    expect(mergedRegions(ratios, noise.columns, noise.rows, 0.5).regions).toHaveLength(1);
  });

  it('merges what is alike and lies together', () => {
    const ratios = Float32Array.from([0, 0.1, 2, 0.1, 0, 2.1, Number.NaN, 0, 2]);
    const { regions, means } = mergedRegions(ratios, 3, 3, 0.5);
    expect(regions.map(({ blocks }) => blocks)).toEqual([5, 3]);
    expect(regions[1]).toMatchObject({ x0: 2, y0: 0, x1: 2, y1: 2 });
    expect(means[5]).toBeCloseTo(6.1 / 3, 6);
    expect(means[6]).toBeNaN();
  });
});

describe('residual patterns', () => {
  it('are shares of 25 classes along the filter and of 25 across it', () => {
    const next = normalDeviates(4);
    const plane = {
      width: 300,
      height: 310,
      data: Float32Array.from({ length: 93_000 }, () => 128 + 3 * next()),
    };
    const { columns, rows, features, silent } = patternFeatures(plane, 16, nothing);
    expect([columns, rows]).toEqual([11, 12]);
    expect(silent.every((one) => one === 0)).toBe(true);
    for (const from of [0, featureCount * 50])
      for (const half of [0, 25]) {
        const shares = features.subarray(from + half, from + half + 25).map((root) => root * root);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
        expect(shares.filter((share) => share > 0).length).toBeGreaterThan(20);
      }
    const even = patternFeatures({ ...plane, data: new Float32Array(93_000).fill(77) }, 16, nothing);
    expect([...even.features.subarray(0, featureCount)].filter((value) => value > 0)).toEqual([1, 1]);
  });

  it('have axes that span what they are made of', () => {
    const { values, axes } = symmetricAxes(Float64Array.from([2, 1, 0, 1, 2, 1, 0, 1, 2]), 3);
    const known = [2 - Math.SQRT2, 2, 2 + Math.SQRT2];
    expect([...values].sort((one, other) => one - other)).toEqual(
      known.map((value) => expect.closeTo(value, 12)),
    );
    for (let i = 0; i < 3; i += 1) {
      const axis = [0, 1, 2].map((row) => axes[row * 3 + i]!);
      expect(2 * axis[0]! + axis[1]!).toBeCloseTo(values[i]! * axis[0]!, 12);
    }
  });

  it('tell a class of outliers from the rest', () => {
    const next = normalDeviates(9);
    const [count, size] = [900, 6];
    const vectors = Float32Array.from({ length: count * size }, (_, at) => {
      const [point, axis] = [Math.floor(at / size), at % size];
      return (axis + 1) * next() + (point < 60 ? 12 * (axis + 1) : 0);
    });
    const used = Uint32Array.from({ length: count }, (_, at) => at);
    const { share, distances } = fitOutliers(principalCoordinates(vectors, size, used, 3), 3, used);
    expect(Math.abs(share - 60 / count)).toBeLessThan(0.02);
    expect(distances.subarray(60).filter((value) => value > 10).length).toBeLessThan(5);
    expect(Math.min(...distances.subarray(0, 60))).toBeGreaterThan(10);
  });
});

it('maps squares onto the whole picture', () => {
  const { width, height, values } = spreadMap(
    Float32Array.from([1, 2, 3, 4]),
    { columns: 2, rows: 2, pitch: 16, origin: 4 },
    { width: 40, height: 36 },
  );
  expect([width, height]).toEqual([5, 5]);
  expect([...values.subarray(0, 5)]).toEqual([1, 1, 2, 2, 2]);
  expect([...values.subarray(20)]).toEqual([3, 3, 4, 4, 4]);
});
