import { localized } from '#shared/domain/localized.ts';
import type { DutyOutcome } from '#shared/domain/obligation.ts';
import { type Judgement, judged } from '../define.ts';
import type { DutyFacts } from '../facts.ts';

/**
 * Was a label lost or altered between an earlier copy and this one? The fact is stated; nothing is said about who
 * did it, or why: a stream copy alone drops labels without a word.
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
      return {
        what: localized(
          `${label.standardTitle.en}, ${place}: ${fates[label.fate].en}`,
          `${label.standardTitle['zh-CN']}，${place}：${fates[label.fate].zh}`,
        ),
        analysis: null,
        run: null,
        bytes: null,
      };
    });
    const changed = labels.filter(({ fate }) => fate === 'lost' || fate === 'altered');
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
            localized(`${text.en} (${cite})`, `${text['zh-CN']}（${cite}）`),
          ),
        ],
        support,
      );
    }
    return labels.some(({ fate }) => fate === 'undetermined')
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
  };
}

const fates = {
  kept: { en: 'kept', zh: '保留' },
  moved: { en: 'moved to another place', zh: '移至其他位置' },
  altered: { en: 'altered', zh: '被改动' },
  lost: { en: 'lost', zh: '丢失' },
  added: { en: 'added', zh: '新增' },
  undetermined: { en: 'undetermined', zh: '无法判定' },
} as const;
