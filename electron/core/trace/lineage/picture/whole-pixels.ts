import type { MediaFormat } from '#shared/domain/media.ts';
import { toRgb8 } from '#shared/numeric/plane.ts';
import { decodeImage } from '../../../media/image.ts';
import type { Limits } from '../../../media/limits.ts';
import type { RgbPlane } from '../../picture/planes.ts';
import type { PictureView } from './view.ts';

/** A picture and where its file lies at the moment. */
export interface PlacedPicture {
  readonly view: PictureView;
  readonly path: string;
  readonly format: MediaFormat;
}

/** All stored pixels of the first or the second of a pair; `null`: too many, or they cannot be decoded. */
export type WholePixels = (index: 0 | 1) => Promise<RgbPlane | null>;

/** Pictures of more pixels are not looked at whole: 120 MB each. */
const mostPixels = 40_000_000;
/** Those of one pair. */
const mostKept = 2;

/** The one used last at the end. */
const kept = new Map<PictureView, Promise<RgbPlane | null>>();

/** All stored pixels; `null`: too many, or they cannot be decoded. The last two are kept. */
export async function wholePixels(
  { view, path, format }: PlacedPicture,
  limits: Pick<Limits, 'pixels'>,
): Promise<RgbPlane | null> {
  const { rgb, frame } = view.planes;
  if (rgb.width === frame.width && rgb.height === frame.height) return rgb;
  if (frame.width * frame.height > mostPixels) return null;
  const pixels = kept.get(view) ?? decoded(path, format, limits);
  kept.delete(view);
  kept.set(view, pixels);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
  try {
    const plane = await pixels;
    return plane?.width === frame.width && plane.height === frame.height ? plane : null;
  } catch (error) {
    kept.delete(view);
    throw error;
  }
}

async function decoded(
  path: string,
  format: MediaFormat,
  limits: Pick<Limits, 'pixels'>,
): Promise<RgbPlane | null> {
  const outcome = await decodeImage(path, { format, limits });
  if (!outcome.ok) return null;
  const { width, height } = outcome.image;
  return { width, height, data: toRgb8(outcome.image, 255) };
}
