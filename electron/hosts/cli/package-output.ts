import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '#shared/domain/localized.ts';
import type { PackageVerification } from '#shared/domain/package.ts';
import { fillPlaceholders } from '#shared/text/format.ts';
import { printJson, printLine } from './output.ts';
import { packageText as text } from './package-text.ts';
import { type Session, valueOrUsage } from './session.ts';

/** Does the folder look like a package rather than like a case? Damage may have taken any one of its parts. */
export async function looksLikePackage(directory: string): Promise<boolean> {
  if (await stands(join(directory, 'case.db'))) return false;
  for (const name of ['bagit.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt'])
    if (await stands(join(directory, name))) return true;
  return false;
}

async function stands(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** `assay verify PACKAGE`: exit status 0 only when intact. */
export async function printPackageVerification(
  { app, language }: Session,
  directory: string,
  json: boolean,
): Promise<number> {
  const verification = valueOrUsage(await app.packaging.verify(directory), language);
  if (json) printJson(verificationDocument(verification));
  else {
    printPackageFacts(verification, language);
    printLine(text[verification.state][language]);
    for (const { code, object, message } of verification.problems)
      printLine(`  ${code}  ${object}  ${message[language]}`);
  }
  return verification.state === 'intact' ? 0 : 1;
}

/** The document scripts read; `first` is the path of the first item. */
export function verificationDocument({ state, problems, ...rest }: PackageVerification) {
  return { state, first: problems[0]?.object ?? null, items: problems, ...rest };
}

export function printPackageFacts(verification: PackageVerification, language: Language): void {
  const { files, bytes, signer, timestamps } = verification;
  printLine(fillPlaceholders(text.files[language], { files: String(files), bytes: String(bytes) }));
  if (signer !== null) printLine(fillPlaceholders(text.signer[language], { signer }));
  for (const { time, authority, file, issuer } of timestamps)
    printLine(fillPlaceholders(text.timestamp[language], { time, authority, file, issuer }));
}
