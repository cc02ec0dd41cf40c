import type { VisibleToWrite } from '#shared/domain/labelling.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import { decodeInput, readImageHeader, type StillImage } from '../../media/image.ts';
import type { Limits } from '../../media/limits.ts';
import { packPicture } from '../../media/picture-encode.ts';
import { sharpInput } from '../../media/sharp-engine.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import { drawLabel, shownSize } from './draw-label.ts';
import { layPlate } from './label-plate.ts';
import { type Rendering, refusedRendering } from './rendering.ts';
import {
  type Transplant,
  transplantGif,
  transplantJpeg,
  transplantPng,
  transplantWebp,
} from './transplant.ts';

type Packable = 'jpeg' | 'png' | 'webp' | 'gif';

const transplants: Readonly<Record<Packable, Transplant>> = {
  jpeg: transplantJpeg,
  png: transplantPng,
  webp: transplantWebp,
  gif: transplantGif,
};

/** Samples of all frames of an animation at once; they are held twice while they are packed. */
const animationSamples = 200_000_000;
/** WCAG 2.2, 1.4.3. The plate gives twice as much on every ground. */
const contrastNeeded = 4.5;

/** Draw the label into a picture. Pixels outside the label stay as they are where the format is lossless. */
export async function renderVisibleImage(
  path: string,
  media: Media,
  visible: VisibleToWrite,
  limits: Limits,
): Promise<Rendering> {
  const { format } = media;
  if (!isPackable(format)) return refusedRendering(noFormat(format));
  const input = await sharpInput(path, format);
  if (input === null) return refusedRendering(tooLarge);
  const header = await readImageHeader(input, { format, limits });
  if (!header.ok) return refusedRendering(header.reason.text);
  const { pages = 1, delay, loop = 0, width, height, channels } = header.metadata;
  if (pages > 1 && width * height * channels * pages > animationSamples) return refusedRendering(tooLarge);
  const decoded = await decodeInput(input, { format, limits: { pixels: limits.pixels }, frames: pages });
  if (!decoded.ok) return refusedRendering(decoded.reason.text);
  // A copy: the decoder may keep what it gave us.
  const image: StillImage = { ...decoded.image, data: decoded.image.data.slice() };
  if (image.warnings.length > 0) return refusedRendering(damaged);
  if (!spaces.has(image.colourSpace)) return refusedRendering(colourSpace(image.colourSpace));
  const shown = shownSize({ ...image, height: image.height / pages });
  const laid = await layPlate(visible, { ...shown, shortest: Math.min(shown.width, shown.height) });
  if (!laid.ok) return refusedRendering(laid.reason);
  const contrast = drawLabel(image, pages, laid.plate);
  if (contrast < contrastNeeded) throw new Error(`contrast ${contrast} of a white label on its plate`);
  const reader = new ByteReader(path);
  try {
    if (format === 'png' && isAnimatedPng(reader)) return refusedRendering(animatedPng);
    const lossless = format === 'webp' && isLosslessWebp(reader);
    const packed = await packPicture(image, {
      format,
      frames: pages,
      loop,
      lossless,
      ...(delay === undefined ? {} : { delay }),
    });
    const pieces = transplants[format](reader, packed);
    if (pieces === null) return refusedRendering(damaged);
    const share = laid.plate.inkHeight / Math.min(shown.width, shown.height);
    return {
      ok: true,
      pieces,
      notes: [
        drawn(laid.plate.inkHeight, share, contrast),
        ...(format === 'png' || lossless ? [] : [recompressed[format]]),
      ],
    };
  } finally {
    reader.close();
  }
}

/** Can a label be drawn into pictures of this format? */
export function drawsIntoImage(format: MediaFormat): boolean {
  return isPackable(format);
}

function isPackable(format: string): format is Packable {
  return Object.hasOwn(transplants, format);
}

const spaces: ReadonlySet<string> = new Set(['srgb', 'b-w', 'rgb16', 'grey16']);

function isAnimatedPng(reader: ByteReader): boolean {
  // `acTL` must come before the first IDAT (PNG third edition, 5.6).
  const end = reader.search(Buffer.from('IDAT'), 8, reader.size);
  return reader.search(Buffer.from('acTL'), 8, end < 0 ? reader.size : end) >= 0;
}

function isLosslessWebp(reader: ByteReader): boolean {
  const chunk = (name: string): boolean => reader.search(Buffer.from(name), 12, reader.size) >= 0;
  return chunk('VP8L') && !chunk('VP8 ');
}

/** What was drawn, measured on the pixels. */
export function drawn(inkHeight: number, share: number, contrast: number | null): Localized {
  const percent = (share * 100).toFixed(1);
  const by = contrast === null ? '' : contrast.toFixed(1);
  return localized(
    `Visible label: ink ${inkHeight} pixels high, ${percent} % of the shortest side${by === '' ? '' : `, contrast ${by}`}.`,
    `显式标识：文字高 ${inkHeight} 像素，为最短边的 ${percent}%${by === '' ? '' : `，对比度 ${by}`}。`,
  );
}

const recompressed: Readonly<Record<'jpeg' | 'webp' | 'gif', Localized>> = {
  jpeg: localized(
    'To draw the label the whole picture was compressed again (JPEG quality 95, 4:4:4).',
    '为绘制标识，整幅图像已重新压缩（JPEG 质量 95，4:4:4）。',
  ),
  webp: localized(
    'To draw the label the whole picture was compressed again (WebP quality 95).',
    '为绘制标识，整幅图像已重新压缩（WebP 质量 95）。',
  ),
  gif: localized(
    'To draw the label every frame got a new palette of 256 colours.',
    '为绘制标识，每一帧都重新生成了 256 色调色板。',
  ),
};

function noFormat(format: string): Localized {
  return localized(
    `A visible label can be drawn into JPEG, PNG, WebP and GIF pictures, not into ${format}. Export the picture as PNG first.`,
    `显式标识可绘制到 JPEG、PNG、WebP 和 GIF 图像，不支持 ${format}。请先将图像导出为 PNG。`,
  );
}

function colourSpace(space: string): Localized {
  return localized(
    `A visible label can be drawn into grey and RGB pictures; this one is ${space}. Convert it to RGB first.`,
    `显式标识可绘制到灰度和 RGB 图像；此图像为 ${space}。请先转换为 RGB。`,
  );
}

const tooLarge = localized(
  'The picture is too large to be drawn into in memory.',
  '图像过大，无法在内存中绘制标识。',
);
const damaged = localized(
  'The picture is damaged: a label drawn into what can be read of it would hide that.',
  '图像已损坏：在可读取的部分上绘制标识会掩盖这一情况。',
);
const animatedPng = localized(
  'Animated PNG pictures cannot be packed anew here. Use GIF or WebP.',
  '此处无法重新封装动态 PNG。请使用 GIF 或 WebP。',
);
