import { mkdir, stat } from 'node:fs/promises';
import { Command } from 'commander';
import { type MarkKey, publicMarkKey } from '#core/mark/key.ts';
import { keyFromFile } from '#core/mark/key-ring.ts';
import { MarkOrder, parsePayload } from '#core/mark/mark-order.ts';
import type { Problem } from '#shared/contract/errors.ts';
import type { Language } from '#shared/domain/localized.ts';
import { DurableRequest, MarkStrength } from '#shared/domain/marking.ts';
import { onInterrupt } from '../interrupt.ts';
import { labelText } from '../label-text.ts';
import { printBatch, printMarked } from '../mark-output.ts';
import { markText as text } from '../mark-text.ts';
import { complain, printJson } from '../output.ts';
import { drawBar } from '../progress.ts';
import { type Session, UsageError, valueOrUsage, withSession } from '../session.ts';
import { signText } from '../sign-text.ts';
import { text as common } from '../text.ts';
import { type LabelCommandOptions, orderOf, split } from './label.ts';
import { describe, makeAuthority, passphraseOf } from './sign.ts';

type LabelOptions = Omit<
  LabelCommandOptions,
  'out' | 'id' | 'key' | 'certificate' | 'passphraseFile' | 'json' | 'sign'
>;

interface MarkCommandOptions extends LabelOptions {
  readonly out: string;
  readonly id?: string;
  readonly key?: string;
  readonly strength?: string;
  readonly durable?: true;
  readonly register?: boolean;
  readonly keep: boolean;
  readonly note?: string;
  readonly produceId?: string;
  readonly sign?: true;
  readonly certificate?: string;
  readonly signingKey?: string;
  readonly passphraseFile?: string;
  readonly json?: true;
}

export function markCommand(language: Language): Command {
  return new Command('mark')
    .description(text.mark[language])
    .argument('<file...>')
    .requiredOption('--out <file|folder>', text.optionOut[language])
    .option('--id <number>', text.optionId[language])
    .option('--key <file>', text.optionKey[language])
    .option('--strength <dB>', text.optionStrength[language])
    .option('--durable', text.optionDurable[language])
    .option('--register', text.optionRegister[language])
    .option('--no-register', text.optionNoRegister[language])
    .option('--no-keep', text.optionNoKeep[language])
    .option('--note <text>', text.optionNote[language])
    .option('--standard <names>', labelText.optionStandard[language], split)
    .option('--producer <name>', labelText.optionProducer[language])
    .option('--produce-id <number>', text.optionProduceId[language])
    .option('--label <1|2|3>', labelText.optionLabel[language])
    .option('--propagator <name>', labelText.optionPropagator[language])
    .option('--propagator-id <number>', labelText.optionPropagatorId[language])
    .option('--source-type <type>', labelText.optionSourceType[language])
    .option('--system <name>', labelText.optionSystem[language])
    .option('--system-version <version>', labelText.optionSystemVersion[language])
    .option('--prompt <text>', labelText.optionPrompt[language])
    .option('--visible [text]', labelText.optionVisible[language])
    .option('--position <place>', labelText.optionPosition[language])
    .option('--ratio <share>', labelText.optionRatio[language])
    .option('--seconds <number>', labelText.optionSeconds[language])
    .option('--audible <rhythm|file>', labelText.optionAudible[language])
    .option('--written [text]', labelText.optionWritten[language])
    .option('--place <start|end>', labelText.optionPlace[language])
    .option('--sign', text.optionSign[language])
    .option('--certificate <chain.pem>', signText.optionCertificate[language])
    .option('--signing-key <key.pem>', text.optionSigningKey[language])
    .option('--passphrase-file <file>', signText.optionPassphraseFile[language])
    .option('--json', common.optionJson[language])
    .addHelpText('after', text.markHelp[language])
    .action((files: string[], options: MarkCommandOptions) =>
      withSession(language, (session) => mark(session, files, options)),
    );
}

async function mark(
  session: Session,
  files: readonly string[],
  options: MarkCommandOptions,
): Promise<number> {
  const { language } = session;
  const request = requestOf(files, options, language);
  const key = await keyOf(session, options.key);
  const means = await meansOf(options, language);
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort(new Error('interrupted')));
  const act = options.durable === true ? batch : single;
  try {
    const run = () => act(session, { files, options, request, key, means, signal: stop.signal });
    const status = await run();
    if (status !== null) return status;
    await makeAuthority(session, means?.passphrase ?? null);
    return (await run()) ?? 1;
  } finally {
    release();
  }
}

interface Asked {
  readonly files: readonly string[];
  readonly options: MarkCommandOptions;
  readonly request: DurableRequest;
  readonly key: MarkKey;
  readonly means: Awaited<ReturnType<typeof meansOf>>;
  readonly signal: AbortSignal;
}

