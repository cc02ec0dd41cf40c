import { lightOf } from '../../align/picture/light.ts';
import type { RgbPlane } from '../../picture/planes.ts';

/**
 * In which of the two something was drawn, −1 the first … 1 the second. What was laid on has a sharp outline, sharp
 * strokes or one plain colour; what lies below has none of these.
 */
export function leaning({ edge, body, around }: PartSlopes, fills: readonly [number, number]): number {
  const filled = fills[1] - fills[0];
  if (Math.abs(filled) > 0.35 && around > 1.5) return Math.sign(filled) * Math.min(1, 2 * Math.abs(filled));
  const [a, b] = [drawnness(edge[0], body[0], around), drawnness(edge[1], body[1], around)];
  return Math.max(-1, Math.min(1, 1.5 * (b - a)));
}

/** Share of a part's pixels that have nearly one and the same level. */
export function solidShare(
  marks: Uint16Array,
  label: number,
  box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
  width: number,
  light: Float32Array,
): number {
  const levels = new Uint32Array(260);
  let count = 0;
  for (let y = box.top; y < box.bottom; y += 1) {
    for (let x = box.left; x < box.right; x += 1) {
      if (marks[y * width + x] !== label) continue;
      levels[Math.round(light[y * width + x]!) + 2]! += 1;
      count += 1;
    }
  }
  let most = 0;
  for (let level = 2; level < 258; level += 1) {
    let near = 0;
    for (let step = -2; step <= 2; step += 1) near += levels[level + step]!;
    if (near > most) most = near;
  }
  return most / Math.max(1, count);
}

function drawnness(edge: number, body: number, around: number): number {
  return Math.log((Math.max(edge, body) + 1) / (around + 1));
}

/** Size of the slope of light at each pixel, grey levels a pixel. */
export function slopesOf(plane: RgbPlane): Float32Array {
  const { width, height, data } = lightOf(plane);
  const out = new Float32Array(data.length);
  for (let y = 1; y < height - 1; y += 1) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at += 1) {
      out[at] = Math.hypot(data[at + 1]! - data[at - 1]!, data[at + width]! - data[at - width]!) / 2;
    }
  }
  return out;
}

export interface PartSlopes {
  /** Mean slope on the outline, `[first, second]`. */
  readonly edge: readonly [number, number];
  /** Mean slope within. */
  readonly body: readonly [number, number];
  /** Mean slope of both around it, where nothing was changed. */
  readonly around: number;
}

/** `null`: too few pixels to tell. */
export function partOf(
  marks: Uint16Array,
  label: number,
  box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
  width: number,
  height: number,
  inside: Uint8Array,
  [one, other]: readonly [Float32Array, Float32Array],
): PartSlopes | null {
  const reach = 8;
  const sums = new Float64Array(6);
  let [edges, bodies, rings] = [0, 0, 0];
  for (let y = Math.max(1, box.top - reach); y < Math.min(height - 1, box.bottom + reach); y += 1) {
    for (let x = Math.max(1, box.left - reach); x < Math.min(width - 1, box.right + reach); x += 1) {
      const at = y * width + x;
      if (inside[at] === 0) continue;
      if (marks[at] === label) {
        const border =
          marks[at - 1] !== label ||
          marks[at + 1] !== label ||
          marks[at - width] !== label ||
          marks[at + width] !== label;
        const to = border ? 0 : 2;
        sums[to]! += one[at]!;
        sums[to + 1]! += other[at]!;
        if (border) edges += 1;
        else bodies += 1;
      } else if (marks[at] === 0) {
        sums[4]! += one[at]!;
        sums[5]! += other[at]!;
        rings += 1;
      }
    }
  }
  if (edges + bodies < 20 || rings < 20) return null;
  const share = (index: number, count: number) => (count === 0 ? 0 : sums[index]! / count);
  return {
    edge: [share(0, edges), share(1, edges)],
    body: [share(2, bodies), share(3, bodies)],
    around: (sums[4]! + sums[5]!) / (2 * rings),
  };
}
