import { openSharp } from '../../../media/sharp-engine.ts';
import { changedParts } from '../../align/picture/changed-parts.ts';
import { differenceOf } from '../../align/picture/difference.ts';
import { type LaidOriginal, laidOriginal } from '../../align/picture/laid.ts';
import { lightOf } from '../../align/picture/light.ts';
import { fittedTone, type Tone, toned } from '../../align/picture/tone.ts';
import { product } from '../../picture/homography.ts';
import { type RgbPlane, sizeFor } from '../../picture/planes.ts';
import { leaning, partOf, slopesOf, solidShare } from './drawn.ts';
import { type Overlap, resizing } from './overlap.ts';
import type { PictureView } from './view.ts';

/** What differs between two pictures where they lie over each other. Pairs are `[first, second]`. */
export interface PictureChanges {
  /** Share of the common part under drawings that only this one has. */
  readonly overlay: readonly [number, number];
  /** Share of the common part where this one is smooth and the other is not: something was painted out. */
  readonly restored: readonly [number, number];
  /** Share of the common part that is at the end of the scale here and has structure in the other. */
  readonly clipped: readonly [number, number];
  /** Mean colourfulness, grey levels. */
  readonly colour: readonly [number, number];
  /** Share of the common part that was changed. */
  readonly share: number;
  /** Mean change of colours, and typical difference that is left, grey levels. */
  readonly tone: number;
  readonly noise: number;
  /** Of pixels of the second, at the size below: 0 unchanged, 1 changed, 2 drawn in the first, 3 drawn in the second. */
  readonly marks: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Longer side of the common part at which changes are looked for, pixels. */
const commonSide = 420;
/** Longer side of the plane that holds it. */
const mostSide = 1024;

/** `null`: too little in common to tell. */
export async function changesOf(
  first: PictureView,
  second: PictureView,
  { transform, back }: Overlap,
): Promise<PictureChanges | null> {
  const frame = second.planes.frame;
  const longer = Math.max(frame.width, frame.height);
  const part = Math.sqrt(transform.cover[1]);
  const side = Math.round(
    Math.min(mostSide, commonSide / Math.max(0.1, part), Math.max(second.fine.width, second.fine.height)),
  );
  const plane = await reduced(second.fine, side);
  const own = await reduced(
    first.fine,
    (side / longer) * transform.scale * Math.max(first.planes.frame.width, first.planes.frame.height),
  );
  const matrix = product(resizing(first.planes.frame, own), product(back, resizing(plane, frame)));
  const laid = laidOriginal(own, plane, matrix, null);
  const tone = fittedTone(laid, plane);
  if (tone === null) return null;
  return changed(laid, toned(laid, tone), plane, tone);
}

async function reduced(plane: RgbPlane, side: number): Promise<RgbPlane> {
  const longer = Math.max(plane.width, plane.height);
  if (side >= longer) return plane;
  const [across, down] = sizeFor(plane.width, plane.height, Math.max(24, side));
  const raw = { width: plane.width, height: plane.height, channels: 3 } as const;
  const source = await openSharp(plane.data, { raw, limitInputPixels: false });
  const data = await source.resize(across, down, { fit: 'fill' }).raw().toBuffer();
  return { width: across, height: down, data };
}

function changed(laid: LaidOriginal, first: LaidOriginal, second: RgbPlane, tone: Tone): PictureChanges {
  const { width, height } = second;
  const difference = differenceOf(first, second);
  const { marks, parts } = changedParts(difference);
  const slopes = [slopesOf(first), slopesOf(second)] as const;
  let inside = 0;
  for (const value of laid.inside) inside += value;
  const overlay: [number, number] = [0, 0];
  const restored: [number, number] = [0, 0];
  const lights = [lightOf(first).data, lightOf(second).data] as const;
  const owners = new Uint8Array(parts.length + 1).fill(1);
  owners[0] = 0;
  let total = 0;
  for (const [index, { box, pixels }] of parts.entries()) {
    const part = partOf(marks, index + 1, box, width, height, laid.inside, slopes);
    const share = pixels / Math.max(1, inside);
    total += share;
    if (part === null) continue;
    const { edge, body, around } = part;
    const fills = lights.map((light) => solidShare(marks, index + 1, box, width, light)) as [number, number];
    const lean = leaning(part, fills);
    overlay[lean > 0 ? 1 : 0] += share * Math.abs(lean);
    if (Math.abs(lean) > 0.3) owners[index + 1] = lean > 0 ? 3 : 2;
    for (const [one, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const smooth = Math.log((Math.min(body[other], around) + 1) / (body[one] + 1));
      if (smooth > 0.4 && edge[one] < 1.3 * around + 1) restored[one] += share * Math.min(1, smooth);
    }
  }
  const marked = new Uint8Array(marks.length);
  for (let at = 0; at < marks.length; at += 1) marked[at] = owners[marks[at]!]!;
  return {
    ...{ overlay, restored, share: total, tone: tone.strength, noise: difference.noise },
    clipped: clippedShares(laid, second, marked, inside),
    colour: [colourfulness(laid, laid.inside), colourfulness(second, laid.inside)],
    ...{ marks: marked, width, height },
  };
}

/** Share of the common part at an end of the scale in one and with structure in the other. */
function clippedShares(
  first: LaidOriginal,
  second: RgbPlane,
  marked: Uint8Array,
  inside: number,
): [number, number] {
  const lights = [lightOf(first).data, lightOf(second).data] as const;
  const { width, height } = second;
  const counts: [number, number] = [0, 0];
  for (let y = 1; y < height - 1; y += 1) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at += 1) {
      if (first.inside[at] === 0 || marked[at] !== 0) continue;
      for (const index of [0, 1] as const) {
        const [own, other] = [lights[index], lights[1 - index]!];
        const value = own[at]!;
        if (value > 2.5 && value < 252.5) continue;
        const level = other[at]!;
        if (level < 4 || level > 251) continue;
        const slope =
          Math.abs(other[at + 1]! - other[at - 1]!) + Math.abs(other[at + width]! - other[at - width]!);
        if (slope > 4) counts[index] += 1;
      }
    }
  }
  return [counts[0] / Math.max(1, inside), counts[1] / Math.max(1, inside)];
}

/** Mean spread of the three channels where the pictures lie over each other, grey levels. */
function colourfulness({ data }: RgbPlane, inside: Uint8Array): number {
  let [sum, count] = [0, 0];
  for (let pixel = 0, at = 0; pixel < inside.length; pixel += 1, at += 3) {
    if (inside[pixel] === 0) continue;
    sum +=
      Math.max(data[at]!, data[at + 1]!, data[at + 2]!) - Math.min(data[at]!, data[at + 1]!, data[at + 2]!);
    count += 1;
  }
  return sum / Math.max(1, count);
}
