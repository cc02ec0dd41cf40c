import type { Observation } from './features.ts';
import { BANDS, PERIOD_CELLS, PERIOD_STEPS, STEPS_PER_CELL } from './grid.ts';
import type { SoundPattern } from './pattern.ts';

/** Frames searched as one: two periods, 11.5 s. */
export const WINDOW_FRAMES = 2 * PERIOD_STEPS;
/** Shorter rests belong to the window before. */
const SHORTEST_REST = PERIOD_STEPS / 2;
/** Part of a cell by which the phase may differ from what the window before foretells: drift, steps of the search. */
const TOLERANCE = 0.5;
/** What a step of drift costs, in standard deviations. */
const DRIFT = 0.3;
/** What a jump of the phase costs, in standard deviations: material was cut out or put in. */
const JUMP = 4.5;

/** Pilots of a pattern, band by band. */
export interface PilotList {
  /** Cell of the period. */
  readonly cell: Uint8Array;
  readonly band: Uint8Array;
  readonly sign: Int8Array;
}

export function pilotList({ pilots }: SoundPattern): PilotList {
  const places = Array.from(pilots.keys())
    .filter((place) => pilots[place] !== 0)
    .sort((one, other) => (one % BANDS) - (other % BANDS) || one - other);
  return {
    cell: Uint8Array.from(places, (place) => Math.floor(place / BANDS)),
    band: Uint8Array.from(places, (place) => place % BANDS),
    sign: Int8Array.from(places, (place) => pilots[place]!),
  };
}

/** Step in which the middle of a cell lies. */
function cellMiddle(cell: number): number {
  return cell * STEPS_PER_CELL + STEPS_PER_CELL / 2;
}

/** First frame of each window, and the end. */
export function windowBorders(frames: number): number[] {
  const borders = [0];
  for (let at = WINDOW_FRAMES; frames - at >= SHORTEST_REST; at += WINDOW_FRAMES) borders.push(at);
  borders.push(frames);
  return borders;
}

/**
 * How well the pilots fit a window at each phase: standard deviations of what would be there without a mark.
 *
 * @param from first frame of the window; `to` the one behind its last.
 * @param speed how much faster than the pattern the sound plays.
 * @param fits one value for each step of the evidence in a period; entry `p` says that the window's first frame lies at
 *   step `p`.
 */
export function pilotFits(
  evidence: Observation,
  from: number,
  to: number,
  speed: number,
  pilots: PilotList,
  fits: Float32Array,
): void {
  const { stepsPerCell } = evidence;
  const period = PERIOD_CELLS * stepsPerCell;
  const folded = fold(evidence, from, to, speed, period);
  let energy = 0;
  for (let at = 0; at < folded.length; at += 1) energy += folded[at]! * folded[at]!;
  fits.fill(0);
  if (energy === 0) return;
  for (let pilot = 0; pilot < pilots.cell.length; pilot += 1) {
    const row = pilots.band[pilot]! * period;
    const step = pilots.cell[pilot]! * stepsPerCell + stepsPerCell / 2;
    const sign = pilots.sign[pilot]!;
    // At phase p the pilot lies at frame (step − p) of the folded window.
    const first = row + step;
    for (let phase = 0; phase <= step; phase += 1) fits[phase]! += sign * folded[first - phase]!;
    const second = first + period;
    for (let phase = step + 1; phase < period; phase += 1) fits[phase]! += sign * folded[second - phase]!;
  }
  // Of the folded values one in so many is looked at for each phase.
  const share = pilots.cell.length / (BANDS * period);
  const scale = 1 / Math.sqrt(energy * share);
  for (let phase = 0; phase < period; phase += 1) fits[phase]! *= scale;
}

/** Sum over the periods of a window, band by band. */
function fold(
  { frames, values }: Observation,
  from: number,
  to: number,
  speed: number,
  period: number,
): Float32Array {
  const places = Uint16Array.from({ length: to - from }, (_, at) => Math.round(at * speed) % period);
  const folded = new Float32Array(BANDS * period);
  for (let band = 0; band < BANDS; band += 1) {
    const row = band * period;
    const source = band * frames + from;
    for (let at = 0; at < places.length; at += 1) folded[row + places[at]!]! += values[source + at]!;
  }
  return folded;
}

/** Phase of the pattern at the first frame of each window. */
export interface Track {
  readonly speed: number;
  readonly phases: readonly number[];
  /** Fit of the pilots in each window. */
  readonly fits: readonly number[];
  /** Windows at whose beginning the phase jumped. */
  readonly jumps: readonly boolean[];
  /** Sum of the fits over the square root of their number, jumps taken off. */
  readonly score: number;
}

