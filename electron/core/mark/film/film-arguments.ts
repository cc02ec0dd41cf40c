import { ownKeyArguments } from '../../media/film-encoders.ts';
import { record } from '../../media/hostile-json.ts';
import { numberField, textField } from '../../media/video.ts';
import { colourFilter } from './film-encoder.ts';
import type { Fields, FilmFacts } from './film-facts.ts';

/** A sound stream that was marked: it takes the place of one of the film. */
export interface MarkedSound {
  /** Index of the stream in the film. */
  readonly index: number;
  /** Absolute path of a file that holds the marked stream alone, with the times of the film. */
  readonly path: string;
  readonly input: readonly string[];
}

/** FFmpeg that decodes the picture as it is stored, with its own times, into NUT. */
export function decodeArguments({ input, index, layout }: FilmFacts): readonly string[] {
  return [
    ...['-nostdin', '-v', 'warning', '-copyts', '-noautorotate', ...input],
    ...['-map', `0:${index}`, '-fps_mode', 'passthrough', '-enc_time_base', '-1'],
    ...['-c:v', 'rawvideo', '-pix_fmt', layout.pixels, '-f', 'nut', 'pipe:1'],
  ];
}

/**
 * FFmpeg that encodes the marked picture and copies everything else of the film, stream for stream in their order.
 * Frames keep their times: nothing is doubled, dropped or counted anew.
 */
export function encodeArguments(
  facts: FilmFacts,
  sounds: readonly MarkedSound[],
  target: string,
): readonly string[] {
  const { probe, picture, index, encoder, muxer, layout } = facts;
  const [maps, options]: [string[], string[]] = [[], []];
  const kept = probe.streams.filter((stream) => !isChapterTrack(stream, probe.chapters.length));
  for (const [place, stream] of kept.entries()) {
    const own = numberField(stream, 'index') ?? place;
    const sound = sounds.findIndex((marked) => marked.index === own);
    if (own === index) {
      maps.push('-map', '0:0');
      options.push(`-c:${place}`, encoder.name, `-filter:${place}`, colourFilter(picture, facts.wholeRange));
      if (encoder.tag !== null) options.push(`-tag:${place}`, encoder.tag);
    } else {
      maps.push('-map', sound < 0 ? `1:${own}` : `${sound + 2}:0`);
      options.push(`-c:${place}`, 'copy');
    }
    // Naming it for one stream ends what FFmpeg does by itself for all.
    options.push(`-map_metadata:s:${place}`, `1:s:${own}`);
    if (own !== index && sound < 0) continue;
    const dispositions = [...record(stream.get('disposition'))].filter(([, on]) => on === 1);
    options.push(`-disposition:${place}`, dispositions.map(([name]) => name).join('+') || '0');
  }
  const base = textField(picture, 'time_base') ?? '';
  const scale = /^1\/(\d{1,9})$/.exec(base)?.[1];
  const movie = muxer === 'mp4' || muxer === 'mov';
  const chroma = textField(picture, 'chroma_location');
  return [
    ...['-nostdin', '-y', '-v', 'warning', '-copyts', '-f', 'nut', '-i', 'pipe:0', ...facts.input],
    ...sounds.flatMap((sound) => sound.input),
    ...maps,
    ...['-copy_unknown', '-map_metadata', '1', '-map_chapters', '1', ...options],
    ...encoder.options,
    ...['-pix_fmt', pipePixels(layout.pixels), '-fps_mode', 'passthrough'],
    ...['-enc_time_base', scale === undefined ? '-1' : base],
    ...(chroma === null ? [] : ['-chroma_sample_location', chroma]),
    // Sound may begin below zero with its encoder's silence, which is no reason to move everything else.
    ...(movie || muxer === 'avi' ? [] : ['-avoid_negative_ts', 'disabled']),
    ...(movie && scale !== undefined ? ['-video_track_timescale', scale] : []),
    ...ownKeyArguments(muxer, probe.format),
    ...['-f', muxer, `file:${target}`],
  ];
}

/** QuickTime keeps the titles of chapters in a track of text, which the muxer makes anew from the chapters. */
export function isChapterTrack(stream: Fields, chapters: number): boolean {
  return (
    chapters > 0 &&
    textField(stream, 'codec_type') === 'data' &&
    textField(stream, 'codec_tag_string') === 'text'
  );
}

/** What a raw frame is called on the pipe: the range is not in the name, but set by `colourFilter`. */
function pipePixels(pixels: string): string {
  return pixels.replace('yuvj', 'yuv');
}
