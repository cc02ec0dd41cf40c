import { climb, type Geometry, geometryOf } from './geometry.ts';
import { HIGHEST, PILOTS, TILE } from './layout.ts';
import type { Levels, PeakMap } from './peak-map.ts';
import type { PictureKey } from './picture-key.ts';
import { NYQUIST } from './spectrum.ts';

/** A way the mark may lie, and how far the pilots' power there stands above chance, in standard deviations. */
export interface Candidate {
  readonly geometry: Geometry;
  readonly score: number;
}

/** Samples per unit that are looked for. */
export const SMALLEST = 0.3;
export const LARGEST = 5.5;
/** Less of the mark than this is no use, units on the shorter side. */
export const SHORTEST = 120;
/** Grid step, in frequencies of the transform at the outermost pilot. */
const STEP = 2;
/** Places of the coarse grid that are looked at more closely, and how long. */
const KEPT = 300;
const ROUNDS = 6;
/** Directions a turn is divided into; a power of two. */
const DIRECTIONS = 8192;

const cosines = Float64Array.from({ length: DIRECTIONS }, (_, k) => Math.cos((2 * Math.PI * k) / DIRECTIONS));
const sines = Float64Array.from({ length: DIRECTIONS }, (_, k) => Math.sin((2 * Math.PI * k) / DIRECTIONS));

/** Best distinct places of a list that is being made. */
class Best {
  readonly #size: number;
  readonly #list: { score: number; x: number; y: number; kind: number; geometry: Geometry }[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** The score a new one must exceed. */
  get least(): number {
    return this.#list.length < this.#size ? -Infinity : this.#list.at(-1)!.score;
  }

