import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import type { App } from '#core/app-interface.ts';
import { rowFaultText } from '#core/trace/lists/row-faults.ts';
import { type SignalKind, signalKinds } from '#core/trace/lists/signals.ts';
import type { HashList } from '#shared/domain/hash-list.ts';
import type { Language } from '#shared/domain/localized.ts';
import { onInterrupt } from '../interrupt.ts';
import { complain, printJson, printLine } from '../output.ts';
import { drawBar } from '../progress.ts';
import { type Session, valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';
import { traceText as text } from '../trace-text.ts';
import { takeIn } from './intake.ts';

interface ImportOptions {
  readonly json?: true;
  readonly name?: string;
  readonly kind?: SignalKind | null;
}

interface AddOptions {
  readonly note?: string;
  readonly keep: boolean;
  readonly json?: true;
}

/** `assay register add|export|import`. */
export function registerExchangeCommands(language: Language): readonly Command[] {
  const add = new Command('add')
    .description(text.registerAdd[language])
    .argument('<file...>')
    .option('--note <text>', text.optionNote[language])
    .option('--no-keep', text.optionNoKeep[language])
    .option('--json', common.optionJson[language])
    .action((files: string[], options: AddOptions) =>
      withSession(language, (session) => enter(session, files, options)),
    );
  const give = new Command('export')
    .description(text.registerExport[language])
    .argument('<file>')
    .option('--json', common.optionJson[language])
    .action((out: string, { json }: { json?: true }) =>
      withSession(language, async ({ app }) => {
        const made = valueOrUsage(await app.exportRegister(out), language);
        if (json === true) printJson(made);
        else printLine(`${made.path}: ${made.entries} ${text.exported[language]} ${made.key}`);
        return 0;
      }),
    );
  const take = new Command('import')
    .description(text.registerImport[language])
    .argument('<file>')
    .option('--json', common.optionJson[language])
    .option('--name <text>', text.optionListName[language])
    .addOption(new Option('--kind <kind>', text.optionListKind[language]).choices(signalKinds))
    .action((file: string, { json, name = '', kind = null }: ImportOptions) =>
      withSession(language, async ({ app }) => {
        if (!(await isExportedRegister(file))) {
          const taken = valueOrUsage(await importList(app, { path: file, name, kind }), language);
          if (json === true) printJson(taken);
          else printList(taken.list, language);
          return 0;
        }
        const made = valueOrUsage(await app.importRegister(file), language);
        if (json === true) printJson(made);
        else printLine(`${made.entered} ${text.imported[language]} ${made.from}`);
        for (const { name, reason } of made.left)
          complain(`${text.leftOut[language]} ${name}: ${reason[language]}`);
        return made.left.length === 0 ? 0 : 1;
      }),
    );
  const lists = new Command('lists')
    .description(text.registerLists[language])
    .option('--json', common.optionJson[language])
    .action(({ json }: { json?: true }) =>
      withSession(language, async ({ app }) => {
        const known = valueOrUsage(await app.hashLists.list(), language);
        if (json === true) printJson({ lists: known });
        else if (known.length === 0) printLine(text.noLists[language]);
        else
          for (const { list, damaged } of known) {
            printList(list, language);
            if (damaged.length > 0) complain(`${text.damagedList[language]} ${damaged.join(', ')}`);
          }
        return known.every(({ damaged }) => damaged.length === 0) ? 0 : 1;
      }),
    );
  const drop = new Command('remove-list')
    .description(text.removeList[language])
    .argument('<identifier>')
    .action((which: string) =>
      withSession(language, async ({ app }) => {
        valueOrUsage(await app.hashLists.remove(which), language);
        printLine(which);
        return 0;
      }),
    );
  return [add, give, take, lists, drop];
}

/** Ctrl-C gives the import up; nothing of it is kept then. */
async function importList(app: App, request: { path: string; name: string; kind: SignalKind | null }) {
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort());
  const bar = drawBar(basename(request.path));
  try {
    const onProgress = (part: number) => bar.show(part, 1, '');
    return await app.hashLists.import({ ...request, onProgress }, stop.signal);
  } finally {
    bar.stop();
    release();
  }
}

function printList({ id, name, counts, bad }: HashList, language: Language): void {
  const { entries, pictures, films, frames, md5, sha256 } = counts;
  printLine(
    `${id}  ${name}  ${entries} (PDQ ${pictures}, vPDQ ${films}/${frames}, MD5 ${md5}, SHA-256 ${sha256})`,
  );
  if (counts.bad > 0)
    printLine(
      `  ${counts.bad} ${text.badRows[language]} ${bad.map(({ line, fault }) => `${line}: ${rowFaultText(fault)[language]}`).join('; ')}`,
    );
}

/** An exported register is packed by gzip (RFC 1952 §2.3.1), a list of hashes is text. */
async function isExportedRegister(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead < 2 || buffer.readUInt16BE() === 0x1f8b;
    } finally {
      await handle.close();
    }
  } catch (error) {
    // What cannot be opened is answered for by the import itself.
    if (error instanceof Error && 'code' in error) return true;
    throw error;
  }
}

async function enter(
  session: Session,
  files: readonly string[],
  { note = '', keep, json }: AddOptions,
): Promise<number> {
  const { app, language } = session;
  const caseId = await session.temporaryCase();
  const { results } = await takeIn(session, caseId, files);
  const entries: object[] = [];
  let complete = results.length > 0;
  for (const { source, evidence, reason } of results) {
    if (evidence === undefined) {
      complain(`${source}: ${reason?.text[language] ?? text.notTaken[language]}`);
      complete = false;
      continue;
    }
    const made = await app.registerEvidence({ caseId, evidence: evidence.sha256, note, keep });
    if (made.ok) {
      entries.push({ source, ...made.value });
      if (json !== true) printLine(`#${made.value.number}  ${source}  sha256 ${evidence.sha256}`);
    } else {
      complain(`${source}: ${made.problem.message[language]} ${made.problem.detail ?? ''}`);
      complete = false;
    }
  }
  if (json === true) printJson({ entries });
  return complete ? 0 : 1;
}
