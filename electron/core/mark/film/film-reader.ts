import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { numberField, probeStreams, ratioField } from '../../media/video.ts';
import { sharesOf } from '../code/false-alarm.ts';
import type { MarkKey } from '../key.ts';
import type { PictureKey } from '../picture/picture-key.ts';
import { pictureKey } from '../picture/picture-key.ts';
import { prepared, workingScale } from '../picture/read-plane.ts';
import { softValues, statisticOf } from '../picture/soft-values.ts';
import type { PictureSpectrum } from '../picture/spectrum.ts';
import { addedFrames } from './added-frames.ts';
import { FilmDecoding, type FramesReading } from './film-decoding.ts';
import { isFilmPicture } from './film-facts.ts';
import { type FilmToSample, type SampledFrame, sampledFrames } from './sampled-frames.ts';
import * as words from './words.ts';

/** A mark in the picture of a film. */
export interface FilmReading extends FramesReading {
  readonly key: MarkKey;
  /** Of each key frame looked at, in order of time: the statistic of this very identifier in it alone. */
  readonly frames: readonly { readonly at: number; readonly statistic: number }[];
  readonly seconds: number;
  /** Samples of the planes that were read, per sample of the film. */
  readonly scale: number;
}

export interface FilmAnswer {
  readonly readings: readonly FilmReading[];
  /** What the decoder complained of. */
  readonly warnings: readonly string[];
  /** Why not all that should be was looked at; `null`: it was. */
  readonly reason: Reason | null;
}

/** A film is read by its picture and by its sound. */
export const FILM_CARRIERS = 2;

/** Key frames that are looked at. */
const KEY_FRAMES = 12;

interface Frame extends SampledFrame {
  readonly spectrum: PictureSpectrum;
}

/** Look for marks in the picture of a film: key frames first, then all frames of its beginning added up. */
export async function readFilm(
  path: string,
  media: Media,
  keys: readonly MarkKey[],
  identifiers: BigUint64Array,
  context: TaskContext,
): Promise<FilmAnswer> {
  const { limits, signal } = context;
  const answer = await probeStreams(path, media, limits, signal);
  signal.throwIfAborted();
  if (!answer.ok) return { readings: [], warnings: answer.warnings, reason: answer.reason };
  const { probe } = answer;
  const picture = probe.streams.find(isFilmPicture);
  if (picture === undefined)
    return {
      readings: [],
      warnings: [],
      reason: { code: 'no-picture', text: words.noPictureToRead },
    };
  const [width, height] = [numberField(picture, 'width') ?? 0, numberField(picture, 'height') ?? 0];
  const unusable = width < 16 || height < 16 || width * height > limits.pixels;
  if (unusable) {
    const reason = { code: 'pixel-limit', text: words.tooLarge(width, height) };
    return { readings: [], warnings: [], reason };
  }
  const seconds = numberField(probe.format, 'duration') ?? media.durationSeconds ?? 0;
  const film: FilmToSample = { path, media, width, height, seconds };
  // What the prober says of streams without a decoder is nothing against the picture.
  const warnings = new Set<string>();
  const frames: Frame[] = [];
  let reason: Reason | null = null;
  const sampled = await sampledFrames(film, KEY_FRAMES, context);
  for (const warning of sampled.warnings) warnings.add(warning);
  if (!sampled.ok) reason = sampled.reason;
  else
    for (const frame of sampled.frames) {
      signal.throwIfAborted();
      frames.push({ ...frame, spectrum: prepared(frame.plane) });
    }
  context.progress(0.3);
  const readings: FilmReading[] = [];
  const decodings = keys.map((key) => ({
    key,
    picture: pictureKey(key),
    decoding: new FilmDecoding(pictureKey(key), sharesOf(keys.length, identifiers, FILM_CARRIERS)),
  }));
  const look = (reads: (decoding: FilmDecoding) => FramesReading | null): void => {
    for (const { key, picture: own, decoding } of decodings) {
      signal.throwIfAborted();
      if (readings.some((reading) => reading.key === key)) continue;
      const found = reads(decoding);
      if (found !== null) readings.push(described(found, key, own, frames, film));
    }
  };
  const spectra = frames.map(({ spectrum }) => spectrum);
  look((decoding) => readFrames(decoding, spectra));
  context.progress(0.6);
  if (readings.length === 0 && frames.length > 0) {
    const added = await addedFrames(film, ratioField(picture, 'avg_frame_rate') ?? 25, context);
    for (const warning of added.warnings) warnings.add(warning);
    if (!added.ok) reason ??= added.reason;
    else look((decoding) => readAdded(decoding, added.pieces));
  }
  context.progress(0.9);
  for (const { key, picture: own, decoding } of decodings) {
    if (readings.some((reading) => reading.key === key)) continue;
    const found = decoding.readRegistered(identifiers);
    if (found !== null) readings.push(described(found, key, own, frames, film));
  }
  if (frames.length === 0) reason ??= { code: 'undecodable', text: words.notDecoded };
  return { readings, warnings: [...warnings], reason };
}

/** A few frames first, which suffice for most films, then all. */
function readFrames(decoding: FilmDecoding, spectra: readonly PictureSpectrum[]): FramesReading | null {
  for (const count of [1, 4, spectra.length]) {
    if (count > spectra.length) continue;
    const found = decoding.readWhole(spectra.slice(0, count));
    if (found !== null) return found;
  }
  return decoding.readSearched(spectra);
}

/** Where the mark lies in the first piece holds for every frame. */
function readAdded(decoding: FilmDecoding, pieces: readonly PictureSpectrum[]): FramesReading | null {
  const found = decoding.readWhole(pieces) ?? decoding.readSearchedTogether(pieces);
  return found === null ? null : { ...found, alignments: found.alignments.slice(0, 1) };
}

/** What every key frame says of the identifier, also those that were not needed to find it. */
function described(
  found: FramesReading,
  key: MarkKey,
  own: PictureKey,
  frames: readonly Frame[],
  { seconds, width, height }: FilmToSample,
): FilmReading {
  const [first] = found.alignments;
  const statistics = frames.map(({ at, spectrum }, index) => {
    const alignment = found.alignments[index] ?? first!;
    return { at, statistic: statisticOf(softValues(spectrum, own, alignment), own, found.payload) };
  });
  return {
    ...found,
    key,
    frames: statistics.sort((one, other) => one.at - other.at),
    seconds,
    scale: workingScale(width, height),
  };
}
