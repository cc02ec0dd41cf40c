import { bandCount, bandEdges } from './levels.ts';

/** Levels of two sounds, cell on cell. */
export interface LevelCells {
  readonly frames: number;
  /** `frames × bandCount`, dB. */
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** What two sounds laid on each other differ in; pairs are `[first, second]`. */
export interface SoundMeasures {
  /** Octaves that each lacks at the upper and at the lower end of what the other has. */
  readonly narrow: readonly [number, number];
  /** Decibels by which short pauses lie nearer to what is loud around them than in the other. */
  readonly filled: readonly [number, number];
  /** Mean difference of cells that both have, level and tone matched, dB. */
  readonly difference: number;
}

/** Levels below the other's, tone and all, at which a band is lost, dB; at which it is of no use in either. */
const lost = 13;
const leastLevel = -100;
const deepest = 78;
/** Correlation in time that a band must have with the others, so that noise beyond the end of a band is no band. */
const leastModulation = 0.25;
/** Cells below this are moved by rounding to 16 bits, dB. */
const leastCell = -90;
/** Depth to which pauses are looked at, dB; frames to both sides of a pause in which it was loud; how far it lies below. */
const mostDepth = 45;
const reach = 6;
const dip = 15;
const leastDips = 40;

/** `null`: too little that can be compared. */
export function measuresOf({ frames, first, second }: LevelCells): SoundMeasures | null {
  if (frames < 20) return null;
  const [one, other] = [profileOf(first, frames), profileOf(second, frames)];
  const gain = median(
    usualBands.flatMap((band) =>
      Math.min(one.high[band]!, other.high[band]!) > leastLevel ? [other.high[band]! - one.high[band]!] : [],
    ),
  );
  if (gain === null) return null;
  const rise = (band: number): number => other.high[band]! - one.high[band]! - gain;
  const common: number[] = [];
  for (let band = 0; band < bandCount; band += 1)
    if (one.alive[band] === 1 && other.alive[band] === 1 && Math.abs(rise(band)) < lost) common.push(band);
  if (common.length < 4) return null;
  const narrow = [
    lackOf(other, second, frames, common, (band) => rise(band) > lost),
    lackOf(one, first, frames, common, (band) => rise(band) < -lost),
  ] as const;
  // Median level of the difference in each common band: equalisation, which says nothing.
  const tone = new Float32Array(bandCount);
  for (const band of common) tone[band] = toneOf(first, second, frames, band, one, other);
  return {
    narrow,
    filled: filledOf(first, second, frames, common, tone, one, other),
    difference: differenceOf(first, second, frames, common, tone, one, other),
  };
}

/** Bands in which level is matched: those of a telephone. */
const usualBands = Array.from({ length: bandCount }, (_, band) => band).filter(
  (band) => bandEdges(band)[0] >= 350 && bandEdges(band)[1] <= 3200,
);

/** How loud each band of a sound is. */
interface Profile {
  /** Level below which 90 of 100 cells lie. */
  readonly high: Float32Array;
  /** 1 where there is sound at all. */
  readonly alive: Uint8Array;
}

function profileOf(levels: Float32Array, frames: number): Profile {
  const high = new Float32Array(bandCount);
  const column = new Float32Array(frames);
  for (let band = 0; band < bandCount; band += 1) {
    for (let frame = 0; frame < frames; frame += 1) column[frame] = levels[frame * bandCount + band]!;
    column.sort();
    high[band] = column[Math.floor(0.9 * (frames - 1))]!;
  }
  const least = Math.max(leastLevel, Math.max(...high) - deepest);
  return { high, alive: Uint8Array.from(high, (level) => (level > least ? 1 : 0)) };
}

/** Octaves of `wide` beyond the common bands that are missing here; below the common bands they count half. */
function lackOf(
  wide: Profile,
  levels: Float32Array,
  frames: number,
  common: readonly number[],
  isLost: (band: number) => boolean,
): number {
  const [bottom, top] = [common[0]!, common.at(-1)!];
  const whole = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame += 1)
    for (const band of common) whole[frame]! += levels[frame * bandCount + band]!;
  const missing = (band: number): boolean =>
    wide.alive[band] === 1 && isLost(band) && modulation(levels, whole, band) >= leastModulation;
  let [upper, lower] = [top, bottom];
  for (let band = top + 1; band < bandCount; band += 1) if (missing(band)) upper = band;
  for (let band = bottom - 1; band >= 0; band -= 1) if (missing(band)) lower = band;
  const octaves = (from: number, to: number): number => Math.log2(bandEdges(to)[1] / bandEdges(from)[1]);
  return octaves(top, upper) + 0.5 * octaves(lower, bottom);
}

