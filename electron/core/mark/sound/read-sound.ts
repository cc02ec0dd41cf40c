import type { MarkReading } from '#shared/domain/mark.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { derivation, statisticName } from '../code/false-alarm.ts';
import type { MarkKey } from '../key.ts';
import { endsEarly } from './form.ts';
import { streamPcm } from './pcm-stream.ts';
import { SoundReader } from './reader.ts';
import type { SoundReading } from './readings.ts';
import { READ_CHANNELS, READ_RATE } from './spectrogram.ts';

/** Sound shorter than this holds less than half of a pattern; seconds. */
const SHORTEST = 3;

export interface SoundQuestion {
  readonly keys: readonly MarkKey[];
  readonly identifiers: BigUint64Array;
  /** Which of the file's sound streams; the first unless said. */
  readonly stream?: number;
  /** Seconds at most; all of it unless said. */
  readonly seconds?: number;
  /** What of the file is read besides the sound, and the sound itself: they share its chance. One unless said. */
  readonly carriers?: number;
}

export type SoundAnswer =
  | {
      readonly ok: true;
      readonly readings: readonly SoundReading[];
      readonly seconds: number;
      /** Root mean square of what was heard, full scale 1. */
      readonly level: number;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/** Read the marks of one sound stream of a file. */
export async function readSound(
  path: string,
  media: Media,
  question: SoundQuestion,
  context: TaskContext,
): Promise<SoundAnswer> {
  const reader = new SoundReader(question.keys);
  const expected = question.seconds ?? media.durationSeconds ?? 0;
  let energy = 0;
  const answer = await streamPcm(
    path,
    media,
    {
      rate: READ_RATE,
      channels: READ_CHANNELS,
      ...(question.stream === undefined ? {} : { stream: question.stream }),
      ...(question.seconds === undefined ? {} : { seconds: question.seconds }),
    },
    READ_CHANNELS,
    context,
    (samples) => {
      for (let at = 0; at < samples.length; at += 1) energy += samples[at]! * samples[at]!;
      reader.push(samples);
      if (expected > 0) context.progress(Math.min(0.95, reader.seconds / expected));
    },
  );
  if (!answer.ok) return answer;
  const readings = reader.finish(question.identifiers, question.carriers);
  context.progress(1);
  return {
    ok: true,
    readings,
    seconds: answer.samples / READ_RATE,
    level: Math.sqrt(energy / (answer.samples * READ_CHANNELS)),
    warnings: endsEarly(path, media) ? [...answer.warnings, cutShort] : answer.warnings,
  };
}

const cutShort = 'The WAV file ends before its header says.';

/** Is there so little of it that not finding anything says nothing? */
export function tooLittle({ seconds, level }: { readonly seconds: number; readonly level: number }): boolean {
  return seconds < SHORTEST || level < SILENT;
}

/** Below −80 dB of full scale there is nothing a mark could be in. */
const SILENT = 1e-4;

/** A reading as it is reported, under the name of the codec that was looked for. */
export function soundMarkReading(
  reading: SoundReading,
  keys: readonly MarkKey[],
  codec: string,
): MarkReading {
  const { presence } = reading;
  return {
    codec,
    version: 1,
    payload: String(reading.payload),
    meaning: null,
    key: keys[reading.key]!.name,
    statistic: reading.statistic,
    statisticName,
    threshold: reading.threshold,
    falseAlarmLog10: reading.falseAlarmLog10,
    derivation,
    trials: reading.trials,
    route: reading.route,
    segment: { from: reading.from, to: reading.to },
    geometry: geometryOf(reading),
    ...(presence.length > 0 ? { presence: { columns: presence.length, rows: 1, cells: [...presence] } } : {}),
  };
}

/** Speed changes time and frequency alike; what time alone does beyond that is tempo. */
function geometryOf({ change }: SoundReading): NonNullable<MarkReading['geometry']> {
  return {
    scaleX: 1,
    scaleY: 1,
    rotation: 0,
    mirrored: false,
    speed: change.pitch,
    tempo: change.time / change.pitch,
  };
}
