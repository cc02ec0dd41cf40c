import { expect, test } from 'vitest';
import { captureOf } from '#core/pixels/sensor-noise/capture.ts';
import { turned } from '#core/pixels/sensor-noise/comparison.ts';
import { CorrelationTarget } from '#core/pixels/sensor-noise/correlation.ts';
import { expectedFloor, log10FalseAlarm, log10Tail } from '#core/pixels/sensor-noise/false-alarm.ts';
import { doubts } from '#core/pixels/sensor-noise/guard.ts';
import { largestRatio, likelihoodRatio } from '#core/pixels/sensor-noise/likelihood.ts';
import { noiseResidual, withoutPeriods, zeroMeans } from '#core/pixels/sensor-noise/residual.ts';
import { SpectrumGrid } from '#core/pixels/sensor-noise/spectrum.ts';
import { analyse, synthesise } from '#core/pixels/sensor-noise/wavelet.ts';

/** The generator the peer's values below were made with: x ← 1664525 x + 1013904223 mod 2³², x / 2³² − ½. */
function numbers(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}

function deviation(values: Float32Array): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length);
}

function picture() {
  const [width, height] = [128, 64];
  const noise = numbers(width * height, 7);
  const data = noise.map((value, at) =>
    Math.round(
      128 + 60 * Math.sin((at % width) / 9) + 30 * Math.cos(Math.floor(at / width) / 5) + 16 * value,
    ),
  );
  return { width, height, data };
}

test('the wavelet transform comes back, whatever the size', () => {
  for (const [width, height] of [
    [64, 64],
    [37, 22],
    [8, 9],
  ] as const) {
    const data = numbers(width * height, width);
    const step = analyse({ width, height, data });
    expect([step.across, step.down]).toEqual([(width + 7) >> 1, (height + 7) >> 1]);
    const back = synthesise(step, step.approximation);
    for (let at = 0; at < data.length; at += 1) expect(back.data[at]).toBeCloseTo(data[at]!, 5);
  }
});

/** Values of polimi-ispl's prnu-python (numpy 1.24.2, pywt 1.1.1), run by hand on the same picture with sigma 3. */
test('residual and means are those of prnu-python', () => {
  const residual = noiseResidual(picture(), 3);
  expect(deviation(residual.data)).toBeCloseTo(2.5085216, 4);
  const near = (at: number, values: readonly number[]) => {
    for (const [index, value] of values.entries()) expect(residual.data[at + index]).toBeCloseTo(value, 3);
  };
  near(0, [-4.06127, 4.134973, 0.03541514, 4.257173]);
  near(31 * 128 + 60, [2.6663978, 2.0989943, 0.02306154, -2.2528355]);
  near(63 * 128 + 125, [4.984693, -0.1484631, -0.20799962]);
  zeroMeans(residual);
  expect(deviation(residual.data)).toBeCloseTo(2.4466019, 4);
  near(0, [-2.646627, 3.0861256, 0.82404035]);
  near(31 * 128 + 60, [2.2521505, 2.0506047, 1.2407403]);
  // The peer's windows end at the border of the spectrum where ours go round it: not quite the same.
  expect(deviation(withoutPeriods(residual).data)).toBeCloseTo(2.342581, 2);
});

