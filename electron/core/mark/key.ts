import { createHash } from 'node:crypto';
import type { MarkKeyName } from '#shared/domain/mark.ts';

/** Decides positions and signs of a mark: who holds it can read, forge and remove the mark. */
export interface MarkKey {
  /** 32 bytes. */
  readonly bytes: Uint8Array;
  readonly name: MarkKeyName;
}

export const KEY_BYTES = 32;

/** A key of 32 bytes; throws on any other length. */
export function privateMarkKey(bytes: Uint8Array): MarkKey {
  if (bytes.length !== KEY_BYTES) throw new Error(`A mark key has ${KEY_BYTES} bytes, not ${bytes.length}`);
  return { bytes, name: { kind: 'private', fingerprint: fingerprint(bytes) } };
}

/**
 * A key file: 32 bytes as they are, or 64 hexadecimal digits with white space around them. `null`: it is neither.
 */
export function parseMarkKey(file: Uint8Array): MarkKey | null {
  if (file.length === KEY_BYTES) return privateMarkKey(Uint8Array.from(file));
  if (file.length > 256) return null;
  const text = Buffer.from(file).toString('latin1').trim();
  if (!/^[0-9a-fA-F]{64}$/.test(text)) return null;
  return privateMarkKey(Uint8Array.from(Buffer.from(text, 'hex')));
}

/** The key everyone has: whoever runs this program can read such a mark, and could have written it. */
export const publicMarkKey: MarkKey = (() => {
  const bytes = Uint8Array.from(createHash('sha256').update('assay public mark key 1').digest());
  return { bytes, name: { kind: 'public', fingerprint: fingerprint(bytes) } };
})();

function fingerprint(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
