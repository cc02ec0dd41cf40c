import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoxColumns, boxFourLines, boxFourLinesAt } from '#shared/numeric/box-filter.ts';
import { dct8x8, dctProject, dctRows, inverseDct8x8 } from '#shared/numeric/dct.ts';
import { ErrorTally, mapSize, reduceRows } from '#shared/numeric/error-level.ts';
import {
  annexKChrominance,
  annexKLuminance,
  scaleByQuality,
  zigzag,
} from '#shared/numeric/jpeg-quantization.ts';
import { hammingDistance } from '#shared/numeric/pdq.ts';
import { hasTransparency, luminance, type Samples, toRgb8 } from '#shared/numeric/plane.ts';
import { lowerMedian, percentile } from '#shared/numeric/stats.ts';

function samples(part: Partial<Samples> & Pick<Samples, 'data' | 'channels'>): Samples {
  const width = part.data.length / part.channels;
  return { width, height: 1, bitDepth: 8, hasAlpha: false, colourSpace: 'srgb', ...part };
}

describe('planes', () => {
  it('weighs red, green and blue after BT.601', () => {
    const out = new Float32Array(4);
    luminance(samples({ channels: 3, data: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9) })).row(
      0,
      out,
    );
    expect([...out].map((value) => Math.round(value * 1000) / 1000)).toEqual([76.245, 149.685, 29.07, 9]);
  });

  it('lays transparent pixels on the given ground', () => {
    const half = samples({
      channels: 4,
      hasAlpha: true,
      data: Uint8Array.of(100, 100, 100, 0, 100, 100, 100, 255),
    });
    expect([...toRgb8(half, 255)]).toEqual([255, 255, 255, 100, 100, 100]);
    expect([...toRgb8(half, 0)]).toEqual([0, 0, 0, 100, 100, 100]);
    expect(hasTransparency(half)).toBe(true);
    expect(
      hasTransparency(samples({ channels: 2, hasAlpha: true, data: Uint8Array.of(1, 255, 2, 255) })),
    ).toBe(false);
  });

  it('scales 16 bits, spreads grey and turns ink into light', () => {
    const grey = samples({
      channels: 1,
      bitDepth: 16,
      colourSpace: 'grey16',
      data: Uint16Array.of(0, 65535, 257 * 77),
    });
    expect([...toRgb8(grey)]).toEqual([0, 0, 0, 255, 255, 255, 77, 77, 77]);
    const ink = samples({
      channels: 4,
      colourSpace: 'cmyk',
      data: Uint8Array.of(0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 255),
    });
    expect([...toRgb8(ink)]).toEqual([255, 255, 255, 255, 0, 0, 0, 0, 0]);
  });
});

describe('transforms', () => {
  it('equals the defining sum of T.81 A.3.3 and inverts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -128, max: 127 }), { minLength: 64, maxLength: 64 }),
        (block) => {
          const out = new Float64Array(64);
          dct8x8(block, out);
          for (const [v, u] of [
            [0, 0],
            [0, 3],
            [5, 2],
            [7, 7],
          ] as const) {
            let sum = 0;
            for (let y = 0; y < 8; y += 1) {
              for (let x = 0; x < 8; x += 1) {
                sum +=
                  block[y * 8 + x]! *
                  Math.cos(((2 * x + 1) * u * Math.PI) / 16) *
                  Math.cos(((2 * y + 1) * v * Math.PI) / 16);
              }
            }
            const scale = (u === 0 ? Math.SQRT1_2 : 1) * (v === 0 ? Math.SQRT1_2 : 1);
            expect(out[v * 8 + u]).toBeCloseTo((scale * sum) / 4, 9);
          }
          const back = new Float64Array(64);
          inverseDct8x8(out, back);
          block.forEach((value, at) => {
            expect(back[at]).toBeCloseTo(value, 9);
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('projects a pure cosine on one coefficient', () => {
    const wave = new Float32Array(64 * 64);
    for (let y = 0; y < 64; y += 1) {
      for (let x = 0; x < 64; x += 1) {
        wave[y * 64 + x] =
          Math.cos((Math.PI * 3 * (2 * y + 1)) / 128) * Math.cos((Math.PI * 5 * (2 * x + 1)) / 128);
      }
    }
    const out = dctProject(wave, dctRows(64, 1, 16), 64);
    out.forEach((value, at) => {
      expect(value).toBeCloseTo(at === 2 * 16 + 4 ? 32 : 0, 3);
    });
  });

  it('filters like a mean over the window that exists', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }), (length, size) => {
        fc.pre(size <= length);
        const line = Float32Array.from({ length }, (_, at) => (at * 37) % 101);
        const after = Math.floor(size / 2);
        const expected = Array.from(line, (_, at) => {
          const part = line.slice(Math.max(0, at - (size - 1 - after)), at + after + 1);
          return part.reduce((sum, value) => sum + value, 0) / part.length;
        });
        const four = new Float32Array(4 * length);
        const blurred = new Float32Array(4 * length);
        for (const at of [0, 1, 2, 3])
          four.set(
            line.map((value) => value + at),
            at * length,
          );
        boxFourLines(four, size, blurred);
        const places = Int32Array.of(0, length >> 2, length >> 1, length - 1);
        const some = new Float32Array(4 * places.length);
        boxFourLinesAt(four, size, places, some);
        some.forEach((mean, at) => {
          expect(mean).toBe(blurred[(at >> 2) * length + places[at & 3]!]);
        });
        const lines = [0, 1, 2, 3].map((at) =>
          blurred.subarray(at * length, (at + 1) * length).map((mean) => mean - at),
        );
        const down = new Float32Array(length);
        const columns = new BoxColumns(1, length, size, (row, means) => {
          down[row] = means[0]!;
        });
        for (const value of line) {
          columns.next()[0] = value;
          columns.push();
        }
        for (const out of [...lines, down]) {
          expected.forEach((value, at) => {
            expect(out[at]).toBeCloseTo(value, 3);
          });
        }
      }),
    );
  });
});

