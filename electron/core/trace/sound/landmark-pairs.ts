import type { Playing } from './constellation.ts';
import { peakFrame, peakPitch } from './peaks.ts';

/** A landmark: two peaks that follow each other. Pitch of the first, step to the second and time between make its code. */
const FIRST_LAG = 10;
const LAST_LAG = 74;
const PITCH_CELL = 10;
const PITCH_CELLS = 104;
const STEP_LIMIT = 200;
const STEP_CELLS = (2 * STEP_LIMIT) / PITCH_CELL + 1;
const LAG_CELL = 5;
const LAG_CELLS = Math.ceil((LAST_LAG + 1) / LAG_CELL);

/** Codes are less than this. */
export const LANDMARK_CODES: number = PITCH_CELLS * STEP_CELLS * LAG_CELLS;

/** Partners each peak is paired with when it is entered; a query asks for more, so that added peaks do no harm. */
export const ENTERED_PARTNERS = 3;
export const ASKED_PARTNERS = 6;

/**
 * Takes a landmark: its code, the frame of its first peak, and how far pitch, step (twentieths of a semitone) and lag
 * (frames) lie above the lower borders of its cells.
 */
export type TakeLandmark = (code: number, frame: number, pitch: number, step: number, lag: number) => void;

/**
 * Landmarks of peaks as they would be if the sound were played back as it was. With `both` a landmark is given for the
 * neighbouring cells as well: cells of what is entered are certain, those of a query are not.
 */
export function landmarks(
  peaks: Uint32Array,
  {
    partners,
    playing,
    both,
  }: { readonly partners: number; readonly playing: Playing; readonly both: boolean },
  take: TakeLandmark,
): void {
  const { speed, shift } = playing;
  for (let at = 0; at < peaks.length; at += 1) {
    const frame = peakFrame(peaks[at]!);
    const pitch = peakPitch(peaks[at]!) - shift;
    let paired = 0;
    for (let next = at + 1; next < peaks.length && paired < partners; next += 1) {
      const lag = (peakFrame(peaks[next]!) - frame) * speed;
      if (lag < FIRST_LAG) continue;
      if (lag > LAST_LAG) break;
      const step = peakPitch(peaks[next]!) - shift - pitch;
      if (Math.abs(step) > STEP_LIMIT - PITCH_CELL) continue;
      paired += 1;
      takeCells(pitch, step + STEP_LIMIT, lag, both, frame * speed, take);
    }
  }
}

function takeCells(
  pitch: number,
  step: number,
  lag: number,
  both: boolean,
  frame: number,
  take: TakeLandmark,
): void {
  const turns = both ? 2 : 1;
  for (let a = 0; a < turns; a += 1) {
    const first = cell(pitch / PITCH_CELL, a, PITCH_CELLS);
    if (first < 0) continue;
    for (let b = 0; b < turns; b += 1) {
      const second = cell(step / PITCH_CELL, b, STEP_CELLS);
      if (second < 0) continue;
      for (let c = 0; c < turns; c += 1) {
        const third = cell(lag / LAG_CELL, c, LAG_CELLS);
        if (third < 0) continue;
        const code = (first * STEP_CELLS + second) * LAG_CELLS + third;
        take(code, frame, pitch - first * PITCH_CELL, step - second * PITCH_CELL, lag - third * LAG_CELL);
      }
    }
  }
}

/** The cell a value is in (0), or the nearest other one (1); −1: there is none. */
function cell(value: number, other: number, cells: number): number {
  const own = Math.floor(value);
  const at = other === 0 ? own : value - own < 0.5 ? own - 1 : own + 1;
  return at < 0 || at >= cells ? -1 : at;
}