/** As above: `crosscorr_2d` and `aligned_cc` give the peak at (13, 21), 64.18839 high, and 0.5093212. */
test('a crop is found where it was cut, with the peak of prnu-python', () => {
  const [whole, noise] = [numbers(64 * 64, 11), numbers(64 * 64, 12)];
  const part = Float32Array.from({ length: 40 * 32 }, (_, at) => {
    const [x, y] = [at % 32, Math.floor(at / 32)];
    return noise[y * 64 + x]! + 0.6 * whole[(y + 13) * 64 + x + 21]!;
  });
  const centred = (values: Float32Array) => {
    const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [fingerprint, suspect] = [centred(whole), centred(part)];
  const peak = new CorrelationTarget({ width: 64, height: 64, data: fingerprint }).find({
    width: 32,
    height: 40,
    data: suspect,
  });
  expect(peak).toMatchObject({ x: 21, y: 13, shifts: 33 * 25 });
  expect(peak.correlation).toBeCloseTo(0.5093212, 6);
  // The surface summed up directly, the square of 11 × 11 around the peak left out.
  let [energy, count] = [0, 0];
  for (let y = 0; y < 64; y += 1)
    for (let x = 0; x < 64; x += 1) {
      if (Math.abs(x - 21) <= 5 && Math.abs(y - 13) <= 5) continue;
      let sum = 0;
      for (let at = 0; at < suspect.length; at += 1)
        sum += suspect[at]! * fingerprint[((y + Math.floor(at / 32)) & 63) * 64 + ((x + (at % 32)) & 63)]!;
      energy += sum * sum;
      count += 1;
    }
  expect(peak.pce / ((64.18839 ** 2 * count) / energy)).toBeCloseTo(1, 4);
});

test('the spectrum comes back', () => {
  const grid = new SpectrumGrid(16, 8);
  const data = numbers(128, 5);
  const back = grid.inverse(grid.forward(data, 16, 8));
  for (let at = 0; at < 128; at += 1) expect(back[at]).toBeCloseTo(data[at]!, 6);
});

test('a pattern of lines and a period do not survive', () => {
  const [width, height] = [128, 128];
  const noise = numbers(width * height, 3);
  const data = noise.map((value, at) => value + 2 * Math.sin((2 * Math.PI * (at % width) * 16) / width));
  const plane = { width, height, data };
  zeroMeans(plane);
  expect(deviation(plane.data)).toBeLessThan(0.3);
  const diagonal = noise.map((value, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return value + 2 * Math.sin((2 * Math.PI * (16 * x + 16 * y)) / width);
  });
  expect(deviation(withoutPeriods({ width, height, data: diagonal }).data)).toBeLessThan(0.3);
});

/** Quantiles from tables of the normal distribution; 7.7459667² = 60. */
test('false alarms of a peak', () => {
  expect(log10Tail(0)).toBeCloseTo(Math.log10(0.5), 10);
  expect(10 ** log10Tail(1.6448536)).toBeCloseTo(0.05, 7);
  expect(10 ** log10Tail(2.3263479)).toBeCloseTo(0.01, 7);
  expect(10 ** log10Tail(3.0902323)).toBeCloseTo(0.001, 8);
  expect(log10Tail(6)).toBeCloseTo(Math.log10(9.865876e-10), 5);
  expect(log10FalseAlarm(60, 1)).toBeCloseTo(-14.324, 3);
  expect(log10FalseAlarm(60, 1_000_000)).toBeCloseTo(-8.324, 3);
  expect(log10FalseAlarm(0, 1)).toBeCloseTo(Math.log10(0.5), 6);
  const floor = expectedFloor(1_000_000);
  expect(10 ** log10FalseAlarm(floor, 1_000_000)).toBeCloseTo(0.5, 6);
  expect(floor).toBeGreaterThan(20);
  expect(floor).toBeLessThan(40);
});

test('a likelihood ratio stays within what was measured', () => {
  expect(likelihoodRatio(1000, 1, 255)).toBeNull();
  expect(likelihoodRatio(1e6, 1, 512)).toBe(largestRatio);
  expect(likelihoodRatio(1e6, 1e6, 4000)).toBe(largestRatio);
  // What chance gives speaks against the camera, in large pictures more than in small ones; searching raises chance.
  const [small, large] = [likelihoodRatio(0, 1, 256)!, likelihoodRatio(0, 1, 512)!];
  expect(large).toBeLessThan(small);
  expect(small).toBeLessThan(1);
  expect(likelihoodRatio(30, 1, 512)).toBeGreaterThan(1);
  expect(likelihoodRatio(20, 239_121, 512)).toBeLessThan(1);
});

test('quarter turns', () => {
  const plane = { width: 3, height: 2, data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  expect([...turned(plane, 1).data]).toEqual([4, 1, 5, 2, 6, 3]);
  expect([...turned(plane, 2).data]).toEqual([6, 5, 4, 3, 2, 1]);
  expect([...turned(plane, 3).data]).toEqual([3, 6, 2, 5, 1, 4]);
});

/** An Exif block of one directory with the Exif one behind it, tags as shorts; digital zoom as a rational. */
function exifBlock(little: boolean, tags: readonly (readonly [number, number])[], zoom: number): Buffer {
  const block = Buffer.alloc(200);
  const u16 = (at: number, value: number) =>
    little ? block.writeUInt16LE(value, at) : block.writeUInt16BE(value, at);
  const u32 = (at: number, value: number) =>
    little ? block.writeUInt32LE(value, at) : block.writeUInt32BE(value, at);
  const entry = (at: number, tag: number, type: number) => {
    u16(at, tag);
    u16(at + 2, type);
    u32(at + 4, 1);
  };
  block.write(little ? 'II' : 'MM', 'latin1');
  u16(2, 42);
  u32(4, 8);
  u16(8, 1);
  entry(10, 0x8769, 4);
  u32(18, 40);
  u16(40, tags.length + 1);
  for (const [index, [tag, value]] of tags.entries()) {
    entry(42 + 12 * index, tag, 3);
    u16(50 + 12 * index, value);
  }
  entry(42 + 12 * tags.length, 0xa404, 5);
  u32(50 + 12 * tags.length, 180);
  u32(180, zoom);
  u32(184, 10);
  return block;
}

test('digital zoom and merged exposures are read from Exif', () => {
  const plain = { make: null, model: null, zoomed: false, composed: false };
  expect(captureOf(undefined)).toEqual(plain);
  for (const little of [true, false]) {
    expect(captureOf(exifBlock(little, [], 10))).toEqual(plain);
    expect(captureOf(exifBlock(little, [[0xa401, 0]], 15))).toEqual({ ...plain, zoomed: true });
    expect(captureOf(exifBlock(little, [[0xa460, 3]], 0))).toEqual({ ...plain, composed: true });
    expect(captureOf(exifBlock(little, [[0xa401, 7]], 10))).toEqual({ ...plain, composed: true });
  }
  // Cut anywhere, it is read as far as it goes.
  const whole = Buffer.concat([Buffer.from('Exif\0\0'), exifBlock(true, [[0xa460, 2]], 20)]);
  for (let length = 0; length <= whole.length; length += 1)
    expect(captureOf(whole.subarray(0, length)).make).toBeNull();
  expect(captureOf(whole)).toEqual({ ...plain, zoomed: true, composed: true });
});

test('what speaks against a match', () => {
  const plain = { pce: 300, lattice: 1, lines: 1, make: 'NIKON CORPORATION' };
  const none = { others: 0, lattice: false, lines: false, computed: false, zoomed: false };
  const capture = { make: null, model: null, zoomed: false, composed: false };
  expect(doubts([plain, { ...plain, pce: 30 }], 60, capture)).toEqual(none);
  expect(doubts([plain, { ...plain, pce: 80 }], 60, capture)).toEqual({ ...none, others: 1 });
  expect(doubts([{ ...plain, lattice: 3, lines: 4, make: 'Samsung' }], 60, capture)).toEqual({
    ...{ ...none, lattice: true, lines: true, computed: true },
  });
  expect(doubts([plain], 60, { ...capture, make: 'Apple' })).toEqual({ ...none, computed: true });
  expect(doubts([plain], 60, { ...capture, zoomed: true, composed: true })).toEqual({
    ...{ ...none, computed: true, zoomed: true },
  });
});
