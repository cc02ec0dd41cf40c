import { Command } from 'commander';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { Run } from '#shared/domain/run.ts';
import { complain, copyReport, printEvidence, printEvidenceJson } from '../output.ts';
import { follow } from '../progress.ts';
import { formatOf, type Session, UsageError, valueOrUsage, withSession } from '../session.ts';
import { text } from '../text.ts';
import { takeIn } from './intake.ts';

interface ExamineOptions {
  readonly case?: string;
  readonly only?: string;
  readonly json?: true;
  readonly report?: string;
  readonly again?: true;
}

export function examineCommand(language: Language): Command {
  return new Command('examine')
    .description(text.examine[language])
    .argument('[file...]')
    .option('--case <directory>', text.optionCase[language])
    .option('--only <ids>', text.optionOnly[language])
    .option('--json', text.optionJson[language])
    .option('--report <file>', text.optionReport[language])
    .option('--again', text.optionAgain[language])
    .addHelpText('after', text.examineHelp[language])
    .action((files: string[], options: ExamineOptions) =>
      withSession(language, (session) => examine(session, files, options)),
    );
}

async function examine(session: Session, files: readonly string[], options: ExamineOptions): Promise<number> {
  const { app, language } = session;
  if (options.case === undefined && files.length === 0) throw new UsageError(text.noEvidence[language]);
  const format = options.report === undefined ? undefined : formatOf(options.report, language);
  const caseId =
    options.case === undefined
      ? await session.temporaryCase()
      : await session.openCase(options.case, files.length > 0 ? 'make' : 'existing');

  let refused = 0;
  let chosen: string[] = [];
  if (files.length > 0) {
    const { results, complete } = await takeIn(session, caseId, files);
    for (const result of results) {
      if (result.evidence !== undefined) chosen.push(result.evidence.sha256);
      else {
        refused += 1;
        complain(`${result.source}: ${result.reason?.text[language] ?? text.failed[language]}`);
      }
    }
    chosen = [...new Set(chosen)];
    if (results.length === 0) complain(text.noEvidence[language]);
    if (!complete || chosen.length === 0) {
      if (options.json)
        await printEvidenceJson({}, chosen.length === 0 ? [] : everything(session, caseId, chosen));
      return 1;
    }
  }

  const only = options.only?.split(',').map((id) => id.trim()) ?? [];
  const job = valueOrUsage(
    app.examine.start({ caseId, evidence: chosen, only, parameters: {}, again: options.again === true }),
    language,
  );
  const ended = await follow(app, job, text.examining[language]);
  for (const { item, message } of ended.problems) complain(`${item}: ${message[language]}`);

  let failed = false;
  const all = noting(everything(session, caseId, chosen, only), (runs) => {
    failed ||= runs.some((run) => run.outcome === 'failed');
  });
  if (options.json) await printEvidenceJson({}, all);
  else for (const { evidence, runs } of all) printEvidence(evidence, runs, language);

  if (options.report !== undefined && format !== undefined) {
    const made = valueOrUsage(
      await app.report.export({ caseId, evidence: chosen, format, language }),
      language,
    );
    await copyReport(made, options.report, language);
  }
  return failed || refused > 0 || ended.state !== 'done' ? 1 : 0;
}

function* noting<T extends { runs: Run[] }>(items: Iterable<T>, note: (runs: Run[]) => void): Generator<T> {
  for (const item of items) {
    note(item.runs);
    yield item;
  }
}

/** Evidence with its full runs, one at a time so that a large case does not have to fit in memory twice. */
export function* everything(
  session: Session,
  caseId: string,
  chosen: readonly string[],
  only: readonly string[] = [],
): Generator<{ evidence: Evidence; runs: Run[] }> {
  const { app, language } = session;
  const wanted = new Set(chosen);
  for (let offset = 0; ; offset += 500) {
    const { items } = valueOrUsage(
      app.evidence.list({ caseId, offset, limit: 500, search: '', kind: '' }),
      language,
    );
    for (const { outcomes: _outcomes, ...evidence } of items) {
      if (wanted.size > 0 && !wanted.has(evidence.sha256)) continue;
      const summaries = valueOrUsage(app.examine.runs(caseId, evidence.sha256), language);
      const runs = summaries
        .filter((run) => only.length === 0 || only.includes(run.analysis))
        .map((run) => valueOrUsage(app.examine.run(caseId, run.id), language));
      yield { evidence, runs };
    }
    if (items.length < 500) return;
  }
}
