import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Duty } from '#shared/domain/obligation.ts';
import { type Judgement, remarked } from './define.ts';

/**
 * The one place where a rule's standing limits its answer: a clause known at second hand, as a transcription, as
 * a draft, or as a voluntary code never yields "fail". Whatever a rule's own function says, it passes through here.
 */
export function held(judgement: Judgement, duty: Pick<Duty, 'standing' | 'wording' | 'force'>): Judgement {
  if (judgement.outcome !== 'fail') return judgement;
  const reasons = limits(duty);
  return reasons.length === 0 ? judgement : { ...remarked(judgement, ...reasons), outcome: 'warn' };
}

/** Why a rule can warn at most; empty: it may fail. */
export function limits({
  standing,
  wording,
  force,
}: Pick<Duty, 'standing' | 'wording' | 'force'>): Localized[] {
  const reasons: Localized[] = [];
  if (standing === 'secondary') {
    reasons.push(
      localized(
        'The rule is known only from what others write about it: this is a warning, not a failure.',
        '该规则仅见于他人的转述：故记为警示，而非不符合。',
      ),
    );
  } else if (wording === 'transcribed') {
    reasons.push(
      localized(
        'The clause is known as third parties transcribed it; until its official text has been read, this is a warning, not a failure.',
        '该条款依据第三方转录的文本；在核对官方文本之前，记为警示，而非不符合。',
      ),
    );
  }
  if (force === 'proposed') {
    reasons.push(
      localized(
        'The rule is a draft and not in force: this is a warning, not a failure.',
        '该规则尚为征求意见稿，未生效：故记为警示，而非不符合。',
      ),
    );
  }
  if (force === 'voluntary') {
    reasons.push(
      localized(
        'The rule is voluntary; there may be other ways to meet the law: this is a warning, not a failure.',
        '该规则为自愿性，可能另有合规途径：故记为警示，而非不符合。',
      ),
    );
  }
  return reasons;
}
