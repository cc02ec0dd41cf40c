import { Command } from 'commander';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Language } from '#shared/domain/localized.ts';
import { type Reproduction, reproductionVerdicts } from '#shared/domain/reproduction.ts';
import type { Run } from '#shared/domain/run.ts';
import { fillPlaceholders } from '#shared/text/format.ts';
import { causeWords, verdictWords } from '#shared/text/reproduction-words.ts';
import { coveredOf } from '../cover.ts';
import { printJson, printLine } from '../output.ts';
import { follow } from '../progress.ts';
import { reproduceText as text } from '../reproduce-text.ts';
import { type Session, UsageError, valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';
import { everything } from './examine.ts';

interface ReproduceOptions {
  readonly case: string;
  readonly record?: true;
  readonly readOnly?: true;
  readonly json?: true;
}

export function reproduceCommand(language: Language): Command {
  return new Command('reproduce')
    .description(text.reproduce[language])
    .argument('<run>', text.argument[language])
    .requiredOption('--case <directory>', common.optionCaseExisting[language])
    .option('--record', text.optionRecord[language])
    .option('--read-only', text.optionReadOnly[language])
    .option('--json', common.optionJson[language])
    .addHelpText('after', text.help[language])
    .action((chosen: string, options: ReproduceOptions) =>
      withSession(language, (session) => reproduce(session, chosen, options)),
    );
}

async function reproduce(session: Session, chosen: string, options: ReproduceOptions): Promise<number> {
  const { app, language } = session;
  if (options.record && options.readOnly) throw new UsageError(text.both[language]);
  const caseId = await session.openCase(options.case, options.readOnly ? 'read' : 'existing');
  const meant = runsOf(session, caseId, chosen);
  const covered = coveredOf(
    session,
    caseId,
    meant.map(({ evidence }) => evidence),
  );
  const runs = meant.flatMap(({ id, evidence }) => (covered.has(evidence) ? [] : [id]));
  if (runs.length === 0 && covered.size > 0) return 1;
  if (runs.length === 0) throw new UsageError(text.nothing[language]);
  const answering = app.examine.reproduce({ caseId, runs, keep: options.record === true });
  const job = app.jobs.list().find(({ kind }) => kind === 'reproduce');
  if (job !== undefined) await follow(app, job, text.reproducing[language]);
  const answered = await answering;
  // Ctrl-C: what was compared until then stands in the custody chain.
  if (!answered.ok && answered.problem.code === 'cancelled') return 1;
  const made = valueOrUsage(answered, language);
  const place = new Map(runs.map((run, index) => [run, index]));
  const ordered = made.toSorted((a, b) => (place.get(a.run) ?? 0) - (place.get(b.run) ?? 0));
  const counts = reproductionVerdicts.map((verdict) => ({
    verdict,
    count: ordered.filter((one) => one.verdict === verdict).length,
  }));
  if (options.json) {
    const sum = Object.fromEntries(counts.map(({ verdict, count }) => [verdict, count]));
    printJson({ sum, runs: ordered });
  } else {
    for (const one of ordered) print(one, language);
    const parts = counts.filter(({ count }) => count > 0);
    const words = parts.map(({ verdict, count }) => `${verdictWords[verdict][language]} ${count}`);
    printLine(`${fillPlaceholders(text.sum[language], { count: ordered.length })} ${words.join(' · ')}`);
  }
  const differs = ordered.some(({ verdict }) => verdict === 'different' || verdict === 'not-repeated');
  return differs || covered.size > 0 ? 1 : 0;
}

/** One run by its identifier, otherwise the latest runs of the exhibits that are meant. */
function runsOf(session: Session, caseId: string, chosen: string): Pick<Run, 'id' | 'evidence'>[] {
  const { app, language } = session;
  const known = app.examine.run(caseId, chosen);
  if (known.ok) return [known.value];
  const meant: string[] = [];
  const runs: Pick<Run, 'id' | 'evidence'>[] = [];
  for (const { evidence, runs: latest } of everything(session, caseId, [])) {
    if (chosen !== 'all' && !names(evidence, chosen)) continue;
    meant.push(evidence.sha256);
    runs.push(...latest);
  }
  if (chosen !== 'all' && meant.length === 0) throw new UsageError(`${text.noRun[language]} ${chosen}`);
  if (chosen !== 'all' && meant.length > 1) throw new UsageError(`${text.several[language]} ${chosen}`);
  return runs;
}

function names(evidence: Evidence, chosen: string): boolean {
  if (/^\d{1,7}$/.test(chosen)) return evidence.number === Number(chosen);
  return /^[0-9a-f]{8,64}$/.test(chosen) && evidence.sha256.startsWith(chosen);
}

const marks: Record<Reproduction['verdict'], string> = {
  identical: '=',
  'within-tolerance': '≈',
  different: '≠',
  'not-repeated': '✗',
};

function print(one: Reproduction, language: Language): void {
  const { verdict, analysis, run, causes, engines, differences, differenceCount, tolerated } = one;
  printLine(`${marks[verdict]} ${analysis}  ${verdictWords[verdict][language]}  ${run}`);
  for (const cause of causes) printLine(`    ${causeWords[cause][language]}`);
  const field = (pointer: string, recorded: string | null, repeated: string | null) => {
    const absent = text.absent[language];
    const values = { pointer, recorded: recorded ?? absent, repeated: repeated ?? absent };
    printLine(`      ${fillPlaceholders(text.field[language], values)}`);
  };
  for (const { name, recorded, repeated } of engines) field(name, recorded, repeated);
  for (const { pointer, recorded, repeated } of differences) field(pointer, recorded, repeated);
  if (differenceCount > differences.length)
    printLine(
      `      ${fillPlaceholders(text.more[language], { count: differenceCount - differences.length })}`,
    );
  if (tolerated > 0) printLine(`      ${fillPlaceholders(text.tolerated[language], { count: tolerated })}`);
}
