import { describe, expect, test } from 'vitest';
import { KeyStream } from '#core/mark/code/key-stream.ts';
import { privateMarkKey, publicMarkKey } from '#core/mark/key.ts';
import type { Plane } from '#core/mark/picture/blur.ts';
import { differenceOf } from '#core/mark/picture/difference.ts';
import { markDelta, patternAt } from '#core/mark/picture/field.ts';
import { HIGHEST, LOWEST, PILOT_ENERGY, PILOTS, TILE, TILE_UNIT } from '#core/mark/picture/layout.ts';
import { pictureKey } from '#core/mark/picture/picture-key.ts';
import { prepared, readPlane } from '#core/mark/picture/read-plane.ts';
import { bestIdentifier } from '#core/mark/picture/registered.ts';
import { planeRows, resampled } from '#core/mark/picture/resample.ts';
import { statisticOf } from '#core/mark/picture/soft-values.ts';
import { readSpectrum, spectrumOf } from '#core/mark/picture/spectrum.ts';
import { markTile } from '#core/mark/picture/tile.ts';
import { PlaneTransform } from '#shared/numeric/fourier-plane.ts';
import { cloudPicture } from '../fixtures/make/cloud-picture.ts';

const key = pictureKey(publicMarkKey);
const payload = 0x0123_4567_89ab_cdefn;
const tile = markTile(key, payload);
/** Decodings of one plane and key that are counted, more than there can be. */
const PLANE_DECODINGS = 100;

function noisePlane(width: number, height: number, purpose: string): Plane {
  const random = new KeyStream(publicMarkKey, purpose);
  return {
    width,
    height,
    data: Float32Array.from({ length: width * height }, () => random.fraction() - 0.5),
  };
}

function clouds(width: number, height: number, seed: number): Plane {
  return { width, height, data: Float32Array.from(cloudPicture(width, height, 1, seed)) };
}

function sum(one: Plane, change: Float32Array): Plane {
  return { ...one, data: one.data.map((value, at) => value + change[at]!) };
}

describe('the transform of planes', () => {
  const [columns, rows] = [16, 8];

  test('of real numbers gives the sums that define it', () => {
    const plane = noisePlane(columns, rows, 'real').data;
    const stride = columns / 2 + 3;
    const real = new Float32Array(rows * stride);
    const imaginary = new Float32Array(rows * stride);
    const used = Uint32Array.from({ length: rows }, (_, row) => row);
    new PlaneTransform(columns, rows).forwardReal(plane, used, real, imaginary, stride, 1);
    for (let v = 0; v < rows; v += 1) {
      for (let u = 0; u <= columns / 2; u += 1) {
        const [a, b] = direct(plane, new Float32Array(plane.length), u, v);
        expect(real[v * stride + 1 + u]).toBeCloseTo(a, 4);
        expect(imaginary[v * stride + 1 + u]).toBeCloseTo(b, 4);
      }
    }
  });

  test('of complex numbers too', () => {
    const [real, imaginary] = [noisePlane(columns, rows, 'a').data, noisePlane(columns, rows, 'b').data];
    const [outReal, outImaginary] = [real.slice(), imaginary.slice()];
    new PlaneTransform(columns, rows).forward(outReal, outImaginary);
    for (let v = 0; v < rows; v += 1) {
      for (let u = 0; u < columns; u += 1) {
        const [a, b] = direct(real, imaginary, u, v);
        expect(outReal[v * columns + u]).toBeCloseTo(a, 4);
        expect(outImaginary[v * columns + u]).toBeCloseTo(b, 4);
      }
    }
  });

  function direct(real: Float32Array, imaginary: Float32Array, u: number, v: number): [number, number] {
    let [a, b] = [0, 0];
    for (let at = 0; at < real.length; at += 1) {
      const angle = -2 * Math.PI * ((u * (at % columns)) / columns + (v * Math.floor(at / columns)) / rows);
      a += real[at]! * Math.cos(angle) - imaginary[at]! * Math.sin(angle);
      b += real[at]! * Math.sin(angle) + imaginary[at]! * Math.cos(angle);
    }
    return [a, b];
  }
});