describe('box filters', () => {
  it('round as a division in single precision does, step by step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 40 }), (length, size) => {
        fc.pre(size <= length);
        const weights = [0.299, 0.587, 0.114].map(Math.fround);
        const values = Float32Array.from({ length: 4 * length }, (_, at) =>
          weights.reduce((sum, weight, place) => sum + weight * ((at * (91 + 16 * place)) % 256), 0),
        );
        const after = Math.floor(size / 2);
        const before = size - 1 - after;
        const expected = [0, 1, 2, 3].flatMap((line) => {
          let sum = 0;
          let count = 0;
          const means: number[] = [];
          const window = values.subarray(line * length, (line + 1) * length);
          for (let at = -after; at < length; at += 1) {
            if (at + after < length) {
              sum = Math.fround(sum + window[at + after]!);
              count += 1;
            }
            if (at - before - 1 >= 0) {
              sum = Math.fround(sum - window[at - before - 1]!);
              count -= 1;
            }
            if (at >= 0) means.push(Math.fround(sum / count));
          }
          return means;
        });
        const out = new Float32Array(4 * length);
        boxFourLines(values, size, out);
        expect([...out]).toEqual(expected);
        const down: number[] = [];
        const columns = new BoxColumns(4, length, size, (_row, means) => down.push(...means));
        for (let row = 0; row < length; row += 1) {
          const next = columns.next();
          for (const line of [0, 1, 2, 3]) next[line] = values[line * length + row]!;
          columns.push();
        }
        expect(down).toEqual(expected.map((_, at) => expected[(at % 4) * length + Math.floor(at / 4)]));
      }),
    );
  });
});

describe('numbers', () => {
  it('takes the lower median', () => {
    expect(lowerMedian(Float32Array.of(4, 1, 3, 2))).toBe(2);
    expect(lowerMedian(Float32Array.of(5, 1, 3))).toBe(3);
    expect(percentile([0, 9, 0, 1], 0.9)).toBe(1);
    expect(percentile([0, 9, 0, 1], 0.91)).toBe(3);
  });

  it('counts differing bits', () => {
    expect(hammingDistance('00ff', '0f0f')).toBe(8);
    expect(hammingDistance('f'.repeat(64), '0'.repeat(64))).toBe(256);
  });

  it('keeps both signs of an error', () => {
    const tally = new ErrorTally(32);
    const pictures = { magnitude: new Uint8Array(3), signed: new Uint8Array(3) };
    tally.add(Uint8Array.of(10, 10, 10), Uint8Array.of(13, 9, 10), pictures, 0);
    tally.add(Uint8Array.of(50, 50, 50, 99, 0, 0), Uint8Array.of(40, 90, 50, 67, 0, 0), pictures, 1);
    expect(tally.statistics()).toMatchObject({
      mean: 86 / 9,
      changed: 5 / 9,
      median: 32,
      maximum: 40,
      beyondScale: 1 / 3,
    });
    expect([...pictures.magnitude]).toEqual([24, 255, 255]);
    expect([...pictures.signed]).toEqual([116, 0, 255]);
  });
});

