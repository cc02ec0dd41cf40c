import type { AudibleLabels, RhythmLabel, SoundPlace } from '#shared/domain/explicit-label.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { Limits } from '../../media/limits.ts';
import { soundSamples } from '../../media/sound-samples.ts';
import { findRhythms } from './rhythm.ts';
import { SAMPLE_RATE, toneLevels } from './tone-levels.ts';

export interface SoundOptions {
  readonly path: string;
  readonly media: Media;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Sound up to this long is listened to whole, seconds. */
  readonly whole: number;
  progress(fraction: number): void;
}

export type SoundReading =
  | {
      readonly ok: true;
      readonly result: AudibleLabels;
      /** Seconds that were not listened to. */
      readonly unheard: number;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/** Listened to at a time, seconds; longer than three rhythms at half the tempo. */
const STRETCH = 60;
/** Shared by two stretches, so that the longest rhythm stands whole in one of them, with its pauses. */
const OVERLAP = 8;
/** A rhythm nearer to where a stretch is cut may be part of a longer message. */
const PAUSE = 1.5;
/** Stretches between the first and the last of a long sound. */
const MIDDLE_STRETCHES = 8;
/** Within so many seconds of an end counts as that end. */
const END_SECONDS = 10;

/** Rhythm labels of a sound, or of a film's sound. */
export async function soundLabels(options: SoundOptions): Promise<SoundReading> {
  const { path, media, signal, progress } = options;
  const warnings = new Set<string>();
  const rhythms: Omit<RhythmLabel, 'place'>[] = [];
  const stated = media.durationSeconds ?? null;
  const starts = stretchStarts(stated, options.whole);
  let [heard, end, ended] = [0, 0, false];
  for (const [index, from] of starts.entries()) {
    signal.throwIfAborted();
    const request = { from, seconds: STRETCH, rate: SAMPLE_RATE };
    const sound = await soundSamples(path, media, request, options);
    if (!sound.ok) return sound;
    for (const warning of sound.warnings) warnings.add(warning);
    const seconds = sound.samples.length / SAMPLE_RATE;
    // Without a stated length the sound goes on until it ends.
    ended = seconds < STRETCH - 0.1;
    for (const rhythm of findRhythms(toneLevels(sound.samples))) {
      const cut = (from > 0 && rhythm.from < PAUSE) || (!ended && rhythm.to > seconds - PAUSE);
      if (cut) continue;
      const placed = { ...rhythm, from: from + rhythm.from, to: from + rhythm.to };
      if (!rhythms.some((other) => other.from < placed.to && placed.from < other.to)) rhythms.push(placed);
    }
    heard += Math.max(0, from + seconds - Math.max(from, end));
    end = Math.max(end, from + seconds);
    progress((index + 1) / starts.length);
    if (ended) break;
  }
  const duration = Math.max(end, stated ?? 0);
  return {
    ok: true,
    result: {
      duration: rounded(duration),
      rhythms: rhythms.map((rhythm) => ({
        from: rounded(rhythm.from),
        to: rounded(rhythm.to),
        place: placeOf(rhythm.from, rhythm.to, duration),
        dot: rounded(rhythm.dot),
        frequency: Math.round(rhythm.frequency),
        level: Math.round(rhythm.level),
      })),
      speech: 'not-listened',
    },
    // Lengths in headers are rounded, and a film's sound may end before its pictures.
    unheard: ended && starts.length * STRETCH >= duration ? 0 : Math.max(0, duration - heard - 0.5),
    warnings: [...warnings],
  };
}

/** All of it; of a long sound the beginning, the end, and stretches spread over what lies between. */
function stretchStarts(duration: number | null, whole: number): number[] {
  const step = STRETCH - OVERLAP;
  const all = Math.min(whole, duration ?? whole);
  if (duration === null || duration <= whole)
    return Array.from({ length: Math.max(1, Math.ceil((all - OVERLAP) / step)) }, (_, index) => index * step);
  const last = duration - STRETCH;
  const between = Array.from(
    { length: MIDDLE_STRETCHES },
    (_, index) => (last * (index + 1)) / (MIDDLE_STRETCHES + 1),
  );
  return [0, ...between, last];
}

function placeOf(from: number, to: number, duration: number): SoundPlace {
  const [before, after] = [from, duration - to];
  if (before <= END_SECONDS && before <= after) return 'start';
  return after <= END_SECONDS ? 'end' : 'middle';
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
