import type { AudibleToWrite } from '#shared/domain/labelling.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import { identify } from '../../intake/identify.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { inputArguments, runFfmpeg } from '../../media/video.ts';
import { pause, rhythmSamples } from './rhythm.ts';

/** The label to be heard, with the silence that parts it from the programme. */
export type LabelSound =
  | {
      readonly ok: true;
      /** Interleaved, −1 … 1. */
      readonly samples: Float32Array;
      readonly seconds: number;
    }
  | { readonly ok: false; readonly reason: Localized };

/** A spoken label of two sentences takes ten seconds; seconds. */
const longest = 60;
/** Peak of a sine whose loudness is that of the programme, within these bounds. */
const [softest, loudest] = [0.05, 0.5];

/** Sound of the label at the rate and channels of the programme. */
export async function labelSound(
  request: AudibleToWrite,
  {
    rate,
    channels,
    level,
  }: { readonly rate: number; readonly channels: number; readonly level: number | null },
  context: TaskContext,
): Promise<LabelSound> {
  // A sine's mean square is half of its peak's (3 dB below).
  const amplitude = Math.min(loudest, Math.max(softest, 10 ** (((level ?? -18) + 3) / 20)));
  const voice =
    request.kind === 'rhythm'
      ? interleaved(rhythmSamples(rate, amplitude), channels)
      : await recorded(request.recording, rate, channels, context);
  if (!(voice instanceof Float32Array)) return { ok: false, reason: voice };
  const silence = Math.round(pause * rate) * channels;
  const samples = new Float32Array(voice.length + silence);
  samples.set(voice, request.place === 'start' ? 0 : silence);
  return { ok: true, samples, seconds: samples.length / channels / rate };
}

function interleaved(mono: Float32Array, channels: number): Float32Array {
  const samples = new Float32Array(mono.length * channels);
  mono.forEach((value, at) => {
    samples.fill(value, at * channels, (at + 1) * channels);
  });
  return samples;
}

/** A recording brought along, decoded as it is: how loud one speaks is the speaker's affair. */
async function recorded(
  path: string,
  rate: number,
  channels: number,
  { limits, signal }: TaskContext,
): Promise<Float32Array | Localized> {
  const media = await identify(path, null);
  const input = media.kind === 'audio' ? inputArguments(path, media.format) : null;
  if (input === null) return noRecording;
  const args = [
    ...['-nostdin', '-v', 'error', ...input, '-map', '0:a:0', '-t', String(longest + 1)],
    ...['-ar', String(rate), '-ac', String(channels), '-c:a', 'pcm_f32le', '-f', 'f32le', 'pipe:1'],
  ];
  const outputBytes = (longest + 2) * rate * channels * 4;
  const { result, reason } = await runFfmpeg('ffmpeg', args, { ...limits, outputBytes }, signal);
  signal.throwIfAborted();
  if (!result.ok) return reason?.text ?? noRecording;
  if (result.exitCode !== 0 || result.stdout.length < 4) return noRecording;
  const samples = new Float32Array(result.stdout.slice().buffer, 0, Math.floor(result.stdout.length / 4));
  return samples.length > longest * rate * channels ? tooLong : samples;
}

/** Mean level of the beginning of a programme, dB below full scale; `null`: it could not be measured. */
export async function programmeLevel(
  path: string,
  media: Media,
  { limits, signal }: TaskContext,
): Promise<number | null> {
  const args = [
    ...['-nostdin', '-v', 'info', '-nostats', ...(inputArguments(path, media.format) ?? [])],
    ...['-map', '0:a:0', '-t', '60', '-af', 'volumedetect', '-f', 'null', '-'],
  ];
  const { result } = await runFfmpeg('ffmpeg', args, limits, signal);
  signal.throwIfAborted();
  const mean = result.ok ? /mean_volume: (-?\d{1,3}(?:\.\d+)?) dB/.exec(result.stderr)?.[1] : undefined;
  return mean === undefined ? null : Number(mean);
}

const noRecording = localized(
  'The spoken label is not a sound file that can be read.',
  '所给语音标识不是可读取的音频文件。',
);
const tooLong = localized(
  `The spoken label is longer than ${longest} seconds.`,
  `语音标识长于 ${longest} 秒。`,
);
