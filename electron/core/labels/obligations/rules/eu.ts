import { type Localized, localized } from '#shared/domain/localized.ts';
import { type Asked, type Judgement, judged, remarked } from '../define.ts';
import type { DutyFacts } from '../facts.ts';
import { generatedLabels } from '../marks.ts';
import { notKnown, openMarkReadings, openPremise, premiseGiven, premiseSentence } from '../premise.ts';
import { readingSupport, recordSupport, statementSupport } from '../support.ts';
import { displayedLabel } from './displayed.ts';
import { perceived } from './explicit-label.ts';

/** Regulation (EU) 2026/1744, Art. 111 (4): last day for systems that were on the market before Art. 50 applied. */
export const transitionEnds = '2026-12-02';

const transition = localized(
  'Systems placed on the market before 2 August 2026 have until 2 December 2026 (Art. 111 (4)). The file does not tell when the system that made it was placed on the market.',
  '2026 年 8 月 2 日之前投放市场的系统可延至 2026 年 12 月 2 日（第 111 条第 4 款）。仅凭文件无法得知生成该文件的系统何时投放市场。',
);

const broken = localized(
  'The only mark stands in a credential that does not hold for this file; anyone may have added it.',
  '唯一的标记位于对本文件不成立的凭证之中，可能由任何人添加。',
);

/** AI Act, Art. 50 (2): marked in a machine-readable format. No format is mandated. */
export function machineReadableMark(facts: DutyFacts, asked: Asked): Judgement {
  const labels = generatedLabels(facts);
  if (labels.length > 0) {
    const pass = judged(
      'pass',
      localized(
        'A machine-readable mark says that generative AI had a part. That it is robust and reliable, as the article asks, one file cannot show.',
        '机器可读标记声明含有生成式人工智能内容。该条所要求的稳健性与可靠性，仅凭一份文件无法表明。',
      ),
      statementSupport(facts, labels),
    );
    return labels.every(({ standing }) => standing === 'credential-invalid') ? remarked(pass, broken) : pass;
  }
  const open = openMarkReadings(facts);
  if (open.length > 0) return notKnown(...open);
  const support = [readingSupport(facts.declared, localized('Looked for, not found', '已查找，未发现'))];
  const none = localized(
    'No mark in metadata was found. No format is mandated: an imperceptible watermark may comply, and is not seen without its detector.',
    '未在元数据中发现标记。法律未限定格式：不可感知的水印也可能符合要求，但没有相应检测器无法查看。',
  );
  if (!premiseGiven(asked)) return judged('undetermined', [none, openPremise], support);
  return asked.date <= transitionEnds
    ? judged('undetermined', [none, premiseSentence, transition], support)
    : judged('warn', [none, premiseSentence], support);
}

/** Art. 111 (4) as a row of its own, so that its end is seen. */
export function transitionalPeriod(facts: DutyFacts): Judgement {
  const labels = generatedLabels(facts);
  return labels.length > 0
    ? judged(
        'pass',
        localized(
          'A machine-readable mark is there; the period makes no difference.',
          '已有机器可读标记，过渡期不影响判断。',
        ),
        statementSupport(facts, labels),
      )
    : judged('undetermined', transition);
}

/** Art. 50 (4), first subparagraph: deep fakes. */
export function deepFakeDisclosure(facts: DutyFacts): Judgement {
  const record = facts.publication;
  const real = record?.publication.depictsReal ?? 'not-recorded';
  if (record === null || real === 'not-recorded') {
    return judged(
      'undetermined',
      localized(
        'Whether the content shows an existing person, place or event is not recorded.',
        '内容是否呈现真实存在的人物、地点或事件未作记录。',
      ),
    );
  }
  const shows = recordSupport(record, localized('shows a real person or event', '涉及真实人物或事件'));
  if (real === 'no') {
    return judged(
      'not-applicable',
      localized('Recorded: the content shows no real person or event.', '记录显示内容不涉及真实人物或事件。'),
      [shows],
    );
  }
  return disclosed(
    facts,
    [shows],
    [
      localized(
        'Evidently artistic or satirical works need a lighter disclosure; whether this is one is not judged.',
        '明显属于艺术或讽刺性质的作品可采用较轻的披露方式；是否属于此类不作判断。',
      ),
    ],
  );
}

/** Art. 50 (4), second subparagraph: text on matters of public interest. */
export function publicInterestText(facts: DutyFacts): Judgement {
  const record = facts.publication;
  const answer = record?.publication.publicInterest ?? 'not-recorded';
  if (record === null || answer === 'not-recorded') {
    return judged(
      'undetermined',
      localized(
        'Whether the text informs the public on a matter of public interest is not recorded.',
        '该文本是否旨在就公共利益事项向公众提供信息未作记录。',
      ),
    );
  }
  const interest = recordSupport(record, localized('matter of public interest', '公共利益事项'));
  if (answer === 'no') {
    return judged(
      'not-applicable',
      localized(
        'Recorded: the text is not about a matter of public interest.',
        '记录显示该文本不涉及公共利益事项。',
      ),
      [interest],
    );
  }
  const { done, by } = record.publication.editorialReview;
  if (done === 'yes' && by !== '') {
    return judged(
      'pass',
      localized(
        `Human review with editorial responsibility is recorded: ${by}.`,
        `已记录人工审核及编辑责任：${by}。`,
      ),
      [interest, recordSupport(record, localized('editorial review', '编辑审核'))],
    );
  }
  const review =
    done === 'yes'
      ? localized(
          'A review is recorded without who holds editorial responsibility.',
          '已记录审核，但未记录编辑责任人。',
        )
      : localized('No human review with editorial responsibility is recorded.', '未记录人工审核及编辑责任。');
  return disclosed(facts, [interest], [review]);
}

/** Is it disclosed, in the file or beside it, at first exposure? */
function disclosed(
  facts: DutyFacts,
  support: Judgement['support'],
  remarks: readonly Localized[],
): Judgement {
  const displayed = displayedLabel(facts);
  if (displayed !== null) return judged('pass', displayed.words, [...support, displayed.support]);
  const record = facts.publication;
  if (record !== null && record.publication.declared.shown === 'yes') {
    return judged('pass', localized('A declaration is recorded as shown.', '记录显示已作声明。'), [
      ...support,
      recordSupport(record, localized('uploader’s declaration', '用户声明')),
    ]);
  }
  const seen = perceived(facts);
  if (seen.state === 'found') {
    return judged(
      'pass',
      localized('A label meant for people was found in the content.', '在内容中发现面向公众的标识。'),
      [...support, ...seen.support],
    );
  }
  if (seen.state === 'open') return remarked(seen.judgement, ...remarks);
  return judged(
    'warn',
    [
      localized(
        'No disclosure was found in the content, and none is recorded as displayed.',
        '内容中未发现披露，也未记录显示有披露。',
      ),
      premiseSentence,
      ...remarks,
    ],
    [...support, ...seen.support],
  );
}
