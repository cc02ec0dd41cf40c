import sharp from 'sharp';
import { applied, inverse } from '#core/trace/picture/homography.ts';
import type { Alignment } from '#shared/domain/comparison.ts';
import { type Homography, warp } from '#shared/numeric/warp.ts';

/** An edited and laid picture, and the truth about it. */
export interface Suspect {
  readonly path: string;
  readonly mask: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** From the suspect to the original. */
  readonly back: Homography;
}

/** Largest miss of the original's corners that are seen in the suspect or of the suspect's own, share of the diagonal. */
export function cornerError(transform: Alignment['transform'], suspect: Suspect): number {
  const truth = inverse([...suspect.back, 1]);
  if (transform?.kind !== 'picture' || truth === null) return Number.POSITIVE_INFINITY;
  const { width, height } = suspect;
  const diagonal = Math.hypot(width, height);
  let worst = 0;
  for (const [x, y] of [
    [-0.5, -0.5],
    [width - 0.5, -0.5],
    [width - 0.5, height - 0.5],
    [-0.5, height - 0.5],
  ] as const) {
    // The suspect's corner in the original by the truth, and back by what was found.
    const [u, v] = applied([...suspect.back, 1], x, y);
    const [p, q] = applied(transform.homography, u, v);
    worst = Math.max(worst, Math.hypot(p - x, q - y) / diagonal);
  }
  return worst;
}

export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Pixel by pixel; one counts as right when the other mask has one within `reach` pixels. */
export async function scored(map: Uint8Array, suspect: Suspect, reach: number): Promise<Score> {
  const { width, height, mask } = suspect;
  const { data, info } = await sharp(map).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const rows = (y: number, xs: Float64Array, ys: Float64Array) => {
    for (let x = 0; x < xs.length; x += 1) xs[x] = ((x + 0.5) * info.width) / width - 0.5;
    ys.fill(((y + 0.5) * info.height) / height - 0.5);
  };
  const found = warp(
    {
      width: info.width,
      height: info.height,
      channels: 1,
      data: data.map((value) => (value > 64 ? 255 : 0)),
    },
    { width, height, background: [0], kernel: 'bilinear' },
    rows,
  ).map((value) => (value > 127 ? 1 : 0));
  const [wideMask, wideFound] = [
    spreadMask(mask, width, height, reach),
    spreadMask(found, width, height, reach),
  ];
  let [hits, all, seen, there] = [0, 0, 0, 0];
  for (let at = 0; at < mask.length; at += 1) {
    if (found[at] === 1) {
      all += 1;
      hits += wideMask[at]!;
    }
    if (mask[at] === 1) {
      there += 1;
      seen += wideFound[at]!;
    }
  }
  const precision = all === 0 ? 0 : hits / all;
  const recall = there === 0 ? 0 : seen / there;
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}

function spreadMask(mask: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  const across = new Uint8Array(mask.length);
  for (let y = 0; y < height; y += 1) {
    let last = Number.NEGATIVE_INFINITY;
    for (let x = 0; x < width + reach; x += 1) {
      if (x < width && mask[y * width + x] === 1) last = x;
      if (x >= reach && x - reach < width && last >= x - 2 * reach) across[y * width + x - reach] = 1;
    }
  }
  const out = new Uint8Array(mask.length);
  for (let x = 0; x < width; x += 1) {
    let last = Number.NEGATIVE_INFINITY;
    for (let y = 0; y < height + reach; y += 1) {
      if (y < height && across[y * width + x] === 1) last = y;
      if (y >= reach && y - reach < height && last >= y - 2 * reach) out[(y - reach) * width + x] = 1;
    }
  }
  return out;
}
