import { generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import { type AuthorityAlgorithm, type AuthorityFacts, authorityAlgorithms } from '#shared/domain/signing.ts';
import { syncDirectory } from '../../case/folder.ts';
import { writeNew } from '../../new-file.ts';
import type { Ports } from '../../ports.ts';
import { problem } from '../../problems.ts';
import { replaceFile } from '../../replace-file.ts';
import { type CertificateName, makeCertificate } from './certificate-making.ts';
import { fingerprint, keyProblem, type SigningIdentity, subjectOf } from './identity.ts';
import { isEncrypted, readKey, writeKey } from './key-file.ts';

/**
 * The certificate authority of this installation: a root that signs nothing but leaves, and a leaf for
 * each algorithm. Files in `<data>/signing/`: `root.pem` (for everyone), `root-key.pem`, and for each
 * algorithm one file with certificate and key, so that the two can only be replaced together.
 */
export type AuthorityPorts = Pick<Ports, 'clock' | 'id'> & { readonly paths: { readonly data: string } };

export interface AuthorityOrder {
  readonly organisation: string;
  readonly name: string;
  /** `null`: the keys are only protected by the file system (mode 0600). */
  readonly passphrase: string | null;
}

/** Names of the authority that is made at first use when nobody has said any: no person, no machine. */
export const installationName = { organisation: 'Assay installation', name: 'Local signer' } as const;

const years = 10;
const folderMode = 0o700;
const keyMode = 0o600;
/** X.520 upper bounds of both names. */
const nameLimit = 64;

/**
 * Make the authority; refused when there is one, but for the one made at first use: it is set aside, not
 * deleted, so that a name of one's own can still be given. Leaves last as long as the root: an offline
 * signature has no time-stamp, so that it can only be shown to be good while its certificate is valid.
 */
export async function createAuthority(
  ports: AuthorityPorts,
  order: AuthorityOrder,
): Promise<Result<AuthorityFacts>> {
  const names = [order.organisation, order.name].map((name) => name.trim());
  if (names.some((name) => name === '' || name.length > nameLimit || /\p{C}/u.test(name))) return badName();
  const folder = authorityFolder(ports);
  const standing = (await textOf(join(folder, 'root.pem'))) !== null;
  if (standing && (isInstallation(order) || !(await madeAtFirstUse(ports))))
    return problem('authority-exists', folder);
  const subject: CertificateName = { organisation: names[0]!, common: names[1]! };
  const rootKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const window = validity(ports.clock());
  const issuer = rootName(subject);
  const root = await makeCertificate({
    ...window,
    subject: issuer,
    issuer,
    key: rootKey,
    issuerKey: rootKey,
    kind: 'root',
  });
  const files = new Map([['root.pem', root]]);
  files.set('root-key.pem', await writeKey(rootKey, order.passphrase));
  await addLeaves(files, { subject, issuer, rootKey, window, passphrase: order.passphrase });

  // Whole or not at all: the folder gets its name when everything is in it.
  const draft = `${folder}.${ports.id()}`;
  try {
    await mkdir(draft, { recursive: true, mode: folderMode });
    for (const [name, text] of files) await writeNew(join(draft, name), Buffer.from(text), keyMode);
    if (standing) await rename(folder, `${folder}-before-${ports.id()}`);
    await rename(draft, folder);
    await syncDirectory(ports.paths.data);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return problem('authority-exists', folder);
    if (code === 'ENOSPC') return problem('disk-full', folder);
    if (code !== undefined) return problem('input-output', `${folder}: ${code}`);
    throw error;
  }
  return readAuthority(ports);
}

/** New keys for signing under the same root, for when the old ones may have been read by others. */
export async function renewAuthority(
  ports: AuthorityPorts,
  passphrase: string | null,
): Promise<Result<AuthorityFacts>> {
  const current = await readAuthority(ports);
  if (!current.ok) return current;
  const folder = authorityFolder(ports);
  const rootKey = readKey((await textOf(join(folder, 'root-key.pem'))) ?? '', passphrase);
  if (!rootKey.ok) return keyProblem(rootKey.why, join(folder, 'root-key.pem'));
  const subject = { organisation: current.value.organisation, common: current.value.name };
  const now = validity(ports.clock());
  const end = new Date(current.value.notAfter);
  if (now.notBefore >= end) return problem('authority-expired', current.value.notAfter);
  const files = new Map<string, string>();
  await addLeaves(files, {
    subject,
    issuer: rootName(subject),
    rootKey: rootKey.key,
    window: { notBefore: now.notBefore, notAfter: end },
    passphrase: current.value.encrypted ? passphrase : null,
  });
  for (const [name, text] of files) await replaceFile(join(folder, name), text, keyMode);
  return readAuthority(ports);
}

/** What the authority is, without its keys. */
export async function readAuthority(ports: AuthorityPorts): Promise<Result<AuthorityFacts>> {
  const folder = authorityFolder(ports);
  const rootPem = await textOf(join(folder, 'root.pem'));
  if (rootPem === null) return problem('no-authority');
  const root = certificateOf(rootPem);
  const leaves: AuthorityFacts['leaves'] = [];
  let encrypted = true;
  for (const algorithm of authorityAlgorithms) {
    const text = await textOf(join(folder, `${algorithm}.pem`));
    const leaf = text === null ? null : certificateOf(text);
    if (text === null || leaf === null) return problem('authority-damaged', `${algorithm}.pem (${folder})`);
    encrypted &&= isEncrypted(text);
    leaves.push({
      algorithm,
      certificate: fingerprint(leaf),
      notBefore: leaf.validFromDate.toISOString(),
      notAfter: leaf.validToDate.toISOString(),
      pem: leaf.toString(),
    });
  }
  if (root === null) return problem('authority-damaged', `root.pem (${folder})`);
  const subject = subjectOf(certificateOf(leaves[0]!.pem)!);
  return succeed({
    ...subject,
    root: fingerprint(root),
    rootPem,
    notAfter: root.validToDate.toISOString(),
    leaves,
    encrypted,
  });
}

/** Certificate and private key of the authority for one algorithm, ready to sign. */
export async function authorityIdentity(
  ports: AuthorityPorts,
  algorithm: AuthorityAlgorithm,
  passphrase: string | null,
): Promise<Result<SigningIdentity>> {
  const facts = await readAuthority(ports);
  if (!facts.ok) return facts;
  const leaf = facts.value.leaves.find((candidate) => candidate.algorithm === algorithm)!;
  const path = join(authorityFolder(ports), `${algorithm}.pem`);
  const key = readKey((await textOf(path)) ?? '', passphrase);
  if (!key.ok) return keyProblem(key.why, path);
  if (!certificateOf(leaf.pem)!.checkPrivateKey(key.key)) return problem('authority-damaged', path);
  if (new Date(leaf.notAfter) <= ports.clock()) return problem('authority-expired', leaf.notAfter);
  return succeed({
    algorithm,
    chain: [leaf.pem],
    key: key.key,
    anchors: facts.value.rootPem,
    allowed: '',
    signer: {
      organisation: facts.value.organisation,
      name: facts.value.name,
      certificate: leaf.certificate,
      notAfter: leaf.notAfter,
    },
  });
}

export function authorityFolder(ports: AuthorityPorts): string {
  return join(ports.paths.data, 'signing');
}

function isInstallation({ organisation, name }: { organisation: string; name: string }): boolean {
  return organisation === installationName.organisation && name === installationName.name;
}

async function madeAtFirstUse(ports: AuthorityPorts): Promise<boolean> {
  const facts = await readAuthority(ports);
  return facts.ok && isInstallation(facts.value);
}

interface LeafOrder {
  readonly subject: CertificateName;
  readonly issuer: CertificateName;
  readonly rootKey: KeyObject;
  readonly window: { readonly notBefore: Date; readonly notAfter: Date };
  readonly passphrase: string | null;
}

async function addLeaves(files: Map<string, string>, order: LeafOrder): Promise<void> {
  for (const algorithm of authorityAlgorithms) {
    const { privateKey } =
      algorithm === 'es256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519');
    const { subject, issuer, rootKey, window } = order;
    const leaf = { ...window, subject, issuer, key: privateKey, issuerKey: rootKey, kind: 'leaf' as const };
    const certificate = await makeCertificate(leaf);
    files.set(`${algorithm}.pem`, `${await writeKey(privateKey, order.passphrase)}${certificate}`);
  }
}

/** A name of its own for the root: with the leaf's name the leaf would look as if it had signed itself. */
function rootName({ organisation, common }: CertificateName): CertificateName {
  return { organisation, common: `${common} (root)` };
}

/** Certificates count in whole seconds. */
function validity(now: Date): { readonly notBefore: Date; readonly notAfter: Date } {
  const notBefore = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  return { notBefore, notAfter };
}

function certificateOf(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function badName() {
  return fail(
    'signing-refused',
    localized(
      `Organisation and name must be given, each at most ${nameLimit} characters, without control characters. Nothing was made.`,
      `必须给出组织和名称，各不超过 ${nameLimit} 个字符，且不含控制字符。未创建任何内容。`,
    ),
  );
}
