import type { Cell, Figure, Flag } from '#shared/domain/figure.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { ContainerFacts, StreamFacts } from './stream-facts.ts';
import { printable } from './structure/layout.ts';

const column = (key: string, title: Localized, align: 'start' | 'end' = 'start', code = false) => ({
  key,
  title,
  align,
  code,
});
const number = (value: number | null, digits = 0): Cell =>
  value === null ? null : Number(value.toFixed(digits));
const shown = (value: string | null): Cell => (value === null ? null : printable(value, 300));

const typeNames: ReadonlyMap<string, Localized> = new Map([
  ['video', localized('picture', '画面')],
  ['audio', localized('sound', '声音')],
  ['subtitle', localized('subtitles', '字幕')],
  ['data', localized('data', '数据')],
  ['attachment', localized('attachment', '附件')],
]);

/** One row per stream: what it is. */
export function streamTable(streams: readonly StreamFacts[]): Figure {
  return {
    kind: 'table',
    id: 'streams',
    title: localized('Streams', '流'),
    columns: [
      column('index', localized('No.', '序号'), 'end'),
      column('type', localized('Type', '类型')),
      column('codec', localized('Codec', '编解码器'), 'start', true),
      column('profile', localized('Profile, level', '档次与级别')),
      column('form', localized('Form', '格式')),
      column('colour', localized('Colour', '色彩')),
      column('rate', localized('Rate', '帧率/采样率')),
      column('duration', localized('Duration, s', '时长（秒）'), 'end'),
      column('bitrate', localized('Bit rate, kbit/s', '码率（kbit/s）'), 'end'),
      column('remarks', localized('Language, remarks', '语言与备注')),
    ],
    rows: streams.map((stream) => ({
      cells: [
        stream.index,
        typeNames.get(stream.type) ?? stream.type,
        shown([stream.codec, stream.codecTag].filter((part) => part !== null).join(' / ') || null),
        shown(
          [stream.profile, stream.level === null ? null : `L${stream.level}`]
            .filter((part) => part !== null)
            .join(', ') || null,
        ),
        shown(formOf(stream)),
        shown([...stream.colour, ...stream.sideData].join(', ') || null),
        shown(rateOf(stream)),
        number(stream.duration ?? measuredLength(stream), 3),
        number(bitRateOf(stream), 1),
        shown(remarksOf(stream)),
      ],
    })),
  };
}

