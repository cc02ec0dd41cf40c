import { Command } from 'commander';
import { z } from 'zod';
import { LabelOrder } from '#core/labels/writing/order.ts';
import type { Problem } from '#shared/contract/errors.ts';
import type { LabelledFile, LabelToWrite } from '#shared/domain/labelling.ts';
import type { Language } from '#shared/domain/localized.ts';
import { onInterrupt } from '../interrupt.ts';
import { labelText as text } from '../label-text.ts';
import { complain, printJson, printLine } from '../output.ts';
import { type Session, UsageError, valueOrUsage, withSession } from '../session.ts';
import { signText } from '../sign-text.ts';
import { text as common } from '../text.ts';
import { describe, makeAuthority, passphraseOf } from './sign.ts';

export interface LabelCommandOptions {
  readonly out: string;
  readonly standard?: readonly string[];
  readonly producer?: string;
  readonly id?: string;
  readonly label?: string;
  readonly propagator?: string;
  readonly propagatorId?: string;
  readonly sourceType?: string;
  readonly system?: string;
  readonly systemVersion?: string;
  readonly prompt?: string;
  readonly visible?: string | true;
  readonly position?: string;
  readonly ratio?: string;
  readonly seconds?: string;
  readonly audible?: string;
  readonly written?: string | true;
  readonly place?: string;
  readonly sign?: true;
  readonly certificate?: string;
  readonly key?: string;
  readonly passphraseFile?: string;
  readonly json?: true;
}

const standards: ReadonlyMap<string, LabelToWrite['standard']> = new Map([
  ['gb45438', 'gb45438-aigc'],
  ['gb45438-aigc', 'gb45438-aigc'],
  ['iptc', 'iptc-digital-source-type'],
  ['iptc-digital-source-type', 'iptc-digital-source-type'],
  ['schema-org', 'schema-org'],
]);

export const split = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...value.split(',').map((name) => name.trim()),
];

export function labelCommand(language: Language): Command {
  return new Command('label')
    .description(text.label[language])
    .argument('<file>')
    .requiredOption('--out <file>', text.optionOut[language])
    .option('--standard <names>', text.optionStandard[language], split)
    .option('--producer <name>', text.optionProducer[language])
    .option('--id <number>', text.optionId[language])
    .option('--label <1|2|3>', text.optionLabel[language])
    .option('--propagator <name>', text.optionPropagator[language])
    .option('--propagator-id <number>', text.optionPropagatorId[language])
    .option('--source-type <type>', text.optionSourceType[language])
    .option('--system <name>', text.optionSystem[language])
    .option('--system-version <version>', text.optionSystemVersion[language])
    .option('--prompt <text>', text.optionPrompt[language])
    .option('--visible [text]', text.optionVisible[language])
    .option('--position <place>', text.optionPosition[language])
    .option('--ratio <share>', text.optionRatio[language])
    .option('--seconds <number>', text.optionSeconds[language])
    .option('--audible <rhythm|file>', text.optionAudible[language])
    .option('--written [text]', text.optionWritten[language])
    .option('--place <start|end>', text.optionPlace[language])
    .option('--sign', text.optionSign[language])
    .option('--certificate <chain.pem>', signText.optionCertificate[language])
    .option('--key <key.pem>', signText.optionKey[language])
    .option('--passphrase-file <file>', signText.optionPassphraseFile[language])
    .option('--json', common.optionJson[language])
    .addHelpText('after', text.labelHelp[language])
    .action((file: string, options: LabelCommandOptions) =>
      withSession(language, async (session) => label(session, file, options)),
    );
}

async function label(session: Session, file: string, options: LabelCommandOptions): Promise<number> {
  const { app, language } = session;
  const order = orderOf(file, options, language);
  if ((options.certificate === undefined) !== (options.key === undefined))
    throw new UsageError(signText.bothOrNone[language]);
  const means = options.sign === true ? await meansOf(options, language) : null;
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort(new Error('interrupted')));
  try {
    const run = () => app.labelling.file(order, means, { signal: stop.signal });
    let labelled = await run();
    if (!labelled.ok && labelled.problem.code === 'no-authority') {
      await makeAuthority(session, means?.passphrase ?? null);
      labelled = await run();
    }
    if (!labelled.ok && ofTheMachine.has(labelled.problem.code)) {
      complain(describe(labelled.problem, language));
      return 1;
    }
    report(valueOrUsage(labelled, language), options, language);
    return 0;
  } finally {
    release();
  }
}

/** What the caller could not have known: status 1. Everything else was asked for wrongly. */
const ofTheMachine: ReadonlySet<Problem['code']> = new Set([
  'labelling-failed',
  'signing-failed',
  'disk-full',
  'input-output',
  'engine-missing',
  'cancelled',
  'authority-damaged',
]);

