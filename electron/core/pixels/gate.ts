import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { decodesImage } from '../media/image.ts';
import type { Picture } from './picture.ts';

/** What a picture must be for a method to have anything to say. */
export interface Requirement {
  /** Shorter side, pixels. */
  readonly leastSide?: number;
  /** All pixels: larger pictures take more time or memory than a run may. */
  readonly mostPixels?: number;
  /** Samples of more than 8 bits would be reduced, and with them what is looked for. */
  readonly only8Bit?: boolean;
  /** Colour is needed. */
  readonly colour?: boolean;
}

/** For `appliesTo`: still pictures of a format that is decoded here. */
export function stillPicture({ kind, format }: Media): true | Localized {
  return (
    (kind === 'image' && decodesImage(format)) ||
    localized(
      'The method reads still images in formats decoded here',
      '该方法仅适用于本程序可解码的静态图像格式',
    )
  );
}

/** For `appliesTo`: JPEG files only. */
export function jpegFile({ format }: Media): true | Localized {
  return (
    format === 'jpeg' ||
    localized(
      'The method reads the coefficients of a JPEG file; other formats have none',
      '该方法读取 JPEG 文件的 DCT 系数，其他格式没有此类系数',
    )
  );
}

/** Why the method has nothing to say about this picture; `null`: it may speak. */
export function gate({ width, height, image }: Picture, requirement: Requirement): Reason | null {
  const { leastSide, mostPixels, only8Bit, colour } = requirement;
  if (leastSide !== undefined && Math.min(width, height) < leastSide)
    return {
      code: 'too-small',
      text: localized(
        `The picture is ${width} × ${height} pixels; the method needs at least ${leastSide} on its shorter side.`,
        `图像为 ${width} × ${height} 像素；该方法要求短边不少于 ${leastSide} 像素。`,
      ),
    };
  if (mostPixels !== undefined && width * height > mostPixels)
    return {
      code: 'too-large',
      text: localized(
        `The picture has ${millions(width * height)} million pixels; the method reads at most ${millions(mostPixels)} million.`,
        `图像有 ${millions(width * height)} 百万像素；该方法最多处理 ${millions(mostPixels)} 百万像素。`,
      ),
    };
  if (only8Bit === true && image.bitDepth !== 8)
    return {
      code: 'bit-depth',
      text: localized(
        'The method is made for samples of 8 bits; this picture has more.',
        '该方法针对 8 位样本；此图像位深更高。',
      ),
    };
  if (colour === true && image.channels - (image.hasAlpha ? 1 : 0) < 3)
    return {
      code: 'no-colour',
      text: localized(
        'The method needs colour; this picture is grey.',
        '该方法需要彩色图像；此图像为灰度图。',
      ),
    };
  return null;
}

function millions(pixels: number): string {
  return (pixels / 1e6).toFixed(1);
}
