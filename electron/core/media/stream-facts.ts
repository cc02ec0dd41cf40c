import { z } from 'zod';
import { type HostileValue, list, record } from './hostile-json.ts';
import type { MovieHeader, TrackHeader } from './movie-header.ts';
import { numberField, type Probe, ratioField, textField } from './video.ts';
import type { PacketCount } from './video-packets.ts';

const Tag = z.object({ key: z.string(), value: z.string() });

const Edit = z.object({ duration: z.number(), mediaStart: z.number().nullable(), rate: z.number() });

/** One stream as the container declares it, as its first frames decode, and as its packets count. */
export const StreamFacts = z.object({
  index: z.number().int(),
  type: z.string(),
  codec: z.string().nullable(),
  codecTag: z.string().nullable(),
  profile: z.string().nullable(),
  level: z.number().nullable(),
  attachedPicture: z.boolean(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  pixelFormat: z.string().nullable(),
  sampleAspect: z.string().nullable(),
  fieldOrder: z.string().nullable(),
  /** Range, matrix, transfer, primaries as far as stated. */
  colour: z.array(z.string()),
  /** Side data of the stream: rotation, mastering display, Dolby Vision, spherical … */
  sideData: z.array(z.string()),
  /** Degrees anticlockwise, as ffprobe states the display matrix. */
  rotation: z.number().nullable(),
  averageRate: z.number().nullable(),
  baseRate: z.number().nullable(),
  timeBase: z.string().nullable(),
  sampleRate: z.number().nullable(),
  channels: z.number().nullable(),
  channelLayout: z.string().nullable(),
  bitsPerSample: z.number().nullable(),
  start: z.number().nullable(),
  duration: z.number().nullable(),
  bitRate: z.number().nullable(),
  declaredFrames: z.number().nullable(),
  dispositions: z.array(z.string()),
  tags: z.array(Tag),
  /** From the first decoded frame. */
  decoded: z
    .object({
      width: z.number().nullable(),
      height: z.number().nullable(),
      pixelFormat: z.string().nullable(),
      sampleAspect: z.string().nullable(),
      interlaced: z.boolean(),
      sideData: z.array(z.string()),
    })
    .nullable(),
  /** Names that encoders write into the bitstream itself. */
  encoderTexts: z.array(z.string()),
  packets: z
    .object({
      packets: z.number(),
      keyPackets: z.number(),
      bytes: z.number(),
      discarded: z.number(),
      start: z.number().nullable(),
      end: z.number().nullable(),
      step: z.number().nullable(),
      irregular: z.number(),
      longestStep: z.number().nullable(),
      longestStepAt: z.number().nullable(),
      backward: z.number(),
    })
    .nullable(),
  /** Headers of the track in MP4 and QuickTime files. */
  track: z
    .object({
      handlerName: z.string(),
      duration: z.number(),
      mediaDuration: z.number(),
      width: z.number(),
      height: z.number(),
      sampleWidth: z.number().nullable(),
      sampleHeight: z.number().nullable(),
      timedSamples: z.number().nullable(),
      sizedSamples: z.number().nullable(),
      edits: z.array(Edit),
    })
    .nullable(),
});
export type StreamFacts = z.infer<typeof StreamFacts>;

export const ContainerFacts = z.object({
  name: z.string(),
  start: z.number().nullable(),
  duration: z.number().nullable(),
  bitRate: z.number().nullable(),
  tags: z.array(Tag),
  chapters: z.array(z.object({ start: z.number(), end: z.number(), title: z.string() })),
  /** MP4 and QuickTime only. */
  movie: z
    .object({
      brand: z.string().nullable(),
      compatibleBrands: z.array(z.string()),
      duration: z.number(),
      fragmented: z.boolean(),
    })
    .nullable(),
});
export type ContainerFacts = z.infer<typeof ContainerFacts>;

const MOST_TAGS = 200;
const MOST_CHAPTERS = 500;

/** Put the three views of each stream side by side. */
export function streamFacts(
  probe: Probe,
  packets: ReadonlyMap<number, PacketCount> | null,
  movie: MovieHeader | null,
  texts: ReadonlyMap<number, readonly string[]>,
): StreamFacts[] {
  return probe.streams.slice(0, 256).map((fields, position) => {
    const index = numberField(fields, 'index') ?? position;
    const dispositions = [...record(fields.get('disposition'))]
      .filter(([, on]) => on === 1)
      .map(([name]) => name);
    const sides = list(fields.get('side_data_list')).map(record);
    const frame = probe.frames.find((candidate) => numberField(candidate, 'stream_index') === index);
    return {
      index,
      type: textField(fields, 'codec_type') ?? 'unknown',
      codec: textField(fields, 'codec_name'),
      codecTag: codecTag(fields),
      profile: textField(fields, 'profile'),
      level: levelOf(fields),
      attachedPicture: dispositions.includes('attached_pic'),
      width: numberField(fields, 'width'),
      height: numberField(fields, 'height'),
      pixelFormat: textField(fields, 'pix_fmt'),
      sampleAspect: textField(fields, 'sample_aspect_ratio'),
      fieldOrder: textField(fields, 'field_order'),
      colour: ['color_range', 'color_space', 'color_transfer', 'color_primaries'].flatMap(
        (name) => textField(fields, name) ?? [],
      ),
      sideData: sides.flatMap((side) => textField(side, 'side_data_type') ?? []),
      rotation: sides.map((side) => numberField(side, 'rotation')).find((value) => value !== null) ?? null,
      averageRate: ratioField(fields, 'avg_frame_rate'),
      baseRate: ratioField(fields, 'r_frame_rate'),
      timeBase: textField(fields, 'time_base'),
      sampleRate: numberField(fields, 'sample_rate'),
      channels: numberField(fields, 'channels'),
      channelLayout: textField(fields, 'channel_layout'),
      bitsPerSample:
        numberField(fields, 'bits_per_raw_sample') ?? positive(numberField(fields, 'bits_per_sample')),
      start: numberField(fields, 'start_time'),
      duration: numberField(fields, 'duration'),
      bitRate: numberField(fields, 'bit_rate'),
      declaredFrames: numberField(fields, 'nb_frames'),
      dispositions,
      tags: tagList(fields),
      decoded: frame === undefined ? null : decodedFrame(frame),
      encoderTexts: [...(texts.get(index) ?? [])],
      packets: packets?.get(index) ?? null,
      track: trackOf(fields, position, movie),
    };
  });
}

export function containerFacts(probe: Probe, movie: MovieHeader | null): ContainerFacts {
  const { format } = probe;
  return {
    name: textField(format, 'format_long_name') ?? textField(format, 'format_name') ?? '?',
    start: numberField(format, 'start_time'),
    duration: numberField(format, 'duration'),
    bitRate: numberField(format, 'bit_rate'),
    tags: tagList(format),
    chapters: probe.chapters.slice(0, MOST_CHAPTERS).flatMap((chapter) => {
      const start = numberField(chapter, 'start_time');
      const end = numberField(chapter, 'end_time');
      const title = textField(record(chapter.get('tags')), 'title') ?? '';
      return start === null || end === null ? [] : [{ start, end, title }];
    }),
    movie:
      movie === null
        ? null
        : {
            brand: movie.brand,
            compatibleBrands: [...movie.compatibleBrands],
            duration: movie.duration,
            fragmented: movie.fragmented,
          },
  };
}

function tagList(fields: ReadonlyMap<string, HostileValue>): z.infer<typeof Tag>[] {
  const tags = record(fields.get('tags'));
  return [...tags.keys()].slice(0, MOST_TAGS).map((key) => ({ key, value: textField(tags, key) ?? '' }));
}

/** The four-character code, when it is one. */
function codecTag(fields: ReadonlyMap<string, HostileValue>): string | null {
  const tag = textField(fields, 'codec_tag_string');
  return tag === null || tag.startsWith('[0][0]') ? null : tag;
}

function levelOf(fields: ReadonlyMap<string, HostileValue>): number | null {
  const level = numberField(fields, 'level');
  return level === null || level < 0 ? null : level;
}

function positive(value: number | null): number | null {
  return value === null || value <= 0 ? null : value;
}

function decodedFrame(frame: ReadonlyMap<string, HostileValue>): StreamFacts['decoded'] {
  return {
    width: numberField(frame, 'width'),
    height: numberField(frame, 'height'),
    pixelFormat: textField(frame, 'pix_fmt') ?? textField(frame, 'sample_fmt'),
    sampleAspect: textField(frame, 'sample_aspect_ratio'),
    interlaced: numberField(frame, 'interlaced_frame') === 1,
    sideData: list(frame.get('side_data_list')).flatMap(
      (side) => textField(record(side), 'side_data_type') ?? [],
    ),
  };
}

/** ffprobe gives the track's number as the stream's id; older versions only keep the order. */
function trackOf(
  fields: ReadonlyMap<string, HostileValue>,
  position: number,
  movie: MovieHeader | null,
): StreamFacts['track'] {
  if (movie === null) return null;
  const id = Number(textField(fields, 'id') ?? Number.NaN);
  const track: TrackHeader | undefined =
    movie.tracks.find((candidate) => candidate.id === id) ?? movie.tracks[position];
  if (track === undefined) return null;
  const {
    handlerName,
    duration,
    mediaDuration,
    width,
    height,
    sampleWidth,
    sampleHeight,
    timedSamples,
    sizedSamples,
  } = track;
  return {
    ...{
      handlerName,
      duration,
      mediaDuration,
      width,
      height,
      sampleWidth,
      sampleHeight,
      timedSamples,
      sizedSamples,
    },
    edits: track.edits.map((edit) => ({ ...edit })),
  };
}
