import { rm, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { signableFormats } from '#shared/domain/signing.ts';
import { identify } from '../../intake/identify.ts';
import { engineTypes, readCredential } from '../../media/c2pa.ts';
import { buildCredential } from '../../media/c2pa-builder.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { readTrustFolder, trustFolder } from '../../media/trust-lists.ts';
import { createdLabels, defineCredential } from './definition.ts';
import { writeStoreEdits } from './draft-store.ts';
import { sourceToBuildOn } from './old-store.ts';
import type { SignOrder } from './order.ts';
import { ownList } from './output-check.ts';
import { removeRedacted } from './redaction.ts';
import { sidecarBeside } from './sidecar-beside.ts';
import {
  carriesCredential,
  changedContent,
  extension,
  faultyParent,
  ingredientFormat,
  nothingToUpdate,
  notTakenIn,
  sourceFormat,
  taggedSidecar,
  updateFormat,
} from './source-words.ts';
import { applyEdits, signaturePlace, softBindingEdits } from './store-bytes.ts';
import { BuildInput, type BuildOutput } from './tasks.ts';

/**
 * Formats in which a credential that grows changes bytes its parent's content hash is over: the length of the
 * RIFF form and of the ID3 tag, the directory of a TIFF file. Only an edit can follow there.
 */
const notUpdatable: ReadonlySet<string> = new Set(['webp', 'wav', 'avi', 'tiff', 'dng', 'mp3', 'flac']);

/** In a worker: write the new file with everything but the signature, and say what is to be signed. */
export async function buildForSigning(raw: unknown, context: TaskContext): Promise<BuildOutput> {
  const input = BuildInput.parse(raw);
  const { order, drafts } = input;
  // A second attempt after a crash finds what the first one left.
  for (const path of [drafts.file, drafts.store, drafts.source])
    if (path !== null) await rm(path, { force: true });
  const source = await readSource(order, context);
  if ('code' in source) return { ok: false, reason: source };
  const { lists } = await readTrustFolder(trustFolder());
  const definition = defineCredential(order);
  const ingredients = [];
  for (const { json, path } of definition.ingredients) {
    const mime = engineTypes.get((await identify(path, basename(path))).format);
    if (mime === undefined) return { ok: false, reason: ingredientFormat(path) };
    ingredients.push({ json, path, mime });
  }
  const redactions = order.redactions.map(({ assertion, reason }) => ({
    address: redactionAddress(assertion, source.active),
    reason,
  }));
  context.signal.throwIfAborted();
  const built = await buildCredential({
    source: await sourceToBuildOn(order.source, source.format, drafts.source, context.signal),
    target: drafts.file,
    mime: source.mime,
    manifest: definition.manifest,
    intent: definition.intent,
    ingredients,
    redactions,
    sidecar: drafts.store !== null,
    thumbnails: order.thumbnails && order.intent !== 'update',
    createdLabels,
    algorithm: input.algorithm,
    chain: input.chain,
    signatureLength: input.signatureLength,
    lists: [...lists, ownList(input)],
  });
  if (!built.ok) return { ok: false, reason: (await diskFull(drafts.file)) ?? built.reason };
  const edits = softBindingEdits(built.store, order.softBindings);
  const store = applyEdits(built.store, edits);
  const place = signaturePlace(store);
  if (place.length !== input.signatureLength)
    throw new Error(`The engine left ${place.length} bytes for a signature of ${input.signatureLength}`);
  if (drafts.store !== null) await writeFile(drafts.store, store, { flag: 'wx' });
  else {
    await writeStoreEdits(drafts.file, place.manifest, built.store, edits, context.signal);
    const addresses = redactions.map(({ address }) => address);
    const left = await removeRedacted(drafts.file, addresses, context.signal);
    if (left !== null) return { ok: false, reason: left };
  }
  return {
    ok: true,
    manifest: place.manifest,
    mime: source.mime,
    toBeSigned: new Uint8Array(place.toBeSigned),
    notes: source.notes,
  };
}

interface Source {
  readonly format: MediaFormat;
  readonly mime: string;
  /** Label of the active manifest it carries. */
  readonly active: string | null;
  readonly notes: Localized[];
}

/** What the source is, and whether what is asked for can be done with it. */
async function readSource(order: SignOrder, context: TaskContext): Promise<Source | Reason> {
  const media = await identify(order.source, basename(order.out));
  const mime = engineTypes.get(media.format);
  if (mime === undefined || !signableFormats.includes(media.format)) return sourceFormat(media.format);
  if (media.extensionFits === false) return extension(basename(order.out), media.format);
  const { lists } = await readTrustFolder(trustFolder());
  const { limits, signal } = context;
  const reading = await readCredential(order.source, mime, { lists, limits, signal });
  const carries = reading.state !== 'none' && reading.state !== 'engine-missing';
  if (carries && order.intent === 'create') return carriesCredential;
  if (reading.state !== 'present' && (order.intent === 'update' || order.redactions.length > 0))
    return nothingToUpdate;
  const notes: Localized[] = [];
  if (reading.state === 'present') {
    const faults = reading.store.statuses
      .filter(({ kind, code }) => kind === 'failure' && code !== 'signingCredential.untrusted')
      .map(({ code }) => code);
    if (order.intent === 'update' && faults.some((code) => /^assertion\.\w+Hash\.mismatch$/.test(code)))
      return changedContent;
    if (order.intent === 'update' && notUpdatable.has(media.format)) return updateFormat(media.format);
    const isParent = !order.ingredients.some(({ relationship }) => relationship === 'parentOf');
    if (faults.length > 0 && isParent) notes.push(faultyParent(faults));
  }
  const beside = await sidecarBeside(order.source);
  if (beside !== null && reading.state !== 'present') notes.push(notTakenIn(beside));
  if (order.sidecar && (media.format === 'mp3' || media.format === 'flac')) notes.push(taggedSidecar);
  return {
    format: media.format,
    mime,
    active: reading.state === 'present' ? reading.store.active : null,
    notes,
  };
}

/** The engine calls a full disk a broken picture; what is left of the disk tells. */
async function diskFull(path: string): Promise<Reason | null> {
  const { bavail, bsize } = await statfs(dirname(path));
  return bavail * bsize < 64 * 1024
    ? { code: 'disk-full', text: localized('The disk is full.', '磁盘已满。') }
    : null;
}

function redactionAddress(assertion: string, active: string | null): string {
  return assertion.startsWith('self#jumbf=')
    ? assertion
    : `self#jumbf=/c2pa/${active ?? ''}/c2pa.assertions/${assertion}`;
}
