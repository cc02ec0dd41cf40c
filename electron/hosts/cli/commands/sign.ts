import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { SignOrder } from '#core/provenance/sign/order.ts';
import type { Problem } from '#shared/contract/errors.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { SignedFile } from '#shared/domain/signing.ts';
import { onInterrupt } from '../interrupt.ts';
import { complain, printJson, printLine } from '../output.ts';
import { type Session, UsageError, valueOrUsage, withSession } from '../session.ts';
import { signText as text } from '../sign-text.ts';
import { text as common } from '../text.ts';

interface SignOptions {
  readonly out: string;
  readonly intent?: string;
  readonly sourceType?: string;
  readonly title?: string;
  readonly action?: readonly string[];
  readonly allActions?: true;
  readonly ingredient?: readonly string[];
  readonly parent?: string;
  readonly input?: readonly string[];
  readonly sidecar?: true;
  readonly thumbnails: boolean;
  readonly algorithm?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly passphraseFile?: string;
  readonly softBinding?: readonly string[];
  readonly redact?: readonly string[];
  readonly json?: true;
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export function signCommand(language: Language): Command {
  return new Command('sign')
    .description(text.sign[language])
    .argument('<file>')
    .requiredOption('--out <file>', text.optionOut[language])
    .option('--intent <intent>', text.optionIntent[language])
    .option('--source-type <type>', text.optionSourceType[language])
    .option('--title <title>', text.optionTitle[language])
    .option('--action <name>', text.optionAction[language], collect)
    .option('--all-actions', text.optionAllActions[language])
    .option('--parent <file>', text.optionParent[language])
    .option('--ingredient <file>', text.optionIngredient[language], collect)
    .option('--input <file>', text.optionInput[language], collect)
    .option('--sidecar', text.optionSidecar[language])
    .option('--no-thumbnails', text.optionNoThumbnails[language])
    .option('--algorithm <name>', text.optionAlgorithm[language])
    .option('--certificate <chain.pem>', text.optionCertificate[language])
    .option('--key <key.pem>', text.optionKey[language])
    .option('--passphrase-file <file>', text.optionPassphraseFile[language])
    .option('--soft-binding <name=base64>', text.optionSoftBinding[language], collect)
    .option('--redact <assertion=reason>', text.optionRedact[language], collect)
    .option('--json', common.optionJson[language])
    .addHelpText('after', text.signHelp[language])
    .action((file: string, options: SignOptions) =>
      withSession(language, async (session) => sign(session, file, options)),
    );
}

async function sign(session: Session, file: string, options: SignOptions): Promise<number> {
  const { app, language } = session;
  const order = orderOf(file, options, language);
  if ((options.certificate === undefined) !== (options.key === undefined))
    throw new UsageError(text.bothOrNone[language]);
  const certificate =
    options.certificate === undefined || options.key === undefined
      ? null
      : { chain: options.certificate, key: options.key };
  const passphrase = await passphraseOf(options.passphraseFile, language);
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort(new Error('interrupted')));
  try {
    const means = { certificate, passphrase };
    let signed = await app.signing.file(order, means, stop.signal);
    if (!signed.ok && signed.problem.code === 'no-authority') {
      await makeAuthority(session, passphrase);
      signed = await app.signing.file(order, means, stop.signal);
    }
    if (!signed.ok && ofTheMachine.has(signed.problem.code)) {
      complain(describe(signed.problem, language));
      return 1;
    }
    report(valueOrUsage(signed, language), options, language);
    return 0;
  } finally {
    release();
  }
}

/** At first use an authority without a name is made; nobody is asked, and it is said. */
export async function makeAuthority({ app, language }: Session, passphrase: string | null): Promise<void> {
  const made = await app.signing.createInstallationAuthority(passphrase);
  // Another command that began at the same time may have made it.
  if (!made.ok && made.problem.code === 'authority-exists') return;
  const { organisation, name, root, encrypted } = valueOrUsage(made, language);
  complain(`${text.firstUse[language]} ${organisation}, ${name}`);
  complain(`  ${text.rootHash[language]} sha256 ${root}`);
  complain(`  ${encrypted ? text.keysEncrypted[language] : text.keysPlain[language]}`);
  complain(`  ${text.ownNames[language]}`);
}

/** What the caller could not have known: status 1. Everything else was asked for wrongly. */
const ofTheMachine: ReadonlySet<Problem['code']> = new Set([
  'signing-failed',
  'disk-full',
  'input-output',
  'engine-missing',
  'cancelled',
  'authority-damaged',
]);

export function describe({ message, detail }: Problem, language: Language): string {
  return detail === undefined ? message[language] : `${message[language]} (${detail})`;
}

function report(signed: SignedFile, options: SignOptions, language: Language): void {
  if (options.json === true) {
    printJson(signed);
    return;
  }
  printLine(`${text.signed[language]} ${signed.path}`);
  printLine(`  sha256 ${signed.sha256}`);
  if (signed.sidecar !== null) printLine(`  ${signed.sidecar.path}  sha256 ${signed.sidecar.sha256}`);
  printLine(`  ${text.certificateOf[language]} ${signed.signer.organisation}, ${signed.signer.name}`);
  for (const { name, version, state } of signed.checks) printLine(`  ${name} ${version}: ${state}`);
  for (const note of signed.notes) printLine(`  ${note[language]}`);
}

function orderOf(file: string, options: SignOptions, language: Language): SignOrder {
  const ingredients = [
    ...(options.parent === undefined ? [] : [{ path: options.parent, relationship: 'parentOf' }]),
    ...(options.ingredient ?? []).map((path) => ({ path, relationship: 'componentOf' })),
    ...(options.input ?? []).map((path) => ({ path, relationship: 'inputTo' })),
  ];
  const order = SignOrder.safeParse({
    source: file,
    out: options.out,
    // Of a file whose making is not told, the source is the parent: nothing more is known.
    intent: options.intent ?? (options.sourceType === undefined ? 'edit' : 'create'),
    sourceType: options.sourceType,
    title: options.title,
    actions: (options.action ?? []).map((value) => {
      const [action, sourceType] = halves(value, value.indexOf('='));
      return { action, ...(sourceType === null ? {} : { sourceType }) };
    }),
    allActionsIncluded: options.allActions === true,
    ingredients,
    softBindings: (options.softBinding ?? []).map((value) => {
      const [algorithm, bytes] = halves(value, value.indexOf('='));
      return { algorithm, value: bytes ?? '' };
    }),
    // Addresses of assertions hold an equals sign themselves; reasons never do.
    redactions: (options.redact ?? []).map((value) => {
      const [assertion, reason] = halves(value, value.lastIndexOf('='));
      return { assertion, reason: reason ?? '' };
    }),
    sidecar: options.sidecar === true,
    thumbnails: options.thumbnails,
    algorithm: options.algorithm,
  });
  if (order.success) return order.data;
  throw new UsageError(`${text.badOrder[language]}\n${z.prettifyError(order.error)}`);
}

function halves(value: string, at: number): [string, string | null] {
  return at < 0 ? [value, null] : [value.slice(0, at), value.slice(at + 1)];
}

/** From a file or the environment; arguments can be read by every user of the machine. */
export async function passphraseOf(file: string | undefined, language: Language): Promise<string | null> {
  if (file === undefined) {
    const value = process.env.ASSAY_PASSPHRASE;
    return value === undefined || value === '' ? null : value;
  }
  try {
    const value = (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
    if (value !== '') return value;
    throw new UsageError(`${text.emptyPassphrase[language]} ${file}`);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new UsageError(`${text.noPassphraseFile[language]} ${file} (${error.code})`);
  }
}
