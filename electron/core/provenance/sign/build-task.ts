import { rm, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { identify } from '../../intake/identify.ts';
import { engineTypes, readCredential } from '../../media/c2pa.ts';
import { buildCredential } from '../../media/c2pa-builder.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { readTrustFolder, trustFolder } from '../../media/trust-lists.ts';
import { createdLabels, defineCredential } from './definition.ts';
import { writeStoreEdits } from './draft-store.ts';
import type { SignOrder } from './order.ts';
import { ownList } from './output-check.ts';
import { removeRedacted } from './redaction.ts';
import { applyEdits, signaturePlace, softBindingEdits } from './store-bytes.ts';
import { BuildInput, type BuildOutput } from './tasks.ts';

/** Formats the engine can put a credential into. Others it reads, or reads only beside the file. */
const embeddable: ReadonlySet<string> = new Set([
  'jpeg',
  'png',
  'webp',
  'gif',
  'tiff',
  'dng',
  'svg',
  'jxl',
  'heif',
  'avif',
  'mp4',
  'm4a',
  'mov',
  'wav',
  'avi',
  'mp3',
  'flac',
]);

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
  for (const path of [drafts.file, drafts.store]) if (path !== null) await rm(path, { force: true });
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
    source: order.source,
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
  readonly mime: string;
  /** Label of the active manifest it carries. */
  readonly active: string | null;
  readonly notes: Localized[];
}

/** What the source is, and whether what is asked for can be done with it. */
async function readSource(order: SignOrder, context: TaskContext): Promise<Source | Reason> {
  const media = await identify(order.source, basename(order.out));
  const mime = engineTypes.get(media.format);
  if (mime === undefined || !embeddable.has(media.format)) return sourceFormat(media.format);
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
    if (faults.length > 0) notes.push(faultyParent(faults));
  }
  if (order.sidecar && (media.format === 'mp3' || media.format === 'flac')) notes.push(taggedSidecar);
  return { mime, active: reading.state === 'present' ? reading.store.active : null, notes };
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

function sourceFormat(format: string): Reason {
  return {
    code: 'format',
    text: localized(
      `A credential cannot be written into this format (${format}). Possible are JPEG, PNG, WebP, GIF, TIFF, DNG, SVG, JPEG XL, HEIC, AVIF, MP4, M4A, MOV, WAV, AVI, MP3 and FLAC.`,
      `无法向此格式（${format}）写入凭证。支持 JPEG、PNG、WebP、GIF、TIFF、DNG、SVG、JPEG XL、HEIC、AVIF、MP4、M4A、MOV、WAV、AVI、MP3 和 FLAC。`,
    ),
  };
}

function ingredientFormat(path: string): Reason {
  return {
    code: 'ingredient-format',
    text: localized(
      'The C2PA engine cannot take in an ingredient of this format.',
      'C2PA 引擎无法收录此格式的成分。',
    ),
    detail: path,
  };
}

function extension(name: string, format: string): Reason {
  return {
    code: 'extension',
    text: localized(
      `The name of the output does not fit its format (${format}): signing does not convert.`,
      `输出文件名与其格式（${format}）不符：签名不会转换格式。`,
    ),
    detail: name,
  };
}

const carriesCredential: Reason = {
  code: 'carries-credential',
  text: localized(
    'The source carries or names a credential already. Calling it a new work would drop its history: use an edit or an update.',
    '源文件已带有或指向凭证。将其声明为新作品会丢弃其历史：请使用编辑或更新。',
  ),
};

const nothingToUpdate: Reason = {
  code: 'nothing-to-update',
  text: localized(
    'The source carries no credential that can be read, so there is nothing to update or redact.',
    '源文件没有可读取的凭证，因此无内容可更新或删除。',
  ),
};

const changedContent: Reason = {
  code: 'changed-content',
  text: localized(
    'The content of the source no longer fits its credential, so an update cannot say that only statements changed. Use an edit: it records the fault.',
    '源文件的内容与其凭证已不相符，无法以更新声明“仅改变了声明”。请使用编辑：该问题将被记录在案。',
  ),
};

function updateFormat(format: string): Reason {
  return {
    code: 'update-format',
    text: localized(
      `An update cannot be written into this format (${format}): a longer credential changes lengths that the content hash of the earlier one covers. Use an edit.`,
      `无法向此格式（${format}）写入更新：凭证变长会改变先前内容哈希所覆盖的长度字段。请使用编辑。`,
    ),
  };
}

function faultyParent(codes: readonly string[]): Localized {
  const list = [...new Set(codes)].join(', ');
  return localized(
    `The credential of the source has faults (${list}). They are recorded in the new credential.`,
    `源文件的凭证存在问题（${list}），已记录在新凭证中。`,
  );
}

const taggedSidecar = localized(
  'For MP3 and FLAC the engine adds an ID3 tag also when the credential lies beside the file: it fits the output, not the source.',
  '对于 MP3 和 FLAC，即使凭证存放在文件之外，引擎也会添加 ID3 标签：该凭证与输出文件匹配，与源文件不匹配。',
);
