import { PlaneTransform } from '#shared/numeric/fourier-plane.ts';
import { climb, type Geometry } from './geometry.ts';
import { HIGHEST, PILOTS, TILE } from './layout.ts';
import type { PictureKey } from './picture-key.ts';
import { heldBack, type PictureSpectrum, readSpectrum, type Sample } from './spectrum.ts';

/** The mark's place in one plane: geometry, and where within the tile the plane's middle lies. */
export interface Alignment {
  readonly geometry: Geometry;
  /** Units; the mark turned by 180° is told apart by `turned`. */
  readonly shiftX: number;
  readonly shiftY: number;
  readonly turned: boolean;
  /** How far the pilots stand above chance when added in phase, standard deviations; of noise alone about 4. */
  readonly score: number;
}

const sample: Sample = { real: 0, imaginary: 0, ground: 1 };

/** Pilots of one plane as read at some geometry, each turned back by its own phase. */
class PilotReader {
  readonly #spectrum: PictureSpectrum;
  readonly #key: PictureKey;
  /** Both ways: as it is, and turned by 180°. */
  readonly real: readonly [Float64Array, Float64Array] = [new Float64Array(PILOTS), new Float64Array(PILOTS)];
  readonly imaginary: readonly [Float64Array, Float64Array] = [
    new Float64Array(PILOTS),
    new Float64Array(PILOTS),
  ];
  /** Pilots within what the spectrum holds. */
  read = 0;

  constructor(spectrum: PictureSpectrum, key: PictureKey) {
    this.#spectrum = spectrum;
    this.#key = key;
  }

  /** Sum of the pilots' powers, the strong ones held back, at a geometry. */
  take(a: number, b: number, c: number, d: number): number {
    const { pilotX, pilotY, pilotCosine, pilotSine } = this.#key;
    const [plain, turned] = [0, 1] as const;
    let power = 0;
    this.read = 0;
    for (let k = 0; k < PILOTS; k += 1) {
      const x = pilotX[k]! / TILE;
      const y = pilotY[k]! / TILE;
      let [real, imaginary] = [0, 0];
      if (readSpectrum(this.#spectrum, a * x + b * y, c * x + d * y, sample)) {
        this.read += 1;
        const gain = heldBack(sample);
        real = sample.real * gain;
        imaginary = sample.imaginary * gain;
        power += real * real + imaginary * imaginary;
      }
      const [cosine, sine] = [pilotCosine[k]!, pilotSine[k]!];
      this.real[plain][k] = real * cosine + imaginary * sine;
      this.imaginary[plain][k] = imaginary * cosine - real * sine;
      this.real[turned][k] = real * cosine - imaginary * sine;
      this.imaginary[turned][k] = -imaginary * cosine - real * sine;
    }
    return power;
  }

  /** Sum of the pilots in phase when the plane's middle lies at a shift, units. */
  inPhase(way: 0 | 1, shiftX: number, shiftY: number): number {
    const { pilotX, pilotY } = this.#key;
    const real = this.real[way];
    const imaginary = this.imaginary[way];
    let sum = 0;
    for (let k = 0; k < PILOTS; k += 1) {
      const angle = (2 * Math.PI * (pilotX[k]! * shiftX + pilotY[k]! * shiftY)) / TILE;
      sum += real[k]! * Math.cos(angle) + imaginary[k]! * Math.sin(angle);
    }
    return sum;
  }

  /** The same in standard deviations of what noise gives at one shift. */
  score(way: 0 | 1, shiftX: number, shiftY: number): number {
    return this.inPhase(way, shiftX, shiftY) / Math.sqrt(Math.max(8, this.read) / 2);
  }
}

const shifts = new PlaneTransform(TILE, TILE);
const shiftReal = new Float32Array(TILE * TILE);
const shiftImaginary = new Float32Array(TILE * TILE);

interface Shift {
  readonly value: number;
  readonly way: 0 | 1;
  readonly shiftX: number;
  readonly shiftY: number;
}

/** Whole-unit shifts at which the pilots add up best, either way, the best first; no two next to each other. */
function bestShifts(reader: PilotReader, key: PictureKey, count: number): Shift[] {
  shiftReal.fill(0);
  shiftImaginary.fill(0);
  // Each way is made Hermitian, so that its sums are real; the second travels as the imaginary part.
  for (let k = 0; k < PILOTS; k += 1) {
    const [x, y] = [key.pilotX[k]!, key.pilotY[k]!];
    const at = y * TILE + (x & (TILE - 1));
    const back = ((TILE - y) & (TILE - 1)) * TILE + (-x & (TILE - 1));
    const [pr, pi] = [reader.real[0][k]!, reader.imaginary[0][k]!];
    const [tr, ti] = [reader.real[1][k]!, reader.imaginary[1][k]!];
    shiftReal[at] = (pr - ti) / 2;
    shiftImaginary[at] = (pi + tr) / 2;
    shiftReal[back] = (pr + ti) / 2;
    shiftImaginary[back] = (tr - pi) / 2;
  }
  shifts.forward(shiftReal, shiftImaginary);
  const found: Shift[] = [];
  for (const [way, values] of [
    [0, shiftReal],
    [1, shiftImaginary],
  ] as const) {
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at]!;
      if (found.length === count && value <= found.at(-1)!.value) continue;
      const [shiftX, shiftY] = [at & (TILE - 1), at >> 7];
      const near = found.findIndex((one) => one.way === way && apart(one, shiftX, shiftY) < 3);
      if (near >= 0) {
        if (found[near]!.value >= value) continue;
        found.splice(near, 1);
      }
      const place = found.findIndex((one) => one.value < value);
      found.splice(place < 0 ? found.length : place, 0, { value, way, shiftX, shiftY });
      if (found.length > count) found.pop();
    }
  }
  return found;
}

