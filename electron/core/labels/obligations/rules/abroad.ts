import { localized } from '#shared/domain/localized.ts';
import { type Judgement, judged, remarked } from '../define.ts';
import type { DutyFacts } from '../facts.ts';
import { generatedLabels } from '../marks.ts';
import { notKnown, openMarkReadings, premiseSentence } from '../premise.ts';
import { readingSupport, recordSupport, statementSupport } from '../support.ts';
import { displayedLabel } from './displayed.ts';
import { perceived } from './explicit-label.ts';

/** Rules of India, Korea and Viet Nam: all known at second hand, so a warning is the most they say. */

/** A machine-readable mark of any standard. */
export function anyMark(facts: DutyFacts): Judgement {
  const labels = generatedLabels(facts);
  if (labels.length > 0) {
    return judged(
      'pass',
      localized(
        'A machine-readable mark says that generative AI had a part.',
        '机器可读标记声明含有生成式人工智能内容。',
      ),
      statementSupport(facts, labels),
    );
  }
  const open = openMarkReadings(facts);
  if (open.length > 0) return notKnown(...open);
  return judged(
    'warn',
    [localized('No machine-readable mark was found.', '未发现机器可读标记。'), premiseSentence],
    [readingSupport(facts.declared, localized('Looked for, not found', '已查找，未发现'))],
  );
}

/** A label people see or hear, in the content or recorded as displayed. */
export function anyVisibleLabel(facts: DutyFacts): Judgement {
  const displayed = displayedLabel(facts);
  if (displayed !== null) return judged('pass', displayed.words, [displayed.support]);
  const seen = perceived(facts);
  if (seen.state === 'open') return seen.judgement;
  return seen.state === 'found'
    ? judged(
        'pass',
        localized('A label meant for people was found in the content.', '在内容中发现面向公众的标识。'),
        seen.support,
      )
    : judged(
        'warn',
        [
          localized(
            'No label meant for people was found in the content, and none is recorded as displayed.',
            '内容中未发现面向公众的标识，也未记录显示有标识。',
          ),
          premiseSentence,
        ],
        seen.support,
      );
}

const ranks = ['pass', 'not-applicable', 'undetermined', 'warn', 'fail'];

/** Both are asked for: the worse answer stands, with the reasons of both. */
export function labelAndMark(facts: DutyFacts): Judgement {
  const [label, mark] = [anyVisibleLabel(facts), anyMark(facts)];
  const worse = ranks.indexOf(label.outcome) > ranks.indexOf(mark.outcome) ? label : mark;
  const other = worse === label ? mark : label;
  return {
    ...remarked(worse, ...other.reasoning),
    support: [...worse.support, ...other.support],
  };
}

/** Either is enough. */
export function labelOrMark(facts: DutyFacts): Judgement {
  const [label, mark] = [anyVisibleLabel(facts), anyMark(facts)];
  const better = ranks.indexOf(label.outcome) < ranks.indexOf(mark.outcome) ? label : mark;
  if (better.outcome === 'pass') return better;
  const other = better === label ? mark : label;
  return { ...remarked(better, ...other.reasoning), support: [...better.support, ...other.support] };
}

/** Asked for only where the content imitates real persons or events. */
export function ofRealPeople(judge: (facts: DutyFacts) => Judgement): (facts: DutyFacts) => Judgement {
  return (facts) => {
    const record = facts.publication;
    const answer = record?.publication.depictsReal ?? 'not-recorded';
    if (record === null || answer === 'not-recorded') {
      return judged(
        'undetermined',
        localized(
          'Whether the content imitates real persons or events is not recorded.',
          '内容是否模仿真实人物或事件未作记录。',
        ),
      );
    }
    const support = recordSupport(record, localized('shows a real person or event', '涉及真实人物或事件'));
    if (answer === 'no') {
      return judged(
        'not-applicable',
        localized(
          'Recorded: the content shows no real person or event.',
          '记录显示内容不涉及真实人物或事件。',
        ),
        [support],
      );
    }
    const judgement = judge(facts);
    return { ...judgement, support: [support, ...judgement.support] };
  };
}

/** India, r. 4 (1A): platforms ask users, verify, and show a label. */
export function declaredAndShown(facts: DutyFacts): Judgement {
  const displayed = displayedLabel(facts);
  if (displayed !== null) return judged('pass', displayed.words, [displayed.support]);
  const record = facts.publication;
  if (record === null || record.publication.displayed.notice === null) {
    return judged(
      'undetermined',
      localized('What the platform displayed is not recorded.', '平台所显示的内容未作记录。'),
    );
  }
  const support = [recordSupport(record, localized('displayed label', '显示的标识'))];
  return record.publication.declared.shown === 'yes'
    ? judged(
        'warn',
        localized(
          'A declaration by the user is recorded, and no label of the platform.',
          '记录显示用户已声明，但平台未展示标识。',
        ),
        support,
      )
    : judged(
        'undetermined',
        localized(
          'No label was displayed; that the content is synthetic is not established.',
          '平台未展示标识；内容是否合成未经确认。',
        ),
        support,
      );
}
