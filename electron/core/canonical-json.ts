import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Canonical JSON (RFC 8785) of data that may hold what strangers wrote. */
export function canonicalJson(value: object): string {
  const text = canonicalize(wellFormed(value));
  if (text === undefined) throw new TypeError('Only what JSON can hold has a canonical form');
  return text;
}

export function canonicalHash(value: object): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}

/**
 * RFC 8785 refuses lone surrogates and numbers JSON cannot hold. Metadata of hostile files has both: the
 * surrogate becomes U+FFFD, the number a text. Strings and keys of ordinary data pass unchanged.
 */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) copy[key.toWellFormed()] = wellFormed(item);
  }
  return copy;
}
