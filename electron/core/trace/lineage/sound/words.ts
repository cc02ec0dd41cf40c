import type { TimeTransform } from '#shared/domain/comparison.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { partWords } from '../alignment-signs.ts';
import type { Signs } from '../evidence.ts';
import type { SoundFacts } from './facts.ts';

type Part = readonly [en: string, chinese: string];

/** Signs this strong are worth a word. */
const plain = 0.3;
const leastSpeed = 0.003;

/** A step in a few words, should the second have been made from the first (`1`) or the first from the second (`0`). */
export function soundWords(
  { cover, pieces }: TimeTransform,
  signs: Signs,
  facts: readonly [SoundFacts | null, SoundFacts | null],
  copy: 0 | 1,
): Localized {
  const part = partWords(cover[copy === 1 ? 0 : 1]);
  const parts: Part[] = [[part.en, part['zh-CN']]];
  const speed = pieces[0]?.speed ?? 1;
  const faster = copy === 1 ? speed : 1 / speed;
  if (Math.abs(faster - 1) > leastSpeed)
    parts.push([`speed ${faster.toFixed(2)}×`, `${faster.toFixed(2)} 倍速`]);
  parts.push(...soundParts(signs, copy));
  const own = facts[copy];
  if (own !== null && own.lossless !== true && own.rate !== null) {
    const kilobits = Math.round(own.rate / 1000);
    parts.push([`${kilobits} kbit/s`, `${kilobits} kbit/s`]);
  }
  return localized(parts.map(([en]) => en).join(', '), parts.map(([, chinese]) => chinese).join('，'));
}

/** What was done to the sound of the copy. */
export function soundParts(signs: Signs, copy: 0 | 1): Part[] {
  const shows = (name: keyof typeof told): boolean => (signs[name]?.[copy] ?? 0) > plain;
  return Object.entries(told).flatMap(([name, words]) => (shows(name as keyof typeof told) ? [words] : []));
}

const told = {
  narrow: ['tones cut off', '频带变窄'],
  filled: ['noise or a room added', '增加了噪声或混响'],
  mono: ['made mono', '转为单声道'],
} as const satisfies Partial<Record<keyof Signs, Part>>;
