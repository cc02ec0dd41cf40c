import type { Alignment } from '#shared/domain/comparison.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { levelPair, loudSpans } from '../sound/residual.ts';
import { soundChanges } from '../sound/sound-changes.ts';
import { compareSounds, type SoundComparison } from '../sound/sound-comparison.ts';
import { levelFigures, pieceFigures } from '../sound/sound-figures.ts';
import { holdsSound } from '../sound/sound-prints.ts';
import type { Aligner, AlignRequest } from './define.ts';

type Answer = Omit<Alignment, 'artifacts'>;

/** Finds the pieces two sounds share, at whatever speed and pitch, and what was laid over them. */
export const aligner: Aligner = {
  appliesTo: (first, second) =>
    first.kind === 'audio' &&
    second.kind === 'audio' &&
    holdsSound(first) === true &&
    holdsSound(second) === true,
  async align({ first, second, context, artifact }) {
    const compared = await compareSounds(first, second, context);
    if (!compared.ok) return nothing('undetermined', compared.reason, compared.warnings);
    if (compared.transform === null) {
      const complete = compared.first.complete && compared.second.complete;
      return complete
        ? nothing('unrelated', { code: 'no-common-sound', text: texts.unrelated }, compared.warnings)
        : nothing('undetermined', { code: 'partly-read', text: texts.partly }, compared.warnings);
    }
    return await laidOver(compared, compared.transform, artifact);
  },
};

async function laidOver(
  { first, second, same, pieces, match, warnings }: SoundComparison,
  transform: NonNullable<SoundComparison['transform']>,
  artifact: AlignRequest['artifact'],
): Promise<Answer> {
  const pair = levelPair(first.levels, second.levels, pieces);
  const changes = same ? [] : soundChanges(transform, [first.seconds, second.seconds], loudSpans(pair));
  return {
    outcome: same ? 'same-content' : 'aligned',
    claim: same ? 'same-content' : (match?.claim ?? null),
    reason: null,
    matches: match === null ? [] : [match],
    transform,
    changes,
    figures: [...pieceFigures(transform), ...(await levelFigures(pair, artifact))],
    warnings: [...warnings],
  };
}

function nothing(
  outcome: Answer['outcome'],
  reason: NonNullable<Answer['reason']>,
  warnings: readonly Localized[],
): Answer {
  return {
    ...{ outcome, claim: null, reason, matches: [], transform: null, changes: [], figures: [] },
    warnings: [...warnings],
  };
}

const texts = {
  unrelated: localized(
    'All of both sounds was searched, as they are, within 6 % of speed, 12 % of tempo and 1⅓ semitones; no stretch of about eight seconds or more agrees',
    '已检索两份声音的全部内容（原样、变速 6 % 以内、变速不变调 12 % 以内、变调 1⅓ 个半音以内）；没有约八秒以上的吻合片段',
  ),
  partly: localized(
    'No common stretch was found, but not all of the sounds was compared',
    '未找到共同片段，但未比较声音的全部内容',
  ),
};
