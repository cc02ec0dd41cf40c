import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Comparison } from '#shared/domain/comparison.ts';
import type { Language } from '#shared/domain/localized.ts';
import { pieceWords, transformFacts } from '#shared/text/comparison-facts.ts';
import { describeFigure } from '#shared/text/describe-figure.ts';
import { changeWords, claimWords, matchPhrase, outcomeWords } from '#shared/text/trace-words.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { complain, printJson, printLine } from '../output.ts';
import { follow } from '../progress.ts';
import { type Session, UsageError, valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';
import { traceText as text } from '../trace-text.ts';
import { takeIn } from './intake.ts';

interface CompareOptions {
  readonly json?: true;
  readonly out?: string;
}

export function compareCommand(language: Language): Command {
  return new Command('compare')
    .description(text.compare[language])
    .argument('<original>')
    .argument('<suspect>')
    .option('--out <directory>', text.optionOut[language])
    .option('--json', common.optionJson[language])
    .action((original: string, suspect: string, options: CompareOptions) =>
      withSession(language, (session) => compare(session, [original, suspect], options)),
    );
}

async function compare(
  session: Session,
  files: readonly [string, string],
  options: CompareOptions,
): Promise<number> {
  const { app, language } = session;
  if (options.out !== undefined) await newFolder(options.out, language);
  const caseId = await session.temporaryCase();
  const { results } = await takeIn(session, caseId, files);
  const [first, second] = files.map((file) => results.find(({ source }) => source === file));
  if (first?.evidence === undefined || second?.evidence === undefined) {
    for (const { source, evidence, reason } of results)
      if (evidence === undefined) complain(`${source}: ${reason?.text[language] ?? text.notTaken[language]}`);
    return 1;
  }
  const job = valueOrUsage(
    app.comparison.run({
      caseId,
      first: { from: 'case', evidence: first.evidence.sha256 },
      second: second.evidence.sha256,
    }),
    language,
  );
  const ended = await follow(app, job, text.comparing[language]);
  for (const { item, message } of ended.problems) complain(`${item}: ${message[language]}`);
  const made = await app.comparison.get(caseId, job.id);
  if (!made.ok) return 1;
  if (options.json === true) printJson(made.value);
  else print(made.value, language);
  if (options.out !== undefined) await keep(session, caseId, made.value, options.out);
  return ended.state === 'done' && ended.problems.length === 0 ? 0 : 1;
}

async function newFolder(out: string, language: Language): Promise<void> {
  try {
    await mkdir(out);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new UsageError(`${text.outExists[language]} ${visibleText(out)}`);
    throw error;
  }
}

async function keep({ app }: Session, caseId: string, comparison: Comparison, out: string): Promise<void> {
  await writeFile(join(out, 'comparison.json'), `${JSON.stringify(comparison, null, 2)}\n`, { flag: 'wx' });
  for (const { name } of comparison.artifacts) {
    const delivery = await app.deliver([caseId, 'comparison', comparison.id, name]);
    if (delivery !== null) await copyFile(delivery.path, join(out, name));
  }
}

function print(comparison: Comparison, language: Language): void {
  const { first, second, outcome, claim, reason, transform, matches, changes, figures, warnings } =
    comparison;
  printLine(`A  ${first.name}  sha256 ${first.sha256}`);
  printLine(`B  ${second.name}  sha256 ${second.sha256}`);
  const [colon, open, close] = language === 'en' ? [': ', ' (', ')'] : ['：', '（', '）'];
  const claimed = claim === null ? '' : `${open}${claimWords[claim][language]}${close}`;
  printLine(`${outcomeWords[outcome][language]}${claimed}`);
  if (reason !== null) printLine(reason.text[language]);
  if (transform !== null)
    for (const { name, value } of transformFacts(transform))
      printLine(`  ${name[language]}${colon}${value[language]}`);
  if (transform?.kind === 'time')
    for (const piece of transform.pieces) printLine(`  ${pieceWords(piece)[language]}`);
  for (const match of matches) printLine(`  ${matchPhrase(match)[language]}`);
  if (outcome === 'aligned') printLine(`${changes.length} ${text.changes[language]}`);
  for (const { kind, statement } of changes)
    printLine(`  ${changeWords[kind][language]}${colon}${statement[language]}`);
  for (const figure of figures) printLine(`  ${figure.title[language]}: ${describeFigure(figure, language)}`);
  for (const warning of warnings) printLine(`  ${text.warning[language]} ${warning[language]}`);
}
