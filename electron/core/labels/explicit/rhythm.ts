import { FRAME_SECONDS, SILENCE, type ToneLevels } from './tone-levels.ts';

/** A rhythm found in a stretch of sound. */
export interface FoundRhythm {
  /** Seconds from the beginning of the stretch. */
  readonly from: number;
  readonly to: number;
  /** Seconds of one dot. */
  readonly dot: number;
  readonly frequency: number;
  /** Level of the tone above what sounds in its gaps, dB. */
  readonly level: number;
}

/** A band stands out from those 60 to 190 Hz away by this much, dB, while a tone sounds in it. */
const STANDS_OUT = 9;
/** Quieter tones are not heard, dB of full scale. */
const LEAST_LEVEL = -66;
/** A tone lasts until it has fallen by half its amplitude, which is where it was switched. */
const EDGE = 6;
/** Between tones the band falls at least this far, dB. */
const LEAST_FALL = 9;
/** The four tones are of one loudness, dB. */
const LEVEL_SPREAD = 6;
/** Seconds of a dot: half to double the tempo of 120 ms, and some room. */
const SHORTEST_DOT = 0.045;
const LONGEST_DOT = 0.27;
/** Frames of a hole that does not end a tone, and of a tone that is none. */
const HOLE = 2;

interface Tone {
  /** Frames, fractions allowed; the end is past the last one. */
  readonly start: number;
  readonly end: number;
}

/**
 * The rhythm `短长 短短` (short long, short short; Morse A I) of GB 45438-2025, 5.3, keyed in a steady tone: four
 * tones in one narrow band, of one loudness, whose lengths and gaps stand to each other as 1 : 3 and 1 : 3 within
 * wide tolerances, with silence in that band before and after, so that it is no part of a longer message.
 */
export function findRhythms(sound: ToneLevels): FoundRhythm[] {
  const found: FoundRhythm[] = [];
  for (const [index, band] of sound.bands.entries()) {
    const tones = standingOut(sound, index);
    const loudness = tones.map(({ start, end }) => upper(band.levels, start, end));
    for (let first = 0; first + 4 <= tones.length; first += 1) {
      const four = alike(tones, loudness, first);
      if (four.length < 4 || !roughly(four)) continue;
      const rhythm = measure(sound, band, four);
      if (rhythm !== null) found.push(rhythm);
    }
  }
  // A tone sounds in several bands: the one where it is loudest counts.
  const kept: FoundRhythm[] = [];
  for (const rhythm of found.sort((a, b) => b.level - a.level)) {
    if (!kept.some(({ from, to }) => rhythm.from < to && from < rhythm.to)) kept.push(rhythm);
  }
  return kept.sort((a, b) => a.from - b.from);
}

/** A tone and the next three that are not much quieter: what sounds faintly in the gaps is not part of it. */
function alike(tones: readonly Tone[], loudness: readonly number[], first: number): readonly Tone[] {
  const four: Tone[] = [];
  for (let at = first; at < tones.length && four.length < 4; at += 1) {
    if (loudness[at]! >= loudness[first]! - LEVEL_SPREAD) four.push(tones[at]!);
  }
  return four;
}

/** Stretches in which a band is louder than its surroundings. */
function standingOut({ bands, frames }: ToneLevels, index: number): Tone[] {
  const { levels } = bands[index]!;
  const around = [-12, -10, -8, -6, -4, 4, 6, 8, 10, 12].flatMap((step) => {
    const other = bands[index + step];
    return other === undefined ? [] : [other.levels];
  });
  const below = bands[index - 1]?.levels ?? levels;
  const above = bands[index + 1]?.levels ?? levels;
  const most = around.length / 2;
  return stretches(frames, (frame) => {
    const level = levels[frame]!;
    if (level < LEAST_LEVEL) return false;
    // Only the loudest band of a tone is followed.
    if (below[frame]! > level + 1 || above[frame]! > level + 1) return false;
    let lower = 0;
    for (const other of around) if (other[frame]! <= level - STANDS_OUT) lower += 1;
    return lower > most;
  });
}

function stretches(frames: number, on: (frame: number) => boolean, from = 0): Tone[] {
  const tones: { start: number; end: number }[] = [];
  let open: { start: number; end: number } | null = null;
  for (let frame = from; frame < frames; frame += 1) {
    if (!on(frame)) continue;
    if (open !== null && frame - open.end <= HOLE) open.end = frame + 1;
    else {
      open = { start: frame, end: frame + 1 };
      tones.push(open);
    }
  }
  return tones.filter(({ start, end }) => end - start > HOLE);
}

