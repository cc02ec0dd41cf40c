import type { Localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { filmMuxers } from '../../media/film-encoders.ts';
import { type HostileValue, list, record } from '../../media/hostile-json.ts';
import type { TaskContext } from '../../media/task-context.ts';
import {
  inputArguments,
  numberField,
  type Probe,
  probeStreams,
  ratioField,
  textField,
} from '../../media/video.ts';
import { type FilmEncoder, filmEncoder } from './film-encoder.ts';
import { type RawLayout, rawLayout } from './raw-layout.ts';
import * as words from './words.ts';

export type Fields = ReadonlyMap<string, HostileValue>;

/** What is known of a film that can be marked. */
export interface FilmFacts {
  readonly path: string;
  readonly media: Media;
  readonly probe: Probe;
  readonly picture: Fields;
  /** Index of the picture among all streams. */
  readonly index: number;
  readonly layout: RawLayout;
  readonly encoder: FilmEncoder;
  readonly muxer: string;
  readonly input: readonly string[];
  /** Does the brightness use the whole range of its numbers, or 16…235 (of 8 bits)? */
  readonly wholeRange: boolean;
  /** Frames per second on average; `null` when the file does not say. */
  readonly rate: number | null;
  readonly seconds: number;
}

export type FactsAnswer =
  | { readonly ok: true; readonly facts: FilmFacts }
  | { readonly ok: false; readonly reason: Reason };

/** Short side below which too little of the mark fits, samples. */
const SMALLEST_SIDE = 240;

/** Side data of frames that a raw frame in a pipe cannot carry, and that are nobody's leftovers. */
const lostSideData: readonly [RegExp, Localized][] = [
  [/dolby vision|dovi/i, words.dolbyVision],
  [/SMPTE2094|HDR10\+|dynamic metadata|vivid/i, words.dynamicRange],
  [/closed captions/i, words.captions],
];

/** What marking a film needs to know of it, or why it cannot be marked. */
export async function filmFacts(path: string, media: Media, context: TaskContext): Promise<FactsAnswer> {
  const { limits, signal } = context;
  const muxer = filmMuxers.get(media.format);
  const input = inputArguments(path, media.format);
  if (muxer === undefined || input === null)
    return refused('format-unsupported', words.noFormat(media.format));
  const answer = await probeStreams(path, media, limits, signal);
  signal.throwIfAborted();
  if (!answer.ok) return answer;
  const { probe } = answer;
  const pictures = probe.streams.filter(isFilmPicture);
  const picture = pictures[0];
  if (picture === undefined) return refused('no-picture', words.noPicture);
  if (pictures.length > 1) return refused('several-pictures', words.severalPictures);
  const fault = streamFault(picture, probe, muxer);
  if (fault !== null) return { ok: false, reason: fault };
  const [width, height] = [numberField(picture, 'width') ?? 0, numberField(picture, 'height') ?? 0];
  const pixels = textField(picture, 'pix_fmt') ?? '?';
  const layout = rawLayout(pixels, width, height);
  if (layout === null) return refused('pixels-unsupported', words.noPixels(pixels));
  if (width * height > limits.pixels) return refused('pixel-limit', words.tooLarge(width, height));
  if (Math.min(width, height) < SMALLEST_SIDE)
    return refused('too-small', words.tooSmall(width, height, SMALLEST_SIDE));
  const codec = textField(picture, 'codec_name') ?? '?';
  const rate = ratioField(picture, 'avg_frame_rate');
  const encoder = filmEncoder(codec, { picture, pixels, rate, light: masteringLight(probe, picture) });
  if (encoder === null) return refused('codec-unsupported', words.noEncoder(codec));
  if (encoder === 'light-lost') return refused('dynamic-range', words.lightLost(codec));
  return {
    ok: true,
    facts: {
      ...{ path, media, probe, picture, layout, encoder, muxer, input, rate },
      index: numberField(picture, 'index') ?? 0,
      wholeRange: pixels.startsWith('yuvj') || textField(picture, 'color_range') === 'pc',
      seconds: numberField(probe.format, 'duration') ?? media.durationSeconds ?? 0,
    },
  };
}

/** The main picture stream, not a cover. */
export function isFilmPicture(stream: Fields): boolean {
  const disposition = record(stream.get('disposition'));
  const cover = ['attached_pic', 'timed_thumbnails'].some((name) => numberField(disposition, name) === 1);
  return textField(stream, 'codec_type') === 'video' && !cover;
}

/** Side data of the stream itself and of its first frames. */
export function sideDataOf(picture: Fields, probe: Probe): Fields[] {
  const index = numberField(picture, 'index');
  const frames = probe.frames.filter((frame) => numberField(frame, 'stream_index') === index);
  return [picture, ...frames].flatMap((holder) => list(holder.get('side_data_list')).map(record));
}

function streamFault(picture: Fields, probe: Probe, muxer: string): Reason | null {
  const tag = textField(picture, 'codec_tag_string') ?? '';
  const sides = sideDataOf(picture, probe);
  const names = sides.map((side) => textField(side, 'side_data_type') ?? '');
  if (/^(encv|drmi)$/.test(tag) || names.some((name) => /encryption/i.test(name)))
    return { code: 'protected', text: words.protectedFilm };
  const order = textField(picture, 'field_order');
  const index = numberField(picture, 'index');
  const frames = probe.frames.filter((frame) => numberField(frame, 'stream_index') === index);
  if (
    (order !== null && order !== 'progressive') ||
    frames.some((frame) => numberField(frame, 'interlaced_frame') === 1)
  )
    return { code: 'interlaced', text: words.interlaced };
  for (const [pattern, text] of lostSideData)
    if (names.some((name) => pattern.test(name))) return { code: 'side-data', text };
  if (numberField(picture, 'closed_captions') === 1) return { code: 'side-data', text: words.captions };
  if (textField(record(picture.get('tags')), 'alpha_mode') === '1')
    return { code: 'pixels-unsupported', text: words.alpha };
  const movie = muxer === 'mp4' || muxer === 'mov';
  if (!movie && names.some((name) => /display matrix|spherical|stereo 3d/i.test(name)))
    return { code: 'side-data', text: words.turned };
  return null;
}

/** HDR10 static metadata (SMPTE ST 2086, CTA-861.3) in x265's words; `null`: the film has none. */
function masteringLight(probe: Probe, picture: Fields): readonly string[] | null {
  const sides = sideDataOf(picture, probe);
  const found = (name: RegExp): Fields | undefined =>
    sides.find((side) => name.test(textField(side, 'side_data_type') ?? ''));
  const mastering = found(/^Mastering display/);
  const light = found(/^Content light level/);
  if (mastering === undefined && light === undefined) return null;
  const parts: string[] = [];
  if (mastering !== undefined) {
    const units = (name: string, unit: number): number =>
      Math.round((ratioField(mastering, name) ?? 0) * unit);
    const point = (name: string): string => `(${units(`${name}_x`, 50_000)},${units(`${name}_y`, 50_000)})`;
    const range = `(${units('max_luminance', 10_000)},${units('min_luminance', 10_000)})`;
    parts.push(
      `master-display=G${point('green')}B${point('blue')}R${point('red')}WP${point('white_point')}L${range}`,
    );
  }
  if (light !== undefined)
    parts.push(`max-cll=${numberField(light, 'max_content') ?? 0},${numberField(light, 'max_average') ?? 0}`);
  return parts;
}

function refused(code: string, text: Localized): FactsAnswer {
  return { ok: false, reason: { code, text } };
}
