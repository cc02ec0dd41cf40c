import { type FileHandle, open, rm } from 'node:fs/promises';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { copyPieces, writeWhole } from '../../labels/writing/copy-pieces.ts';
import { waveLayout } from '../../labels/writing/wave-splice.ts';
import { writeWithFfmpeg } from '../../media/ffmpeg-writing.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { inputArguments } from '../../media/video.ts';
import { carriedMetadata } from './carried-metadata.ts';
import type { SoundFile } from './form.ts';
import { SoundMarker, type SoundQuality } from './marker.ts';
import { streamPcm } from './pcm-stream.ts';
import { writeMarkedWave } from './wave-marking.ts';

export type MarkedSound =
  | { readonly ok: true; readonly quality: SoundQuality; readonly notes: readonly Localized[] }
  | { readonly ok: false; readonly reason: Reason };

interface Encoder {
  readonly name: string;
  readonly lossless: boolean;
}

/** Encoders by container and codec. */
const encoders: ReadonlyMap<MediaFormat, ReadonlyMap<string, Encoder>> = new Map([
  ['mp3', new Map([['mp3', { name: 'libmp3lame', lossless: false }]])],
  ['aac', new Map([['aac', { name: 'aac', lossless: false }]])],
  [
    'm4a',
    new Map([
      ['aac', { name: 'aac', lossless: false }],
      ['alac', { name: 'alac', lossless: true }],
    ]),
  ],
  ['flac', new Map([['flac', { name: 'flac', lossless: true }]])],
  [
    'ogg',
    new Map([
      ['vorbis', { name: 'libvorbis', lossless: false }],
      ['opus', { name: 'libopus', lossless: false }],
      ['flac', { name: 'flac', lossless: true }],
    ]),
  ],
]);
const muxers: Readonly<Partial<Record<MediaFormat, readonly string[]>>> = {
  mp3: ['-id3v2_version', '0', '-write_id3v1', '0', '-write_xing', '1', '-f', 'mp3'],
  aac: ['-f', 'adts'],
  m4a: ['-f', 'ipod'],
  flac: ['-f', 'flac'],
  ogg: ['-f', 'ogg'],
};

/** Lossy codecs get the source's own rate, at least this many bits a second for each channel. */
const LEAST_RATE = 80_000;

/** Can sound of this format be written again? */
export function writesSound(format: MediaFormat): boolean {
  return format === 'wav' || muxers[format] !== undefined;
}

/** Write a marked copy of a sound file in the same container and codec. */
export async function writeMarkedSound(
  path: string,
  media: Media,
  file: SoundFile,
  signs: Int8Array,
  strength: number,
  target: string,
  context: TaskContext,
): Promise<MarkedSound> {
  const marker = new SoundMarker(file, signs, strength);
  if (media.format === 'wav') {
    const layout = waveLayout(path);
    if (layout === null)
      return {
        ok: false,
        reason: plainCodecs.has(file.codec) ? waveDamaged : noEncoder(`WAV, ${file.codec}`),
      };
    await writeMarkedWave(path, layout, marker, file.untouched, target, context);
    return { ok: true, quality: marker.quality(), notes: [] };
  }
  const encoder = encoders.get(media.format)?.get(file.codec);
  if (encoder === undefined) return { ok: false, reason: noEncoder(file.codec) };
  const chaptersOnly =
    file.chapters > 0 && file.others.every((kind) => kind === 'data' || kind === 'subtitle');
  if (file.others.length > 0 && !chaptersOnly) return { ok: false, reason: moreStreams };
  const [samples, encoded] = [`${target}.samples`, `${target}.sound`];
  try {
    const decoded = await markedSamples(path, media, file, marker, samples, part(context, 0, 0.7));
    if (decoded !== null) return { ok: false, reason: decoded };
    const made = await writeWithFfmpeg(encoding(path, media, file, encoder, samples, encoded), {
      limits: context.limits,
      signal: context.signal,
      onSeconds: (done) => context.progress(0.7 + 0.25 * Math.min(1, done / Math.max(1, file.seconds))),
    });
    if (!made.ok) return made;
    const carried = await carryOver(path, media.format, encoded, target, context);
    if (!carried) return { ok: false, reason: notCarried };
    context.progress(1);
    const notes = encoder.lossless ? [] : [recompressed(encoder.name)];
    return { ok: true, quality: marker.quality(), notes };
  } finally {
    await rm(samples, { force: true });
    await rm(encoded, { force: true });
  }
}