/**
 * The best way through the windows: the phase goes on as the speed says, drifts a little, or jumps (dynamic
 * programming).
 */
export function bestTrack(fits: readonly Float32Array[], borders: readonly number[], speed: number): Track {
  const period = fits[0]!.length;
  const tolerance = Math.round((TOLERANCE * period) / PERIOD_CELLS);
  let scores = Float32Array.from(fits[0]!);
  const origins: Uint16Array[] = [];
  const jumped: Uint8Array[] = [];
  for (let window = 1; window < fits.length; window += 1) {
    const advance = (borders[window]! - borders[window - 1]!) * speed;
    let best = 0;
    for (let phase = 1; phase < period; phase += 1) if (scores[phase]! > scores[best]!) best = phase;
    const next = new Float32Array(period);
    const origin = new Uint16Array(period);
    const jump = new Uint8Array(period);
    for (let phase = 0; phase < period; phase += 1) {
      let from = best;
      let score = scores[best]! - JUMP;
      jump[phase] = 1;
      for (let drift = -tolerance; drift <= tolerance; drift += 1) {
        const before = modulo(Math.round(phase - advance + drift), period);
        const drifted = scores[before]! - DRIFT * Math.abs(drift);
        if (drifted > score) {
          score = drifted;
          from = before;
          jump[phase] = 0;
        }
      }
      next[phase] = score + fits[window]![phase]!;
      origin[phase] = from;
    }
    origins.push(origin);
    jumped.push(jump);
    scores = next;
  }
  let phase = 0;
  for (let other = 1; other < period; other += 1) if (scores[other]! > scores[phase]!) phase = other;
  const score = scores[phase]! / Math.sqrt(fits.length);
  const phases: number[] = [phase];
  const jumps: boolean[] = [];
  for (let window = fits.length - 1; window > 0; window -= 1) {
    jumps.unshift(jumped[window - 1]![phase] === 1);
    phase = origins[window - 1]![phase]!;
    phases.unshift(phase);
  }
  jumps.unshift(false);
  return { speed, phases, jumps, score, fits: phases.map((at, window) => fits[window]![at]!) };
}

/** Cells of the pattern and the frame in which the middle of each lies; one list for each window. */
export interface CellPlaces {
  /** Cell of the period. */
  readonly cell: Uint8Array;
  readonly frame: Uint32Array;
}

/** Where along a track the cells lie: between the middles of windows the phase goes on evenly. */
export function cellPlaces(track: Track, borders: readonly number[]): CellPlaces[] {
  const { speed, phases, jumps } = track;
  // Unwrapped phase in the middle of each window, counted on from the first.
  const middles: number[] = [];
  const steps: number[] = [];
  for (const [window, phase] of phases.entries()) {
    const half = (borders[window + 1]! - borders[window]!) / 2;
    middles.push(borders[window]! + half);
    let at = phase + half * speed;
    if (window > 0) {
      const told = steps[window - 1]! + (middles[window]! - middles[window - 1]!) * speed;
      const turn = modulo(at - told + PERIOD_STEPS / 2, PERIOD_STEPS) - PERIOD_STEPS / 2;
      at = told + turn;
    }
    steps.push(at);
  }
  return phases.map((_, window) => {
    const cells: number[] = [];
    const frames: number[] = [];
    for (const side of [0, 1]) {
      const other = side === 0 ? window - 1 : window + 1;
      const joined = other >= 0 && other < phases.length && jumps[Math.max(window, other)] === false;
      const slope = joined ? (steps[other]! - steps[window]!) / (middles[other]! - middles[window]!) : speed;
      const from = side === 0 ? borders[window]! : middles[window]!;
      const to = side === 0 ? middles[window]! : borders[window + 1]!;
      const stepAt = (frame: number): number => steps[window]! + (frame - middles[window]!) * slope;
      const first = Math.ceil((stepAt(from) - cellMiddle(0)) / STEPS_PER_CELL);
      for (let cell = first; cellMiddle(cell) < stepAt(to); cell += 1) {
        const frame = Math.round(middles[window]! + (cellMiddle(cell) - steps[window]!) / slope);
        if (frame < borders[0]! || frame >= borders.at(-1)!) continue;
        cells.push(modulo(cell, PERIOD_CELLS));
        frames.push(frame);
      }
    }
    return { cell: Uint8Array.from(cells), frame: Uint32Array.from(frames) };
  });
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
