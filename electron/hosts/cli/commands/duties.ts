import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { dutyAnalyses } from '#core/labels/obligations/facts.ts';
import type { Language, Localized } from '#shared/domain/localized.ts';
import {
  DutyChoice,
  type DutyMatrix,
  type DutyRole,
  dutyRoles,
  type Jurisdiction,
  jurisdictions,
} from '#shared/domain/obligation.ts';
import { Publication } from '#shared/domain/publication.ts';
import { dutyOutcomeWords, forceWords, standingWords, wordingWords } from '#shared/text/duty-words.ts';
import { dutiesText } from '../duties-text.ts';
import { complain, printJson, printLine } from '../output.ts';
import { follow } from '../progress.ts';
import { type Session, UsageError, valueOrUsage, withSession } from '../session.ts';
import { text } from '../text.ts';
import { takeIn } from './intake.ts';

interface DutiesOptions {
  readonly jurisdiction?: string;
  readonly role?: string;
  readonly date?: string;
  readonly publication?: string;
  readonly earlier?: string;
  readonly json?: true;
}

export function dutiesCommand(language: Language): Command {
  return new Command('duties')
    .description(dutiesText.duties[language])
    .argument('<file...>')
    .option('--jurisdiction <list>', dutiesText.optionJurisdiction[language])
    .option('--role <list>', dutiesText.optionRole[language])
    .option('--date <day>', dutiesText.optionDate[language])
    .option('--publication <file>', dutiesText.optionPublication[language])
    .option('--earlier <file>', dutiesText.optionEarlier[language])
    .option('--json', text.optionJson[language])
    .addHelpText('after', dutiesText.help[language])
    .action(async (files: string[], options: DutiesOptions) => {
      const choice = choiceOf(options, language);
      const publication = await publicationOf(options.publication, language);
      return withSession(language, (session) => duties(session, files, choice, publication, options));
    });
}

/** The three choices, or every one that is missing by its name. */
function choiceOf(options: DutiesOptions, language: Language): DutyChoice {
  const { jurisdiction, role, date } = options;
  const missing = [
    ...(jurisdiction === undefined ? ['--jurisdiction'] : []),
    ...(role === undefined ? ['--role'] : []),
    ...(date === undefined ? ['--date'] : []),
  ];
  if (jurisdiction === undefined || role === undefined || date === undefined)
    throw new UsageError(`${dutiesText.missing[language]} ${missing.join(', ')}`);
  const places = listOf(jurisdiction).map((name) => {
    const place = name.toUpperCase() === 'CA' ? 'US-CA' : name.toUpperCase();
    return known<Jurisdiction>(place, name, jurisdictions, dutiesText.unknownJurisdiction[language]);
  });
  const roles = listOf(role).map((name) =>
    known<DutyRole>(name.toLowerCase(), name, dutyRoles, dutiesText.unknownRole[language]),
  );
  if (places.length === 0 || roles.length === 0) {
    const empty = [
      ...(places.length === 0 ? ['--jurisdiction'] : []),
      ...(roles.length === 0 ? ['--role'] : []),
    ];
    throw new UsageError(`${dutiesText.missing[language]} ${empty.join(', ')}`);
  }
  const choice = DutyChoice.safeParse({
    jurisdictions: [...new Set(places)],
    roles: [...new Set(roles)],
    date,
  });
  if (!choice.success) throw new UsageError(`${dutiesText.badDate[language]} ${date}`);
  return choice.data;
}

function listOf(value: string): string[] {
  return value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function known<T extends string>(value: string, as: string, all: readonly T[], problem: string): T {
  const found = all.find((one) => one === value);
  if (found === undefined) throw new UsageError(`${problem} ${as} (${all.join(', ')})`);
  return found;
}

async function publicationOf(path: string | undefined, language: Language): Promise<Publication | null> {
  if (path === undefined) return null;
  const refused = (detail: string) =>
    new UsageError(`${dutiesText.noPublication[language]} ${path} (${detail})`);
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const known = error instanceof SyntaxError || (error as NodeJS.ErrnoException).code !== undefined;
    if (known) throw refused((error as Error).message);
    throw error;
  }
  const parsed = z.strictObject(Publication.shape).safeParse(content);
  if (!parsed.success) throw refused(z.prettifyError(parsed.error));
  const [unknown] = unknownFields(content, parsed.data, '');
  if (unknown !== undefined) throw refused(`${dutiesText.unknownField[language]} ${unknown}`);
  return parsed.data;
}