function apart(one: Shift, x: number, y: number): number {
  const across = Math.abs(one.shiftX - x);
  const down = Math.abs(one.shiftY - y);
  return Math.max(Math.min(across, TILE - across), Math.min(down, TILE - down));
}

/** Pilot scores below this are chance, and not worth refining. */
const REFINED_FROM = 4.3;

/** Step of a frequency of the plane's own resolution at the outermost pilot, as a change of a geometry's number. */
function stepOf(spectrum: PictureSpectrum): number {
  return TILE / HIGHEST / Math.max(spectrum.width, spectrum.height);
}

/** Where within the tile a plane lies whose geometry is known already: frames of a film share theirs. */
export function locate(spectrum: PictureSpectrum, key: PictureKey, geometry: Geometry): Alignment {
  const reader = new PilotReader(spectrum, key);
  reader.take(geometry.a, geometry.b, geometry.c, geometry.d);
  return settled(reader, geometry, bestShifts(reader, key, 1)[0]!, 0.5);
}

/**
 * Other places within the tile that fit nearly as well as the one `align` chose: where only few pilots came through,
 * several do.
 */
export function otherPlaces(
  spectrum: PictureSpectrum,
  key: PictureKey,
  { geometry, score }: Alignment,
  count: number,
): Alignment[] {
  const reader = new PilotReader(spectrum, key);
  reader.take(geometry.a, geometry.b, geometry.c, geometry.d);
  return bestShifts(reader, key, count + 1)
    .map((shift) => settled(reader, geometry, shift, 0.5))
    .sort((one, other) => other.score - one.score)
    .slice(1)
    .filter((one) => one.score > score * NEARLY);
}

const NEARLY = 0.75;

function settled(reader: PilotReader, geometry: Geometry, { way, ...whole }: Shift, from: number): Alignment {
  const [shiftX, shiftY] = settle(reader, way, whole.shiftX, whole.shiftY, from);
  return { geometry, shiftX, shiftY, turned: way === 1, score: reader.score(way, shiftX, shiftY) };
}

/** Refine a geometry on one plane and find where within the tile it lies. */
export function align(spectrum: PictureSpectrum, key: PictureKey, start: Geometry): Alignment {
  const reader = new PilotReader(spectrum, key);
  const step = stepOf(spectrum);
  const { geometry: coarse } = climb(start, step * 0.6, 10, (a, b, c, d) => reader.take(a, b, c, d));
  reader.take(coarse.a, coarse.b, coarse.c, coarse.d);
  const [first] = bestShifts(reader, key, 1) as [Shift];
  const { way } = first;
  let { shiftX, shiftY } = first;
  let geometry = coarse;
  const score = reader.score(way, shiftX, shiftY);
  if (score < REFINED_FROM) return { geometry, shiftX, shiftY, turned: way === 1, score };
  for (const size of [0.5, 0.2]) {
    [shiftX, shiftY] = settle(reader, way, shiftX, shiftY, size);
    ({ geometry } = climb(geometry, step * 0.3 * size, 8, (a, b, c, d) => {
      reader.take(a, b, c, d);
      return reader.inPhase(way, shiftX, shiftY);
    }));
    reader.take(geometry.a, geometry.b, geometry.c, geometry.d);
  }
  return settled(reader, geometry, { ...first, shiftX, shiftY }, 0.1);
}

function settle(reader: PilotReader, way: 0 | 1, x: number, y: number, from: number): [number, number] {
  let [bestX, bestY] = [x, y];
  let highest = reader.inPhase(way, x, y);
  for (let step = from, round = 0; round < 12; round += 1) {
    let moved = false;
    for (const [dx, dy] of [
      [step, 0],
      [-step, 0],
      [0, step],
      [0, -step],
    ] as const) {
      const value = reader.inPhase(way, bestX + dx, bestY + dy);
      if (value <= highest) continue;
      highest = value;
      bestX += dx;
      bestY += dy;
      moved = true;
    }
    if (!moved) step /= 2;
  }
  return [bestX, bestY];
}
