import { localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { toRgb8 } from '#shared/numeric/plane.ts';
import { decodeHeif, heifVersion } from '../../media/heif.ts';
import { decodeInput, type ImageOutcome, imageFailure } from '../../media/image.ts';
import type { Limits } from '../../media/limits.ts';
import { openSharp } from '../../media/sharp-engine.ts';

/**
 * Pictures out of a manifest store are a stranger's bytes: their declared type is not believed, only the
 * raster formats C2PA names for thumbnails are decoded, and what is shown is always encoded anew.
 */
export interface ShownThumbnail {
  /** Without metadata, upright, 8-bit RGB on white. */
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface ThumbnailProblem {
  readonly problem: Reason;
}

/** Larger ones are no thumbnails, bytes and pixels. */
const THUMBNAIL_BYTES = 16 * 1024 * 1024;
const THUMBNAIL_PIXELS = 50_000_000;
/** Longest side of what is shown. */
const SHOWN_SIDE = 512;

/** The raster format the bytes begin like, or `null`. SVG and everything else that is text is among the latter. */
export function thumbnailFormat(bytes: Uint8Array): MediaFormat | null {
  const at = (offset: number, text: string): boolean =>
    [...text].every((letter, index) => bytes[offset + index] === letter.charCodeAt(0));
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (at(0, '\x89PNG\r\n\x1a\n')) return 'png';
  if (at(0, 'RIFF') && at(8, 'WEBP')) return 'webp';
  if (at(0, 'GIF87a') || at(0, 'GIF89a')) return 'gif';
  if (!at(4, 'ftyp')) return null;
  if (at(8, 'avif') || at(8, 'avis')) return 'avif';
  return ['heic', 'heix', 'heim', 'heis', 'mif1', 'msf1'].some((brand) => at(8, brand)) ? 'heif' : null;
}

/** Decode a thumbnail within limits; a picture that is no thumbnail in kind or size is an answer. */
export async function decodeThumbnail(
  bytes: Uint8Array,
  mime: string,
  limits: Pick<Limits, 'pixels'>,
): Promise<ImageOutcome> {
  const format = thumbnailFormat(bytes);
  if (format === null)
    return unsafe('thumbnail-type', `declared ${mime === '' ? 'nothing' : mime.slice(0, 100)}`);
  if (bytes.length > THUMBNAIL_BYTES) return unsafe('thumbnail-size', `${bytes.length} bytes`);
  const pixels = Math.min(limits.pixels, THUMBNAIL_PIXELS);
  const outcome = await decodeInput(bytes, { format, limits: { pixels } });
  if (outcome.ok || format !== 'heif' || outcome.reason.code !== 'undecodable') return outcome;
  const second = await decodeHeif(bytes, 0, pixels);
  if (!second.ok) return imageFailure(second.code, second.detail);
  const { image } = second;
  return {
    ok: true,
    image: {
      ...image,
      bitDepth: 8,
      hasAlpha: image.channels === 4,
      colourSpace: 'srgb',
      orientation: 1,
      decoder: heifVersion(),
      warnings: [],
    },
  };
}

/**
 * A thumbnail for showing.
 *
 * @param mime as declared, for the words only
 */
export async function renderThumbnail(
  bytes: Uint8Array,
  mime: string,
  limits: Pick<Limits, 'pixels'>,
): Promise<ShownThumbnail | ThumbnailProblem> {
  const outcome = await decodeThumbnail(bytes, mime, limits);
  if (!outcome.ok) return { problem: outcome.reason };
  const { image } = outcome;
  const raw = { width: image.width, height: image.height, channels: 3 } as const;
  const open = await openSharp(toRgb8(image), { raw, limitInputPixels: false });
  // Exif orientations as turns and mirrorings (CIPA DC-008, tag 0x0112); sharp mirrors first.
  const [turn, mirror] = upright[image.orientation] ?? [0, false];
  const turned = turn === 0 ? open : open.rotate(turn);
  const { data, info } = await (mirror ? turned.flop() : turned)
    .resize(SHOWN_SIDE, SHOWN_SIDE, { fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 6, palette: false })
    .toBuffer({ resolveWithObject: true });
  return { png: data, width: info.width, height: info.height };
}

const upright: readonly (readonly [turn: number, mirror: boolean])[] = [
  [0, false],
  [0, false],
  [0, true],
  [180, false],
  [180, true],
  [270, true],
  [90, false],
  [90, true],
  [270, false],
];

const refusals = {
  'thumbnail-type': localized(
    'The thumbnail is none of JPEG, PNG, WebP, AVIF and HEIF, and is not opened',
    '缩略图不是 JPEG、PNG、WebP、AVIF 或 HEIF，未予打开',
  ),
  'thumbnail-size': localized('The thumbnail is too large to be one', '缩略图过大，不合常理'),
} as const;

function unsafe(
  code: keyof typeof refusals,
  detail: string,
): { readonly ok: false; readonly reason: Reason } {
  return { ok: false, reason: { code, text: refusals[code], detail } };
}
