import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import type { Run } from '#shared/domain/run.ts';
import {
  column,
  exhibitNumbers,
  heading,
  paragraph,
  row,
  type Section,
  type SectionContext,
  table,
} from '../section.ts';

const text = {
  intro: localized(
    'Nothing may be inferred from what is listed here, neither for nor against any proposition: the absence of an answer is not evidence.',
    '对此处所列事项，不得作出支持或反对任何命题的推断：没有答案不是证据。',
  ),
  failed: localized('Failed', '失败'),
  failedNote: localized(
    'The run broke down. The method may be applicable; repeat it or use another.',
    '分析执行中断。该方法可能适用，应重新执行或改用其他方法。',
  ),
  undetermined: localized('Undetermined', '无法确定'),
  undeterminedNote: localized(
    'The method was applied and could not answer, because the file is damaged, its form is not supported, or a limit was reached.',
    '已使用该方法，但因文件损坏、形式不受支持或达到限制而无法得出答案。',
  ),
  notRun: localized('Not run', '未执行'),
  notRunNote: localized(
    'These methods are available and were not used on these exhibits.',
    '以下方法可用，但未对所列检材执行。',
  ),
  notApplicable: localized('Not applicable', '不适用'),
  notApplicableNote: localized(
    'These methods have nothing to say about files of this kind.',
    '以下方法不适用于此类文件。',
  ),
  all: localized(
    'Every available method was used on every exhibit and gave an answer.',
    '所有可用方法均已对全部检材执行，并得出答案。',
  ),
  exhibit: localized('Exhibit', '检材'),
  exhibits: localized('Exhibits', '检材'),
  method: localized('Method', '方法'),
  reason: localized('Reason', '原因'),
} as const;

export const section: Section = {
  id: 'not-examined',
  title: localized('What was not examined, and why', '未检验的事项及原因'),
  blocks(context) {
    const { say } = context;
    const groups = [
      ...without(context, 'failed', text.failedNote),
      ...without(context, 'undetermined', text.undeterminedNote),
      ...notRun(context),
      ...notApplicable(context),
    ];
    return [paragraph(say(groups.length === 0 ? text.all : text.intro)), ...groups];
  },
};

function reasonText(run: Run, { input }: SectionContext): string {
  const { reason } = run;
  if (reason === undefined) return '—';
  const detail = reason.detail === undefined || reason.detail === '' ? '' : ` — ${reason.detail}`;
  // The code is for scripts; where it only repeats the outcome it says nothing.
  const code = reason.code === run.outcome ? '' : ` [${reason.code}]`;
  return `${reason.text[input.language]}${code}${detail}`;
}

/** Failed and undetermined runs are listed one by one, never summed up. */
function without(
  context: SectionContext,
  outcome: 'failed' | 'undetermined',
  explanation: typeof text.failedNote,
): ReportBlock[] {
  const { say, items } = context;
  const runs = items.flatMap((item) =>
    item.runs.filter((run) => run.outcome === outcome).map((run) => ({ run, number: item.evidence.number })),
  );
  if (runs.length === 0) return [];
  const columns = [column(say(text.exhibit), 'number'), column(say(text.method)), column(say(text.reason))];
  const rows = runs.map(({ run, number }) =>
    row(String(number), context.method(run), reasonText(run, context)),
  );
  return [heading(2, say(text[outcome])), paragraph(say(explanation)), table('', columns, rows)];
}

/** Analyses this program has and that left no run at all. */
function notRun({ say, items, input }: SectionContext): ReportBlock[] {
  const rows = input.analyses.flatMap((card) => {
    const missing = items.filter((item) => !item.runs.some((run) => run.analysis === card.id));
    if (missing.length === 0) return [];
    return [
      row(
        `${card.title[input.language]} (${card.id})`,
        exhibitNumbers(missing.map(({ evidence }) => evidence.number)),
      ),
    ];
  });
  if (rows.length === 0) return [];
  const columns = [column(say(text.method)), column(say(text.exhibits))];
  return [heading(2, say(text.notRun)), paragraph(say(text.notRunNote)), table('', columns, rows)];
}

/** Grouped by method and reason: the same sentence for forty exhibits is said once. */
function notApplicable(context: SectionContext): ReportBlock[] {
  const { say, items } = context;
  const groups = new Map<string, { readonly run: Run; readonly numbers: number[] }>();
  for (const { evidence, runs } of items) {
    for (const run of runs) {
      if (run.outcome !== 'not-applicable') continue;
      const key = JSON.stringify([run.analysis, run.version, reasonText(run, context)]);
      const group = groups.get(key) ?? { run, numbers: [] };
      group.numbers.push(evidence.number);
      groups.set(key, group);
    }
  }
  if (groups.size === 0) return [];
  const columns = [column(say(text.method)), column(say(text.reason)), column(say(text.exhibits))];
  const rows = [...groups.values()].map(({ run, numbers }) =>
    row(context.method(run), reasonText(run, context), exhibitNumbers(numbers)),
  );
  return [
    heading(2, say(text.notApplicable)),
    paragraph(say(text.notApplicableNote)),
    table('', columns, rows),
  ];
}
