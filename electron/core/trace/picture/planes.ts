import { stat } from 'node:fs/promises';
import type { Localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { hasTransparency, toRgb8 } from '#shared/numeric/plane.ts';
import { decodeImage, imageFailure, readImageHeader } from '../../media/image.ts';
import type { Limits } from '../../media/limits.ts';
import { openSharp, sharpInput } from '../../media/sharp-engine.ts';
import type { GreyPlane } from '../../media/vision.ts';
import { reported } from '../reported.ts';
import { workingSide } from './local-features.ts';
import type { PictureFrame } from './transform.ts';

/** Interleaved 8-bit RGB. */
export interface RgbPlane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** What a picture's codes and features are taken from. Stored orientation, no colour profile followed. */
export interface PicturePlanes {
  readonly frame: PictureFrame;
  /** The stored pixels up to `exactPixels`; larger pictures reduced to `workingSide`. Transparency on white. */
  readonly rgb: RgbPlane;
  /** The same on black, when the picture is transparent anywhere. */
  readonly dark: RgbPlane | null;
  /** Longer side `workingSide`, also when the picture is smaller. */
  readonly small: RgbPlane;
  /** Luma of `small`. */
  readonly grey: GreyPlane;
  readonly warnings: readonly Localized[];
}

export type PlanesOutcome =
  | { readonly ok: true; readonly planes: PicturePlanes }
  | { readonly ok: false; readonly reason: Reason };

/**
 * Pictures up to this size are looked at pixel for pixel, so that their PDQ code is bit for bit the published one; of
 * larger ones a reduced picture is decoded, which is several times faster and moves a few bits.
 */
const exactPixels = 4_000_000;

let last: { readonly key: string; readonly outcome: Promise<PlanesOutcome> } | undefined;

/**
 * The planes of a picture's first page. Those of the last file are kept, because codes and features of one file are
 * asked for one after another. Nobody writes into them.
 */
export async function readPlanes(
  path: string,
  format: MediaFormat,
  limits: Pick<Limits, 'pixels'>,
): Promise<PlanesOutcome> {
  const { size, mtimeMs, ino } = await stat(path);
  const key = JSON.stringify([path, ino, size, mtimeMs, format, limits.pixels]);
  if (last?.key === key) return await last.outcome;
  const entry = { key, outcome: decodePlanes(path, format, limits) };
  last = entry;
  try {
    return await entry.outcome;
  } catch (error) {
    if (last === entry) last = undefined;
    throw error;
  }
}

async function decodePlanes(
  path: string,
  format: MediaFormat,
  limits: Pick<Limits, 'pixels'>,
): Promise<PlanesOutcome> {
  const reduced = await reducedPlane(path, format, limits);
  if (reduced !== null) return reduced;
  const decoded = await decodeImage(path, { format, limits });
  if (!decoded.ok) return decoded;
  const { image } = decoded;
  const { width, height, orientation, warnings } = image;
  const frame = { width, height, orientation };
  const side = width * height > exactPixels ? workingSide : Math.max(width, height);
  const plane = async (ground: number) => fitted({ width, height, data: toRgb8(image, ground) }, side);
  const dark = hasTransparency(image) ? await plane(0) : null;
  return {
    ok: true,
    planes: { frame, dark, warnings: warnings.map(reported), ...(await workingPlanes(await plane(255))) },
  };
}

/**
 * Large plain pictures, reduced while they are decoded (JPEG: whole blocks to one, two or four pixels a side). `null`:
 * not such a picture, or damaged: to be decoded whole.
 */
async function reducedPlane(
  path: string,
  format: MediaFormat,
  limits: Pick<Limits, 'pixels'>,
): Promise<PlanesOutcome | null> {
  if (format !== 'jpeg' && format !== 'webp' && format !== 'png') return null;
  const input = await sharpInput(path, format);
  if (input === null) return imageFailure('file-too-large', format);
  const header = await readImageHeader(input, { format, limits });
  if (!header.ok) return header;
  const { width, height, depth, hasAlpha, space, channels } = header.metadata;
  const plain = depth === 'uchar' && !hasAlpha && (space === 'srgb' || space === 'b-w') && channels <= 3;
  if (!plain || width * height <= exactPixels) return null;
  const [across, down] = sizeFor(width, height, workingSide);
  try {
    const image = await openSharp(input, { failOn: 'warning', limitInputPixels: limits.pixels });
    const { data, info } = await image
      .resize(across, down, { fit: 'fill' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const tag = header.metadata.orientation ?? 1;
    const frame = { width, height, orientation: tag >= 1 && tag <= 8 ? tag : 1 };
    const planes = await workingPlanes(asRgb(data, info));
    return { ok: true, planes: { frame, dark: null, warnings: [], ...planes } };
  } catch (error) {
    // Damaged: the whole decoding goes on as far as it can and says what is wrong.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** What features are taken from, made of pixels at hand. */
export async function workingPlanes(rgb: RgbPlane): Promise<Pick<PicturePlanes, 'rgb' | 'small' | 'grey'>> {
  const small = await fitted(rgb, workingSide);
  return { rgb, small, grey: { width: small.width, height: small.height, data: lumaOf(small.data) } };
}

/** The plane with its longer side at `side`; itself when it has that size. */
async function fitted(rgb: RgbPlane, side: number): Promise<RgbPlane> {
  const [width, height] = sizeFor(rgb.width, rgb.height, side);
  if (width === rgb.width && height === rgb.height) return rgb;
  const raw = { width: rgb.width, height: rgb.height, channels: 3 } as const;
  const source = await openSharp(rgb.data, { raw, limitInputPixels: false });
  const { data, info } = await source
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return asRgb(data, info);
}

/** Size with the same shape and the longer side given, at least one pixel each. */
export function sizeFor(width: number, height: number, side: number): readonly [number, number] {
  const factor = side / Math.max(width, height);
  return [Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor))];
}

function asRgb(
  data: Uint8Array,
  { width, height, channels }: { readonly width: number; readonly height: number; readonly channels: number },
): RgbPlane {
  if (channels === 3) return { width, height, data };
  const out = new Uint8Array(width * height * 3);
  for (let at = 0, to = 0; to < out.length; at += channels, to += 3) {
    out[to] = data[at]!;
    out[to + 1] = data[at]!;
    out[to + 2] = data[at]!;
  }
  return { width, height, data: out };
}

/** ITU-R BT.601-7 luma in whole grey levels. */
function lumaOf(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length / 3);
  for (let pixel = 0, at = 0; pixel < out.length; pixel += 1, at += 3) {
    out[pixel] = (data[at]! * 19_595 + data[at + 1]! * 38_470 + data[at + 2]! * 7471 + 32_768) >> 16;
  }
  return out;
}
