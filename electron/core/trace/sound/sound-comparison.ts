import { createHash } from 'node:crypto';
import type { TimeTransform } from '#shared/domain/comparison.ts';
import type { FingerprintMatch } from '#shared/domain/fingerprint.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { soundStream } from '../../media/sound-stream.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { KeptByFile } from '../kept-by-file.ts';
import { distinct, reported } from '../reported.ts';
import { BandLevels } from './band-levels.ts';
import { type Constellation, constellationOf } from './constellation.ts';
import { PEAK_RATE, PEAK_STEP, PeakFinder, PITCHES_PER_SEMITONE } from './peaks.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { soundClaim } from './sound-claim.ts';
import { LEAST_PEAKS, matchSounds } from './sound-match.ts';

/** Longer sounds are compared up to here. */
const LONGEST = 4 * 3600;

interface HeardSound {
  readonly known: Constellation;
  /** See `BandLevels`. */
  readonly levels: Float32Array;
  readonly seconds: number;
  readonly complete: boolean;
  /** SHA-256 of the samples at 8,000 Hz. */
  readonly digest: string;
}

export interface SoundComparison {
  readonly first: HeardSound;
  readonly second: HeardSound;
  /** The samples are the same. */
  readonly same: boolean;
  /** In the order of the second; none: nothing in common was found. */
  readonly pieces: readonly Piece[];
  readonly transform: TimeTransform | null;
  readonly match: FingerprintMatch | null;
  readonly warnings: readonly Localized[];
}

export type SoundComparisonAnswer =
  | ({ readonly ok: true } & SoundComparison)
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly Localized[] };

interface File {
  readonly path: string;
  readonly media: Media;
}

/** Lays the sound of the second file, or of a film, over that of the first, the presumed original. */
export async function compareSounds(
  first: File,
  second: File,
  context: TaskContext,
): Promise<SoundComparisonAnswer> {
  const one = await hear(first, context);
  if (!one.ok) return one;
  context.progress(0.3);
  const other = await hear(second, context);
  if (!other.ok) return other;
  context.progress(0.6);
  const warnings = distinct([...one.warnings, ...other.warnings]);
  const same = one.digest === other.digest;
  if (!same && [one, other].some(({ known }) => known.peaks.length < LEAST_PEAKS))
    return { ok: false, reason: { code: 'not-traceable', text: tooLittle }, warnings };
  const found = same ? null : matchSounds(other.known.peaks, one.known);
  context.signal.throwIfAborted();
  context.progress(0.8);
  const pieces = same ? [whole(other)] : found === null ? [] : piecesOf(other.known.peaks, one.known, found);
  const transform = pieces.length === 0 ? null : transformOf(pieces, one.seconds, other.seconds);
  const match = found === null ? null : soundClaim(found.best, 1);
  return { ok: true, first: one, second: other, same, pieces, transform, match, warnings };
}

type HeardAnswer =
  | (HeardSound & { readonly ok: true; readonly warnings: readonly Localized[] })
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly Localized[] };

/** Sounds that were heard are kept up to this together: where many are compared, each comes up with every other. */
const keptBytes = 64 * 1024 * 1024;
const kept = new KeptByFile<HeardAnswer>(keptBytes, (heard) =>
  heard.ok ? 4 * heard.levels.byteLength : null,
);

async function hear(file: File, context: TaskContext): Promise<HeardAnswer> {
  return await kept.get(file.path, file.media.format, () => listen(file, context));
}

async function listen({ path, media }: File, { limits, signal }: TaskContext): Promise<HeardAnswer> {
  const [finder, levels, hash] = [new PeakFinder(), new BandLevels(), createHash('sha256')];
  const request = { rate: PEAK_RATE, seconds: LONGEST };
  const read = await soundStream(path, media, request, { limits, signal }, (samples) => {
    finder.push(samples);
    levels.push(samples);
    hash.update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
  });
  signal.throwIfAborted();
  const warnings = read.warnings.map(reported);
  if (!read.ok) return { ...read, warnings };
  const { complete } = read;
  return {
    ok: true,
    known: constellationOf(finder.finish()),
    levels: levels.levels,
    seconds: read.samples / PEAK_RATE,
    digest: hash.digest('hex'),
    complete,
    warnings: complete ? warnings : [...warnings, firstHours],
  };
}

function whole({ known, seconds }: HeardSound): Piece {
  const { length } = known.peaks;
  const to = Math.ceil(seconds / PEAK_STEP);
  return { from: 0, to, speed: 1, shift: 0, offset: 0, peaks: length, votes: length };
}

const firstHours = localized(
  'only the first four hours of the sound were compared',
  '仅比较了声音的前四个小时',
);

/** Ends that fall within a third of a second of the end of a sound are put there: no peak says where sound ends. */
const NEAR = 0.35;

function transformOf(pieces: readonly Piece[], firstSeconds: number, secondSeconds: number): TimeTransform {
  const timed = pieces.map(({ from, to, speed, offset, shift, votes }) => {
    const source = (second: number): number => speed * second + offset * PEAK_STEP;
    let [start, end] = [from * PEAK_STEP, Math.min(to * PEAK_STEP, secondSeconds)];
    // Outwards to the end of the second, but never beyond the first.
    if (start < NEAR && source(0) > -NEAR) start = Math.max(0, -source(0) / speed);
    if (secondSeconds - end < NEAR && source(secondSeconds) < firstSeconds + NEAR)
      end = Math.min(secondSeconds, secondSeconds + (firstSeconds - source(secondSeconds)) / speed);
    const first: [number, number] = [
      Math.max(0, source(start)),
      Math.min(firstSeconds, Math.max(source(end), source(start))),
    ];
    return {
      first,
      second: [start, end] as [number, number],
      speed,
      semitones: Math.round((shift / PITCHES_PER_SEMITONE) * 100) / 100,
      votes,
    };
  });
  return {
    kind: 'time',
    pieces: timed,
    cover: [
      coveredSeconds(timed.map(({ first }) => first)) / Math.max(firstSeconds, 0.001),
      coveredSeconds(timed.map(({ second }) => second)) / Math.max(secondSeconds, 0.001),
    ].map((share) => Math.min(1, share)) as [number, number],
  };
}

/** Length of the union of spans. */
function coveredSeconds(spans: readonly (readonly [number, number])[]): number {
  let [sum, until] = [0, 0];
  for (const [from, to] of spans.toSorted(([one], [other]) => one - other)) {
    sum += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return sum;
}

const tooLittle = localized(
  'One of the two is silent, too short or too uniform to be told from other sounds',
  '其中一份为静音、过短或过于单一，无法与其他声音区分',
);