describe('the spectrum of a suspect', () => {
  test('between its frequencies is what the sum over the plane says, to a hundredth of its noise', () => {
    const plane = noisePlane(400, 300, 'between');
    const spectrum = spectrumOf(plane);
    const sample = { real: 0, imaginary: 0, ground: 1 };
    const fade = (x: number, length: number) =>
      Math.min(1, (x + 1) / (0.06 * length), (length - x) / (0.06 * length));
    let [errors, powers] = [0, 0];
    const places = new KeyStream(publicMarkKey, 'places');
    for (let trial = 0; trial < 40; trial += 1) {
      const [fx, fy] = [places.fraction() * 0.9 - 0.45, places.fraction() * 0.9 - 0.45];
      let [a, b] = [0, 0];
      for (let y = 0, at = 0; y < plane.height; y += 1) {
        for (let x = 0; x < plane.width; x += 1, at += 1) {
          const angle = -2 * Math.PI * (fx * (x - 200) + fy * (y - 150));
          const value = plane.data[at]! * fade(x, 400) * fade(y, 300);
          a += value * Math.cos(angle);
          b += value * Math.sin(angle);
        }
      }
      expect(readSpectrum(spectrum, fx, fy, sample)).toBe(true);
      errors += (a / sample.ground - sample.real) ** 2 + (b / sample.ground - sample.imaginary) ** 2;
      powers += sample.real ** 2 + sample.imaginary ** 2;
    }
    expect(errors / powers).toBeLessThan(0.01);
    // Whitened: noise has power 1, here within what 40 values allow.
    expect(powers / 40).toBeGreaterThan(0.5);
    expect(powers / 40).toBeLessThan(1.7);
    expect(readSpectrum(spectrum, 0.49, 0, sample)).toBe(false);
  });
});

