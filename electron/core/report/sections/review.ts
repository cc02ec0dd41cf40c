import { localized } from '#shared/domain/localized.ts';
import { type Review, reviewsOf } from '#shared/domain/opinion.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import { agreementWords, blindLimit, modeWords } from '#shared/text/conclusion-words.ts';
import { groupTitle, statedBlock } from '../conclusion-parts.ts';
import { pairsOf } from '../mandatory.ts';
import {
  column,
  heading,
  keyValues,
  note,
  oneLine,
  paragraph,
  row,
  type Section,
  type SectionContext,
  table,
} from '../section.ts';

const text = {
  none: localized('No review by a second examiner is recorded.', '未记录第二名检验人的复核。'),
  one: localized('Review {number}', '复核 {number}'),
  reviewer: localized('Reviewer', '复核人'),
  mode: localized('Manner', '方式'),
  of: localized('Of the examiner’s record', '所复核的检验人记录'),
  version: localized('version {version}', '第 {version} 版'),
  earlier: localized('version {version}; the present one is {now}', '第 {version} 版；现行为第 {now} 版'),
  begun: localized('Begun', '开始'),
  concluded: localized('Own conclusion recorded', '记录自己的结论'),
  compared: localized('Compared', '比对'),
  open: localized('not yet', '尚未'),
  abandoned: localized('Abandoned {date}: {reason}', '于 {date} 中止：{reason}'),
  own: localized('The reviewer’s own conclusion. {about}', '复核人自己的结论　{about}'),
  remarks: localized('Remarks: {remarks}', '备注：{remarks}'),
  answers: localized('Agreement with the examiner’s conclusion', '是否同意检验人的结论'),
  group: localized('Group', '组'),
  answer: localized('Answer', '意见'),
  reasons: localized('Reasons', '理由'),
} as const;

/** The peer-review log. */
export const section: Section = {
  id: 'review',
  title: localized('Review by a second examiner', '第二名检验人的复核'),
  stands: ({ kind, conclusion }) => kind === 'evidence' || (conclusion?.reviews ?? []).length > 0,
  blocks(context) {
    const reviews = reviewsOf(context.input.conclusion?.reviews ?? []);
    if (reviews.length === 0) return [paragraph(context.say(text.none))];
    return [
      note(context.say(blindLimit)),
      ...reviews.flatMap((review, index) => reviewBlocks(review, index, context)),
    ];
  },
};

function reviewBlocks(review: Review, index: number, context: SectionContext): ReportBlock[] {
  const { input, say, date } = context;
  const { begun, concluded, compared, abandoned } = review;
  const { reviewer, mode, opinion: version } = begun.note;
  const now = input.conclusion?.opinion?.version ?? version;
  const when = (at: string | undefined) => (at === undefined ? say(text.open) : date(at));
  const who = [reviewer.name, reviewer.position, reviewer.organisation]
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const all = input.conclusion?.assignment?.note.pairs ?? [];
  const shown = pairsOf(input);
  const named = (id: string) => {
    const pair = shown.find((one) => one.id === id);
    return pair === undefined ? null : groupTitle(pair, all.indexOf(pair), context);
  };
  const own = (concluded?.note.conclusions ?? []).flatMap((one): ReportBlock[] => {
    const about = named(one.pair);
    return about === null ? [] : [heading(3, say(text.own, { about })), statedBlock(one, context)];
  });
  const answers = (compared?.note.answers ?? []).flatMap(({ pair, answer, reasons }) => {
    const about = named(pair);
    return about === null ? [] : [row(about, say(agreementWords[answer]), oneLine(reasons) || '—')];
  });
  const remarks = concluded?.note.remarks.trim() ?? '';
  return [
    heading(2, say(text.one, { number: index + 1 })),
    keyValues([
      [say(text.reviewer), who.join(', ')],
      [say(text.mode), say(modeWords[mode])],
      [say(text.of), say(version === now ? text.version : text.earlier, { version, now })],
      [say(text.begun), date(begun.at)],
      [say(text.concluded), when(concluded?.at)],
      [say(text.compared), when(compared?.at)],
    ]),
    ...(abandoned === null
      ? []
      : [
          paragraph(
            say(text.abandoned, { date: date(abandoned.at), reason: oneLine(abandoned.note.reason) }),
          ),
        ]),
    ...own,
    ...(remarks === '' ? [] : [paragraph(say(text.remarks, { remarks: oneLine(remarks) }))]),
    ...(answers.length === 0
      ? []
      : [
          table(
            say(text.answers),
            [column(say(text.group)), column(say(text.answer)), column(say(text.reasons))],
            answers,
          ),
        ]),
  ];
}
