import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import type { Reproduction } from '#shared/domain/reproduction.ts';
import { causeWords, verdictWords } from '#shared/text/reproduction-words.ts';
import type { ReportItem } from './input.ts';
import { note, paragraph, type SectionContext } from './section.ts';

const text = {
  note: localized(
    'The last column says what came of running a method again on the stored file, with the recorded parameters: identical means that outcome, result, findings, figures and the SHA-256 of every file made are the same.',
    '最后一列为按记录的参数对存储文件重新执行该方法的结论：“完全一致”指结果状态、数据、检验所见、图表以及所生成每个文件的 SHA-256 均相同。',
  ),
  other: localized(
    '{method}, repeated on {date}: {verdict}. {causes}{engines}{fields}',
    '{method}，{date} 重复执行：{verdict}。{causes}{engines}{fields}',
  ),
  engine: localized(
    ' {name}: {recorded} when recorded, {repeated} now.',
    '{name}：记录时为 {recorded}，当前为 {repeated}。',
  ),
  missing: localized('missing', '缺失'),
  fields: localized(' {count} fields differ.', '有 {count} 个字段不同。'),
} as const;

/** The newest repetition of each run. */
export function lastRepetitions({ reproductions = [] }: ReportItem): ReadonlyMap<string, Reproduction> {
  return new Map(reproductions.map((one) => [one.run, one]));
}

/** What the column means, and for each run that did not come out the same, why. */
export function repetitionBlocks(item: ReportItem, context: SectionContext): ReportBlock[] {
  const repetitions = lastRepetitions(item);
  if (repetitions.size === 0) return [];
  const { say, count, date } = context;
  const others = item.runs.flatMap((run) => {
    const one = repetitions.get(run.id);
    if (one === undefined || one.verdict === 'identical') return [];
    const version = (value: string | null) => value ?? say(text.missing);
    const engines = one.engines.map(({ name, recorded, repeated }) =>
      say(text.engine, { name, recorded: version(recorded), repeated: version(repeated) }),
    );
    return paragraph(
      say(text.other, {
        method: context.method(run),
        date: date(one.at),
        verdict: say(verdictWords[one.verdict]),
        causes: one.causes.map((cause) => say(causeWords[cause])).join(' '),
        engines: engines.join(''),
        fields: one.differenceCount === 0 ? '' : say(text.fields, { count: count(one.differenceCount) }),
      }),
    );
  });
  return [note(say(text.note)), ...others];
}
