import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import { writeWithFfmpeg } from '../../../media/ffmpeg-writing.ts';
import { inputArguments, numberField, probeStreams, runFfmpeg, textField } from '../../../media/video.ts';
import type { AttackedFile, Bench, FileSource, NotRun } from '../define.ts';
import { noDemuxer, noSound, notMade } from './refusals.ts';

/** Sound and films are attacked in their first so many seconds; a longer one would take hours. */
export const excerptSeconds = 120;
/** Samples held in memory. */
const mostSamples = 48_000_000;

/** Decoded sound. */
export interface Sound {
  /** Samples per second. */
  readonly rate: number;
  readonly channels: number;
  /** Interleaved, −1…1. */
  readonly samples: Float32Array;
}

/** The first sound stream as it is: its own rate and channels. */
export async function heard({ path, media }: FileSource, { context }: Bench): Promise<Sound | NotRun> {
  const layout = await soundLayout(path, media, context);
  const input = inputArguments(path, media.format);
  if (layout === null || input === null) return noSound;
  const { rate, channels } = layout;
  const seconds = Math.min(excerptSeconds, mostSamples / (rate * channels));
  const args = [
    ...['-nostdin', '-v', 'error', '-t', seconds.toFixed(3), ...input, '-map', '0:a:0', '-vn', '-sn', '-dn'],
    ...['-ac', String(channels), '-ar', String(rate), '-c:a', 'pcm_f32le', '-f', 'f32le', '-'],
  ];
  const outputBytes = mostSamples * 4 + 65_536;
  const { result } = await runFfmpeg('ffmpeg', args, { ...context.limits, outputBytes }, context.signal);
  if (!result.ok || result.stdout.byteLength < 4 * channels) return noSound;
  const whole = result.stdout.byteLength - (result.stdout.byteLength % (4 * channels));
  return { rate, channels, samples: new Float32Array(result.stdout.slice(0, whole).buffer) };
}

/** Rate and channels of the first sound stream; `null`: there is none that can be read. */
export async function soundLayout(
  path: string,
  media: Media,
  context: Bench['context'],
): Promise<{ readonly rate: number; readonly channels: number } | null> {
  const answer = await probeStreams(path, media, context.limits, context.signal);
  if (!answer.ok) return null;
  const stream = answer.probe.streams.find((one) => textField(one, 'codec_type') === 'audio');
  const rate = stream === undefined ? null : numberField(stream, 'sample_rate');
  const channels = stream === undefined ? null : numberField(stream, 'channels');
  if (rate === null || channels === null || rate < 1000 || channels < 1 || channels > 64) return null;
  return { rate, channels };
}

/** A WAVE file with 16 bits per sample (RIFF, format 1; of more than two channels without a speaker map). */
export async function written(
  { rate, channels, samples }: Sound,
  bench: Bench,
  name: string,
): Promise<AttackedFile> {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * channels * 2, 28);
  bytes.writeUInt16LE(channels * 2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  const values = new Int16Array(samples.length);
  for (let at = 0; at < samples.length; at += 1)
    values[at] = Math.max(-32768, Math.min(32767, Math.round(samples[at]! * 32768)));
  bytes.set(new Uint8Array(values.buffer), 44);
  const path = join(bench.folder, name);
  await writeFile(path, bytes);
  return { path };
}

/** One pass through ffmpeg: filters, then an encoder. */
export interface SoundPass {
  /** Filter graph of one sound; absent: none. */
  readonly filter?: string;
  /** Encoder with its options, and the muxer. */
  readonly into: readonly string[];
  /** What the next reader finds. */
  readonly format: MediaFormat;
}

export const wave: Pick<SoundPass, 'into' | 'format'> = {
  into: ['-c:a', 'pcm_s16le', '-f', 'wav'],
  format: 'wav',
};

export function mp3(kilobits: number): Pick<SoundPass, 'into' | 'format'> {
  return { into: ['-c:a', 'libmp3lame', '-b:a', `${kilobits}k`, '-f', 'mp3'], format: 'mp3' };
}
export function aac(kilobits: number): Pick<SoundPass, 'into' | 'format'> {
  return { into: ['-c:a', 'aac', '-b:a', `${kilobits}k`, '-f', 'ipod'], format: 'm4a' };
}
export function opus(kilobits: number): Pick<SoundPass, 'into' | 'format'> {
  return { into: ['-c:a', 'libopus', '-b:a', `${kilobits}k`, '-f', 'ogg'], format: 'ogg' };
}

/** The first sound stream through passes one after the other, without metadata. */
export async function throughSound(
  source: { readonly path: string; readonly media: Pick<Media, 'format'> },
  passes: readonly SoundPass[],
  { folder, context }: Bench,
): Promise<AttackedFile | NotRun> {
  let path = source.path;
  let format = source.media.format;
  for (const [index, pass] of passes.entries()) {
    const input = inputArguments(path, format);
    if (input === null) return noDemuxer;
    const target = join(folder, `pass-${index}.${pass.format}`);
    const made = await writeWithFfmpeg(
      [
        ...['-t', String(excerptSeconds), ...input, '-map', '0:a:0', '-vn', '-sn', '-dn'],
        ...['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact'],
        ...(pass.filter === undefined ? [] : ['-af', pass.filter]),
        ...[...pass.into, `file:${target}`],
      ],
      { limits: context.limits, signal: context.signal },
    );
    if (!made.ok) return notMade(made.reason);
    path = target;
    format = pass.format;
  }
  return { path };
}

/** Root of the mean square over all channels. */
export function rms(samples: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < samples.length; at += 1) sum += samples[at]! * samples[at]!;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
}
