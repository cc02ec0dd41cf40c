import { Command } from 'commander';
import type { Language } from '#shared/domain/localized.ts';
import { fillPlaceholders } from '#shared/text/format.ts';
import { printJson, printLine } from '../output.ts';
import { printPackageFacts, verificationDocument } from '../package-output.ts';
import { packageText as text } from '../package-text.ts';
import { type Session, UsageError, valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';

interface PackageOptions {
  readonly out?: string;
  readonly timestamp?: readonly string[];
  readonly timestampRequest?: string;
  readonly json?: true;
}

export function packageCommand(language: Language): Command {
  return new Command('package')
    .description(text.package[language])
    .argument('<directory>')
    .option('--out <directory>', text.optionOut[language])
    .option('--timestamp <file...>', text.optionTimestamp[language])
    .option('--timestamp-request <file>', text.optionRequest[language])
    .option('--json', common.optionJson[language])
    .addHelpText('after', text.packageHelp[language])
    .action((directory: string, options: PackageOptions) => {
      const { out, timestamp, timestampRequest } = options;
      const making = out !== undefined && timestamp === undefined;
      const stamping = out === undefined && (timestamp !== undefined || timestampRequest !== undefined);
      if (!making && !stamping) throw new UsageError(text.outOrTimestamp[language]);
      return withSession(language, (session) =>
        making ? make(session, directory, out, options) : stamp(session, directory, options),
      );
    });
}

async function make(
  session: Session,
  directory: string,
  out: string,
  { timestampRequest, json }: PackageOptions,
): Promise<number> {
  const { app, language } = session;
  const caseId = await session.openCase(directory, 'existing');
  const made = valueOrUsage(await app.packaging.make(caseId, out), language);
  if (timestampRequest !== undefined)
    valueOrUsage(await app.packaging.requestTimestamps(made.path, timestampRequest), language);
  if (json) printJson(made);
  else {
    const { path, files, bytes, signer, sha256, custody } = made;
    printLine(fillPlaceholders(text.made[language], { path }));
    printLine(fillPlaceholders(text.files[language], { files: String(files), bytes: String(bytes) }));
    printLine(fillPlaceholders(text.signer[language], { signer }));
    printLine(fillPlaceholders(text.sealed[language], { seal: sha256 }));
    printLine(
      fillPlaceholders(text.custody[language], { sequence: String(custody.sequence), hash: custody.hash }),
    );
    if (timestampRequest !== undefined)
      printLine(fillPlaceholders(text.requested[language], { path: timestampRequest }));
  }
  return 0;
}

async function stamp(
  session: Session,
  directory: string,
  { timestamp, timestampRequest, json }: PackageOptions,
): Promise<number> {
  const { app, language } = session;
  if (timestampRequest !== undefined)
    valueOrUsage(await app.packaging.requestTimestamps(directory, timestampRequest), language);
  const verification = valueOrUsage(
    timestamp === undefined
      ? await app.packaging.verify(directory)
      : await app.packaging.addTimestamps(directory, timestamp),
    language,
  );
  if (json) printJson(verificationDocument(verification));
  else {
    printPackageFacts(verification, language);
    printLine(text[verification.state][language]);
  }
  return verification.state === 'intact' ? 0 : 1;
}
