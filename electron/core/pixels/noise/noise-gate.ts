import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { gate } from '../gate.ts';
import type { Picture } from '../picture.ts';
import { meanLuminanceStep } from '../tone-traces/luminance-step.ts';

const formats: ReadonlySet<MediaFormat> = new Set(['jpeg', 'png', 'tiff', 'bmp']);
const leastSide = 300;
const mostPixels = 100_000_000;
/** A palette holds no more colours; a photograph has passed this number after a few rows. */
const paletteColours = 256;
const [darkest, brightest] = [3, 252];

/** For `appliesTo`: formats that keep noise. */
export function noiseKeptFormat({ format }: Media): true | Localized {
  return (
    formats.has(format) ||
    localized(
      'Only for JPEG and pictures stored without loss: other coders filter the noise away, and palettes replace it',
      '仅适用于 JPEG 与无损存储的图像：其他编码器会滤除噪声，调色板图像则以抖动取代噪声',
    )
  );
}

/**
 * Why nothing can be said of the noise of this picture; `null`: it may be read.
 *
 * @param mostStep mean luminance step of a JPEG above which quantisation has erased the noise
 */
export function noiseGate(picture: Picture, mostStep: number): Reason | null {
  return (
    gate(picture, { leastSide, mostPixels, only8Bit: true }) ??
    compressed(picture, mostStep) ??
    palette(picture.rgb()) ??
    clipped(picture)
  );
}

function compressed(picture: Picture, mostStep: number): Reason | null {
  const mean = meanLuminanceStep(picture);
  if (mean === null || mean <= mostStep) return null;
  if (Number.isNaN(mean))
    return {
      code: 'no-tables',
      text: localized(
        'The quantisation steps of this JPEG could not be read, so nothing is known of its quality.',
        '无法读取此 JPEG 的量化步长，因而无从得知其质量。',
      ),
    };
  return {
    code: 'too-compressed',
    text: localized(
      `The mean luminance step of this JPEG is ${mean.toFixed(1)}; above ${mostStep} compression has replaced the noise.`,
      `此 JPEG 的平均亮度量化步长为 ${mean.toFixed(1)}；超过 ${mostStep} 时噪声已被压缩破坏。`,
    ),
  };
}

function palette(rgb: Uint8Array): Reason | null {
  const colours = new Set<number>();
  for (let at = 0; at < rgb.length && colours.size <= paletteColours; at += 3)
    colours.add((rgb[at]! << 16) | (rgb[at + 1]! << 8) | rgb[at + 2]!);
  const grey = [...colours].every((colour) => colour >> 8 === (colour & 255) * 257);
  // Greys of 8 bits are no more than 256, and photographs have most of them.
  if (colours.size > (grey ? paletteColours / 8 : paletteColours)) return null;
  return {
    code: 'few-colours',
    text: localized(
      `The picture has only ${colours.size} colours; what looks like noise would be dither or drawing.`,
      `图像仅有 ${colours.size} 种颜色；其中看似噪声的成分可能只是抖动或绘制内容。`,
    ),
  };
}

function clipped(picture: Picture): Reason | null {
  const { data } = picture.luma();
  let count = 0;
  for (let at = 0; at < data.length; at += 1) {
    const value = data[at]!;
    if (value < darkest || value > brightest) count += 1;
  }
  if (2 * count <= data.length) return null;
  return {
    code: 'clipped',
    text: localized(
      'More than half of the picture is clipped to black or white, where there is no noise.',
      '图像一半以上区域溢出为纯黑或纯白，其中没有噪声。',
    ),
  };
}
