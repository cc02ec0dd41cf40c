import { basename } from 'node:path';
import { Command } from 'commander';
import { assertedWords } from '#core/labels/asserted-words.ts';
import { type FileCheck, fileChecks } from '#core/labels/file-checks.ts';
import { dutyFacts } from '#core/labels/obligations/facts.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { LabelOverview, LabelStatement } from '#shared/domain/label.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { Reason, Run } from '#shared/domain/run.ts';
import { dutyOutcomeWords } from '#shared/text/duty-words.ts';
import { labelStandingWords, labelStateWords, statementKindWords } from '#shared/text/label-words.ts';
import { complain, printJson, printLine } from '../output.ts';
import { follow } from '../progress.ts';
import { type Session, valueOrUsage, withSession } from '../session.ts';
import { text } from '../text.ts';
import { everything } from './examine.ts';
import { takeIn } from './intake.ts';

const analyses = ['labels.declared', 'provenance.c2pa'];

export function labelsCommand(language: Language): Command {
  return new Command('labels')
    .description(text.labels[language])
    .argument('<file...>')
    .option('--json', text.optionJson[language])
    .addHelpText('after', text.labelsHelp[language])
    .action((files: string[], options: { readonly json?: true }) =>
      withSession(language, (session) => labels(session, files, options.json === true)),
    );
}

async function labels(session: Session, files: readonly string[], json: boolean): Promise<number> {
  const { app, language } = session;
  const caseId = await session.temporaryCase();
  const { results, complete } = await takeIn(session, caseId, files);
  let failed = !complete;
  for (const { evidence, source, reason } of results) {
    if (evidence !== undefined) continue;
    failed = true;
    complain(`${source}: ${reason?.text[language] ?? text.failed[language]}`);
  }
  if (results.length === 0) complain(text.noEvidence[language]);
  const chosen = [...new Set(results.flatMap(({ evidence }) => evidence?.sha256 ?? []))];
  if (chosen.length === 0) {
    // one document whatever happened: what reads it must not find an empty stream
    if (json) printJson({ files: [] });
    return 1;
  }
  const job = valueOrUsage(
    app.examine.start({ caseId, evidence: chosen, only: analyses, parameters: {}, again: false }),
    language,
  );
  const ended = await follow(app, job, text.examining[language]);
  for (const { item, message } of ended.problems) complain(`${item}: ${message[language]}`);
  const found = new Map(
    [...everything(session, caseId, chosen, analyses)].map(({ evidence, runs }) => {
      failed ||= runs.some(({ outcome }) => outcome === 'failed');
      const overview = valueOrUsage(app.labels.overview(caseId, evidence.sha256), language);
      return [evidence.sha256, { evidence, runs, overview }] as const;
    }),
  );
  const entries = results.flatMap(({ evidence, source }) => {
    const one = evidence === undefined ? undefined : found.get(evidence.sha256);
    return one === undefined ? [] : [entryOf(one, basename(source))];
  });
  if (json) printJson({ files: entries.map(asJson) });
  else for (const entry of entries) printFile(entry, language);
  return failed || ended.state !== 'done' ? 1 : 0;
}

interface Entry {
  readonly name: string;
  readonly sha256: string;
  readonly overview: LabelOverview;
  readonly checks: readonly FileCheck[];
  /** Why an analysis has no clean answer. */
  readonly reasons: readonly (Reason & { readonly analysis: string })[];
}

function entryOf(
  { evidence, runs, overview }: { evidence: Evidence; runs: readonly Run[]; overview: LabelOverview },
  name: string,
): Entry {
  const facts = dutyFacts({ media: evidence.media, runs, publication: null, passage: null });
  const reasons = runs.flatMap(({ analysis, outcome, reason }) =>
    // No place for a credential is no gap; a format labels are not read from is one.
    reason === undefined || (analysis === 'provenance.c2pa' && outcome === 'not-applicable')
      ? []
      : [{ analysis, ...reason }],
  );
  return { name, sha256: evidence.sha256, overview, checks: fileChecks(facts), reasons };
}