function formOf(stream: StreamFacts): string | null {
  if (stream.type === 'video' && stream.width !== null && stream.height !== null) {
    const aspect =
      stream.sampleAspect === null || stream.sampleAspect === '1:1' ? '' : ` SAR ${stream.sampleAspect}`;
    const field =
      stream.fieldOrder === null || stream.fieldOrder === 'progressive' ? '' : ` ${stream.fieldOrder}`;
    const turn = stream.rotation === null || stream.rotation === 0 ? '' : ` ↻ ${stream.rotation}°`;
    return `${stream.width} × ${stream.height} ${stream.pixelFormat ?? ''}${aspect}${field}${turn}`.trim();
  }
  if (stream.type !== 'audio') return null;
  return [
    stream.channelLayout ?? (stream.channels === null ? null : `${stream.channels} ch`),
    stream.bitsPerSample === null ? null : `${stream.bitsPerSample} bit`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

function rateOf({ type, averageRate, baseRate, sampleRate }: StreamFacts): string | null {
  if (type === 'audio') return sampleRate === null ? null : `${sampleRate} Hz`;
  if (type !== 'video' || averageRate === null) return null;
  const same = baseRate === null || Math.abs(baseRate - averageRate) < 0.01;
  return same ? `${averageRate.toFixed(3)} fps` : `${averageRate.toFixed(3)} fps (${baseRate.toFixed(3)})`;
}

function measuredLength({ packets }: StreamFacts): number | null {
  return packets?.start == null || packets.end === null ? null : packets.end - packets.start;
}

/** Declared bit rate, or bytes counted over the time they fill; kbit/s. */
function bitRateOf(stream: StreamFacts): number | null {
  if (stream.bitRate !== null) return stream.bitRate / 1000;
  const length = measuredLength(stream);
  return stream.packets === null || length === null || length <= 0
    ? null
    : (stream.packets.bytes * 8) / length / 1000;
}

function remarksOf({ tags, dispositions, encoderTexts }: StreamFacts): string | null {
  const tag = (key: string): string[] =>
    tags.filter((entry) => entry.key.toLowerCase() === key).map((entry) => entry.value);
  const language = tag('language').filter((value) => value !== 'und');
  const parts = [
    ...language,
    ...tag('title'),
    ...dispositions.filter((name) => name !== 'default'),
    ...tag('encoder'),
    ...encoderTexts,
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

/** What the container says beside what the bitstream and the packets say. */
export function comparisonTable(container: ContainerFacts, streams: readonly StreamFacts[]): Figure {
  const rows: { cells: Cell[]; flag?: Flag }[] = [];
  const add = (index: Cell, what: Localized, declared: Cell, found: Cell, differs: boolean): void => {
    if (declared === null || found === null) return;
    rows.push({ cells: [index, what, declared, found], ...(differs ? { flag: 'notice' as const } : {}) });
  };
  const lengths = streams.flatMap((stream) => measuredLength(stream) ?? []);
  const longest = lengths.length === 0 ? null : Math.max(...lengths);
  add(
    '—',
    names.duration,
    number(container.duration, 3),
    number(longest, 3),
    far(container.duration, longest, 0.5),
  );
  for (const stream of streams) {
    const { index, decoded, packets, track } = stream;
    const declaredSize =
      track?.sampleWidth != null
        ? size(track.sampleWidth, track.sampleHeight)
        : size(stream.width, stream.height);
    const decodedSize = size(decoded?.width ?? null, decoded?.height ?? null);
    add(index, names.size, declaredSize, decodedSize, declaredSize !== decodedSize);
    add(
      index,
      names.pixels,
      stream.pixelFormat,
      decoded?.pixelFormat ?? null,
      stream.pixelFormat !== decoded?.pixelFormat,
    );
    const samples = track?.sizedSamples ?? stream.declaredFrames;
    add(index, names.packets, samples, packets?.packets ?? null, samples !== packets?.packets);
    const length = measuredLength(stream);
    add(
      index,
      names.duration,
      number(stream.duration, 3),
      number(length, 3),
      far(stream.duration, length, 0.5),
    );
    const counted =
      packets === null || length === null || length <= 0 ? null : (packets.bytes * 8) / length / 1000;
    const declaredRate = stream.bitRate === null ? null : stream.bitRate / 1000;
    add(
      index,
      names.bitRate,
      number(declaredRate, 1),
      number(counted, 1),
      far(declaredRate, counted, (counted ?? 0) * 0.1),
    );
    add(
      index,
      names.start,
      number(stream.start, 3),
      number(packets?.start ?? null, 3),
      far(stream.start, packets?.start ?? null, 0.1),
    );
  }
  return {
    kind: 'table',
    id: 'declared-found',
    title: localized('Declared by the container, found in the streams', '容器声明值与流中实际值'),
    columns: [
      column('stream', localized('Stream', '流'), 'end'),
      column('what', localized('Property', '属性')),
      column('declared', localized('Declared', '声明值'), 'end'),
      column('found', localized('Found', '实际值'), 'end'),
    ],
    rows,
  };
}

const names = {
  duration: localized('duration, s', '时长（秒）'),
  size: localized('picture size', '画面尺寸'),
  pixels: localized('pixel format', '像素格式'),
  packets: localized('samples', '样本数'),
  bitRate: localized('bit rate, kbit/s', '码率（kbit/s）'),
  start: localized('start, s', '起始（秒）'),
};

function far(one: number | null, other: number | null, allowed: number): boolean {
  return one !== null && other !== null && Math.abs(one - other) > allowed;
}

function size(width: number | null, height: number | null): string | null {
  return width === null || height === null ? null : `${width} × ${height}`;
}

/** All text the container and the streams carry. */
export function tagTable(container: ContainerFacts, streams: readonly StreamFacts[]): Figure | null {
  const rows = [
    ...container.tags.map(({ key, value }) => ({
      cells: ['—', printable(key, 120), printable(value, 400)] as Cell[],
    })),
    ...streams.flatMap(({ index, tags }) =>
      tags.map(({ key, value }) => ({
        cells: [index, printable(key, 120), printable(value, 400)] as Cell[],
      })),
    ),
  ];
  if (rows.length === 0) return null;
  return {
    kind: 'table',
    id: 'tags',
    title: localized('Text in container and streams', '容器与流中的文本'),
    columns: [
      column('stream', localized('Stream', '流'), 'end'),
      column('key', localized('Name', '名称'), 'start', true),
      column('value', localized('Value', '值')),
    ],
    rows,
  };
}

/** Streams, edits, chapters and gaps on one time line. */
export function streamTimeline(container: ContainerFacts, streams: readonly StreamFacts[]): Figure | null {
  type Event = Extract<Figure, { kind: 'timeline' }>['events'][number];
  const events: Event[] = [];
  for (const { index, type, codec, packets, track } of streams) {
    const lane = `${index} ${type}`;
    if (packets?.start != null && packets.end !== null) {
      events.push({ lane, label: codec ?? type, at: packets.start, until: packets.end });
    }
    if (
      packets?.longestStep != null &&
      packets.longestStepAt !== null &&
      packets.step !== null &&
      packets.longestStep > Math.max(1, 10 * packets.step)
    ) {
      const until = packets.longestStepAt + packets.longestStep;
      events.push({ lane, label: '…', at: packets.longestStepAt, until, flag: 'notice' });
    }
    if (track !== null && track.edits.length > 1) {
      let at = 0;
      for (const edit of track.edits.slice(0, 100)) {
        const label = edit.mediaStart === null ? '—' : `↦ ${edit.mediaStart.toFixed(3)}`;
        events.push({ lane: `${lane} elst`, label, at, until: at + edit.duration });
        at += edit.duration;
      }
    }
  }
  for (const { start, end, title } of container.chapters) {
    events.push({ lane: 'chapters', label: printable(title, 80), at: start, until: end });
  }
  if (events.length === 0) return null;
  return {
    kind: 'timeline',
    id: 'timeline',
    title: localized('Streams over time', '各流时间线'),
    unit: 'seconds',
    events,
  };
}
