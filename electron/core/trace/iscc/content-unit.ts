import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media, MediaKind } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { readsWords, suspectTexts } from '../../mark/words/suspect-text.ts';
import { decodeImage, type ImageOutcome } from '../../media/image.ts';
import { soundSamples } from '../../media/sound-samples.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { CHROMAPRINT_RATE, chromaprint } from '../sound/chromaprint.ts';
import { audioUnit } from './audio-unit.ts';
import { filmSignature } from './film-signature.ts';
import type { MediaType } from './header.ts';
import { imagePixels } from './image-pixels.ts';
import { imageUnit } from './image-unit.ts';
import { cleanText } from './text-forms.ts';
import { textUnit } from './text-unit.ts';
import type { Unit } from './unit.ts';
import { signatureLength, videoUnit } from './video-unit.ts';

export interface ContentRequest {
  readonly path: string;
  readonly media: Media;
  readonly context: TaskContext;
  /** Decoder of still images; the runs of one evidence share a decoded one. */
  decode?(): Promise<ImageOutcome>;
}

export type ContentAnswer =
  | {
      readonly ok: true;
      readonly unit: Unit;
      /** 0–100; what it measures depends on the medium. */
      readonly quality: number;
      /** Characters, frames, Chromaprint numbers or pixels that went in. */
      readonly amount: number;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/** Below this quality a unit says too little to be searched for (judged). */
export const leastQuality = 50;

/** A longer sound is not coded: the code of its beginning would not be its code. */
const SOUND_SECONDS = 3600;
/** Characters from which on a text fills its code; 100 give a quality of 50 (judged). */
const FULL_TEXT = 200;

/** The content unit a file of this kind has; `null`: the standard knows none. */
export function contentMedia({ kind, format }: Media): Exclude<MediaType, 'mixed'> | null {
  if (kind === 'image' || kind === 'audio' || kind === 'video') return kind;
  const textual: readonly MediaKind[] = ['text', 'document'];
  return textual.includes(kind) || format === 'pdf' ? 'text' : null;
}

/** The content unit of a file by the preprocessing of iscc-sdk, as far as it is documented; never throws for its content. */
export async function contentUnit(request: ContentRequest): Promise<ContentAnswer | null> {
  switch (contentMedia(request.media)) {
    case 'image':
      return await ofImage(request);
    case 'audio':
      return await ofSound(request);
    case 'video':
      return await ofFilm(request);
    case 'text':
      return await ofText(request);
    case null:
      return null;
  }
}

async function ofImage({ path, media, context, decode }: ContentRequest): Promise<ContentAnswer> {
  const { limits } = context;
  const decoded = await (decode?.() ?? decodeImage(path, { format: media.format, limits }));
  if (!decoded.ok) return { ok: false, reason: decoded.reason, warnings: [] };
  const { image } = decoded;
  const { unit, quality } = imageUnit(imagePixels(image));
  return { ok: true, unit, quality, amount: image.width * image.height, warnings: image.warnings };
}

async function ofSound({ path, media, context }: ContentRequest): Promise<ContentAnswer> {
  // One second more tells a longer sound from one that fits.
  const request = { from: 0, seconds: SOUND_SECONDS + 1, rate: CHROMAPRINT_RATE };
  const limits = { ...context.limits, outputBytes: (SOUND_SECONDS + 2) * CHROMAPRINT_RATE * 2 };
  const sound = await soundSamples(path, media, request, { limits, signal: context.signal });
  context.signal.throwIfAborted();
  if (!sound.ok) return sound;
  const { samples, warnings } = sound;
  if (samples.length > SOUND_SECONDS * CHROMAPRINT_RATE)
    return failed('sound-too-long', reasons.long, warnings);
  const features = chromaprint(samples);
  if (features.length === 0) return failed('sound-too-short', reasons.short, warnings);
  const { unit, quality } = audioUnit(features);
  return { ok: true, unit, quality, amount: features.length, warnings };
}

async function ofFilm({ path, media, context }: ContentRequest): Promise<ContentAnswer> {
  const signature = await filmSignature(path, media, context);
  if (!signature.ok) return signature;
  const { frames, warnings } = signature;
  const { unit, quality } = videoUnit(frames);
  return { ok: true, unit, quality, amount: frames.length / signatureLength, warnings };
}

async function ofText({ path, media }: ContentRequest): Promise<ContentAnswer> {
  // Of XML the markup would be counted as text, which no other maker of codes does.
  if (!readsWords(media) || media.format === 'xml') return failed('text-unread', reasons.unread, []);
  const { texts, complete, warnings } = suspectTexts(path, media);
  // The last is the whole text as it is shown; the ones before it serve the reading of marks.
  const text = texts.at(-1)?.text ?? '';
  if (!complete) return failed('text-incomplete', reasons.incomplete, warnings);
  const { unit, characters } = await textUnit(cleanText(text));
  const quality = Math.min(100, Math.round((100 * characters) / FULL_TEXT));
  return { ok: true, unit, quality, amount: characters, warnings };
}

function failed(code: string, text: Localized, warnings: readonly string[]): ContentAnswer {
  return { ok: false, reason: { code, text }, warnings };
}

const reasons = {
  long: localized(
    'Sounds of more than an hour are not coded: the code of a part is not the code of the whole.',
    '超过一小时的声音不计算编码：局部的编码不等于整体的编码。',
  ),
  short: localized('The sound is too short for a Chromaprint.', '声音过短，无法计算 Chromaprint 指纹。'),
  unread: localized('The text of this format is not read.', '无法读取此格式的文本。'),
  incomplete: localized(
    'Not all of the text could be read, and the code of a part is not the code of the whole.',
    '文本未能完整读取，而局部的编码不等于整体的编码。',
  ),
} as const;
