import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { createApp } from '#core/app.ts';
import type { App } from '#core/app-interface.ts';
import { createNodePorts, streamLog } from '#core/node-ports.ts';
import { type ReportFormat, reportFormats } from '#shared/contract/contract.ts';
import type { Result } from '#shared/contract/errors.ts';
import type { Language } from '#shared/domain/localized.ts';
import { createNodeWorkers } from '#workers/node-workers.ts';
import { onInterrupt } from './interrupt.ts';
import { text } from './text.ts';

/** The command was used wrongly: exit status 2. */
export class UsageError extends Error {}

/** `make`: new when it does not exist; `read`: beside a writer too; `check`: also when it is damaged. */
type Opening = 'make' | 'existing' | 'read';

/** The core for the length of one command. Ctrl-C, and the end of its terminal, cancel the running job; what is recorded stays. */
export interface Session {
  readonly app: App;
  readonly language: Language;
  /** Opens the case folder and returns the case's id. */
  openCase(directory: string, how: Opening): Promise<string>;
  /** A case in the session's temporary folder, gone with it. */
  temporaryCase(): Promise<string>;
}

export async function withSession(
  language: Language,
  use: (session: Session) => Promise<number>,
): Promise<void> {
  const { ports, release } = await createNodePorts({
    host: 'command-line',
    log: streamLog(process.stderr, process.env.ASSAY_LOG === 'debug' ? 'debug' : 'error'),
    // No window has to stay fluent here: every core works.
    workers: (temporary, environment) => createNodeWorkers(temporary, environment, availableParallelism()),
  });
  const app = createApp(ports);
  const unhear = onInterrupt(() => {
    if (process.exitCode !== 1) process.stderr.write(`\n${text.cancelled[language]}\n`);
    process.exitCode = 1;
    for (const job of app.jobs.list()) app.jobs.cancel(job.id);
  });
  try {
    const status = await use({
      app,
      language,
      openCase: (directory, how) => openCase(app, directory, how, language),
      temporaryCase: async () =>
        valueOrUsage(await app.cases.create(join(ports.paths.temporary, 'case'), 'temporary'), language).id,
    });
    process.exitCode = Math.max(status, Number(process.exitCode ?? 0));
  } finally {
    await app.close();
    await release();
    // Not before: a second Ctrl-C would end the process in the middle of closing, with its folder left behind.
    unhear();
  }
}

async function openCase(app: App, directory: string, how: Opening, language: Language): Promise<string> {
  const there = await stat(directory).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const opened =
    there || how !== 'make'
      ? await app.cases.open(directory, how === 'read')
      : await app.cases.createAt(resolve(directory), basename(directory).replace(/\.case$/, ''));
  return valueOrUsage(opened, language).id;
}

/** The value, or the problem in words as wrong usage: on the command line the caller named what is wrong. */
export function valueOrUsage<T>(result: Result<T>, language: Language): T {
  if (result.ok) return result.value;
  const { message, detail } = result.problem;
  throw new UsageError(detail === undefined ? message[language] : `${message[language]} (${detail})`);
}

export function formatOf(file: string, language: Language): ReportFormat {
  const wanted = extname(file).slice(1).toLowerCase();
  const format = reportFormats.find((candidate) => candidate === wanted);
  if (format === undefined) throw new UsageError(text.badFormat[language]);
  return format;
}
