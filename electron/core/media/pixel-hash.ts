import { createHash, type Hash } from 'node:crypto';
import type { ContentHash } from '#shared/domain/evidence.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import { decodeImage, decodesImage, type StillImage } from './image.ts';
import type { Limits } from './limits.ts';

/** Frames of animations are decoded together up to this many pixels, because each start begins at frame 1. */
const batchPixels = 32_000_000;
/** Formats whose frames all have the size of the canvas. */
const animated: ReadonlySet<MediaFormat> = new Set(['gif', 'webp']);

/**
 * SHA-256 of an image's decoded pixels: for every page or frame a header of four big-endian 32-bit numbers
 * (width, height, channels, bits per sample), then the samples row by row, 16-bit ones big-endian. Files
 * that differ only in metadata or lossless packing have equal hashes. Orientation and colour profile are
 * metadata here.
 */
export async function hashPixels(
  path: string,
  media: Media,
  limits: Pick<Limits, 'pixels' | 'frames'>,
): Promise<ContentHash> {
  if (media.kind !== 'image') return { state: 'not-applicable' };
  const { format } = media;
  if (format === 'svg')
    return undetermined('A drawing of lines has no pixels of its own', '矢量图形本身没有像素');
  if (!decodesImage(format))
    return undetermined('No decoder for this image format is built in', '未内置此图像格式的解码器');
  const first = await decodeImage(path, { format, limits });
  if (!first.ok) return { state: 'undetermined', reason: first.reason.text };
  const { pages, width, height, decoder } = first.image;
  if (pages > limits.frames)
    return undetermined('The image has more frames than the limit', '图像帧数超过限制');
  const hash = createHash('sha256');
  addFrames(hash, first.image, 1);
  const warnings = new Set(first.image.warnings);
  const together = Math.max(1, Math.floor(Math.min(batchPixels, limits.pixels) / (width * height)));
  const batch = animated.has(format) ? together : 1;
  for (let page = 1; page < pages; page += batch) {
    const frames = Math.min(batch, pages - page);
    const outcome = await decodeImage(path, { format, limits, page, frames });
    if (!outcome.ok) return { state: 'undetermined', reason: outcome.reason.text };
    addFrames(hash, outcome.image, frames);
    for (const warning of outcome.image.warnings) warnings.add(`frame ${page + 1}: ${warning}`);
  }
  const method = `pixels 1: ${decoder}`;
  return {
    state: 'known',
    of: 'pixels',
    sha256: hash.digest('hex'),
    method,
    warnings: [...warnings].slice(0, 20),
  };
}

function addFrames(hash: Hash, image: StillImage, frames: number): void {
  const height = image.height / frames;
  const perFrame = image.width * height * image.channels;
  for (let frame = 0; frame < frames; frame += 1) {
    const header = Buffer.alloc(16);
    header.writeUInt32BE(image.width, 0);
    header.writeUInt32BE(height, 4);
    header.writeUInt32BE(image.channels, 8);
    header.writeUInt32BE(image.bitDepth, 12);
    hash.update(header);
    const samples = image.data.subarray(frame * perFrame, (frame + 1) * perFrame);
    hash.update(samples instanceof Uint16Array ? bigEndian(samples) : samples);
  }
}

function bigEndian(samples: Uint16Array): Buffer {
  return Buffer.from(samples.slice().buffer).swap16();
}

function undetermined(en: string, chinese: string): ContentHash {
  return { state: 'undetermined', reason: localized(en, chinese) };
}
