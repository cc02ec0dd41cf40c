import type { Sign, Signs } from '../evidence.ts';
import type { SoundFacts } from './facts.ts';
import type { LaidSounds } from './laid-sounds.ts';

/** Levels at which a measure has made about two thirds of its point. */
const levels = { narrow: 0.3, holes: 0.03, filled: 5 } as const;
/** Below these it is chance, or what laying on each other misses. */
const least = { narrow: 0.12, holes: 0.004, filled: 1 } as const;
/** Channels differ above the first, dB, and are the same below the second. */
const wide = -45;
const one = -60;
/** Mean difference that is more than rounding of what was decoded, and that says so for sure, dB. */
const rounding = 0.08;
const surely = 0.3;

/** What two sounds laid on each other tell, as what each of them underwent; 0…1 each. */
export function soundSigns(
  { measures, width }: LaidSounds,
  facts: readonly [SoundFacts | null, SoundFacts | null],
): Signs {
  const { narrow, holes, filled } = measures;
  const signs: Signs = {
    narrow: each(narrow, least.narrow, levels.narrow),
    holes: each(holes, least.holes, levels.holes),
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

/** How far apart two sounds are, 0 for the same. */
export function soundDistance({ measures }: LaidSounds): number {
  const { narrow, holes, difference } = measures;
  return difference / 8 + 0.3 * (narrow[0] + narrow[1]) + 2 * (holes[0] + holes[1]);
}