describe('error pictures', () => {
  it('tallies like the definition, tie to the first channel', () => {
    const bytes = fc.uint8Array({ minLength: 3, maxLength: 300 });
    fc.assert(
      fc.property(bytes, bytes, fc.integer({ min: 4, max: 255 }), (one, two, range) => {
        const length = Math.min(one.length, two.length) - (Math.min(one.length, two.length) % 3);
        const [first, second] = [one.subarray(0, length), two.subarray(0, length)];
        const pictures = { magnitude: new Uint8Array(length / 3), signed: new Uint8Array(length / 3) };
        const tally = new ErrorTally(range);
        tally.add(first, second, pictures, 0);
        const differences = Array.from(first, (value, at) => value - second[at]!);
        const pixels = pictures.magnitude.length;
        const most = Array.from({ length: pixels }, (_, at) =>
          differences
            .slice(at * 3, at * 3 + 3)
            .reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0),
        );
        const cut = most.map((value) => Math.max(-range, Math.min(range, value)));
        expect([...pictures.magnitude]).toEqual(
          cut.map((value) => Math.round((Math.abs(value) / range) * 255)),
        );
        expect([...pictures.signed]).toEqual(
          cut.map((value) => Math.round(((value + range) / (2 * range)) * 255)),
        );
        const { mean, changed, maximum, beyondScale } = tally.statistics();
        expect(mean * length).toBeCloseTo(
          differences.reduce((sum, value) => sum + Math.abs(value), 0),
          6,
        );
        expect(changed * length).toBeCloseTo(differences.filter((value) => value !== 0).length, 6);
        expect(maximum).toBe(Math.max(...most.map(Math.abs)));
        expect(beyondScale * pixels).toBeCloseTo(most.filter((value) => Math.abs(value) > range).length, 6);
      }),
    );
  });

  it('are reduced by the extreme of each block, in strips as at once', () => {
    const size = { width: 7, height: 5 };
    const small = mapSize(size.width, size.height, 12);
    expect(small).toEqual({ width: 4, height: 3 });
    expect(mapSize(2000, 2000, 4_000_000)).toEqual({ width: 2000, height: 2000 });
    expect(mapSize(4000, 3000, 4_000_000)).toEqual({ width: 2000, height: 1500 });
    expect(mapSize(1, 9_000_000, 4_000_000)).toEqual({ width: 1, height: 3_000_000 });
    const rows = Uint8Array.from({ length: 35 }, (_, at) => (at * 71) % 256);
    const target = () => ({ ...small, data: new Uint8Array(12).fill(128) });
    const [whole, strips] = [target(), target()];
    reduceRows(rows, size, 0, 128, whole);
    reduceRows(rows.subarray(0, 21), size, 0, 128, strips);
    reduceRows(rows.subarray(21), size, 3, 128, strips);
    expect(strips).toEqual(whole);
    // Every value stands in its block, and none of a block lies farther from rest than what is shown.
    rows.forEach((value, at) => {
      const row = Math.floor(((Math.floor(at / 7) + 0.5) * 3) / 5);
      const column = Math.floor((((at % 7) + 0.5) * 4) / 7);
      const shown = whole.data[row * 4 + column]!;
      expect(Math.abs(shown - 128)).toBeGreaterThanOrEqual(Math.abs(value - 128));
    });
    expect([...whole.data].every((value) => rows.includes(value))).toBe(true);
  });
});

describe('JPEG tables', () => {
  it('orders by zig-zag as T.81 Figure A.6', () => {
    expect([...zigzag.slice(0, 12)]).toEqual([0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25]);
    expect([...zigzag.slice(-4)]).toEqual([47, 55, 62, 63]);
    expect(new Set(zigzag).size).toBe(64);
  });

  it('scales with whole-number division', () => {
    expect([...scaleByQuality(annexKLuminance, 100, 255)]).toEqual(Array(64).fill(1));
    expect([...scaleByQuality(annexKLuminance, 50, 255)]).toEqual([...annexKLuminance]);
    // 5000/45 is 111.1: floating-point factors give 18 for a step of 16, libjpeg's 111 % gives 18 too, but 121 shows it.
    expect(scaleByQuality(annexKLuminance, 45, 255)[53]).toBe(
      Math.floor((annexKLuminance[53]! * 111 + 50) / 100),
    );
    expect(scaleByQuality(annexKChrominance, 10, 32767)[63]).toBe(495);
    expect(scaleByQuality(annexKChrominance, 10, 255)[63]).toBe(255);
  });
});
