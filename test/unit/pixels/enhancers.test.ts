import { describe, expect, it } from 'vitest';
import { symmetricAxes } from '#core/pixels/enhancers/principal-components.ts';
import { quantile, Reduction, reducedColours } from '#core/pixels/enhancers/reduction.ts';
import { averageSpectrum, centredSpectrum } from '#core/pixels/enhancers/spectrum.ts';

describe('axes of a symmetric matrix', () => {
  it('are those of numpy.linalg.eigh', () => {
    // numpy.linalg.eigh([[4, 1, 2], [1, 3, 0], [2, 0, 5]]); also by the characteristic polynomial.
    const { variances, axes } = symmetricAxes([4, 1, 2, 3, 0, 5]);
    for (const value of variances) expect(value ** 3 - 12 * value ** 2 + 42 * value - 43).toBeCloseTo(0, 9);
    for (const [index, [x, y, z]] of axes.entries()) {
      expect(4 * x + y + 2 * z).toBeCloseTo(variances[index]! * x, 10);
      expect(x + 3 * y).toBeCloseTo(variances[index]! * y, 10);
      expect(2 * x + 5 * z).toBeCloseTo(variances[index]! * z, 10);
      expect(Math.hypot(x, y, z)).toBeCloseTo(1, 12);
    }
    expect(variances[0]).toBeGreaterThan(variances[1]);
  });

  it('exist where variances are equal or nothing', () => {
    expect(symmetricAxes([2, 0, 0, 2, 0, 2]).variances).toEqual([2, 2, 2]);
    expect(symmetricAxes([0, 0, 0, 0, 0, 0]).variances).toEqual([0, 0, 0]);
  });
});

describe('smaller pictures', () => {
  it('hold the means of what they stand for', () => {
    const reduction = new Reduction(5, 4, 6);
    expect([reduction.width, reduction.height]).toEqual([3, 2]);
    const sums = reduction.sums();
    for (let y = 0; y < 4; y += 1)
      for (let x = 0; x < 5; x += 1) sums[reduction.row(y) + reduction.columns[x]!]! += 7;
    expect(Array.from(reduction.finish(sums))).toEqual(Array(6).fill(7));
    const rgb = Uint8Array.from({ length: 12 }, (_, at) => at * 10);
    expect(Array.from(reducedColours(rgb, 2, 2, 1).colours)).toEqual([45, 55, 65]);
  });

  it('are scaled by quantiles', () => {
    const values = Float32Array.from({ length: 1000 }, (_, at) => at);
    expect(quantile(values, 0.5)).toBeCloseTo(500, -1);
    expect(quantile(new Float32Array(4).fill(3), 0.9)).toBe(3);
  });
});

describe('average spectrum', () => {
  it('has a wave at its frequency on both sides of the middle', () => {
    const [width, height] = [96, 80];
    const data = Float32Array.from(
      { length: width * height },
      (_, at) => Math.cos(2 * Math.PI * ((at % width) * (5 / 64) + Math.floor(at / width) * (9 / 64))) * 20,
    );
    const spectrum = averageSpectrum({ width, height, data }, { largest: 64, most: 4 }, () => undefined);
    expect(spectrum.size).toBe(64);
    const drawn = centredSpectrum(spectrum);
    const top = drawn.reduce((most, value) => Math.max(most, value), 0);
    expect(drawn[(32 + 9) * 64 + 32 + 5]).toBe(top);
    expect(drawn[(32 - 9) * 64 + 32 - 5]).toBe(top);
  });
});
