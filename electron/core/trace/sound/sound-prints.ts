import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { soundStream } from '../../media/sound-stream.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { hasDemuxer } from '../../media/video.ts';
import { reported } from '../reported.ts';
import { CHROMAPRINT_RATE, ChromaprintMaker } from './chromaprint.ts';
import { PEAK_RATE, PEAK_STEP, PeakFinder } from './peaks.ts';
import { LEAST_PEAKS } from './sound-match.ts';

/** A longer sound is fingerprinted up to here, and the answer says so. */
const LONGEST_HOURS = 12;
const LONGEST = LONGEST_HOURS * 3600;
/** Different numbers below which a Chromaprint is that of silence, a tone or a moment. */
const LEAST_NUMBERS = 20;

type Read<T> =
  | ({ readonly ok: true; readonly seconds: number; readonly warnings: readonly Localized[] } & T)
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly Localized[] };

interface Source {
  readonly path: string;
  readonly media: Media;
  readonly context: TaskContext;
}

/** Sound files, and films, of which the sound counts. */
export function holdsSound({ kind, format }: Media): true | Localized {
  return (
    ((kind === 'audio' || kind === 'video') && hasDemuxer(format)) ||
    localized('Only for sounds and films that can be decoded', '仅适用于可解码的音频和视频')
  );
}

export async function readChromaprint(source: Source): Promise<Read<{ readonly numbers: Uint32Array }>> {
  const maker = new ChromaprintMaker();
  const read = await decode(source, CHROMAPRINT_RATE, (samples) => maker.push(samples));
  if (!read.ok) return read;
  const { numbers } = maker;
  if (new Set(numbers.subarray(0, 100_000)).size < LEAST_NUMBERS)
    return { ...notTraceable, warnings: read.warnings };
  return { ...read, numbers };
}

export async function readPeaks(
  source: Source,
): Promise<Read<{ readonly peaks: Uint32Array; readonly frames: number }>> {
  const finder = new PeakFinder();
  const read = await decode(source, PEAK_RATE, (samples) => finder.push(samples));
  if (!read.ok) return read;
  const peaks = finder.finish();
  if (peaks.length < LEAST_PEAKS) return { ...notTraceable, warnings: read.warnings };
  return { ...read, peaks, frames: Math.ceil(read.seconds / PEAK_STEP) };
}

async function decode(
  { path, media, context }: Source,
  rate: number,
  take: (samples: Float32Array) => void,
): Promise<Read<object>> {
  const { limits, signal } = context;
  const read = await soundStream(path, media, { rate, seconds: LONGEST }, { limits, signal }, take);
  signal.throwIfAborted();
  const warnings = read.warnings.map(reported);
  if (!read.ok) return { ...read, warnings };
  if (!read.complete) warnings.push(firstHours);
  return { ok: true, seconds: read.samples / rate, warnings };
}

const firstHours = localized(
  `only the first ${LONGEST_HOURS} hours of the sound were used`,
  `仅使用了声音的前 ${LONGEST_HOURS} 小时`,
);

const notTraceable = {
  ok: false,
  reason: {
    code: 'not-traceable',
    text: localized(
      'The sound is silent, too short or too uniform to be told from others; that nothing is found for it means nothing',
      '声音为静音、过短或过于单一，无法与其他声音区分；检索无结果不说明任何问题',
    ),
  },
} as const;
