import type { LabelCheck, LabelStatement } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { DutyOutcome } from '#shared/domain/obligation.ts';
import { type Asked, type Judgement, judged } from '../define.ts';
import type { DutyFacts } from '../facts.ts';
import { aigcLabels, aigcResidue } from '../marks.ts';
import { absenceCounts, notKnown } from '../premise.ts';
import { statementSupport } from '../support.ts';

/** Rules about the payload of GB 45438-2025 Annex E, drawn from the strict reading of each label. */

/** The label must be there for a rule about its form to apply. */
export function withLabels(facts: DutyFacts, judge: (labels: LabelStatement[]) => Judgement): Judgement {
  const labels = aigcLabels(facts);
  if (labels.length > 0) return judge(labels);
  if (aigcResidue(facts).length > 0) {
    return judged(
      'undetermined',
      localized(
        'Only a remainder of a label is left: its key is there, its value is gone.',
        '仅残留标识外壳：有键名而无内容。',
      ),
      statementSupport(facts, aigcResidue(facts)),
    );
  }
  if (!absenceCounts(facts.declared)) return notKnown(facts.declared);
  return judged(
    'not-applicable',
    localized(
      'There is no AIGC label in the file whose form could be checked.',
      '文件中没有可供核对的 AIGC 标识。',
    ),
  );
}

/** Checks by the beginnings of their codes; what is only told (`information`) breaks nothing. */
function checksOf({ checks }: LabelStatement, codes: readonly string[]): LabelCheck[] {
  return checks.filter(
    ({ code, severity }) => severity !== 'information' && codes.some((start) => code.startsWith(start)),
  );
}

/** What is only told of these, in words. */
function told({ checks }: LabelStatement, codes: readonly string[]): Localized[] {
  return checks.flatMap(({ code, severity, text }) =>
    severity === 'information' && codes.some((start) => code.startsWith(start)) ? [text] : [],
  );
}

export interface PayloadRule {
  /** Beginnings of the codes that break the rule. */
  readonly departs: readonly string[];
  /** Those that break custom or a "should". */
  readonly warns?: readonly string[];
  /** Fields without which nothing can be said to be right: a value that breaks off may lack them. */
  readonly fields?: readonly string[];
  readonly holds: Localized;
}

/** A rule that is broken exactly when a check of the strict reading says so. */
export function payloadRule({ departs, warns = [], fields = [], holds }: PayloadRule) {
  return (facts: DutyFacts, asked: Asked): Judgement =>
    withLabels(facts, (labels) => {
      const broken = labels.filter((label) => checksOf(label, departs).length > 0);
      const doubtful = labels.filter((label) => checksOf(label, warns).length > 0);
      const concerned = [...new Set([...broken, ...doubtful])];
      const texts = concerned.flatMap((label) =>
        checksOf(label, [...departs, ...warns]).map(({ text }) => text),
      );
      const outcome: DutyOutcome = broken.length > 0 ? 'fail' : doubtful.length > 0 ? 'warn' : 'pass';
      const support = statementSupport(facts, concerned.length > 0 ? concerned : labels);
      const unread = labels.filter((label) =>
        fields.some((name) => !label.fields.some((field) => field.name.toLowerCase() === name.toLowerCase())),
      );
      if (outcome === 'pass' && unread.length > 0) {
        return judged(
          'undetermined',
          localized('The fields this is about cannot be read in the label.', '标识中无法读取所涉字段。'),
          statementSupport(facts, unread),
        );
      }
      return outcome === 'pass'
        ? judged('pass', [holds, ...distinct(labels.flatMap((label) => told(label, warns)))], support)
        : producersMatter(judged(outcome, distinct(texts), support), asked);
    });
}

function distinct(texts: readonly Localized[]): Localized[] {
  return [...new Map(texts.map((text) => [text.en, text])).values()];
}

/** The form of the producer's label is the producer's duty: to anyone else it is a remark. */
export function producersMatter(judgement: Judgement, asked: Asked): Judgement {
  if (judgement.outcome !== 'fail' || asked.roles.has('provider')) return judgement;
  return {
    ...judgement,
    outcome: 'warn',
    reasoning: [
      ...judgement.reasoning,
      localized(
        'The duty is the provider’s, in whose place you do not ask.',
        '该义务属于服务提供者，而检验人并非以其立场提问。',
      ),
    ],
  };
}