/** A first look that costs little: long second tone, widest gap in the middle. */
function roughly(tones: readonly Tone[]): boolean {
  const [first, second, third, fourth] = tones.map(({ start, end }) => end - start) as [
    number,
    number,
    number,
    number,
  ];
  const gaps = gapsOf(tones);
  const whole = (tones[3]!.end - tones[0]!.start) * FRAME_SECONDS;
  const longest = Math.max(first, third, fourth);
  return (
    whole >= SHORTEST_DOT * 8 &&
    whole <= LONGEST_DOT * 18 &&
    second > longest * 1.4 &&
    gaps[1]! > Math.max(gaps[0]!, gaps[2]!) * 1.3
  );
}

function gapsOf(tones: readonly Tone[]): number[] {
  return tones.slice(1).map(({ start }, index) => start - tones[index]!.end);
}

/** The four tones looked at once more, with their edges where the level has fallen by half. */
function measure(
  sound: ToneLevels,
  { levels, hertz }: ToneLevels['bands'][number],
  rough: readonly Tone[],
): FoundRhythm | null {
  const loudness = rough.map(({ start, end }) => upper(levels, start, end));
  const level = Math.min(...loudness);
  if (Math.max(...loudness) - level > LEVEL_SPREAD) return null;
  const length = rough[3]!.end - rough[0]!.start;
  const from = Math.max(0, rough[0]!.start - length);
  const to = Math.min(sound.frames, rough[3]!.end + length);
  const tones = stretches(to, (frame) => levels[frame]! >= level - EDGE, from);
  const first = tones.findIndex(({ start, end }) => start < rough[0]!.end && end > rough[0]!.start);
  const four = tones.slice(first, first + 4).map((tone) => exact(levels, tone, level - EDGE));
  if (first < 0 || four.length < 4 || four[3]!.end <= rough[3]!.start) return null;
  const dot = inProportion(four);
  if (dot === null) return null;
  const pause = Math.max(3.5 * dot, gapsOf(four)[1]! * 1.3);
  const before = tones[first - 1];
  const after = tones[first + 4];
  if (before !== undefined && four[0]!.start - before.end < pause) return null;
  if (after !== undefined && after.start - four[3]!.end < pause) return null;
  if (!falls(levels, four, level)) return null;
  const dotSeconds = dot * FRAME_SECONDS;
  if (dotSeconds < SHORTEST_DOT || dotSeconds > LONGEST_DOT) return null;
  return {
    from: four[0]!.start * FRAME_SECONDS,
    to: four[3]!.end * FRAME_SECONDS,
    dot: dotSeconds,
    frequency: hertz,
    level: level - quiet(sound.total, four),
  };
}

/** Edges between two frames, where the level passes the threshold. */
function exact(levels: Float32Array, { start, end }: Tone, threshold: number): Tone {
  const passed = (inside: number, outside: number): number => {
    const [high, low] = [levels[inside]!, levels[outside] ?? SILENCE];
    return Math.min(1, Math.max(0, (high - threshold) / Math.max(1e-6, high - low)));
  };
  return { start: start - passed(start, start - 1), end: end - 1 + passed(end - 1, end) };
}

/** Frames of a dot, or `null`: lengths and gaps are not those of the rhythm. */
function inProportion(tones: readonly Tone[]): number | null {
  const [first, dash, third, fourth] = tones.map(({ start, end }) => end - start) as [
    number,
    number,
    number,
    number,
  ];
  const [inner, between, last] = gapsOf(tones) as [number, number, number];
  const dot = (first + third + fourth) / 3;
  const within = (value: number, least: number, most: number): boolean =>
    value >= dot * least && value <= dot * most;
  const dots = [first, third, fourth].every((value) => within(value, 0.7, 1.35));
  const gaps = within(inner, 0.55, 1.7) && within(last, 0.55, 1.7) && within(between, 2, 5);
  return dots && within(dash, 2.3, 4) && gaps && between > 1.6 * Math.max(inner, last) ? dot : null;
}

/** Does the band fall silent between the tones? */
function falls(levels: Float32Array, tones: readonly Tone[], level: number): boolean {
  return tones.slice(1).every(({ start }, index) => {
    const gap = levels.subarray(Math.ceil(tones[index]!.end), Math.ceil(start));
    return gap.length > 0 && gap.reduce((least, value) => Math.min(least, value), 0) <= level - LEAST_FALL;
  });
}

/** Median of everything that sounds in the gaps, dB of full scale. */
function quiet(total: Float32Array, tones: readonly Tone[]): number {
  const values = tones.slice(1).flatMap(({ start }, index) => {
    const end = tones[index]!.end;
    // The window reaches over the edges of a tone.
    const inset = Math.min(3, (start - end) / 4);
    return [...total.subarray(Math.ceil(end + inset), Math.floor(start - inset) + 1)];
  });
  values.sort((a, b) => a - b);
  return values[values.length >> 1] ?? SILENCE;
}

/** Upper quartile of a level over a tone: its edges are ramps. */
function upper(levels: Float32Array, start: number, end: number): number {
  const values = levels.slice(start, end).sort();
  return values[Math.floor(values.length * 0.75)]!;
}
