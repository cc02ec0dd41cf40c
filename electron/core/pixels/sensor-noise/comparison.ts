import type { FloatPlane } from '../picture.ts';
import type { CorrelationTarget, Peak } from './correlation.ts';
import { centrePlace } from './fingerprint.ts';

export interface Frame {
  readonly width: number;
  readonly height: number;
}

/** What of a camera's frame a fingerprint covers. */
export interface Covered extends Frame {
  readonly frame: Frame;
  readonly left: number;
  readonly top: number;
}

export interface Alignment extends Peak {
  /** Quarter turns, clockwise, the suspect was given. */
  readonly turns: number;
  /** Size of the suspect against the camera's pixels. */
  readonly scale: number;
  /** Shifts, turns and scales that were tried. */
  readonly trials: number;
}

/**
 * The best place of a suspect in a fingerprint among turns and scales; `null`: it fits into none of them.
 *
 * @param suspect residual times intensity
 * @param turns quarter turns to try
 * @param scales sizes of the suspect against the camera's pixels, 1: not resized
 */
export function align(
  suspect: FloatPlane,
  target: CorrelationTarget,
  covered: Covered,
  { turns, scales }: { readonly turns: readonly number[]; readonly scales: readonly number[] },
  onTrial: () => void,
): Alignment | null {
  let best: Omit<Alignment, 'trials'> | null = null;
  let trials = 0;
  for (const scale of scales)
    for (const turn of turns) {
      const placed = placedIn(resized(turned(suspect, turn), 1 / scale), covered);
      if (placed === null) continue;
      onTrial();
      const peak = target.find(placed);
      trials += peak.shifts;
      if (best === null || peak.pce > best.pce) best = { ...peak, turns: turn, scale };
    }
  return best === null ? null : { ...best, trials };
}

/** Turns that are tried without being asked for: those after which the suspect has the shape of the frame. */
export function likelyTurns(suspect: Frame, frame: Frame): readonly number[] {
  return suspect.width >= suspect.height === frame.width >= frame.height ? [0] : [1, 3];
}

/** A whole frame is cut as the fingerprint was; anything smaller has to fit into it. */
function placedIn(suspect: FloatPlane, covered: Covered): FloatPlane | null {
  const { width, height, frame, left, top } = covered;
  if (suspect.width === frame.width && suspect.height === frame.height)
    return cut(suspect, left, top, width, height);
  return suspect.width <= width && suspect.height <= height ? suspect : null;
}

/**
 * The fingerprint as it lies under the picture that was found in it: one value for each pixel as the picture is stored,
 * 0 where the fingerprint covers nothing.
 *
 * @param picture its size
 */
export function underPicture(
  { width, height, data }: FloatPlane,
  { frame, left, top }: Covered,
  { x, y, turns }: Pick<Alignment, 'x' | 'y' | 'turns'>,
  picture: Frame,
): FloatPlane {
  const [across, down] = turns % 2 === 0 ? [picture.width, picture.height] : [picture.height, picture.width];
  const whole = across === frame.width && down === frame.height;
  // Place of the picture's first pixel in the fingerprint; a whole frame begins before it.
  const [atX, atY] = whole ? [-left, -top] : [x, y];
  const under = new Float32Array(across * down);
  const [from, to] = [Math.max(0, -atX), Math.min(across, width - atX)];
  for (let row = Math.max(0, -atY); row < Math.min(down, height - atY); row += 1) {
    const start = (row + atY) * width + atX;
    under.set(data.subarray(start + from, start + to), row * across + from);
  }
  return turned({ width: across, height: down, data: under }, (4 - turns) % 4);
}

/** The middle of a frame as fingerprints are cut. */
export function coveredBy(frame: Frame, longest: number): Covered {
  const [width, height] = [Math.min(frame.width, longest), Math.min(frame.height, longest)];
  return { width, height, frame, ...centrePlace(frame, { width, height }) };
}

export function cut(plane: FloatPlane, left: number, top: number, width: number, height: number): FloatPlane {
  if (width === plane.width && height === plane.height) return plane;
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const from = (y + top) * plane.width + left;
    data.set(plane.data.subarray(from, from + width), y * width);
  }
  return { width, height, data };
}

/** By quarter turns, clockwise. */
export function turned(plane: FloatPlane, turns: number): FloatPlane {
  const { width, height } = plane;
  if (turns === 0) return plane;
  const swapped = turns % 2 === 1;
  const [across, down] = swapped ? [height, width] : [width, height];
  const data = new Float32Array(plane.data.length);
  // Where the first pixel of the result lies in the plane, and the steps of its rows and columns.
  const [start, right, below] =
    turns === 1
      ? [(height - 1) * width, -width, 1]
      : turns === 2
        ? [width * height - 1, -1, -width]
        : [width - 1, width, -1];
  for (let y = 0, to = 0; y < down; y += 1)
    for (let x = 0, from = start + y * below; x < across; x += 1, from += right, to += 1)
      data[to] = plane.data[from]!;
  return { width: across, height: down, data };
}

/** Between the middles of the pixels, linearly. */
function resized(plane: FloatPlane, factor: number): FloatPlane {
  if (factor === 1) return plane;
  const [width, height] = [Math.round(plane.width * factor), Math.round(plane.height * factor)];
  const data = new Float32Array(width * height);
  for (let y = 0, to = 0; y < height; y += 1) {
    const down = Math.max(0, Math.min(plane.height - 1, ((y + 0.5) * plane.height) / height - 0.5));
    const top = Math.floor(down) * plane.width;
    const bottom = Math.min(plane.height - 1, Math.floor(down) + 1) * plane.width;
    const low = down - Math.floor(down);
    for (let x = 0; x < width; x += 1, to += 1) {
      const across = Math.max(0, Math.min(plane.width - 1, ((x + 0.5) * plane.width) / width - 0.5));
      const left = Math.floor(across);
      const right = Math.min(plane.width - 1, left + 1);
      const share = across - left;
      const above = plane.data[top + left]! * (1 - share) + plane.data[top + right]! * share;
      const under = plane.data[bottom + left]! * (1 - share) + plane.data[bottom + right]! * share;
      data[to] = above * (1 - low) + under * low;
    }
  }
  return { width, height, data };
}