/** The marked samples as a file of 32-bit floating point numbers. */
async function markedSamples(
  path: string,
  media: Media,
  file: SoundFile,
  marker: SoundMarker,
  target: string,
  context: TaskContext,
): Promise<Reason | null> {
  const out = await open(target, 'wx', 0o600);
  try {
    let done = 0;
    const answer = await streamPcm(path, media, {}, file.channels, context, async (samples) => {
      await put(out, marker.push(samples));
      done += samples.length / file.channels / file.rate;
      context.progress(Math.min(1, done / Math.max(1, file.seconds)));
    });
    if (!answer.ok) return answer.reason;
    await put(out, marker.finish());
    return null;
  } finally {
    await out.close();
  }
}

async function put(out: FileHandle, pieces: readonly Float32Array[]): Promise<void> {
  for (const { buffer, byteOffset, byteLength } of pieces)
    await writeWhole(out, new Uint8Array(buffer, byteOffset, byteLength));
}

function encoding(
  path: string,
  media: Media,
  file: SoundFile,
  encoder: Encoder,
  samples: string,
  encoded: string,
): string[] {
  const deep = (file.bits ?? 16) > 16;
  const rate = Math.max(LEAST_RATE * file.channels, file.bitRate ?? 0);
  const quality = encoder.lossless
    ? ['-sample_fmt', losslessForm(encoder.name, deep), ...(deep ? ['-bits_per_raw_sample', '24'] : [])]
    : encoder.name === 'libvorbis'
      ? ['-q:a', '8']
      : ['-b:a', String(Math.min(rate, MOST_RATES[encoder.name] ?? rate))];
  return [
    ...['-f', 'f32le', '-ar', String(file.rate), '-ac', String(file.channels)],
    ...(file.layout === null ? [] : ['-channel_layout', file.layout]),
    ...['-protocol_whitelist', 'file,pipe', '-i', `file:${samples}`],
    // Chapters are tracks of the movie; everything else is carried over as bytes.
    ...(media.format === 'm4a'
      ? [...(inputArguments(path, media.format) ?? []), '-map_chapters', '1']
      : ['-map_chapters', '-1']),
    ...['-map', '0:a:0', '-map_metadata', '-1', '-c:a', encoder.name, ...quality],
    ...[...(muxers[media.format] ?? []), `file:${encoded}`],
  ];
}

const MOST_RATES: Readonly<Record<string, number>> = { libmp3lame: 320_000, libopus: 510_000 };

function losslessForm(encoder: string, deep: boolean): string {
  if (encoder === 'alac') return deep ? 's32p' : 's16p';
  return deep ? 's32' : 's16';
}

/** Put the encoded sound and the source's metadata together. */
async function carryOver(
  path: string,
  format: MediaFormat,
  encoded: string,
  target: string,
  { signal }: TaskContext,
): Promise<boolean> {
  const [fresh, source] = [new ByteReader(encoded), new ByteReader(path)];
  let pieces: ReturnType<typeof carriedMetadata>;
  try {
    pieces = carriedMetadata(format, fresh, source);
  } finally {
    fresh.close();
    source.close();
  }
  if (pieces === null) return false;
  await copyPieces(encoded, pieces, target, { signal });
  return true;
}

/** A part of a task's progress. */
export function part(context: TaskContext, from: number, to: number): TaskContext {
  return { ...context, progress: (fraction) => context.progress(from + (to - from) * fraction) };
}

function noEncoder(codec: string): Reason {
  return {
    code: 'sound-codec',
    text: localized(
      `Sound in this form (${codec}) is not written here. Export it as WAV (PCM) or FLAC first.`,
      `不支持写入此编码的声音（${codec}）。请先导出为 WAV（PCM）或 FLAC。`,
    ),
  };
}

/** Linear PCM that is written in WAV; when such a file has no layout, it is not whole. */
const plainCodecs: ReadonlySet<string> = new Set([
  'pcm_u8',
  'pcm_s16le',
  'pcm_s24le',
  'pcm_s32le',
  'pcm_f32le',
]);

const waveDamaged: Reason = {
  code: 'sound-damaged',
  text: localized(
    'The WAV file is cut short or damaged: its chunks do not end where they say. A marked copy would hide that; repair it or export it again.',
    'WAV 文件不完整或已损坏：数据块长度与内容不符。带水印的副本会掩盖这一点；请修复或重新导出。',
  ),
};

const moreStreams: Reason = {
  code: 'other-streams',
  text: localized(
    'The file holds more than a sound and its pictures; the copy would lose it. Take the sound out first.',
    '文件除声音和封面外还含有其他数据流，副本将无法保留。请先单独导出声音。',
  ),
};

const notCarried: Reason = {
  code: 'metadata-lost',
  text: localized(
    'The metadata of this file cannot be carried over as it is (its container is damaged or built unusually); nothing was written.',
    '无法原样保留此文件的元数据（容器已损坏或结构特殊）；未写入任何内容。',
  ),
};

function recompressed(encoder: string): Localized {
  return localized(
    `To put the mark in, the sound was compressed again (${encoder}).`,
    `为嵌入水印，声音已重新压缩（${encoder}）。`,
  );
}
