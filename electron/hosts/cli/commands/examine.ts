import { Command } from 'commander';
import { Arrivals } from '#core/work/arrivals.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { Run } from '#shared/domain/run.ts';
import { fillPlaceholders } from '#shared/text/format.ts';
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
  readonly withoutPropositions?: string;
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
    .option('--without-propositions <reason>', text.optionWithoutPropositions[language])
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

  const only = options.only?.split(',').map((id) => id.trim()) ?? [];
  const arrivals = files.length === 0 ? [] : new Arrivals<Evidence>();
  const job = valueOrUsage(
    app.examine.start({ caseId, evidence: arrivals, only, parameters: {}, again: options.again === true }),
    language,
  );
  const taken = arrivals instanceof Arrivals ? await takeInto(session, caseId, files, arrivals) : wholeCase;
  const ended = await follow(app, job, text.examining[language]);
  for (const { item, message } of ended.problems) complain(`${item}: ${message[language]}`);
  if (!taken.complete || (files.length > 0 && taken.chosen.length === 0)) {
    if (options.json)
      await printEvidenceJson({}, taken.chosen.length === 0 ? [] : everything(session, caseId, taken.chosen));
    return 1;
  }

  let failed = false;
  const made = noting(everything(session, caseId, taken.chosen, only), (runs) => {
    failed ||= runs.some((run) => run.outcome === 'failed');
  });
  const names: string[] = [];
  const all = withoutCovered(session, caseId, made, options, names);
  if (options.json) await printEvidenceJson({}, all);
  else for (const { evidence, runs } of all) printEvidence(evidence, runs, language);

  if (names.length > 0)
    complain(fillPlaceholders(text.covered[language], { names: names.slice(0, 20).join(', ') }));
  if (options.report !== undefined && format !== undefined) {
    const made = valueOrUsage(
      await app.report.export({ caseId, evidence: taken.chosen, format, language }),
      language,
    );
    await copyReport(made, options.report, language);
  }
  return failed || names.length > 0 || taken.refused > 0 || ended.state !== 'done' ? 1 : 0;
}

interface Taken {
  readonly chosen: readonly string[];
  readonly refused: number;
  /** False when it was interrupted. */
  readonly complete: boolean;
}

/**
 * Runs of exhibits whose results are covered are kept from view: with a reason they are uncovered, which the custody
 * log keeps; without one only the exhibit is shown, and named in `names`. What was run is recorded either way.
 */
function* withoutCovered(
  { app, language }: Session,
  caseId: string,
  all: Iterable<{ evidence: Evidence; runs: Run[] }>,
  { withoutPropositions: reason }: ExamineOptions,
  names: string[],
): Generator<{ evidence: Evidence; runs: Run[] }> {
  for (const { evidence, runs } of all) {
    const [covered] = valueOrUsage(app.conclusion.covered(caseId, [evidence.sha256]), language);
    if (covered !== undefined && reason !== undefined)
      valueOrUsage(app.conclusion.uncover(caseId, [covered], reason), language);
    const hidden = covered !== undefined && reason === undefined;
    if (hidden) names.push(evidence.name);
    yield { evidence, runs: hidden ? [] : runs };
  }
}

const wholeCase: Taken = { chosen: [], refused: 0, complete: true };

/** Take files in; each is examined as soon as it is recorded. */
async function takeInto(
  session: Session,
  caseId: string,
  files: readonly string[],
  arrivals: Arrivals<Evidence>,
): Promise<Taken> {
  const { language } = session;
  const chosen = new Set<string>();
  let refused = 0;
  try {
    const { results, complete } = await takeIn(session, caseId, files, ({ evidence, source, reason }) => {
      if (evidence === undefined) {
        refused += 1;
        complain(`${source}: ${reason?.text[language] ?? text.failed[language]}`);
      } else if (!chosen.has(evidence.sha256)) {
        chosen.add(evidence.sha256);
        arrivals.push(evidence);
      }
    });
    if (results.length === 0) complain(text.noEvidence[language]);
    return { chosen: [...chosen], refused, complete };
  } finally {
    arrivals.end();
  }
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
