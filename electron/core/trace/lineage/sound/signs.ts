import type { Sign, Signs } from '../evidence.ts';
import type { SoundFacts } from './facts.ts';
import type { LaidSounds } from './laid-sounds.ts';

/** Levels at which a measure has made about two thirds of its point. */
const levels = { narrow: 0.3, filled: 1.2 } as const;
/** Below these it is chance, or what laying on each other misses. */
const least = { narrow: 0.17, filled: 0.8 } as const;
/** Added noise reaches beyond the end of a band: with so many decibels of it the end of the other's band says little. */
const noisy = 0.6;
/** Channels differ above the first, dB, and are the same below the second. */
const wide = -45;
const one = -60;
/** Mean difference that is more than rounding of what was decoded, and that says so for sure, dB. */
const rounding = 0.15;
const surely = 0.3;

/** What two sounds laid on each other tell, as what each of them underwent; 0…1 each. */
export function soundSigns(
  { measures, width }: LaidSounds,
  facts: readonly [SoundFacts | null, SoundFacts | null],
): Signs {
  const { filled } = measures;
  const narrow = [
    measures.narrow[0] * Math.exp(-((filled[1] / noisy) ** 2)),
    measures.narrow[1] * Math.exp(-((filled[0] / noisy) ** 2)),
  ] as const;
  const signs: Signs = {
    narrow: each(narrow, least.narrow, levels.narrow),
    filled: each(filled, least.filled, levels.filled),
  };
  if (width[0] > wide !== width[1] > wide) signs.mono = [width[0] < one ? 1 : 0, width[1] < one ? 1 : 0];
  const [first, second] = [facts[0]?.lossless ?? null, facts[1]?.lossless ?? null];
  if (first !== null && second !== null) {
    // What was only unpacked differs from it by rounding and by nothing else.
    const more = Math.min(1, Math.max(0, (measures.difference - rounding) / (surely - rounding)));
    signs.lossy = [second && !first ? more : 0, first && !second ? more : 0];
  }
  return signs;
}

function each([first, second]: readonly [number, number], chance: number, level: number): Sign {
  const value = (own: number): number => 1 - Math.exp(-Math.max(0, own - chance) / level);
  return [value(first), value(second)];
}

/** How far apart two sounds are, 0 for the same: what a codec or a room did to each moment, and what was cut off. */
export function soundDistance({ measures: { narrow, difference } }: LaidSounds): number {
  return Math.min(1.5, difference / 3) + 0.2 * (narrow[0] + narrow[1]);
}