async function meansOf(options: LabelCommandOptions, language: Language) {
  const { certificate, key } = options;
  return {
    certificate: certificate === undefined || key === undefined ? null : { chain: certificate, key },
    passphrase: await passphraseOf(options.passphraseFile, language),
    algorithm: 'es256',
  } as const;
}

/** What is to be written, as the options say. */
export function orderOf(file: string, options: LabelCommandOptions, language: Language): LabelOrder {
  const asked = (options.standard ?? []).map((name) => {
    const standard = standards.get(name);
    if (standard === undefined) throw new UsageError(`${text.badStandard[language]} ${name}`);
    return standard;
  });
  needs(options, asked, language);
  const { place } = options;
  const placed = place === undefined ? {} : { place };
  const order = LabelOrder.safeParse({
    source: file,
    out: options.out,
    labels: asked.map((standard) => labelOf(standard, options)),
    visible: visibleOf(options),
    audible:
      options.audible === undefined
        ? null
        : options.audible === 'rhythm'
          ? { kind: 'rhythm', ...placed }
          : { kind: 'spoken', recording: options.audible, ...placed },
    written: options.written === undefined ? null : { ...given(options.written), ...placed },
    sign: options.sign === true,
  });
  if (order.success) return order.data;
  throw new UsageError(`${text.badRequest[language]}\n${z.prettifyError(order.error)}`);
}

function given(value: string | true): { readonly text?: string } {
  return value === true ? {} : { text: value };
}

function visibleOf({ visible, position, ratio, seconds }: LabelCommandOptions): object | null {
  if (visible === undefined) return null;
  return {
    ...given(visible),
    ...(position === undefined ? {} : { position }),
    ...(ratio === undefined ? {} : { ratio: Number(ratio) }),
    ...(seconds === undefined ? {} : { seconds: Number(seconds) }),
  };
}

function labelOf(standard: LabelToWrite['standard'], options: LabelCommandOptions): object {
  const { label: value, producer, id, propagator, propagatorId, sourceType } = options;
  const { system, systemVersion, prompt } = options;
  switch (standard) {
    case 'gb45438-aigc':
      return { standard, label: value, producer, produceId: id, propagator, propagateId: propagatorId };
    case 'iptc-digital-source-type':
      return { standard, sourceType, system, systemVersion, prompt };
    case 'schema-org':
      return { standard, sourceType };
  }
}

/** An option whose label was not asked for would be lost in silence. */
function needs(
  options: LabelCommandOptions,
  asked: readonly LabelToWrite['standard'][],
  language: Language,
): void {
  const iptc = asked.includes('iptc-digital-source-type');
  const rules: readonly (readonly [keyof LabelCommandOptions, string, boolean, string])[] = [
    ...(['producer', 'id', 'label', 'propagator', 'propagatorId'] as const).map(
      (name) => [name, flagOf(name), asked.includes('gb45438-aigc'), '--standard gb45438'] as const,
    ),
    ...(['system', 'systemVersion', 'prompt'] as const).map(
      (name) => [name, flagOf(name), iptc, '--standard iptc'] as const,
    ),
    ['sourceType', '--source-type', iptc || asked.includes('schema-org'), '--standard iptc|schema-org'],
    ...(['position', 'ratio', 'seconds'] as const).map(
      (name) => [name, flagOf(name), options.visible !== undefined, '--visible'] as const,
    ),
    [
      'place',
      '--place',
      options.audible !== undefined || options.written !== undefined,
      '--audible|--written',
    ],
    ...(['certificate', 'key', 'passphraseFile'] as const).map(
      (name) => [name, flagOf(name), options.sign === true, '--sign'] as const,
    ),
  ];
  for (const [name, flag, met, other] of rules)
    if (options[name] !== undefined && !met)
      throw new UsageError(`${flag}: ${text.needsOption[language]} ${other}`);
}

function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function report(labelled: LabelledFile, options: LabelCommandOptions, language: Language): void {
  if (options.json === true) {
    printJson(labelled);
    return;
  }
  const { path, sha256, changes, rest, readBack, signed, notes } = labelled;
  printLine(`${text.written[language]} ${path}`);
  printLine(`  sha256 ${sha256}`);
  for (const { standard, place, name, before, after } of changes) {
    const earlier = before === null ? '' : ` (${text.before[language]} ${before})`;
    printLine(`  ${standard} · ${place}: ${name} = ${after}${earlier}`);
  }
  const stage = signed === null ? '' : ` (${text.unsigned[language]})`;
  printLine(`  ${text.rest[rest][language]}${stage}`);
  for (const { reader, version, state, name } of readBack)
    printLine(`  ${reader} ${version}: ${text.readers[state][language]}${name === null ? '' : ` ${name}`}`);
  if (signed !== null)
    for (const { name, version, state } of signed.checks) printLine(`  ${name} ${version}: ${state}`);
  for (const note of [...notes, ...(signed?.notes ?? [])]) printLine(`  ${note[language]}`);
}
