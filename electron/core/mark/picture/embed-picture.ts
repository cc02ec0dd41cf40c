import type { Localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import { copyPieces } from '../../labels/writing/copy-pieces.ts';
import {
  type Transplant,
  transplantGif,
  transplantJpeg,
  transplantPng,
  transplantWebp,
} from '../../labels/writing/transplant.ts';
import { decodeInput, readImageHeader, type StillImage } from '../../media/image.ts';
import { packPicture } from '../../media/picture-encode.ts';
import { sharpInput } from '../../media/sharp-engine.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import type { EmbedAnswer, EmbedRequest } from '../define.ts';
import type { Plane } from './blur.ts';
import { differenceOf, similarityOf } from './difference.ts';
import { LARGE, maskedTile, standardStrength, texturedShare } from './field.ts';
import { addField, fieldOf, maskOf } from './mark-samples.ts';
import { pictureKey } from './picture-key.ts';
import { frameOf, preparedPicture } from './picture-plane.ts';
import {
  colourSpaceRefused,
  credentialLeft,
  cropNotRead,
  gainMapLeft,
  qualityOf,
  recompressed,
  refused,
  SMALLEST_SIDE,
  strengthRaised,
} from './picture-words.ts';
import { readSpectrumOf } from './read-plane.ts';
import { survives } from './self-test.ts';
import { markTile } from './tile.ts';

type Packable = 'jpeg' | 'png' | 'webp' | 'gif';

const transplants: Readonly<Record<Packable, Transplant>> = {
  jpeg: transplantJpeg,
  png: transplantPng,
  webp: transplantWebp,
  gif: transplantGif,
};

export function packs(media: Media): boolean {
  return Object.hasOwn(transplants, media.format);
}

/** Samples of all frames of an animation at once; they are held twice while they are packed. */
const ANIMATION_SAMPLES = 200_000_000;
const SPACES: ReadonlySet<string> = new Set(['srgb', 'b-w', 'rgb16', 'grey16']);
/** Packing should cost less than the mark. */
const PACKED_QUALITY = 97;
/** Similarity a large picture keeps at the standard strength; the mark is made weaker for it, to this at most. */
const LEAST_SIMILARITY = 0.99;
/** Part of the picture that must have texture. */
const LEAST_TEXTURE = 0.02;
const WEAKENED = [0, 0.5];
/** How far the standard strength is raised when the self-test asks for it, decibels. */
const RAISES = [0, 1, 2, 3];

interface Source {
  readonly image: StillImage;
  readonly frames: number;
  readonly format: Packable;
  readonly loop: number;
  readonly delay: readonly number[] | undefined;
  readonly lossless: boolean;
}

/** Put a mark into a picture file: samples changed, packed anew, inside the container of the old one. */
export async function embedPicture(request: EmbedRequest): Promise<EmbedAnswer> {
  const { path, payload, key, strength, context } = request;
  const reader = new ByteReader(path);
  try {
    const opened = await openSource(request, reader);
    if ('ok' in opened) return opened;
    const { image, frames, format } = opened;
    context.progress(0.2);
    const marking = await markFrames(image, frames, request);
    if ('ok' in marking) return marking;
    context.progress(0.6);
    context.signal.throwIfAborted();
    const packed = await packPicture(marking.image, {
      format,
      frames,
      loop: opened.loop,
      lossless: opened.lossless,
      quality: PACKED_QUALITY,
      ...(opened.delay === undefined ? {} : { delay: opened.delay }),
    });
    // What is measured and read is what the file will hold, not what was meant.
    const again = await decodeInput(Buffer.from(packed), {
      format,
      limits: { pixels: image.width * image.height },
      frames,
    });
    if (!again.ok) throw new Error(`packed ${format}: ${again.reason.detail ?? again.reason.code}`);
    const first = frameOf(again.image, 0, frames);
    const read = readSpectrumOf(preparedPicture(first), pictureKey(key), { effort: 'whole' });
    if (read.reading?.payload !== payload)
      return refused(strength === null ? 'picture-too-flat' : 'picture-too-weak');
    const pieces = transplants[format](reader, packed);
    if (pieces === null) return refused('picture-damaged');
    context.progress(0.9);
    await copyPieces(path, pieces, request.target, { signal: context.signal });
    context.progress(1);
    const notes = [
      ...marking.notes,
      ...(format === 'png' || opened.lossless ? [] : [recompressed[format]]),
      ...leftBehind(reader, format),
    ];
    return { ok: true, quality: qualityOf(differenceOf(image, again.image)), notes };
  } finally {
    reader.close();
  }
}

type Refusal = EmbedAnswer & { readonly ok: false };

async function openSource(
  { path, media, context }: EmbedRequest,
  reader: ByteReader,
): Promise<Source | Refusal> {
  const { limits } = context;
  const format = media.format as Packable;
  const input = await sharpInput(path, format);
  if (input === null) return refused('picture-too-large');
  const header = await readImageHeader(input, { format, limits });
  if (!header.ok) return header;
  const { pages = 1, delay, loop = 0, width, height, channels } = header.metadata;
  if (pages > 1 && width * height * channels * pages > ANIMATION_SAMPLES) return refused('picture-too-large');
  if (Math.min(width, height) < SMALLEST_SIDE) return refused('picture-too-small', `${width} × ${height}`);
  if (format === 'png' && isAnimatedPng(reader)) return refused('picture-animated-png');
  const decoded = await decodeInput(input, { format, limits: { pixels: limits.pixels }, frames: pages });
  if (!decoded.ok) return decoded;
  const { image } = decoded;
  if (image.warnings.length > 0) return refused('picture-damaged', image.warnings[0]);
  if (!SPACES.has(image.colourSpace)) return colourSpaceRefused(image.colourSpace);
  const lossless = format === 'webp' && isLosslessWebp(reader);
  return { image, frames: pages, format, loop, delay, lossless };
}

/** Every frame with the mark, as strong as asked; of the standard as strong as the first frame needs. */
async function markFrames(
  image: StillImage,
  frames: number,
  { payload, key, strength, context }: EmbedRequest,
): Promise<{ readonly image: StillImage; readonly notes: readonly Localized[] } | Refusal> {
  const made = pictureKey(key);
  const first = frameOf(image, 0, frames);
  const { reading } = readSpectrumOf(preparedPicture(first), made, { effort: 'whole' });
  if (reading !== null) return refused('picture-marked', String(reading.payload));
  const tile = markTile(made, payload);
  const mask = maskOf(first);
  if (texturedShare(mask) < LEAST_TEXTURE) return refused('picture-too-flat');
  const field = maskedTile(tile, mask);
  const marked: StillImage = { ...first, data: first.data.slice() };
  const standard = strength ?? standardFor(first, field, marked);
  const notes: Localized[] = [];
  let reached = standard;
  let quarter = false;
  for (const raise of strength === null ? RAISES : [0]) {
    context.signal.throwIfAborted();
    reached = standard - raise;
    addField(first, field, reached, marked.data as Uint8Array);
    if (!(await survives(marked, made, payload, 'jpeg-50'))) continue;
    quarter = await survives(marked, made, payload, 'crop-25');
    if (quarter) break;
  }
  if (!quarter) {
    if (!(await survives(marked, made, payload, 'jpeg-50')))
      return refused(strength === null ? 'picture-too-flat' : 'picture-too-weak');
    notes.push(cropNotRead);
  }
  if (reached < standard) notes.push(strengthRaised(reached));
  if (frames === 1) return { image: marked, notes };
  const data = image.data.slice();
  for (let frame = 0; frame < frames; frame += 1) {
    context.signal.throwIfAborted();
    const one = frameOf(image, frame, frames);
    addField(one, fieldOf(one, tile), reached, frameOf({ ...image, data }, frame, frames).data);
  }
  return { image: { ...image, data }, notes };
}

/** What `transplants` leaves behind: a C2PA credential, and further pictures of a JPEG file. */
function leftBehind(reader: ByteReader, format: Packable): Localized[] {
  const holds = (text: string): boolean => reader.search(Buffer.from(text, 'latin1'), 0, reader.size) >= 0;
  return [
    // A JUMBF description box whose content type begins with `c2pa` (C2PA 2.1, 11.1.4).
    ...(holds('jumdc2pa') ? [credentialLeft] : []),
    ...(format === 'jpeg' && (holds('MPF\0') || holds('urn:iso:std:iso:ts:21496:-1\0')) ? [gainMapLeft] : []),
  ];
}

/** The standard strength for a picture; `marked` is used for trying. */
function standardFor(picture: StillImage, field: Plane, marked: StillImage): number {
  const standard = standardStrength(picture.width, picture.height);
  if (picture.width * picture.height < LARGE) return standard;
  for (const weaker of WEAKENED) {
    addField(picture, field, standard + weaker, marked.data as Uint8Array);
    if (similarityOf(picture, marked) >= LEAST_SIMILARITY) return standard + weaker;
  }
  return standard + WEAKENED.at(-1)!;
}

function isAnimatedPng(reader: ByteReader): boolean {
  // `acTL` must come before the first IDAT (PNG third edition, 5.6).
  const end = reader.search(Buffer.from('IDAT'), 8, reader.size);
  return reader.search(Buffer.from('acTL'), 8, end < 0 ? reader.size : end) >= 0;
}

function isLosslessWebp(reader: ByteReader): boolean {
  const chunk = (name: string): boolean => reader.search(Buffer.from(name), 12, reader.size) >= 0;
  return chunk('VP8L') && !chunk('VP8 ');
}
