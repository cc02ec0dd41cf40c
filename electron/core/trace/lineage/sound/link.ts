import type { TimeTransform } from '#shared/domain/comparison.ts';
import type { TaskContext } from '../../../media/task-context.ts';
import { compareSounds } from '../../sound/sound-comparison.ts';
import { containment } from '../alignment-signs.ts';
import { nothing, type PairEvidence, type Signs } from '../evidence.ts';
import { type SoundFacts, soundFacts } from './facts.ts';
import { laidSounds, type SoundFile } from './laid-sounds.ts';
import { soundDistance, soundSigns } from './signs.ts';
import { soundWords } from './words.ts';

/** How far apart two sounds are of which no stretch can be laid on the other sample by sample. */
const unlaidDistance = 0.6;

/** In a worker: what two sounds tell of each other. */
export async function linkSounds(
  files: readonly [SoundFile, SoundFile],
  context: TaskContext,
): Promise<PairEvidence> {
  const compared = await compareSounds(...files, context);
  if (!compared.ok) return nothing(compared.reason.text);
  const { transform } = compared;
  if (transform === null) return nothing(null);
  const { signs, distance, facts } = await soundEvidence(files, transform, context);
  const { cover, pieces } = transform;
  const speed = Math.abs(Math.log(pieces[0]?.speed ?? 1));
  return {
    ...{ transform, reason: null, signs: { ...signs, shorter: containment(cover) } },
    distance: distance + 2 - cover[0] - cover[1] + (speed < 0.003 ? 0 : 0.2 + speed),
    words: [soundWords(transform, signs, facts, 1), soundWords(transform, signs, facts, 0)],
  };
}

export interface SoundEvidence {
  readonly signs: Signs;
  readonly distance: number;
  readonly facts: readonly [SoundFacts | null, SoundFacts | null];
}

/** What the sounds themselves tell, of films too. */
export async function soundEvidence(
  files: readonly [SoundFile, SoundFile],
  transform: TimeTransform,
  context: TaskContext,
): Promise<SoundEvidence> {
  const facts = [
    await soundFacts(files[0].path, files[0].media, context),
    await soundFacts(files[1].path, files[1].media, context),
  ] as const;
  const laid = await laidSounds(files, transform, context);
  if (laid === null) return { signs: {}, distance: unlaidDistance, facts };
  return { signs: soundSigns(laid, facts), distance: soundDistance(laid), facts };
}
