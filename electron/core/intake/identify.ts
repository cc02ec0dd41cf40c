import { fileTypeFromBuffer } from 'file-type';
import { ByteReader, EndOfData } from '#core/media/structure/byte-reader.ts';
import {
  type Media,
  type MediaFormat,
  type MediaKind,
  MediaKind as MediaKinds,
} from '#shared/domain/media.ts';
import { bmffKind } from './bmff-kinds.ts';
import { pictureSize } from './dimensions.ts';
import { tiffKind } from './dimensions-tiff.ts';
import { extensionFits, formatFacts } from './formats.ts';
import { flacAfterTag, signatureOf } from './signatures.ts';
import { streamFacts } from './stream-kinds.ts';
import { decodeText, textKind } from './text-kinds.ts';
import { zipKind } from './zip-kinds.ts';

/** What decides lies in the first bytes; the rest of a header is read where it is. */
const HEAD_BYTES = 64 * 1024;

interface Kind {
  readonly format: MediaFormat;
  readonly kind?: MediaKind;
  readonly mime?: string;
  readonly width?: number;
  readonly height?: number;
  readonly frames?: number;
  readonly durationSeconds?: number;
}

/**
 * What a file is, by its content. The name is only compared, never believed. Runs in a worker and reads
 * bounded parts of the file. Throws for I/O errors only.
 *
 * @param path file to read
 * @param name the name it was taken in under, or null
 */
export async function identify(path: string, name: string | null): Promise<Media> {
  const reader = new ByteReader(path);
  try {
    const { format, kind, mime, ...rest } = await kindOf(reader);
    const facts = formatFacts[format];
    const size = quietly(() => pictureSize(reader, format)) ?? {};
    const stream = quietly(() => streamFacts(reader, format)) ?? {};
    const final = stream.format ?? format;
    return {
      kind: stream.kind ?? kind ?? facts.kind,
      format: final,
      mime: stream.mime ?? mime ?? formatFacts[final].mime,
      ...measures({ ...rest, ...size, ...stream }),
      extensionFits: extensionFits(name, final),
    };
  } finally {
    reader.close();
  }
}

/** Headers are cut short in damaged files: then they tell nothing. */
function quietly<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof EndOfData) return null;
    throw error;
  }
}

function measures(
  found: Omit<Kind, 'format'>,
): Pick<Media, 'width' | 'height' | 'frames' | 'durationSeconds'> {
  const { width, height, frames, durationSeconds } = found;
  return {
    ...(width === undefined || height === undefined ? {} : { width, height }),
    ...(frames === undefined ? {} : { frames }),
    ...(durationSeconds === undefined || !Number.isFinite(durationSeconds) ? {} : { durationSeconds }),
  };
}

async function kindOf(reader: ByteReader): Promise<Kind> {
  if (reader.size === 0) return { format: 'empty' };
  const head = reader.bytes(0, HEAD_BYTES);
  const letters = head.toString('latin1');
  const signature = quietly(() => signatureOf(reader, letters));
  if (signature === 'zip') return quietly(() => zipKind(reader)) ?? { format: 'zip' };
  if (signature === 'mp3' && quietly(() => flacAfterTag(reader)) === true) return { format: 'flac' };
  if (signature !== null) return { format: signature };
  if (/^(II[*+]\0|MM\0[*+])/.test(letters)) return { format: quietly(() => tiffKind(reader)) ?? 'tiff' };
  const movie = quietly(() => bmffKind(reader));
  if (movie !== null) return movie;
  if (letters.startsWith('<?xpacket begin=')) return { format: 'xmp' };
  const whole = reader.size <= HEAD_BYTES;
  // netpbm begins like text and may be text throughout
  const text = /^P[1-7]\s/.test(letters) ? null : decodeText(head, whole);
  if (text !== null) return { format: textKind(text, whole) };
  return beyond(reader, head);
}

/** Formats without an entry of their own still get a kind and a media type, where they are known. */
async function beyond(reader: ByteReader, head: Buffer): Promise<Kind> {
  if (/^P[1-7]\s/.test(head.toString('latin1', 0, 3)))
    return { format: 'unknown', kind: 'image', mime: 'image/x-portable-anymap' };
  if (reader.matches(reader.size - 18, 'TRUEVISION-XFILE.\0'))
    return { format: 'unknown', kind: 'image', mime: 'image/x-tga' };
  const guess = await fileTypeFromBuffer(head);
  // a signature of ours was not found, so a guess at one of our formats would be a weaker one
  if (guess === undefined || ours.has(guess.mime)) return { format: 'unknown' };
  const group = MediaKinds.safeParse(guess.mime.split('/')[0]);
  return { format: 'unknown', mime: guess.mime, ...(group.success ? { kind: group.data } : {}) };
}

const ours = new Set(Object.values(formatFacts).map(({ mime }) => mime));
