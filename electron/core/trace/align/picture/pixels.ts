import type { MediaFormat } from '#shared/domain/media.ts';
import { toRgb8 } from '#shared/numeric/plane.ts';
import { decodeImage, readImageHeader } from '../../../media/image.ts';
import type { Limits } from '../../../media/limits.ts';
import { openSharp, sharpInput } from '../../../media/sharp-engine.ts';
import type { PicturePlanes, RgbPlane } from '../../picture/planes.ts';
import { sizeFor } from '../../picture/planes.ts';

/**
 * A picture that was read already, at another size: longer side `side`, never enlarged. Taken from the planes at hand
 * when those are large enough, else decoded again. Stored orientation, transparency on white.
 *
 * @returns the planes' own pixels when the file cannot be decoded at that size
 */
export async function pixelsAt(
  file: { readonly path: string; readonly format: MediaFormat },
  planes: PicturePlanes,
  side: number,
  limits: Pick<Limits, 'pixels'>,
): Promise<RgbPlane> {
  const { width, height } = planes.frame;
  const [across, down] = sizeFor(width, height, Math.min(side, Math.max(width, height)));
  if (planes.rgb.width === width || planes.rgb.width >= across)
    return await resized(planes.rgb, across, down);
  return (
    (await reducedWhileRead(file, across, down, limits)) ??
    (await wholePixels(file, planes, across, down, limits))
  );
}

/** Plain 8-bit pictures, reduced by the decoder where it can; `null`: not such a picture, or damaged. */
async function reducedWhileRead(
  { path, format }: { readonly path: string; readonly format: MediaFormat },
  across: number,
  down: number,
  limits: Pick<Limits, 'pixels'>,
): Promise<RgbPlane | null> {
  if (format !== 'jpeg' && format !== 'webp' && format !== 'png') return null;
  const input = await sharpInput(path, format);
  if (input === null) return null;
  const header = await readImageHeader(input, { format, limits });
  if (!header.ok) return null;
  const { depth, hasAlpha, space } = header.metadata;
  if (depth !== 'uchar' || hasAlpha || space !== 'srgb') return null;
  try {
    const image = await openSharp(input, { failOn: 'warning', limitInputPixels: limits.pixels });
    const { data, info } = await image
      .resize(across, down, { fit: 'fill' })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return info.channels === 3 ? { width: info.width, height: info.height, data } : null;
  } catch (error) {
    // Damaged: decoded whole below, as far as it goes.
    if (error instanceof Error) return null;
    throw error;
  }
}

async function wholePixels(
  { path, format }: { readonly path: string; readonly format: MediaFormat },
  planes: PicturePlanes,
  across: number,
  down: number,
  limits: Pick<Limits, 'pixels'>,
): Promise<RgbPlane> {
  const decoded = await decodeImage(path, { format, limits });
  if (!decoded.ok) return planes.rgb;
  const { width, height } = decoded.image;
  return await resized({ width, height, data: toRgb8(decoded.image, 255) }, across, down);
}

async function resized(plane: RgbPlane, across: number, down: number): Promise<RgbPlane> {
  if (plane.width === across && plane.height === down) return plane;
  const raw = { width: plane.width, height: plane.height, channels: 3 } as const;
  const source = await openSharp(plane.data, { raw, limitInputPixels: false });
  const data = await source.resize(across, down, { fit: 'fill' }).raw().toBuffer();
  return { width: across, height: down, data };
}
