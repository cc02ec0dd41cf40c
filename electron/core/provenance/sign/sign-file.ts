import { X509Certificate } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { SignedFile } from '#shared/domain/signing.ts';
import { standsAt, syncDirectory } from '../../case/folder.ts';
import { finishDraft, nameDraft } from '../../draft-file.ts';
import { defaultLimits } from '../../media/limits.ts';
import type { Ports, TaskFailure } from '../../ports.ts';
import { problem } from '../../problems.ts';
import { decodeCbor } from '../jumbf/cbor.ts';
import { bytesOf, isCborMap, listOf, mapOf, textOf } from '../jumbf/cbor-values.ts';
import { nothingWritten, type SigningIdentity, signatureLength, signBytes } from './identity.ts';
import { orderFault, type SignOrder } from './order.ts';
import { BuildOutput, type Drafts, SealOutput } from './tasks.ts';

export type SignPorts = Pick<Ports, 'id' | 'workers'>;

/** A gigabyte takes up to half a minute to write, and as long again to check. */
const limits = { ...defaultLimits, timeMs: 600_000 };

/** Where a credential lies that is not inside its file: `picture.c2pa` beside `picture.jpg`. */
export function sidecarPath(path: string): string {
  return join(dirname(path), `${basename(path, extname(path))}.c2pa`);
}

/**
 * Whether an order can be carried out as far as can be told without looking into a file.
 *
 * @returns the order with absolute paths
 */
export async function checkOrder(given: SignOrder): Promise<Result<SignOrder>> {
  const order = absolute(given);
  const fault = orderFault(order);
  if (fault !== null) return fail('signing-refused', nothingWritten(fault));
  for (const path of [order.source, ...order.ingredients.map((one) => one.path)])
    if (!(await isA('file', path))) return fail('signing-refused', nothingWritten(noFile), path);
  if (!(await isA('folder', dirname(order.out))))
    return fail('signing-refused', nothingWritten(noFolder), dirname(order.out));
  const store = order.sidecar ? sidecarPath(order.out) : null;
  for (const path of [order.out, store])
    if (path !== null && (await standsAt(path)) !== 'missing') return problem('file-exists', path);
  if (store === order.out) return fail('signing-refused', nothingWritten(sidecarName), order.out);
  return succeed(order);
}

/**
 * Write a signed copy of a file. The source is only read; a file that stands at the target stays; the copy
 * gets its name when both engines have found it in order, and otherwise nothing is left behind.
 */
export async function signFile(
  given: SignOrder,
  identity: SigningIdentity,
  ports: SignPorts,
  signal?: AbortSignal,
): Promise<Result<SignedFile>> {
  const checked = await checkOrder(given);
  if (!checked.ok) return checked;
  const order = checked.value;
  const store = order.sidecar ? sidecarPath(order.out) : null;
  const id = ports.id();
  const draft = (path: string): string => join(dirname(path), `.${id}.signing${extname(path)}`);
  const drafts: Drafts = {
    file: draft(order.out),
    store: store === null ? null : draft(store),
    source: join(dirname(order.out), `.${id}.source.signing${extname(order.out)}`),
  };
  try {
    return await signIntoDrafts(order, identity, drafts, store, ports, signal);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^E[A-Z0-9]+$/.test(code)) throw error;
    if (code === 'EEXIST') return problem('file-exists', order.out);
    return problem(code === 'ENOSPC' ? 'disk-full' : 'input-output', `${order.out}: ${code}`);
  } finally {
    for (const path of [drafts.file, drafts.store, drafts.source])
      if (path !== null) await rm(path, { force: true });
  }
}