/** Correlation of a band's level with the level of all common ones, from frame to frame. */
function modulation(levels: Float32Array, whole: Float32Array, band: number): number {
  const frames = whole.length;
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (let frame = 0; frame < frames; frame += 1) {
    const [p, q] = [levels[frame * bandCount + band]!, whole[frame]!];
    a += p;
    b += q;
    aa += p * p;
    bb += q * q;
    ab += p * q;
  }
  const spread = (aa - (a * a) / frames) * (bb - (b * b) / frames);
  return spread <= 0 ? 0 : (ab - (a * b) / frames) / Math.sqrt(spread);
}

function toneOf(
  first: Float32Array,
  second: Float32Array,
  frames: number,
  band: number,
  one: Profile,
  other: Profile,
): number {
  const rises: number[] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    const [a, b] = [first[frame * bandCount + band]!, second[frame * bandCount + band]!];
    if (a > one.high[band]! - 15 && b > other.high[band]! - 25) rises.push(b - a);
  }
  return median(rises) ?? other.high[band]! - one.high[band]!;
}

/**
 * How much louder the second is where the first has just been much louder or will be so at once, less the same the other
 * way round: what differs by chance differs both ways.
 */
function filledOf(
  first: Float32Array,
  second: Float32Array,
  frames: number,
  common: readonly number[],
  tone: Float32Array,
  one: Profile,
  other: Profile,
): readonly [number, number] {
  const rises: [number[], number[]] = [[], []];
  for (const band of common) {
    const [floor, floorOther] = [one.high[band]! - mostDepth, other.high[band]! - mostDepth];
    const own = columnOf(first, frames, band, floor);
    const its = columnOf(second, frames, band, floorOther);
    for (let frame = reach; frame + reach < frames; frame += 1) {
      const rise = its[frame]! - own[frame]! - tone[band]!;
      if (isDip(own, frame, one.high[band]!)) rises[0].push(rise);
      if (isDip(its, frame, other.high[band]!)) rises[1].push(-rise);
    }
  }
  if (Math.min(rises[0].length, rises[1].length) < leastDips) return [0, 0];
  const more = (median(rises[0])! - median(rises[1])!) / 2;
  return more > 0 ? [0, more] : [-more, 0];
}

function columnOf(levels: Float32Array, frames: number, band: number, floor: number): Float32Array {
  return Float32Array.from({ length: frames }, (_, frame) =>
    Math.max(floor, levels[frame * bandCount + band]!),
  );
}

function isDip(levels: Float32Array, frame: number, high: number): boolean {
  let most = levels[frame]!;
  for (let at = frame - reach; at <= frame + reach; at += 1) most = Math.max(most, levels[at]!);
  return most > high - 15 && levels[frame]! < most - dip;
}

function differenceOf(
  first: Float32Array,
  second: Float32Array,
  frames: number,
  common: readonly number[],
  tone: Float32Array,
  one: Profile,
  other: Profile,
): number {
  let [sum, count] = [0, 0];
  for (let frame = 0; frame < frames; frame += 1) {
    for (const band of common) {
      const at = frame * bandCount + band;
      if (Math.min(first[at]!, second[at]!) < leastCell) continue;
      if (first[at]! < one.high[band]! - 30 && second[at]! < other.high[band]! - 30) continue;
      sum += Math.min(20, Math.abs(second[at]! - first[at]! - tone[band]!));
      count += 1;
    }
  }
  return count === 0 ? 20 : sum / count;
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[sorted.length >> 1]!;
}
