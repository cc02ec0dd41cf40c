import { expect, test } from 'vitest';
import { FourierTransform } from '#shared/numeric/fft.ts';

test('the transform is the sum of its definition', () => {
  const size = 16;
  const real = Float64Array.from({ length: size }, (_, at) => Math.sin(at * 1.7) + at / 9);
  const imaginary = Float64Array.from({ length: size }, (_, at) => Math.cos(at * 0.6));
  const [sumReal, sumImaginary] = [new Float64Array(size), new Float64Array(size)];
  for (let bin = 0; bin < size; bin += 1) {
    for (let at = 0; at < size; at += 1) {
      const angle = (-2 * Math.PI * bin * at) / size;
      sumReal[bin]! += real[at]! * Math.cos(angle) - imaginary[at]! * Math.sin(angle);
      sumImaginary[bin]! += real[at]! * Math.sin(angle) + imaginary[at]! * Math.cos(angle);
    }
  }
  new FourierTransform(size).forward(real, imaginary);
  for (let bin = 0; bin < size; bin += 1) {
    expect(real[bin]).toBeCloseTo(sumReal[bin]!, 10);
    expect(imaginary[bin]).toBeCloseTo(sumImaginary[bin]!, 10);
  }
});

test('only powers of two', () => {
  expect(() => new FourierTransform(12)).toThrow();
});
