import { access, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { Lineage } from '#shared/domain/lineage.ts';
import type { Language } from '#shared/domain/localized.ts';
import { edgeWords } from '#shared/text/trace-words.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { coveredOf } from '../cover.ts';
import { complain, printJson, printLine } from '../output.ts';
import { follow } from '../progress.ts';
import { type Session, UsageError, valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';
import { traceText as text } from '../trace-text.ts';
import { takeIn } from './intake.ts';

interface LineageOptions {
  readonly json?: true;
  readonly svg?: string;
  readonly graphml?: string;
  readonly case?: string;
}

export function lineageCommand(language: Language): Command {
  return new Command('lineage')
    .description(text.lineage[language])
    .argument('<path...>')
    .option('--json', common.optionJson[language])
    .option('--svg <file>', text.optionSvg[language])
    .option('--graphml <file>', text.optionGraphml[language])
    .option('--case <directory>', common.optionCase[language])
    .action((paths: string[], options: LineageOptions) =>
      withSession(language, (session) => relate(session, paths, options)),
    );
}

async function relate(session: Session, paths: readonly string[], options: LineageOptions): Promise<number> {
  const { app, language } = session;
  for (const file of [options.svg, options.graphml])
    if (file !== undefined && (await stands(file)))
      throw new UsageError(`${text.fileExists[language]} ${visibleText(file)}`);
  const caseId =
    options.case === undefined ? await session.temporaryCase() : await session.openCase(options.case, 'make');
  const { results, complete } = await takeIn(session, caseId, paths);
  for (const { source, evidence, reason } of results)
    if (evidence === undefined) complain(`${source}: ${reason?.text[language] ?? text.notTaken[language]}`);
  const evidence = [...new Set(results.flatMap((one) => one.evidence?.sha256 ?? []))];
  if (evidence.length < 2) throw new UsageError(text.twoFiles[language]);
  const job = valueOrUsage(app.lineage.run({ caseId, evidence }), language);
  const ended = await follow(app, job, text.relating[language]);
  for (const { item, message } of ended.problems) complain(`${item}: ${message[language]}`);
  if (coveredOf(session, caseId, evidence).size > 0) return 1;
  const made = await app.lineage.get(caseId, job.id);
  if (!made.ok) return 1;
  if (options.json === true) printJson(made.value);
  else print(made.value, language);
  for (const format of ['svg', 'graphml'] as const) {
    const file = options[format];
    if (file === undefined) continue;
    const written = valueOrUsage(
      await app.lineage.written({ caseId, lineage: job.id, format, language }),
      language,
    );
    await writeFile(file, written, { flag: 'wx' });
  }
  const whole = results.every((one) => one.evidence !== undefined);
  return complete && whole && ended.state === 'done' && ended.problems.length === 0 ? 0 : 1;
}

async function stands(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function print({ nodes, edges, pairs, warnings }: Lineage, language: Language): void {
  const name = (id: string): string => nodes.find((node) => node.id === id)?.name ?? id;
  if (edges.length === 0) printLine(text.notRelated[language]);
  for (const { from, to, state, directed, confidence, summary } of edges) {
    const sure = directed ? `  ${Math.round(confidence * 100)} %` : '';
    printLine(`${name(from)} ${directed ? '→' : '—'} ${name(to)}  ${edgeWords[state][language]}${sure}`);
    printLine(`  ${summary[language]}`);
  }
  if (pairs.left > 0) printLine(`${pairs.left} ${text.leftPairs[language]}`);
  for (const warning of warnings) printLine(warning[language]);
}
