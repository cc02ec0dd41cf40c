import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { Checkpoint } from '#shared/domain/checkpoint.ts';
import { canonicalJson } from '../canonical-json.ts';

/**
 * Checkpoints of the custody chain: what the chain alone cannot show (a cut tail, a rewrite of everything by someone
 * who recomputes the hashes) shows against a signed statement of its end that was kept elsewhere, as Certificate
 * Transparency does with signed tree heads (RFC 9162, section 4.10).
 */

/** Why a checkpoint could not be signed. */
export type CheckpointGap = 'passphrase-needed' | 'passphrase-wrong' | 'key-unreadable';

/** What signs: the key of this installation, when it can be used. Without it the case goes on without checkpoints. */
export interface CheckpointSigner {
  key():
    | {
        readonly ok: true;
        /** SHA-256 of the public key's SubjectPublicKeyInfo. */
        readonly keyId: string;
        /** SubjectPublicKeyInfo, base64. */
        readonly publicKey: string;
        sign(message: Uint8Array): Uint8Array;
      }
    | { readonly ok: false; readonly missing: CheckpointGap };
  /** Known without its passphrase too; null: there is no key yet. */
  readonly keyId: string | null;
}

/** The bytes a signature covers: the canonical JSON of the document without its signature. */
export function signedBytes(document: Omit<Checkpoint, 'signature'>): Buffer {
  const { format, version, sequence, hash, at, reason, keyId, publicKey } = document;
  const covered = { format, version, case: document.case, sequence, hash, at, reason, keyId, publicKey };
  return Buffer.from(canonicalJson(covered), 'utf8');
}

/** The whole document as it is stored, printed and copied: canonical JSON. */
export function checkpointText(checkpoint: Checkpoint): string {
  return canonicalJson(checkpoint);
}

/** SHA-256 of a public key's SubjectPublicKeyInfo, by which people compare keys. */
export function checkpointKeyId(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
}

export type CheckpointReading =
  | { readonly ok: true; readonly checkpoint: Checkpoint }
  | { readonly ok: false; readonly why: 'format' | 'key' | 'signature' };

/** Read a checkpoint and check its signature with the key it names. Whose key that is, is for the reader to know. */
export function readCheckpoint(value: unknown): CheckpointReading {
  const parsed = Checkpoint.safeParse(value);
  if (!parsed.success) return { ok: false, why: 'format' };
  const checkpoint = parsed.data;
  const key = publicKeyOf(checkpoint.publicKey);
  if (key === null || checkpointKeyId(checkpoint.publicKey) !== checkpoint.keyId)
    return { ok: false, why: 'key' };
  const sound = verify(null, signedBytes(checkpoint), key, Buffer.from(checkpoint.signature, 'base64'));
  return sound ? { ok: true, checkpoint } : { ok: false, why: 'signature' };
}

/** As `readCheckpoint`, from the text of a file: a checkpoint, or a report's record that holds one. */
export function readCheckpointText(text: string): CheckpointReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, why: 'format' };
    throw error;
  }
  if (typeof value === 'object' && value !== null && 'checkpoint' in value)
    return readCheckpoint(value.checkpoint);
  return readCheckpoint(value);
}

function publicKeyOf(text: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch (error) {
    // Bytes that are no key.
    if (error instanceof Error) return null;
    throw error;
  }
}