  /** Of two neighbours (within `near` of each other, same kind) only the better stays. */
  offer(score: number, kind: number, x: number, y: number, near: number, make: () => Geometry): void {
    const list = this.#list;
    const other = list.findIndex(
      (one) => one.kind === kind && Math.abs(one.x - x) < near && Math.abs(one.y - y) < near,
    );
    if (other >= 0) {
      if (list[other]!.score >= score) return;
      list.splice(other, 1);
    }
    const at = list.findIndex((one) => one.score < score);
    list.splice(at < 0 ? list.length : at, 0, { score, kind, x, y, geometry: make() });
    if (list.length > this.#size) list.pop();
  }

  list(): Candidate[] {
    return this.#list.map(({ score, geometry }) => ({ score, geometry }));
  }
}

/** Radius that the outermost pilot has in the transform when the scale is this, frequencies. */
function reach(map: PeakMap, scale: number): number {
  const size = Math.max(map.columns, map.rows);
  return Math.min((HIGHEST / TILE / scale) * size, NYQUIST * size);
}

function scoreOf({ mean, deviation }: Levels, sum: number, count: number): number {
  return (sum - mean * count) / (deviation * Math.sqrt(Math.max(count, 12)));
}

/** Search over scale and rotation, both ways round. */
export function searchTurned(map: PeakMap, key: PictureKey, count: number): Candidate[] {
  const best = new Best(KEPT);
  const { columns, rows, stride } = map;
  const { levels } = map.coarse;
  const mask = rows - 1;
  const largest = Math.min(LARGEST, map.shorter / SHORTEST);
  const sums = new Int32Array(DIRECTIONS);
  for (let scale = SMALLEST; scale < largest; scale *= 1 + STEP / reach(map, scale)) {
    const radius = reach(map, scale);
    const turns = Math.ceil((Math.PI * radius) / STEP);
    const step = DIRECTIONS / 2 / turns;
    for (let mirrored = 0; mirrored < 2; mirrored += 1) {
      sums.fill(0, 0, turns);
      let pilots = 0;
      for (let k = 0; k < PILOTS; k += 1) {
        const y = mirrored ? -key.pilotY[k]! : key.pilotY[k]!;
        const x = key.pilotX[k]!;
        const frequency = Math.hypot(x, y) / TILE / scale;
        if (frequency >= NYQUIST) continue;
        pilots += 1;
        const [wide, high] = [frequency * columns, frequency * rows];
        const start = (Math.atan2(y, x) / (2 * Math.PI)) * DIRECTIONS + DIRECTIONS + 0.5;
        for (let turn = 0; turn < turns; turn += 1) {
          const direction = (start + turn * step) & (DIRECTIONS - 1);
          const u = wide * cosines[direction]!;
          const v = high * sines[direction]!;
          const at =
            u < 0
              ? (Math.floor(0.5 - v) & mask) * stride + ((0.5 - u) | 0)
              : (Math.floor(0.5 + v) & mask) * stride + ((0.5 + u) | 0);
          sums[turn]! += levels[at]!;
        }
      }
      if (pilots < 8) continue;
      for (let turn = 0; turn < turns; turn += 1) {
        const score = scoreOf(map.coarse, sums[turn]!, pilots);
        if (score <= best.least) continue;
        const angle = (turn * step * 2 * Math.PI) / DIRECTIONS;
        best.offer(score, mirrored, Math.log(scale), angle, (3 * STEP) / radius, () =>
          geometryOf(scale, scale, angle, mirrored === 1),
        );
      }
    }
  }
  return finest(map, key, best.list(), count);
}

/** Sides may differ by this factor in `searchStretched`. */
const STRETCH = 1.45;

/** Search over two scales, upright or turned by a quarter, both ways round. */
export function searchStretched(map: PeakMap, key: PictureKey, count: number): Candidate[] {
  const best = new Best(KEPT);
  const { columns, rows, stride } = map;
  const { levels } = map.coarse;
  const mask = rows - 1;
  const largest = Math.min(LARGEST, map.shorter / SHORTEST);
  const scales: number[] = [];
  for (let scale = SMALLEST; scale < largest; scale *= 1 + STEP / reach(map, scale)) scales.push(scale);
  const pilotU = new Float64Array(PILOTS);
  for (let kind = 0; kind < 4; kind += 1) {
    const quarter = kind >= 2;
    const mirror = kind % 2 === 1 ? -1 : 1;
    for (const scaleX of scales) {
      const near = (3 * STEP) / reach(map, scaleX);
      // Turned by a quarter clockwise: (x, y) stands at (−y, x).
      for (let k = 0; k < PILOTS; k += 1)
        pilotU[k] = ((quarter ? -mirror * key.pilotY[k]! : key.pilotX[k]!) / TILE / scaleX) * columns;
      for (const scaleY of scales) {
        const stretch = scaleX / scaleY;
        if (stretch > STRETCH || stretch < 1 / STRETCH) continue;
        let [sum, pilots] = [0, 0];
        for (let k = 0; k < PILOTS; k += 1) {
          const u = pilotU[k]!;
          const v = ((quarter ? key.pilotX[k]! : mirror * key.pilotY[k]!) / TILE / scaleY) * rows;
          if (Math.abs(u) >= NYQUIST * columns || Math.abs(v) >= NYQUIST * rows) continue;
          pilots += 1;
          sum +=
            u < 0
              ? levels[(Math.floor(0.5 - v) & mask) * stride + ((0.5 - u) | 0)]!
              : levels[(Math.floor(0.5 + v) & mask) * stride + ((0.5 + u) | 0)]!;
        }
        if (pilots < 8) continue;
        const score = scoreOf(map.coarse, sum, pilots);
        if (score <= best.least) continue;
        best.offer(score, kind, Math.log(scaleX), Math.log(scaleY), near, () =>
          quarter
            ? geometryOf(scaleY, scaleX, Math.PI / 2, mirror < 0)
            : geometryOf(scaleX, scaleY, 0, mirror < 0),
        );
      }
    }
  }
  return finest(map, key, best.list(), count);
}

/** Climb on the powers themselves from what a coarse search found, and keep the best. */
export function finest(
  map: PeakMap,
  key: PictureKey,
  found: readonly Candidate[],
  count: number,
): Candidate[] {
  const step = TILE / HIGHEST / Math.max(map.columns, map.rows);
  return found
    .map(({ geometry }) => {
      const better = climb(geometry, step, ROUNDS, (a, b, c, d) =>
        powerAt(map, map.fine, key, a, b, c, d, PILOTS),
      );
      return { geometry: better.geometry, score: better.worth };
    })
    .sort((one, other) => other.score - one.score)
    .slice(0, count);
}

/** How high the first `count` pilots of a key stand at a geometry, in standard deviations. */
export function powerAt(
  map: PeakMap,
  grid: Levels,
  { pilotX, pilotY }: PictureKey,
  a: number,
  b: number,
  c: number,
  d: number,
  count: number,
): number {
  const { columns, rows, stride } = map;
  const { levels } = grid;
  const mask = rows - 1;
  const [across, down] = [columns / TILE, rows / TILE];
  const [edgeU, edgeV] = [NYQUIST * columns, NYQUIST * rows];
  let sum = 0;
  let pilots = 0;
  for (let k = 0; k < count; k += 1) {
    let u = (a * pilotX[k]! + b * pilotY[k]!) * across;
    let v = (c * pilotX[k]! + d * pilotY[k]!) * down;
    if (u < 0) {
      u = -u;
      v = -v;
    }
    if (u >= edgeU || v >= edgeV || v <= -edgeV) continue;
    pilots += 1;
    sum += levels[(Math.floor(0.5 + v) & mask) * stride + ((0.5 + u) | 0)]!;
  }
  return scoreOf(grid, sum, pilots);
}
