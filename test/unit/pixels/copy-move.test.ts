import { describe, expect, it } from 'vitest';
import { descriptorLength, ringDescriptors, unit } from '#core/pixels/copy-move/descriptors.ts';
import { detailNeeded } from '#core/pixels/copy-move/find-copies.ts';
import { fineDetail } from '#core/pixels/copy-move/fine-detail.ts';
import { linearRegions } from '#core/pixels/copy-move/offset-fitting.ts';
import { grownPairs } from '#core/pixels/copy-move/pairs.ts';
import { patchMatch } from '#core/pixels/copy-move/patch-match.ts';
import { fineStructure, type LikePair } from '#core/pixels/copy-move/patterns.ts';
import { reducedTo } from '#core/pixels/copy-move/plane.ts';
import { recurrences } from '#core/pixels/copy-move/recurrence.ts';
import {
  type Affine,
  affineThrough,
  enlarged,
  inverted,
  named,
  similarityOf,
} from '#core/pixels/copy-move/transform.ts';
import { type FloatPlane, lumaOf } from '#core/pixels/picture.ts';
import { type Planting, plant, repeatingPicture, texturedPicture } from '../../fixtures/make/clones.ts';

const { signal } = new AbortController();

/** Turn by `angle` degrees, scale, mirroring first, and a shift: written out from the definition. */
function similarity(angle: number, scale: number, mirrored: boolean, x: number, y: number): Affine {
  const [c, s] = [scale * Math.cos((angle * Math.PI) / 180), scale * Math.sin((angle * Math.PI) / 180)];
  return mirrored ? [-c, -s, x, -s, c, y] : [c, -s, x, s, c, y];
}