describe('the tile', () => {
  /** Fourier coefficient of the tile at whole cycles, by the sum that defines it. */
  function coefficient(pattern: Int16Array, x: number, y: number): [number, number] {
    let [a, b] = [0, 0];
    for (let at = 0; at < pattern.length; at += 1) {
      const angle = (-2 * Math.PI * (x * (at % TILE) + y * Math.floor(at / TILE))) / TILE;
      a += pattern[at]! * Math.cos(angle);
      b += pattern[at]! * Math.sin(angle);
    }
    return [a / pattern.length / TILE_UNIT, b / pattern.length / TILE_UNIT];
  }

  test('has mean 0, the standard deviation it says, and room in 16 bits', () => {
    const values = Float64Array.from(tile);
    const mean = values.reduce((all, value) => all + value, 0) / values.length;
    const square = values.reduce((all, value) => all + value * value, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(1);
    expect(Math.sqrt(square)).toBeCloseTo(TILE_UNIT, -1);
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(32_000);
  });

  test('is the same on every machine', () => {
    // FNV-1a over the numbers; a change here is a change of the mark itself, and needs a new codec.
    let hash = 0x811c9dc5;
    for (const value of tile) hash = Math.imul(hash ^ (value & 0xffff), 0x01000193) >>> 0;
    expect(hash.toString(16)).toBe('52aba231');
  });

  test('has its energy in the band, at the pilots with their phases and at the carriers with their signs', () => {
    for (const k of [0, 7, 19, 39]) {
      const [a, b] = coefficient(tile, key.pilotX[k]!, key.pilotY[k]!);
      expect(Math.hypot(a, b)).toBeCloseTo(Math.sqrt(PILOT_ENERGY / PILOTS / 2), 4);
      expect(a / Math.hypot(a, b)).toBeCloseTo(key.pilotCosine[k]!, 2);
      expect(b / Math.hypot(a, b)).toBeCloseTo(key.pilotSine[k]!, 2);
    }
    const carrier = Math.sqrt((1 - PILOT_ENERGY) / 1104 / 4);
    for (const k of [0, 500, 1103]) {
      const [a, b] = coefficient(tile, key.binX[k]!, key.binY[k]!);
      expect(Math.abs(a)).toBeCloseTo(carrier, 4);
      expect(Math.abs(b)).toBeCloseTo(carrier, 4);
    }
    for (const [x, y] of [
      [0, 0],
      [LOWEST - 2, 0],
      [HIGHEST + 1, HIGHEST],
      [40, 3],
    ] as const)
      expect(Math.hypot(...coefficient(tile, x, y))).toBeLessThan(1e-4);
  });

  test('every key finds room for its pilots, off the axes and apart from each other', () => {
    for (let number = 0; number < 300; number += 1) {
      const bytes = new Uint8Array(32).fill(number & 255);
      bytes[0] = number >> 8;
      const { pilotX, pilotY } = pictureKey(privateMarkKey(bytes));
      expect(pilotX).toHaveLength(40);
      let [apart, fromAxes] = [Infinity, Infinity];
      for (let one = 0; one < 40; one += 1) {
        fromAxes = Math.min(fromAxes, Math.abs(pilotX[one]!), pilotY[one]!);
        for (let other = 0; other < one; other += 1)
          apart = Math.min(apart, Math.hypot(pilotX[one]! - pilotX[other]!, pilotY[one]! - pilotY[other]!));
      }
      expect(fromAxes).toBeGreaterThanOrEqual(2);
      expect(apart).toBeGreaterThanOrEqual(3);
    }
  });

  test('keys differ in pilots, order and signs; identifiers only at the carriers', () => {
    const other = pictureKey(privateMarkKey(new Uint8Array(32).fill(7)));
    expect(other.signs.length).toBe(2208);
    expect(other.pilotX).not.toEqual(key.pilotX);
    expect(other.bits).not.toEqual(key.bits);
    const agreeing = other.signs.reduce((all, sign, at) => all + (sign === key.signs[at] ? 1 : 0), 0);
    expect(Math.abs(agreeing - 1104)).toBeLessThan(120);
    const second = markTile(key, 99n);
    for (const k of [3, 21]) {
      const [one, two] = [tile, second].map((pattern) =>
        coefficient(pattern, key.pilotX[k]!, key.pilotY[k]!),
      );
      expect(two![0]).toBeCloseTo(one![0], 4);
    }
    // Each coded bit six times.
    const times = new Uint8Array(368);
    for (const bit of key.bits) times[bit]! += 1;
    expect(new Set(times)).toEqual(new Set([6]));
  });
});

describe('planes in other sizes', () => {
  test('samples are the means of what they cover', () => {
    const plane = noisePlane(23, 17, 'mean');
    const scale = 0.37;
    const small = resampled(planeRows(plane), scale);
    expect([small.width, small.height]).toEqual([9, 7]);
    for (const [i, j] of [
      [0, 0],
      [4, 3],
      [8, 6],
    ] as const) {
      let [total, area] = [0, 0];
      for (let y = 0; y < plane.height; y += 1) {
        for (let x = 0; x < plane.width; x += 1) {
          const across = Math.max(0, Math.min(x + 1, (i + 1) / scale) - Math.max(x, i / scale));
          const down = Math.max(0, Math.min(y + 1, (j + 1) / scale) - Math.max(y, j / scale));
          total += plane.data[y * plane.width + x]! * across * down;
          area += across * down;
        }
      }
      expect(small.data[j * small.width + i]).toBeCloseTo(total / area, 5);
    }
  });

  test('the pattern of a frame is the tile where frame and tile have the same size', () => {
    const pattern = patternAt(tile, 640, 512);
    for (const [x, y] of [
      [0, 0],
      [130, 77],
      [639, 511],
    ] as const)
      expect(pattern[y * 640 + x]).toBeCloseTo(tile[(y % TILE) * TILE + (x % TILE)]! / TILE_UNIT, 4);
  });
});

describe('marking and reading', () => {
  const plane = clouds(480, 400, 5);
  const marked = sum(plane, markDelta(plane, tile, 42));

  test('the change has the strength asked for', () => {
    const delta = markDelta(plane, tile, 40);
    const square = delta.reduce((all, value) => all + value * value, 0) / delta.length;
    expect(10 * Math.log10((255 * 255) / square)).toBeCloseTo(40, 1);
  });

  test('a whole picture is read, and the bound is the one the statistic gives', () => {
    const { reading } = readPlane(marked, key, { effort: 'whole' });
    expect(reading?.payload).toBe(payload);
    expect(reading?.falseAlarmLog10).toBeLessThan(-9);
    const { statistic, trials } = reading!;
    expect(reading?.falseAlarmLog10).toBeCloseTo(
      (-statistic * statistic) / 2 / Math.LN10 + Math.log10(trials),
      6,
    );
    // Declared beforehand: the first decoding is held against as much as the last one may be.
    expect(trials).toBe(PLANE_DECODINGS * 2 ** 64);
  });

  test('what chance does once in 10⁹ files is believed, and nothing less, however many share the chance', () => {
    const fainter = sum(plane, markDelta(plane, tile, 56));
    const alone = readPlane(fainter, key, { effort: 'whole' }).reading!;
    const enough = 10 ** (-9 - alone.falseAlarmLog10);
    const shared = (shares: number) => readPlane(fainter, key, { effort: 'whole', shares }).reading;
    expect(shared(enough * 0.99)?.falseAlarmLog10).toBeCloseTo(-9, 1);
    expect(shared(enough * 1.01)).toBeNull();
  });

  test.each([
    ['turned by 17°, 1.3 times as large', 1.3, 1.3, 17, false],
    ['mirrored, turned by 200°, 0.8 times', 0.8, 0.8, 200, true],
    ['stretched to 1.2 × 0.95', 1.2, 0.95, 0, false],
  ] as const)('%s: the geometry is the one it was given', (_, scaleX, scaleY, degrees, mirrored) => {
    // The mark laid over another picture by its own formula: place in units from the pixel, value from the tile.
    const host = clouds(480, 400, 6);
    const angle = (degrees * Math.PI) / 180;
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    const data = host.data.map((value, at) => {
      const [x, y] = [(at % 480) - 240, Math.floor(at / 480) - 200];
      const u = (cosine * x + sine * y) / scaleX;
      const v = ((mirrored ? -1 : 1) * (-sine * x + cosine * y)) / scaleY;
      return value + 2.4 * between(u + 33.3, v + 71.9);
    });
    const { reading } = readPlane({ ...host, data }, key, { effort: 'search' });
    expect(reading?.payload).toBe(payload);
    expect(reading?.trials).toBe(PLANE_DECODINGS * 2 ** 64);
    const { geometry, turned } = reading!.alignment;
    const sign = turned ? -1 : 1;
    const flip = mirrored ? -1 : 1;
    const truth = [cosine / scaleX, (-sine * flip) / scaleY, sine / scaleX, (cosine * flip) / scaleY];
    for (const [index, name] of (['a', 'b', 'c', 'd'] as const).entries())
      expect(Math.abs(sign * geometry[name] - truth[index]!)).toBeLessThan(0.003);
  });

  function between(u: number, v: number): number {
    const [left, top] = [Math.floor(u), Math.floor(v)];
    const [across, down] = [u - left, v - top];
    const at = (x: number, y: number): number =>
      tile[(y & (TILE - 1)) * TILE + (x & (TILE - 1))]! / TILE_UNIT;
    const above = at(left, top) * (1 - across) + at(left + 1, top) * across;
    const below = at(left, top + 1) * (1 - across) + at(left + 1, top + 1) * across;
    return above * (1 - down) + below * down;
  }

  test('without a mark, and with another key, nothing is read', () => {
    expect(readPlane(plane, key, { effort: 'search' }).reading).toBeNull();
    const other = pictureKey(privateMarkKey(new Uint8Array(32).fill(3)));
    expect(readPlane(marked, other, { effort: 'search' }).reading).toBeNull();
  });

  test('a register finds what no longer decodes, and only what is in it', () => {
    const noise = noisePlane(480, 400, 'grain').data.map((value) => 120 * value);
    const weak = sum(sum(plane, markDelta(plane, tile, 47)), noise);
    expect(readPlane(weak, key, { effort: 'whole' }).reading).toBeNull();
    const identifiers = BigUint64Array.from({ length: 1000 }, (_, at) => BigInt(at) * 7_919n + 1n);
    expect(readPlane(weak, key, { effort: 'whole', identifiers }).reading).toBeNull();
    identifiers[613] = payload;
    const { reading } = readPlane(weak, key, { effort: 'whole', identifiers });
    expect(reading).toMatchObject({ payload, route: 'register', trials: 16 * identifiers.length });
  });

  test('the test of identifiers gives the best of all, as one by one', () => {
    const random = new KeyStream(publicMarkKey, 'identifiers');
    const values = Float64Array.from({ length: 2208 }, () => random.fraction() - 0.5);
    const identifiers = BigUint64Array.from(
      { length: 200 },
      () => (BigInt(random.word()) << 32n) | BigInt(random.word()),
    );
    const each = Array.from(identifiers, (identifier) => statisticOf(values, key, identifier));
    const best = bestIdentifier(values, key, identifiers);
    expect(best?.statistic).toBeCloseTo(Math.max(...each), 9);
    expect(best?.payload).toBe(identifiers[each.indexOf(Math.max(...each))]);
  });

  test('a plane of one grey, a tiny one and one without an end in sight give no reading', () => {
    for (const [width, height] of [
      [300, 300],
      [3, 2],
      [2, 3000],
    ] as const) {
      const flat = { width, height, data: new Float32Array(width * height).fill(77) };
      expect(readPlane(flat, key, { effort: 'search' }).reading).toBeNull();
    }
    expect(prepared({ width: 1, height: 1, data: new Float32Array(1) }).columns).toBe(64);
  });
});

test('the difference of pictures: one level everywhere is 48.13 dB, and no difference has similarity 1', () => {
  const samples = {
    width: 64,
    height: 48,
    channels: 3,
    bitDepth: 8,
    hasAlpha: false,
    colourSpace: 'srgb',
    data: Uint8Array.from({ length: 64 * 48 * 3 }, (_, at) => (at * 7919) % 251),
  } as const;
  const brighter = { ...samples, data: samples.data.map((value) => value + 1) };
  expect(differenceOf(samples, brighter).psnr).toBeCloseTo(20 * Math.log10(255), 6);
  // A copy may gain an opacity, as packed animations do; the colour of what is not seen counts for nothing.
  const opaque = Uint8Array.from({ length: 64 * 48 * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : brighter.data[(at >> 2) * 3 + (at & 3)]!,
  );
  const wide = { ...samples, channels: 4, hasAlpha: true, data: opaque } as const;
  expect(differenceOf(samples, wide).psnr).toBeCloseTo(20 * Math.log10(255), 6);
  const unseen = opaque.map((value, at) => (at < 4000 ? (at % 4 === 3 ? 0 : 255 - value) : value));
  expect(differenceOf({ ...wide, data: unseen }, wide).psnr).toBe(Number.POSITIVE_INFINITY);
  expect(differenceOf(samples, samples)).toEqual({ psnr: Number.POSITIVE_INFINITY, ssim: 1 });
});