async function signIntoDrafts(
  order: SignOrder,
  identity: SigningIdentity,
  drafts: Drafts,
  store: string | null,
  ports: SignPorts,
  signal: AbortSignal | undefined,
): Promise<Result<SignedFile>> {
  const options = { priority: 'interactive', limits, ...(signal === undefined ? {} : { signal }) } as const;
  const { chain, anchors, allowed, algorithm } = identity;
  const length = signatureLength(identity);
  const buildInput = { order, drafts, algorithm, chain, signatureLength: length, anchors, allowed };
  const built = await ports.workers.run('sign-build', buildInput, BuildOutput, options);
  if (!built.ok) return taskProblem(built.failure);
  if (!built.value.ok) return reasonProblem(built.value.reason);
  const { manifest, mime, toBeSigned, notes } = built.value;
  // The worker has read a stranger's file. What it gives us to sign must be a claim of ours and nothing else.
  if (!isClaim(toBeSigned, identity))
    throw new Error('The worker gave something else than a claim to be signed');
  const signature = new Uint8Array(signBytes(identity, toBeSigned));
  const sealInput = { drafts, mime, manifest, toBeSigned, signature, anchors, allowed };
  const sealed = await ports.workers.run('sign-seal', sealInput, SealOutput, options);
  if (!sealed.ok) return taskProblem(sealed.failure);
  if (!sealed.value.ok) return reasonProblem(sealed.value.reason);

  const file = await finishDraft(drafts.file);
  const beside = drafts.store === null ? null : await finishDraft(drafts.store);
  signal?.throwIfAborted();
  if (store !== null && drafts.store !== null) await nameDraft(drafts.store, store);
  try {
    await nameDraft(drafts.file, order.out);
  } catch (error) {
    if (store !== null) await rm(store, { force: true });
    throw error;
  }
  await syncDirectory(dirname(order.out));
  return succeed({
    path: order.out,
    ...file,
    sidecar: store === null || beside === null ? null : { path: store, sha256: beside.sha256 },
    manifest,
    format: mime,
    algorithm,
    signer: identity.signer,
    trustedTime: false,
    checks: sealed.value.checks,
    notes: [...notes, ...sealed.value.notes, noTrustedTime(identity.signer.notAfter)],
  });
}

function absolute(order: SignOrder): SignOrder {
  return {
    ...order,
    source: resolve(order.source),
    out: resolve(order.out),
    ingredients: order.ingredients.map((one) => ({ ...one, path: resolve(one.path) })),
  };
}

/** `["Signature1", protected header with our certificate, "", claim]` (RFC 9052 §4.4). */
function isClaim(bytes: Uint8Array, identity: SigningIdentity): boolean {
  const reading = decodeCbor(bytes);
  if ('problem' in reading || reading.end !== bytes.length) return false;
  const [context, header, external, payload, ...rest] = listOf(reading.value);
  const inside = decodeCbor(bytesOf(header) ?? new Uint8Array());
  const claim = decodeCbor(bytesOf(payload) ?? new Uint8Array());
  if (textOf(context) !== 'Signature1' || bytesOf(external)?.length !== 0 || rest.length > 0) return false;
  if ('problem' in inside || 'problem' in claim || !isCborMap(claim.value)) return false;
  const chain = mapOf(inside.value).get(33);
  const leaf = bytesOf(chain) ?? bytesOf(listOf(chain)[0]);
  const own = new X509Certificate(identity.chain[0]!).raw;
  return leaf !== null && own.equals(leaf) && claim.value.has('claim_generator_info');
}

function taskProblem(failure: TaskFailure) {
  if (failure.code === 'cancelled') return problem('cancelled');
  return problem('signing-failed', [failure.message, failure.detail ?? ''].join('\n').trim().slice(0, 2000));
}

/** Reasons that lie in what was asked for, and those that lie in the machine. */
function reasonProblem({ code, text, detail }: Reason) {
  if (code === 'disk-full') return problem('disk-full', detail);
  if (code === 'engine-missing') return fail('engine-missing', text, detail);
  const failed = code === 'check-failed' || code === 'draft-changed';
  return fail(failed ? 'signing-failed' : 'signing-refused', nothingWritten(text), detail);
}

async function isA(kind: 'file' | 'folder', path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return kind === 'file' ? found.isFile() : found.isDirectory();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

const noFile: Localized = localized('There is no such file, or it cannot be read.', '文件不存在或无法读取。');
const noFolder: Localized = localized(
  'The folder the output is to be written to does not exist.',
  '输出文件所在的文件夹不存在。',
);
const sidecarName: Localized = localized(
  'The output itself must not have the name of its credential (.c2pa).',
  '输出文件本身不能使用其凭证文件的名称（.c2pa）。',
);

function noTrustedTime(notAfter: string): Localized {
  const day = notAfter.slice(0, 10);
  return localized(
    `Signed offline: no time-stamp authority has confirmed when. From ${day} on, when the certificate has expired, nobody can prove that it was signed before.`,
    `离线签名：没有时间戳机构证明签名时间。证书于 ${day} 到期后，将无法证明签名是在到期前作出的。`,
  );
}