describe('transforms', () => {
  it.each([
    [0, 1, false],
    [37, 0.6, false],
    [-150, 1.8, true],
    [90, 1, true],
  ] as const)(
    'of %d°, scale %d, mirrored %s are named, found from points and undone',
    (angle, scale, mirrored) => {
      const transform = similarity(angle, scale, mirrored, 40, -12);
      const name = named(transform, 10, 20);
      expect(name.angle).toBeCloseTo(angle, 9);
      expect(name.scale).toBeCloseTo(scale, 9);
      expect(name.mirrored).toBe(mirrored);
      const go = (by: Affine, x: number, y: number) =>
        [by[0] * x + by[1] * y + by[2], by[3] * x + by[4] * y + by[5]] as const;
      const places = [
        [3, 5],
        [60, 7],
        [20, 80],
      ] as const;
      const through = affineThrough(
        places.flatMap(([x, y]) => [x, y, ...go(transform, x, y)]),
        3,
      );
      const two = similarityOf([3, 5, 60, 7], [...go(transform, 3, 5), ...go(transform, 60, 7)], mirrored);
      for (let at = 0; at < 6; at += 1) {
        expect(through![at]).toBeCloseTo(transform[at]!, 8);
        expect(two![at]).toBeCloseTo(transform[at]!, 8);
      }
      const [x, y] = go(inverted(transform), ...go(transform, 11, 13));
      expect([x, y].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([11, 13]);
      // A pixel of the small picture is the middle of 3 × 3 pixels of the large one.
      const [X, Y] = go(transform, 4, 9);
      const [u, v] = go(enlarged(transform, 3), 13, 28);
      expect(u).toBeCloseTo(3 * X + 1, 8);
      expect(v).toBeCloseTo(3 * Y + 1, 8);
    },
  );
});

describe('reduced planes', () => {
  it('hold the mean of the pixels they stand for, whole or not', () => {
    const data = Float32Array.from({ length: 60 * 40 }, (_, at) => (at % 60) * 2 + Math.floor(at / 60) * 3);
    const half = reducedTo({ width: 60, height: 40, data }, 600);
    expect([half.width, half.height, half.factor]).toEqual([30, 20, 2]);
    expect(half.data[0]).toBeCloseTo(2.5, 4);
    const odd = reducedTo({ width: 60, height: 40, data }, 1000);
    // A plane of constant slope stays one: pixel (x, y) stands for the middle of its square.
    const at = (x: number, y: number) =>
      ((x + 0.5) * odd.factor - 0.5) * 2 + ((y + 0.5) * odd.factor - 0.5) * 3;
    expect(odd.data[5 * odd.width + 7]).toBeCloseTo(at(7, 5), 0);
  });
});

describe('ring descriptors', () => {
  it('stay under quarter turns and mirroring, and nearly under others', () => {
    const size = 61;
    const value = (x: number, y: number) =>
      120 + 40 * Math.sin(0.31 * x + 0.1 * y) + 30 * Math.cos(0.17 * x - 0.29 * y) + 2 * x;
    const drawn = (angle: number, mirrored: boolean): Int16Array => {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const data = Float32Array.from({ length: size * size }, (_, at) => {
        const [x, y] = [((at % size) - 30) * (mirrored ? -1 : 1), Math.floor(at / size) - 30];
        return value(c * x - s * y, s * x + c * y);
      });
      const { values } = ringDescriptors({ width: size, height: size, data }, 1);
      return values.slice((30 * size + 30) * descriptorLength, (30 * size + 31) * descriptorLength);
    };
    const plain = drawn(0, false);
    const miss = (other: Int16Array) => Math.hypot(...plain.map((number, at) => number - other[at]!)) / unit;
    expect(miss(drawn(Math.PI / 2, false))).toBeLessThan(0.1);
    expect(miss(drawn(0, true))).toBeLessThan(0.1);
    expect(miss(drawn(0.5, false))).toBeLessThan((0.03 * Math.hypot(...plain)) / unit);
  });
});

/** The dense search at its first scale on a small picture, to the grown regions. */
function searched(luma: FloatPlane) {
  const own = ringDescriptors(luma, 1);
  const field = patchMatch(own, own, { step: 2, leastDistance: 20, rounds: 8 }, signal);
  return grownPairs({ ...luma, factor: 1 } as FloatPlane, linearRegions(field), 20, signal);
}

const ground = texturedPicture(300, 200, 5);
const planting: Planting = { source: [75, 80], half: [30, 34], target: [210, 110] };

describe('the dense search', () => {
  it.each([
    ['moved', {}, [135, 30]],
    ['turned and mirrored', { angle: 70, mirrored: true }, [135, 30]],
  ] as const)('finds what was planted: %s', (_, change, offset) => {
    const planted = plant(ground, { ...planting, ...change });
    const pairs = searched(lumaOf(planted.data, 300, 200));
    expect(pairs).toHaveLength(1);
    const [{ transform, first, second }] = pairs as [(typeof pairs)[number]];
    const { angle, scale, mirrored } = named(transform, 75, 80);
    const wanted = { angle: 0, mirrored: false, ...change };
    // Which of the two is called the first is not known; mirroring undone turns the same way.
    expect(mirrored).toBe(wanted.mirrored);
    expect(Math.abs(angle)).toBeCloseTo(wanted.angle, 0);
    expect(scale).toBeCloseTo(1, 1);
    const start = first.left < second.left ? transform : inverted(transform);
    const moved = named(start, 75, 80).offset;
    expect(Math.hypot(moved[0] - offset[0], moved[1] - offset[1])).toBeLessThan(1);
    // Windows of 9 × 9 do not reach the edge of the region.
    let [inside, right] = [0, 0];
    for (const region of [first, second]) {
      for (let at = 0; at < region.mask.length; at += 1) {
        if (region.mask[at] === 0) continue;
        const place = (region.top + Math.floor(at / region.width)) * 300 + region.left + (at % region.width);
        inside += 1;
        right += Math.max(planted.sourceMask[place]!, planted.targetMask[place]!);
      }
    }
    const planned = [...planted.sourceMask].filter(Boolean).length * 2;
    expect(right / inside).toBeGreaterThan(0.95);
    expect(right / planned).toBeGreaterThan(0.7);
  });

  it('finds nothing in a picture without a copy', () => {
    expect(searched(lumaOf(ground.data, 300, 200))).toEqual([]);
  });
});

describe('fine detail', () => {
  const centres = Float32Array.from([60, 70, 75, 80, 90, 90, 75, 65, 65, 90, 85, 75]);
  const shift: Affine = [1, 0, 135, 0, 1, 30];

  it('is shared by a copy', () => {
    const { data } = plant(ground, planting);
    const detail = fineDetail(lumaOf(data, 300, 200), shift, centres, 1)!;
    expect(detail.correlation).toBeGreaterThan(0.95);
    expect(Math.abs(detail.elsewhere[0])).toBeLessThan(0.1);
  });

  it('is not shared by equal windows, each exposed for itself', () => {
    const { data } = repeatingPicture('facade', 300, 260, 4);
    const detail = fineDetail(lumaOf(data, 300, 260), [1, 0, 90, 0, 1, 0], centres, 1)!;
    expect(detail.correlation).toBeLessThan(0.2);
  });

  it('is nothing where there is no detail', () => {
    const flat = { width: 300, height: 200, data: new Float32Array(300 * 200).fill(90) };
    expect(fineDetail(flat, shift, centres, 1)).toBeNull();
  });
});

describe('content in many places', () => {
  // A pair seven steps apart: whole parts of the way between them lie on no tile.
  const step = 40;
  const pair = (across: number): LikePair => {
    const mask = new Uint8Array(50 * 50).fill(1);
    const region = { left: 24, top: 30, width: 50, height: 50, mask, area: 2500 };
    return { first: region, second: { ...region, left: 24 + across }, transform: [1, 0, across, 0, 1, 0] };
  };

  it('is counted for tiles, and twice for a copy', () => {
    const tile = texturedPicture(step, step, 3).data;
    const tiles = Float32Array.from({ length: 400 * 110 }, (_, at) => {
      const [x, y] = [at % 400, Math.floor(at / 400)];
      return tile[3 * ((y % step) * step + (x % step))]!;
    });
    const fine = (data: Float32Array) => fineStructure({ width: 400, height: 110, data });
    expect(recurrences(fine(tiles), pair(7 * step))).toBeGreaterThan(4);
    const { data } = lumaOf(texturedPicture(400, 110, 8).data, 400, 110);
    for (let y = 30; y < 80; y += 1) data.copyWithin(y * 400 + 304, y * 400 + 24, y * 400 + 74);
    expect(recurrences(fine(data), pair(7 * step))).toBe(2);
  });

  it('needs more detail on the same place of the blocks of JPEG', () => {
    const moved = { angle: 0, scale: 1, mirrored: false };
    const near = detailNeeded({ ...moved, offset: [170, 64] });
    expect(detailNeeded({ ...moved, offset: [-216, 136] })).toBeGreaterThan(near);
    expect(detailNeeded({ ...moved, offset: [216, 136], angle: 30 })).toBe(near);
    expect(detailNeeded({ ...moved, offset: [216, 136], mirrored: true })).toBe(near);
  });
});
