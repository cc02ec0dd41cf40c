import { basename } from 'node:path';
import { Command } from 'commander';
import type { Job } from '#shared/contract/events.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { Trace, TraceCandidate } from '#shared/domain/trace.ts';
import {
  claimWords,
  matchPhrase,
  methodWords,
  routeWords,
  traceStateWords,
  verdictWords,
} from '#shared/text/trace-words.ts';
import { coveredOf } from '../cover.ts';
import { complain, printJson, printLine } from '../output.ts';
import { follow } from '../progress.ts';
import { type Session, valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';
import { traceText as text } from '../trace-text.ts';
import { takeIn } from './intake.ts';

interface TraceOptions {
  readonly register?: string;
  readonly compare: boolean;
  readonly case?: string;
  readonly json?: true;
}

export function traceCommand(language: Language): Command {
  return new Command('trace')
    .description(text.trace[language])
    .argument('<file...>')
    .option('--register <directory>', text.optionRegister[language])
    .option('--no-compare', text.optionNoCompare[language])
    .option('--case <directory>', common.optionCase[language])
    .option('--json', common.optionJson[language])
    .addHelpText('after', text.traceHelp[language])
    .action((files: string[], options: TraceOptions) =>
      withSession(language, (session) => trace(session, files, options)),
    );
}

async function trace(session: Session, files: readonly string[], options: TraceOptions): Promise<number> {
  const { app, language } = session;
  const caseId =
    options.case === undefined ? await session.temporaryCase() : await session.openCase(options.case, 'make');
  const { results } = await takeIn(session, caseId, files);
  for (const { source, evidence, reason } of results)
    if (evidence === undefined) complain(`${source}: ${reason?.text[language] ?? text.notTaken[language]}`);
  const evidence = [...new Set(results.flatMap((one) => one.evidence?.sha256 ?? []))];
  const other = options.register === undefined ? null : app.traceWith(options.register);
  try {
    let ended: Job | null = null;
    if (evidence.length > 0) {
      const request = { evidence, compare: options.compare };
      const store = app.cases.writable(caseId);
      const started =
        other === null
          ? app.trace.run({ caseId, ...request })
          : other.tracing.run(valueOrUsage(store, language), caseId, request);
      ended = await follow(app, valueOrUsage(started, language), text.tracing[language]);
      for (const { item, message } of ended.problems) complain(`${item}: ${message[language]}`);
    }
    const covered = coveredOf(session, caseId, evidence);
    const open = evidence.filter((sha256) => !covered.has(sha256));
    const traces = await made(session, caseId, open);
    if (options.json === true) {
      printJson({
        files: results.map(({ source, evidence: taken }) => ({
          source,
          trace: traces.find(({ file }) => file.sha256 === taken?.sha256) ?? null,
        })),
      });
    } else for (const one of traces) print(one, language);
    const complete = results.every((one) => one.evidence !== undefined) && traces.length === evidence.length;
    return complete && ended?.state === 'done' ? 0 : 1;
  } finally {
    await other?.close();
  }
}

/** The newest trace of each, in their order. */
async function made(
  { app, language }: Session,
  caseId: string,
  evidence: readonly string[],
): Promise<Trace[]> {
  const listed = valueOrUsage(await app.trace.list(caseId), language);
  const traces: Trace[] = [];
  for (const sha256 of evidence) {
    const newest = listed.find((one) => one.evidence === sha256);
    if (newest !== undefined) traces.push(valueOrUsage(await app.trace.get(caseId, newest.id), language));
  }
  return traces;
}

function print(trace: Trace, language: Language): void {
  const { file, searched, candidates, methods, recovered, warnings } = trace;
  printLine(`${file.name}  ${file.media.format}  sha256 ${file.sha256}`);
  const places = [
    `${text.entries[language]} ${searched.entries}`,
    `${text.exhibits[language]} ${searched.exhibits}`,
    ...searched.lists.map(({ name, items }) => `${name} ${items}`),
  ];
  printLine(`  ${text.searched[language]}: ${places.join(', ')}`);
  for (const { method, state, reason } of methods)
    if (state !== 'searched')
      printLine(
        `  ${methodWords[method][language]}: ${traceStateWords[state][language]}. ${reason?.[language] ?? ''}`,
      );
  for (const { text: words } of warnings) printLine(`  ${text.warning[language]} ${words[language]}`);
  if (candidates.length === 0) printLine(`  ${text.nothing[language]}`);
  for (const candidate of candidates) printCandidate(candidate, language);
  for (const { entry, labels, credential } of recovered) {
    const lost = labels.filter(({ inSuspect }) => !inSuspect);
    const still = labels.filter(({ inSuspect }) => inSuspect);
    const name = (one: (typeof labels)[number]): string => `${one.standard} ${one.key}`;
    if (lost.length > 0) printLine(`  #${entry} ${text.lost[language]} ${lost.map(name).join(', ')}`);
    if (still.length > 0) printLine(`  #${entry} ${text.still[language]} ${still.map(name).join(', ')}`);
    if (credential === null) continue;
    const words = credential.inSuspect ? text.still : text.lost;
    printLine(
      `  #${entry} ${words[language]} C2PA ${credential.manifest} (${verdictWords[credential.verdict][language]})`,
    );
    if (credential.reason !== null) printLine(`    ${credential.reason[language]}`);
  }
}

function printCandidate(candidate: TraceCandidate, language: Language): void {
  const { source, name, claim, routes, matches, payload, note } = candidate;
  const where =
    source.kind === 'register'
      ? `${text.register[language]} #${source.entry}`
      : source.kind === 'case'
        ? `${text.file[language]} #${source.number}`
        : source.list;
  const led = routes.map((route) => routeWords[route][language]).join(', ');
  const mark = payload === null ? '' : `  ${payload}`;
  printLine(`  ${claimWords[claim][language]}: ${basename(name)}  (${where}; ${led})${mark}`);
  for (const match of matches) printLine(`    ${matchPhrase(match)[language]}`);
  if (note !== null) printLine(`    ${note[language]}`);
}
