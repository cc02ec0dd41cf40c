import { bandCount, bandEdges, silence } from './levels.ts';

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
  /** Share of the cells that are empty in each and not in the other. */
  readonly holes: readonly [number, number];
  /** Decibels by which pauses lie nearer to what is loud than in the other. */
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
/** How far a cell lies below what the other has there and before and after, when it was emptied, dB. */
const hole = 14;
/** Depth to which pauses are looked at, dB. */
const mostDepth = 45;

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
    lackOf(one, other, second, frames, common, (band) => rise(band) > lost),
    lackOf(other, one, first, frames, common, (band) => rise(band) < -lost),
  ] as const;
  // Median level of the difference in each common band: equalisation, which says nothing.
  const tone = new Float32Array(bandCount);
  for (const band of common) tone[band] = toneOf(first, second, frames, band, one, other);
  return {
    narrow,
    holes: [
      holesIn(first, second, frames, common, (band) => -tone[band]!, other),
      holesIn(second, first, frames, common, (band) => tone[band]!, one),
    ],
    filled: filledOf(common, one, other),
    difference: differenceOf(first, second, frames, common, tone, one, other),
  };
}

/** Bands in which level is matched: those of a telephone. */
const usualBands = Array.from({ length: bandCount }, (_, band) => band).filter(
  (band) => bandEdges(band)[0] >= 350 && bandEdges(band)[1] <= 3200,
);

/** How loud each band of a sound is. */
interface Profile {
  /** Levels below which 5, 20 and 90 of 100 cells lie. */
  readonly low: Float32Array;
  readonly soft: Float32Array;
  readonly high: Float32Array;
  /** 1 where there is sound at all. */
  readonly alive: Uint8Array;
}

function profileOf(levels: Float32Array, frames: number): Profile {
  const parts = [new Float32Array(bandCount), new Float32Array(bandCount), new Float32Array(bandCount)];
  const column = new Float32Array(frames);
  for (let band = 0; band < bandCount; band += 1) {
    for (let frame = 0; frame < frames; frame += 1) column[frame] = levels[frame * bandCount + band]!;
    column.sort();
    for (const [part, share] of [0.05, 0.2, 0.9].entries())
      parts[part]![band] = column[Math.floor(share * (frames - 1))]!;
  }
  const [low, soft, high] = parts as [Float32Array, Float32Array, Float32Array];
  const least = Math.max(leastLevel, Math.max(...high) - deepest);
  return { low, soft, high, alive: Uint8Array.from(high, (level) => (level > least ? 1 : 0)) };
}

/** Octaves of `wide` beyond the common bands that are missing here; below the common bands they count half. */
function lackOf(
  own: Profile,
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
    wide.alive[band] === 1 &&
    (isLost(band) || own.alive[band] === 0) &&
    modulation(levels, whole, band) >= leastModulation;
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
 * Share of the cells that are well above the pauses of `full` and empty in `own`: a codec leaves out what is hidden by
 * louder tones, frame by frame and band by band.
 *
 * @param rise own level over the other's where both are loud, dB
 */
function holesIn(
  own: Float32Array,
  full: Float32Array,
  frames: number,
  common: readonly number[],
  rise: (band: number) => number,
  profile: Profile,
): number {
  let [empty, all] = [0, 0];
  for (const band of common) {
    if (bandEdges(band)[0] < 500) continue;
    const least = Math.max(silence + hole, profile.low[band]! + 6, profile.high[band]! - 40);
    const level = rise(band);
    for (let frame = 1; frame + 1 < frames; frame += 1) {
      const at = frame * bandCount + band;
      const there = Math.min(full[at]!, full[at - bandCount]!, full[at + bandCount]!);
      if (there < least) continue;
      all += 1;
      if (own[at]! - level < there - hole) empty += 1;
    }
  }
  return all < 200 ? 0 : empty / all;
}

function filledOf(common: readonly number[], one: Profile, other: Profile): readonly [number, number] {
  const depth = ({ soft, low, high }: Profile, band: number): number =>
    Math.min(mostDepth, high[band]! - (soft[band]! + low[band]!) / 2);
  const shallower = median(common.map((band) => depth(one, band) - depth(other, band))) ?? 0;
  return shallower > 0 ? [0, shallower] : [-shallower, 0];
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
