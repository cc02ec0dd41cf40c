import { localized } from '#shared/domain/localized.ts';
import { emptyParts } from '../mandatory.ts';
import { oneLine, paragraph, type Section } from '../section.ts';

const text = {
  whole: localized(
    'Issued as evidence. All parts that such a report must have are filled in: request, exhibits with hashes, methods with versions, results, limitations, conclusion apart from the results, examiner, reviewer and custody extract. Filled in does not mean correct: the software checks that a part is there, not what it says.',
    '作为证据出具。此类报告必备的部分均已填写：委托事项、检材及其哈希值、方法及其版本、检验结果、局限、与结果分列的结论、检验人、复核人及保管日志摘录。已填写不等于内容正确：软件仅检查各部分是否存在，不判断其内容。',
  ),
  incomplete: localized(
    'Issued incomplete. Parts that a report issued as evidence must have are empty. Reason given: {reason}',
    '未完整即出具。作为证据出具的报告必备部分尚有空缺。所述理由：{reason}',
  ),
  where: localized(
    'What the examiner found and concludes is in sections {opinion} and {conclusion}; what it rests on stands before, the methods and figures after it.',
    '检验人的检验所见与结论见第 {opinion} 节和第 {conclusion} 节；其所依据的结果列于之前，方法与图列于之后。',
  ),
  overridden: localized(
    'A reason for exporting in spite of empty parts was given: {reason}',
    '导出时说明了尽管存在空缺仍予导出的理由：{reason}',
  ),
} as const;

/** What kind of report this is, and what is missing in it. */
export const section: Section = {
  id: 'status',
  title: localized('Status of this report', '本报告的状态'),
  stands: ({ kind, incomplete }) => kind === 'evidence' || incomplete !== undefined,
  blocks({ input, say, sectionNumber }) {
    const reason = oneLine(input.incomplete ?? '—');
    const empty = emptyParts(input).map((part) => say(part));
    if (input.kind !== 'evidence') return [paragraph(say(text.overridden, { reason }))];
    const where = paragraph(
      say(text.where, { opinion: sectionNumber('opinion'), conclusion: sectionNumber('conclusion') }),
    );
    if (empty.length === 0) return [paragraph(say(text.whole)), where];
    return [
      { kind: 'warning', tone: 'warning', text: say(text.incomplete, { reason }), details: empty },
      where,
    ];
  },
};
