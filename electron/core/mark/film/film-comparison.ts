import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { record, text } from '../../media/hostile-json.ts';
import type { TaskContext } from '../../media/task-context.ts';
import {
  inputArguments,
  numberField,
  type Probe,
  probeStreams,
  runFfmpeg,
  textField,
} from '../../media/video.ts';
import { isChapterTrack } from './film-arguments.ts';
import { type Fields, isFilmPicture, sideDataOf } from './film-facts.ts';

/** What a copy says otherwise than its source, or does not say any more. */
export interface FilmDifference {
  /** `stream 1 language`, `chapters`, `times`. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

export type ComparisonAnswer =
  | { readonly ok: true; readonly differences: readonly FilmDifference[] }
  | { readonly ok: false; readonly reason: Reason };

/** Said of every stream; what a film leaves open, the copy may say. */
const streamFields = ['codec_type', 'codec_name', 'codec_tag_string'] as const;
const pictureFields = [
  ...['width', 'height', 'pix_fmt', 'color_range', 'color_space', 'color_transfer', 'color_primaries'],
  ...['chroma_location', 'field_order', 'sample_aspect_ratio'],
] as const;
const soundFields = ['sample_rate', 'channels', 'channel_layout'] as const;
const streamTags = ['language', 'title', 'filename', 'mimetype', 'timecode'] as const;

/** Written by every muxer for itself. */
const muxersOwn: ReadonlySet<string> = new Set([
  ...['encoder', 'duration', 'major_brand', 'minor_version', 'compatible_brands', 'vendor_id'],
  ...['handler_name', 'creation_time'],
]);
/** Times in different units, seconds. */
const SAME_TIME = 0.0011;
/** Encoders of sound begin and end with whole frames, seconds. */
const SOUND_TOLERANCE = 0.12;

/** Compare a film with its marked copy by what FFmpeg's prober says of both: nothing may have got lost. */
export async function compareFilms(
  source: string,
  copy: string,
  media: Media,
  context: TaskContext,
): Promise<ComparisonAnswer> {
  const { limits, signal } = context;
  const [before, after] = [
    await probeStreams(source, media, limits, signal),
    await probeStreams(copy, media, limits, signal),
  ];
  signal.throwIfAborted();
  if (!before.ok) return before;
  if (!after.ok) return after;
  const differences = probeDifferences(before.probe, after.probe);
  const [old, renewed] = [
    await pictureTimes(source, media, context),
    await pictureTimes(copy, media, context),
  ];
  signal.throwIfAborted();
  if (old.length !== renewed.length)
    differences.push({ what: 'frames', before: String(old.length), after: String(renewed.length) });
  const late = old.findIndex((time, index) => Math.abs(time - (renewed[index] ?? time)) > SAME_TIME);
  if (late >= 0)
    differences.push({
      what: `time of frame ${late}`,
      before: String(old[late]),
      after: String(renewed[late]),
    });
  return { ok: true, differences };
}

/** What two probes say differently. */
export function probeDifferences(before: Probe, after: Probe): FilmDifference[] {
  const [old, renewed] = [before, after].map(({ streams, chapters: all }) =>
    streams.filter((stream) => !isChapterTrack(stream, all.length)),
  ) as [Fields[], Fields[]];
  const differences: FilmDifference[] = [];
  const note = (what: string, was: string | null, is: string | null): void => {
    if (was !== null && was !== is) differences.push({ what, before: was, after: is ?? '–' });
  };
  note('streams', String(old.length), String(renewed.length));
  for (const [index, stream] of old.entries()) {
    const other = renewed[index];
    if (other === undefined) break;
    const at = `stream ${index}`;
    const picture = isFilmPicture(stream);
    for (const field of [...streamFields, ...(picture ? pictureFields : soundFields)])
      if (field !== 'codec_tag_string' || stream.get('codec_type') === 'data')
        note(`${at} ${field}`, textOf(stream, field), textOf(other, field));
    for (const tag of streamTags) note(`${at} ${tag}`, tagOf(stream, tag), tagOf(other, tag));
    note(`${at} disposition`, dispositions(stream), dispositions(other));
    note(
      `${at} side data`,
      picture ? sideData(stream, before) : null,
      picture ? sideData(other, after) : null,
    );
    if (stream.get('codec_type') === 'audio')
      for (const field of ['start_time', 'duration'] as const) {
        const [was, is] = [numberField(stream, field), numberField(other, field)];
        if (was !== null && is !== null && Math.abs(was - is) > SOUND_TOLERANCE)
          note(`${at} ${field}`, String(was), String(is));
      }
  }
  note('chapters', chapters(before), chapters(after));
  const tags = record(before.format.get('tags'));
  for (const key of tags.keys())
    if (!muxersOwn.has(key.toLowerCase())) note(key, text(tags.get(key), 2_000), tagOf(after.format, key));
  return differences;
}

/** `unknown` and nothing are the same, and so are the two names of a pixel format with the whole range. */
function textOf(stream: Fields, field: string): string | null {
  const value = textField(stream, field) ?? numberField(stream, field)?.toString() ?? null;
  if (field === 'pix_fmt') return value?.replace('yuvj', 'yuv') ?? null;
  if (field === 'sample_aspect_ratio' && (value === '1:1' || value === '0:1')) return null;
  return value;
}

function tagOf(holder: Fields, name: string): string | null {
  const tags = record(holder.get('tags'));
  const key = [...tags.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
  const value = key === undefined ? null : text(tags.get(key), 2_000);
  return name === 'language' && value === 'und' ? null : value;
}

function dispositions(stream: Fields): string {
  const set = [...record(stream.get('disposition'))].filter(([, on]) => on === 1).map(([name]) => name);
  return set.sort().join(' ') || 'none';
}

/** Names and numbers of side data that describe the picture; encoders' own remarks in the stream are none. */
function sideData(stream: Fields, probe: Probe): string | null {
  const said = sideDataOf(stream, probe).flatMap((side) => {
    const name = textField(side, 'side_data_type') ?? '';
    if (!/display matrix|mastering|content light|spherical|stereo/i.test(name)) return [];
    const numbers = [...side].filter(([key]) => key !== 'side_data_type' && key !== 'displaymatrix');
    return [`${name}: ${numbers.map(([key, value]) => `${key} ${String(value)}`).join(', ')}`];
  });
  return said.length === 0 ? null : [...new Set(said)].sort().join('; ');
}

function chapters({ chapters: all }: Probe): string {
  return all
    .map((chapter) => {
      const [start, end] = [numberField(chapter, 'start_time'), numberField(chapter, 'end_time')];
      return `${start?.toFixed(2)}–${end?.toFixed(2)} ${tagOf(chapter, 'title') ?? ''}`;
    })
    .join('; ');
}

/** Presentation times of the picture in order, without those an edit list leaves out. */
async function pictureTimes(
  path: string,
  media: Media,
  { limits, signal }: TaskContext,
): Promise<Float64Array> {
  const entries = 'packet=pts_time,flags';
  const input = inputArguments(path, media.format) ?? [];
  const args = [
    '-v',
    'error',
    '-select_streams',
    'V:0',
    '-show_entries',
    entries,
    '-of',
    'csv=p=0',
    ...input,
  ];
  const { result } = await runFfmpeg('ffprobe', args, limits, signal);
  if (!result.ok) return new Float64Array(0);
  const times: number[] = [];
  for (const line of Buffer.from(result.stdout).toString('latin1').split('\n')) {
    const match = /^(-?[\d.]+),K?_?(D?)/.exec(line);
    if (match !== null && match[2] === '') times.push(Number(match[1]));
  }
  return Float64Array.from(times).sort();
}