/** The exit status; `null`: there is no signing authority yet. */
async function single({ app, language }: Session, { files, options, request, key, means, signal }: Asked) {
  const { key: _key, ...rest } = request;
  const order: MarkOrder = { ...MarkOrder.parse({ ...rest, source: files[0], out: options.out }), key };
  const bar = drawBar(text.marking[language]);
  const made = await app.marking.file(order, means, { signal, onProgress: (part) => bar.show(part, 1, '') });
  bar.stop();
  if (!made.ok && made.problem.code === 'no-authority') return null;
  if (!made.ok && ofTheMachine.has(made.problem.code)) {
    complain(describe(made.problem, language));
    return 1;
  }
  const marked = valueOrUsage(made, language);
  if (options.json === true)
    printJson({
      ...marked,
      codec: marked.mark?.codec,
      payload: marked.mark?.payload,
      quality: marked.mark?.quality,
    });
  else printMarked(marked, language);
  return 0;
}

async function batch({ app, language }: Session, { files, options, request, key, means, signal }: Asked) {
  await mkdir(options.out, { recursive: true });
  const bar = drawBar(text.marking[language]);
  const made = await app.marking.durable({ sources: files, out: options.out, request, sign: means }, key, {
    signal,
    onProgress: (done, total, name) => bar.show(done, total, name),
  });
  bar.stop();
  if (!made.ok && made.problem.code === 'no-authority') return null;
  const done = valueOrUsage(made, language);
  if (options.json === true) printJson(done);
  else printBatch(done, language);
  return done.files.length > 0 && done.files.every(({ state }) => state === 'done' || state === 'earlier')
    ? 0
    : 1;
}

/** What the caller could not have known: status 1. Everything else was asked for wrongly. */
const ofTheMachine: ReadonlySet<Problem['code']> = new Set([
  'marking-failed',
  'labelling-failed',
  'signing-failed',
  'disk-full',
  'input-output',
  'engine-missing',
  'cancelled',
  'authority-damaged',
  'register-unusable',
]);

function requestOf(
  files: readonly string[],
  options: MarkCommandOptions,
  language: Language,
): DurableRequest {
  const { id, strength, durable, register, keep, note, produceId, standard, sign } = options;
  if (durable !== true && files.length > 1) throw new UsageError(text.oneFile[language]);
  const hasNationalLabel = (standard ?? []).some((name) => name.startsWith('gb45438'));
  if (produceId !== undefined && !hasNationalLabel) throw new UsageError(text.needsStandard[language]);
  if (options.producer !== undefined && produceId === undefined && hasNationalLabel)
    throw new UsageError(text.needsProduceId[language]);
  for (const name of ['certificate', 'signingKey', 'passphraseFile'] as const)
    if (options[name] !== undefined && sign !== true)
      throw new UsageError(`${text.needsSign[language]} --${name.replace('K', '-k').replace('F', '-f')}`);
  if ((options.certificate === undefined) !== (options.signingKey === undefined))
    throw new UsageError(signText.bothOrNone[language]);
  const asked = labelOptions.filter((name) => options[name] !== undefined);
  if (durable !== true && asked.length > 0)
    throw new UsageError(`${text.needsDurable[language]} --${asked.map(flagOf).join(', --')}`);
  const { labels, visible, audible, written } = orderOf(
    files[0] ?? '',
    {
      ...Object.fromEntries(labelOptions.map((name) => [name, options[name]])),
      out: options.out,
      ...(produceId === undefined ? {} : { id: produceId }),
    },
    language,
  );
  return DurableRequest.parse({
    payload: id === undefined ? null : payloadOf(id, language),
    strength: strength === undefined ? null : strengthOf(strength, language),
    register: register ?? durable === true,
    keep,
    note: note ?? '',
    labelling: { labels, visible, audible, written },
  });
}

const labelOptions = [
  'standard',
  'producer',
  'label',
  'propagator',
  'propagatorId',
  'sourceType',
  'system',
  'systemVersion',
  'prompt',
  'visible',
  'position',
  'ratio',
  'seconds',
  'audible',
  'written',
  'place',
] as const;

function flagOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function payloadOf(id: string, language: Language): string {
  const payload = parsePayload(id);
  if (typeof payload === 'string') return payload;
  throw new UsageError(`${(payload.why === 'not-a-number' ? text.badId : text.idRange)[language]} ${id}`);
}

function strengthOf(value: string, language: Language): number {
  const strength = MarkStrength.safeParse(value.trim() === '' ? Number.NaN : Number(value));
  if (strength.success) return strength.data;
  throw new UsageError(`${text.badStrength[language]} ${value}`);
}

/** A key from a file, or from the ring by its fingerprint. */
async function keyOf({ app, language }: Session, key: string | undefined): Promise<MarkKey> {
  if (key === undefined) return publicMarkKey;
  const file = await stat(key).then(
    (found) => found.isFile(),
    () => false,
  );
  const ring = !file && /^[0-9a-fA-F]{16}$/.test(key);
  return valueOrUsage(ring ? await app.marking.keyOf(key.toLowerCase()) : await keyFromFile(key), language);
}

async function meansOf(options: MarkCommandOptions, language: Language) {
  if (options.sign !== true) return null;
  const { certificate, signingKey } = options;
  return {
    certificate:
      certificate === undefined || signingKey === undefined ? null : { chain: certificate, key: signingKey },
    passphrase: await passphraseOf(options.passphraseFile, language),
    algorithm: 'es256',
  } as const;
}
