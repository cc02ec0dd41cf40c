import { Command } from 'commander';
import { parsePayload } from '#core/mark/mark-order.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { RegisterEntry } from '#shared/domain/register.ts';
import { markText as text } from '../mark-text.ts';
import { printJson, printLine } from '../output.ts';
import { type Session, UsageError, valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';
import { registerExchangeCommands } from './register-exchange.ts';

interface ListOptions {
  readonly search?: string;
  readonly limit?: string;
  readonly json?: true;
}

/** The register of this installation. */
export function registerCommand(language: Language): Command {
  const list = new Command('list')
    .description(text.registerList[language])
    .option('--search <text>', text.optionSearch[language])
    .option('--limit <number>', text.optionLimit[language], '100')
    .option('--json', common.optionJson[language])
    .action((options: ListOptions) =>
      withSession(language, async ({ app }) => {
        const limit = entryNumber(options.limit ?? '', language);
        const page = { offset: 0, limit, search: options.search ?? '' };
        const found = valueOrUsage(await app.register.list(page), language);
        if (options.json === true) {
          printJson(found);
          return 0;
        }
        if (found.total === 0) printLine(text.emptyRegister[language]);
        for (const entry of found.entries) printLine(lineOf(entry, language));
        if (found.total > found.entries.length)
          printLine(`${found.entries.length} / ${found.total} ${text.entries[language]}`);
        return 0;
      }),
    );
  const show = new Command('show')
    .description(text.registerShow[language])
    .argument('<number|identifier>')
    .option('--json', common.optionJson[language])
    .action((which: string, { json }: { json?: true }) =>
      withSession(language, async (session) => {
        const entries = await entriesOf(session, which);
        if (json === true) printJson({ entries });
        else for (const entry of entries) printEntry(entry, language);
        return 0;
      }),
    );
  const note = new Command('add-note')
    .description(text.registerNote[language])
    .argument('<number>')
    .argument('<text>')
    .action((which: string, words: string) =>
      withSession(language, async ({ app }) => {
        const number = entryNumber(which, language);
        printEntry(valueOrUsage(await app.register.setNote(number, words), language), language);
        return 0;
      }),
    );
  const remove = new Command('remove')
    .description(text.registerRemove[language])
    .argument('<number>')
    .action((which: string) =>
      withSession(language, async ({ app }) => {
        valueOrUsage(await app.register.remove(entryNumber(which, language)), language);
        printLine(`${text.keyRemoved[language]} ${which}`);
        return 0;
      }),
    );
  const command = new Command('register').description(text.register[language]);
  const own = [list, show, note, remove];
  for (const one of [...own, ...registerExchangeCommands(language)]) command.addCommand(one);
  return command;
}

function entryNumber(value: string, language: Language): number {
  if (/^\d{1,15}$/.test(value) && Number(value) > 0) return Number(value);
  throw new UsageError(`${text.badNumber[language]} ${value}`);
}

/** By the number of an entry, or else by what its marks say. */
async function entriesOf({ app, language }: Session, which: string): Promise<RegisterEntry[]> {
  if (/^\d{1,15}$/.test(which) && Number(which) > 0) {
    const entry = await app.register.show(Number(which));
    if (entry.ok) return [entry.value];
    if (entry.problem.code !== 'not-found') valueOrUsage(entry, language);
  }
  const payload = parsePayload(which);
  if (typeof payload !== 'string') throw new UsageError(`${text.badNumber[language]} ${which}`);
  const entries = valueOrUsage(await app.register.byPayload(payload), language);
  if (entries.length === 0) throw new UsageError(`${text.noEntry[language]} ${which}`);
  return entries;
}

function lineOf({ number, at, payload, codec, name, state }: RegisterEntry, language: Language): string {
  const unfinished = state === 'reserved' ? `  (${text.reserved[language]})` : '';
  return `${number}  ${at.slice(0, 10)}  ${payload ?? '–'}  ${codec ?? '–'}  ${name}${unfinished}`;
}

function printEntry(entry: RegisterEntry, language: Language): void {
  printLine(lineOf(entry, language));
  printLine(`   ${text.original[language]} sha256 ${entry.original}`);
  if (entry.copy !== null) printLine(`   ${text.copy[language]} sha256 ${entry.copy}`);
  if (entry.key !== null) printLine(`   ${text.keys[language]}: ${entry.key}`);
  for (const { method, code } of entry.fingerprints) printLine(`   ${method} ${code}`);
  for (const { standard, place, key } of entry.labels) printLine(`   ${standard} · ${place} · ${key}`);
  if (entry.manifest !== null) printLine(`   C2PA ${entry.manifest}`);
  if (entry.note !== '') printLine(`   ${text.note[language]}: ${entry.note}`);
}