/** The stable form of the command's JSON. `bytes` is `[start, end]`, the end not included. */
function asJson({ name, sha256, overview, checks, reasons }: Entry) {
  return {
    name,
    sha256,
    state: overview.state,
    statements: overview.statements.map(statementJson),
    checks: checks.map(({ id, outcome, citation, reasoning }) => ({
      id,
      outcome,
      citation,
      reasoning: reasoning.map(({ en }) => en),
      reasoningZh: reasoning.map((one) => one['zh-CN']),
    })),
    contradictions: overview.contradictions.map(({ code, text: words, cite, statements }) => ({
      code,
      statement: words.en,
      statementZh: words['zh-CN'],
      citation: cite,
      statements,
    })),
    missing: overview.missing,
    reasons,
  };
}

function statementJson(statement: LabelStatement) {
  const { bytes, says, asserted, standingNote } = statement;
  const names = [...new Set(asserted.map(({ name }) => name))];
  return {
    standard: statement.standard,
    kind: statement.kind,
    carrier: statement.carrier,
    place: statement.place,
    key: statement.key,
    bytes: [bytes[0], bytes[0] + bytes[1]],
    asserts: statement.meaning,
    says: says.en,
    saysZh: says['zh-CN'],
    by: names.length === 0 ? null : names.join('; '),
    asserted,
    standing: statement.standing,
    standingNote: standingNote?.en ?? null,
    standingNoteZh: standingNote?.['zh-CN'] ?? null,
    raw: statement.raw,
    fields: statement.fields,
    checks: statement.checks.map(({ code, severity, text: words, cite }) => ({
      code,
      severity,
      text: words.en,
      textZh: words['zh-CN'],
      citation: cite,
    })),
  };
}

const marks = { departs: '✗', warning: '!', information: 'i' } as const;

function printFile({ name, sha256, overview, checks, reasons }: Entry, language: Language): void {
  printLine('');
  printLine(`${name}  ${labelStateWords[overview.state].text[language]}`);
  printLine(`   sha256 ${sha256}`);
  for (const reason of reasons) printLine(`   ${reason.text[language]}`);
  for (const [index, statement] of overview.statements.entries()) {
    const { standardTitle, says, place, key, bytes, kind, standing, standingNote, asserted } = statement;
    const [open, close, colon] = language === 'en' ? [' (', ')', ': '] : ['（', '）', '：'];
    printLine(
      `   ${index + 1}. ${standardTitle[language]}${open}${statementKindWords[kind][language]}${close}${colon}${says[language]}`,
    );
    printLine(
      `      ${place} · ${key} · ${bytes[0]}–${bytes[0] + bytes[1]} · ${labelStandingWords[standing].text[language]}`,
    );
    const who = assertedWords(asserted);
    if (who !== null) printLine(`      ${who[language]}`);
    if (standingNote !== null) printLine(`      ${standingNote[language]}`);
    for (const one of statement.checks)
      printLine(`      ${marks[one.severity]} ${one.text[language]}  [${one.cite}]`);
  }
  for (const contradiction of overview.contradictions) printLine(`   ≠ ${contradiction.text[language]}`);
  // Several checks often share one reason: the label they are about could not be read.
  const told = new Map<string, string[]>();
  for (const { id, outcome, reasoning } of checks) {
    if (outcome === 'pass' || outcome === 'not-applicable') continue;
    const why = reasoning.map((one) => one[language]).join(language === 'en' ? '; ' : '；');
    const key = `${dutyOutcomeWords[outcome].name[language]}${language === 'en' ? ': ' : '：'}${why}`;
    told.set(key, [...(told.get(key) ?? []), id]);
  }
  for (const [words, ids] of told) printLine(`   ${ids.join(', ')} ${words}`);
}
