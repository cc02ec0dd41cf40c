import type { TimeTransform } from '#shared/domain/comparison.ts';
import type { Media } from '#shared/domain/media.ts';
import type { TaskContext } from '../../../media/task-context.ts';
import { lagBetween } from './lag.ts';
import { bandCount, bandLevels, framesIn } from './levels.ts';
import { measuresOf, type SoundMeasures } from './measures.ts';
import { commonStretches, readStretch, type Stretch, stretchRate } from './stretches.ts';

/** Waves that agree less do not lie on each other sample by sample: another sound, or a room's own. */
const leastAgreement = 0.12;
/** Samples at the beginning of a stretch that decoders and resamplers have not settled by. */
const settled = 6144;

export interface SoundFile {
  readonly path: string;
  readonly media: Media;
}

/** Two sounds laid on each other sample by sample, and what they differ in. */
export interface LaidSounds {
  readonly measures: SoundMeasures;
  /** What differs between the channels of each, dB below what they have in common; −∞ for one channel. */
  readonly width: readonly [number, number];
}

/** `null`: no stretch of both can be laid on the other. */
export async function laidSounds(
  files: readonly [SoundFile, SoundFile],
  transform: Pick<TimeTransform, 'pieces'>,
  context: TaskContext,
): Promise<LaidSounds | null> {
  const levels: [Float32Array, Float32Array][] = [];
  const widths: [number, number][] = [];
  for (const { first, second, seconds } of commonStretches(transform)) {
    const [one, other] = [
      await readStretch(files[0].path, files[0].media, first, seconds, context),
      await readStretch(files[1].path, files[1].media, second, seconds, context),
    ];
    if (one === null || other === null) continue;
    const [mid, midOther] = [middle(one), middle(other)];
    const { samples, agreement } = lagBetween(mid, midOther, stretchRate);
    if (agreement < leastAgreement) continue;
    const [from, fromOther] = [settled + Math.max(0, -samples), settled + Math.max(0, samples)];
    const frames = framesIn(Math.min(mid.length - from, midOther.length - fromOther));
    levels.push([bandLevels(mid, from, frames), bandLevels(midOther, fromOther, frames)]);
    widths.push([widthOf(one), widthOf(other)]);
  }
  if (levels.length === 0) return null;
  const [first, second] = [joined(levels.map(([one]) => one)), joined(levels.map(([, other]) => other))];
  const measures = measuresOf({ frames: first.length / bandCount, first, second });
  if (measures === null) return null;
  const width = (side: 0 | 1): number => Math.max(...widths.map((pair) => pair[side]));
  return { measures, width: [width(0), width(1)] };
}

function middle({ left, right }: Stretch): Float32Array {
  return Float32Array.from(left, (value, at) => (value + right[at]!) / 2);
}

function widthOf({ left, right }: Stretch): number {
  let [side, mid] = [0, 0];
  for (let at = 0; at < left.length; at += 1) {
    side += (left[at]! - right[at]!) ** 2;
    mid += (left[at]! + right[at]!) ** 2;
  }
  return mid === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10((side + 1e-12) / mid);
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
