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
import { differenceOf } from './difference.ts';
import { maskedTile, standardStrength, texturedShare } from './field.ts';
import { addField, addStandard, fieldOf, maskOf } from './mark-samples.ts';
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
import { trialsOf } from './self-test.ts';
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
/** Part of the picture that must have texture. */
const LEAST_TEXTURE = 0.02;
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
  const data = first.data.slice();
  const marked: StillImage = { ...first, data };
  if (strength !== null) addField(first, field, strength, data);
  const begun = strength ?? addStandard(first, field, data);
  const standard = standardStrength(first.width, first.height);
  const raised = strength === null ? RAISES.map((raise) => standard - raise) : [];
  const notes: Localized[] = [];
  let reached = begun;
  let tried = { compressed: false, quarter: false };
  for (const decibels of [begun, ...raised.filter((one) => one < begun)]) {
    context.signal.throwIfAborted();
    reached = decibels;
    if (decibels < begun) addField(first, field, decibels, data);
    tried = await trialsOf(marked, made, payload);
    if (tried.compressed && tried.quarter) break;
  }
  if (!tried.compressed) return refused(strength === null ? 'picture-too-flat' : 'picture-too-weak');
  if (!tried.quarter) notes.push(cropNotRead);
  if (strength === null && reached < standard) notes.push(strengthRaised(reached));
  if (frames === 1) return { image: marked, notes };
  const all = image.data.slice();
  for (let frame = 0; frame < frames; frame += 1) {
    context.signal.throwIfAborted();
    const one = frameOf(image, frame, frames);
    addField(one, fieldOf(one, tile), reached, frameOf({ ...image, data: all }, frame, frames).data);
  }
  return { image: { ...image, data: all }, notes };
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

function isAnimatedPng(reader: ByteReader): boolean {
  // `acTL` must come before the first IDAT (PNG third edition, 5.6).
  const end = reader.search(Buffer.from('IDAT'), 8, reader.size);
  return reader.search(Buffer.from('acTL'), 8, end < 0 ? reader.size : end) >= 0;
}

function isLosslessWebp(reader: ByteReader): boolean {
  const chunk = (name: string): boolean => reader.search(Buffer.from(name), 12, reader.size) >= 0;
  return chunk('VP8L') && !chunk('VP8 ');
}
