import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../../case/problem.ts';
import { nameDraft } from '../../draft-file.ts';
import { writeNew } from '../../new-file.ts';

/** The Ed25519 key (RFC 8032) with which this installation signs what it gives away of its register. */
export interface RegisterKey {
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo, base64. */
  readonly publicKey: string;
  /** SHA-256 of the public key's SubjectPublicKeyInfo. */
  readonly fingerprint: string;
}

/** The installation's key; made the first time it is asked for. */
export async function registerKey(path: string, id: string): Promise<RegisterKey> {
  const known = await readKey(path);
  if (known !== null) return known;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const draft = `${path}.${id}`;
  try {
    await writeNew(draft, Buffer.from(pem), 0o600);
    await nameDraft(draft, path);
  } catch (error) {
    // Another process was faster: its key is the installation's.
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const made = await readKey(path);
  if (made === null) throw new Error('the key of the register is gone as soon as it was made');
  return made;
}

/** SHA-256 of a public key in base64 SubjectPublicKeyInfo form. */
export function keyFingerprint(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
}

async function readKey(path: string): Promise<RegisterKey | null> {
  try {
    const privateKey = createPrivateKey(await readFile(path));
    const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
    return { privateKey, publicKey, fingerprint: keyFingerprint(publicKey) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
