import { localized } from '#shared/domain/localized.ts';
import type { MarkReading } from '#shared/domain/mark.ts';
import type { Reason } from '#shared/domain/run.ts';
import { filmMuxers } from '../../media/film-encoders.ts';
import { missingEnd } from '../../media/structure/missing-end.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { hasDemuxer, numberField, probeStreams } from '../../media/video.ts';
import type { DetectAnswer, DetectRequest, MarkCodec } from '../define.ts';
import { embedFilm } from '../film/embed-film.ts';
import { isFilmPicture } from '../film/film-facts.ts';
import { filmMarkReading } from '../film/film-mark-reading.ts';
import { FILM_CARRIERS, readFilm } from '../film/film-reader.ts';
import { type FilmToSample, sampledFrames } from '../film/sampled-frames.ts';
import { damagedFilm, noFormat } from '../film/words.ts';
import { LEAST_SHORT_SIDE } from '../picture/layout.ts';
import { readSound, soundMarkReading } from '../sound/read-sound.ts';
import { isEven, tooLittleToTell } from '../too-little.ts';

/** Sound that is listened to, from the beginning, seconds. */
const SOUND_SECONDS = 600;

/** The mark of pictures in every frame, the same throughout, and the mark of sounds beside it with the same identifier. */
export const assayVideo1: MarkCodec = {
  name: 'assay-video-1',
  title: localized('Invisible mark in a film', '视频不可见水印'),
  reference: {
    cite: 'Spread spectrum in each frame after F. Hartung and B. Girod (Signal Processing 66, 1998) with the tile and pilots of assay-image-1; own design',
    limits: localized(
      'Made for recompression, resizing, cropping, rotation, other frame rates and speeds, re-uploading and filming off a screen. Read from key frames: a small film compressed to very low rates, of a few seconds only, may lose it. It does not survive regeneration by a neural model, and whoever has the key can remove it.',
      '针对重新压缩、缩放、裁剪、旋转、变帧率、变速、反复上传和翻拍而设计。主要从关键帧读取：仅数秒的小尺寸视频在极低码率下可能丢失。无法经受神经网络模型的重新生成；持有密钥者可将其清除。',
    ),
  },
  embedsInto: (media) =>
    media.kind === 'video' && filmMuxers.has(media.format) ? true : noFormat(media.format),
  reads: (media) => media.kind === 'video' && hasDemuxer(media.format),
  embed: embedFilm,
  detect,
};

async function detect(request: DetectRequest): Promise<DetectAnswer> {
  const { path, media, keys, identifiers, context } = request;
  const picture = await readFilm(path, media, keys, identifiers, {
    ...context,
    progress: (fraction) => context.progress(fraction * 0.6),
  });
  const readings: MarkReading[] = picture.readings.map(filmMarkReading);
  const sound = await readSound(
    path,
    media,
    { keys, identifiers, seconds: SOUND_SECONDS, carriers: FILM_CARRIERS },
    {
      ...context,
      progress: (fraction) => context.progress(0.6 + fraction * 0.4),
    },
  );
  if (sound.ok) readings.push(...sound.readings.map((one) => soundMarkReading(one, keys, 'assay-audio-1')));
  const soundless = !sound.ok && sound.reason.code === 'no-sound';
  const warnings = [...new Set([...picture.warnings, ...(soundless ? [] : sound.warnings)])];
  if (readings.length > 0) return { state: 'marked', readings, warnings };
  const reason = picture.reason ?? (sound.ok || soundless ? null : sound.reason);
  if (reason !== null) return { state: 'undetermined', reason, warnings };
  if (warnings.length > 0) return { state: 'undetermined', reason: damaged, warnings };
  const missing = missingEnd(path, media.format);
  if (missing !== null) return { state: 'undetermined', reason: { ...damaged, detail: missing }, warnings };
  const lack = await lackOfPicture(request);
  if (lack !== null) return { state: 'undetermined', reason: lack, warnings };
  return { state: 'none-found', warnings };
}

/** Frames that must all be of one colour for the film to be. */
const FRAMES = 8;

/**
 * Why no mark could be in the picture of a film that was read whole; `null`: one could. The sound is asked as well, but
 * what is told of a film is told by its picture, which every marked film carries the mark in.
 */
async function lackOfPicture({ path, media, context }: DetectRequest): Promise<Reason | null> {
  const quiet: TaskContext = { ...context, progress: () => undefined };
  const probed = await probeStreams(path, media, context.limits, context.signal);
  context.signal.throwIfAborted();
  const stream = probed.ok ? probed.probe.streams.find(isFilmPicture) : undefined;
  if (!probed.ok || stream === undefined) return null;
  const [width, height] = [numberField(stream, 'width') ?? 0, numberField(stream, 'height') ?? 0];
  if (Math.min(width, height) < LEAST_SHORT_SIDE) return tooLittleToTell.film(LEAST_SHORT_SIDE);
  const seconds = numberField(probed.probe.format, 'duration') ?? media.durationSeconds ?? 0;
  const film: FilmToSample = { path, media, width, height, seconds };
  // One frame clears most films; only where that is of one colour, as of a fade, are others looked at.
  for (const most of [1, FRAMES]) {
    const answer = await sampledFrames(film, most, quiet);
    if (!answer.ok || answer.frames.length === 0) return null;
    if (!answer.frames.every(({ plane }) => isEven(plane.data))) return null;
  }
  return tooLittleToTell.even;
}

const damaged: Reason = { code: 'film-damaged', text: damagedFilm };
