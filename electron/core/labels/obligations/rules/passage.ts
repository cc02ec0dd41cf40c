import { type Localized, localized } from '#shared/domain/localized.ts';
import type { DutyOutcome } from '#shared/domain/obligation.ts';
import { labelFateWords } from '#shared/text/label-words.ts';
import { changedByDesign } from '../../by-design.ts';
import { type Judgement, judged, remarked } from '../define.ts';
import type { DutyFacts } from '../facts.ts';

/**
 * Was a label lost or altered between an earlier copy and this one? The fact is stated; nothing is said about who
 * did it, or why: a stream copy alone drops labels without a word. A label whose platform fields were filled in is
 * kept: that is what Art. 6 of the Measures asks for.
 */
export function passageRule(worst: Extract<DutyOutcome, 'fail' | 'warn'>) {
  return ({ passage }: DutyFacts): Judgement => {
    if (passage === null) {
      return judged(
        'undetermined',
        localized(
          'No earlier copy of this exhibit is given to compare it with. One file alone does not show that a label was removed.',
          '未指定可供比对的更早副本。仅凭一份文件不能表明标识曾被删除。',
        ),
      );
    }
    const { labels } = passage;
    if (labels.length === 0 || labels.every(({ fate }) => fate === 'added')) {
      return judged(
        'not-applicable',
        localized('The earlier copy carried no label that could be lost.', '更早的副本没有可能丢失的标识。'),
      );
    }
    const support = labels.map((label) => {
      const place = label.before?.place ?? label.after?.place ?? '';
      const fate = changedByDesign(label) ? filledIn : labelFateWords[label.fate].text;
      return {
        kind: 'passage' as const,
        what: localized(
          `${label.standardTitle.en}, ${place}: ${fate.en}`,
          `${label.standardTitle['zh-CN']}，${place}：${fate['zh-CN']}`,
        ),
        analysis: null,
        run: null,
        bytes: null,
      };
    });
    const byDesign = labels.filter(changedByDesign);
    const changed = labels.filter(
      (label) => label.fate === 'lost' || (label.fate === 'altered' && !changedByDesign(label)),
    );
    if (changed.length > 0) {
      return judged(
        worst,
        [
          localized(
            `Labels of the earlier copy that are lost or altered in this one: ${changed.length}.`,
            `更早副本中的标识在本副本中丢失或被改动：${changed.length} 处。`,
          ),
          localized(
            'That a rule was broken is possible; intent is unknown. Ordinary processing has the same effect.',
            '可能违反规则，但意图不明。普通处理也会产生同样的结果。',
          ),
          ...passage.innocent.map(({ text, cite }) =>
            localized(`${text.en} (${cite.en})`, `${text['zh-CN']}（${cite['zh-CN']}）`),
          ),
        ],
        support,
      );
    }
    const answer = labels.some(({ fate }) => fate === 'undetermined')
      ? judged(
          'undetermined',
          localized(
            'What became of a label of the earlier copy cannot be determined.',
            '更早副本中某一标识的去向无法判定。',
          ),
          support,
        )
      : judged(
          'pass',
          localized('Every label of the earlier copy is still there.', '更早副本中的标识均仍存在。'),
          support,
        );
    return byDesign.length === 0 ? answer : remarked(answer, platformFieldsFilled(byDesign.length));
  };
}

const filledIn = localized(
  'kept; its platform fields were filled in, as Art. 6 asks',
  '保留；传播平台字段已按第六条要求填写',
);

function platformFieldsFilled(count: number): Localized {
  return localized(
    `Labels whose platform fields were filled in, as Measures for Labeling, Art. 6, asks: ${count}. They count as kept.`,
    `传播平台字段已按《标识办法》第六条要求填写的标识：${count} 处，视为保留。`,
  );
}