/** Fields that were given and are none of the record: a misspelt one would silently be "not recorded". */
function unknownFields(given: unknown, known: unknown, path: string): string[] {
  if (typeof given !== 'object' || given === null || typeof known !== 'object' || known === null) return [];
  const fields = new Map(Object.entries(known));
  return Object.entries(given).flatMap(([name, value]) =>
    fields.has(name) ? unknownFields(value, fields.get(name), `${path}${name}.`) : [`${path}${name}`],
  );
}

async function duties(
  session: Session,
  files: readonly string[],
  choice: DutyChoice,
  publication: Publication | null,
  options: DutiesOptions,
): Promise<number> {
  const { app, language } = session;
  const caseId = await session.temporaryCase();
  const { earlier } = options;
  const { results, complete } = await takeIn(session, caseId, files);
  const before = earlier === undefined ? null : await takeIn(session, caseId, [earlier]);
  let failed = !complete || before?.complete === false;
  for (const { evidence, source, reason } of [...results, ...(before?.results ?? [])]) {
    if (evidence !== undefined) continue;
    failed = true;
    complain(`${source}: ${reason?.text[language] ?? text.failed[language]}`);
  }
  if (results.length === 0) complain(text.noEvidence[language]);
  // a folder may be taken in: which of its files would be the earlier copy, nobody said
  if (before !== null && before.results.length !== 1) throw new UsageError(dutiesText.oneEarlier[language]);
  const chosen = [...new Set(results.flatMap(({ evidence }) => evidence?.sha256 ?? []))];
  if (chosen.length === 0) {
    if (options.json) printJson({ choice, duties: [], exhibits: [], cells: [] } satisfies DutyMatrix);
    return 1;
  }
  const from = before?.results[0]?.evidence?.sha256;
  const there = new Set(app.analyses().map(({ id }) => id));
  const job = valueOrUsage(
    app.examine.start({
      caseId,
      evidence: [...new Set([...chosen, ...(from === undefined ? [] : [from])])],
      only: dutyAnalyses.filter((id) => there.has(id)),
      parameters: {},
      again: false,
    }),
    language,
  );
  const ended = await follow(app, job, text.examining[language]);
  for (const { item, message } of ended.problems) complain(`${item}: ${message[language]}`);
  if (publication !== null) {
    for (const sha256 of chosen) valueOrUsage(app.publication.save(caseId, sha256, publication), language);
  }
  const matrix = valueOrUsage(
    app.duties.evaluate({
      caseId,
      evidence: chosen,
      choice: {
        ...choice,
        // The earlier file may be one of those that are asked about; it is no copy of itself.
        copies:
          from === undefined
            ? []
            : chosen.flatMap((evidence) => (evidence === from ? [] : [{ evidence, from }])),
      },
    }),
    language,
  );
  if (options.json) printJson(matrix);
  else printMatrix(matrix, language);
  return failed || ended.state !== 'done' ? 1 : 0;
}

function printMatrix(matrix: DutyMatrix, language: Language): void {
  printLine('');
  for (const { number, name, sha256 } of matrix.exhibits) printLine(`${number}  ${name}  ${sha256}`);
  const numbers = new Map(matrix.exhibits.map(({ sha256, number }) => [sha256, number]));
  const apart: string[] = [];
  for (const duty of matrix.duties) {
    const cells = matrix.cells.filter((cell) => cell.duty === duty.id && cell.outcome !== 'not-applicable');
    if (cells.length === 0) {
      apart.push(duty.id);
      continue;
    }
    const { citation, standing, wording, force } = duty;
    const state = [standingWords[standing], wordingWords[wording], forceWords[force]].map(
      (words: Localized) => words[language],
    );
    printLine('');
    printLine(`${duty.id}  ${duty.title[language]}`);
    printLine(`   ${citation.instrument[language]}  ${citation.clause[language]}  (${state.join('; ')})`);
    for (const { evidence, outcome, reasoning, support } of cells) {
      const { sign, name } = dutyOutcomeWords[outcome];
      printLine(`   ${numbers.get(evidence)}  ${sign} ${name[language]}`);
      for (const sentence of reasoning) printLine(`        ${sentence[language]}`);
      for (const { what, bytes } of support) {
        const range =
          bytes === null ? '' : `  [${dutiesText.bytes[language]} ${bytes[0]}–${bytes[0] + bytes[1]}]`;
        printLine(`        · ${what[language]}${range}`);
      }
    }
  }
  printLine('');
  if (apart.length > 0) printLine(`${dutiesText.notApplicable[language]} ${apart.join(', ')}`);
  printLine(dutiesText.advice[language]);
}
