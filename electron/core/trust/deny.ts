import { z } from 'zod';
import type { CertificateFacts } from '#shared/domain/certificate.ts';
import type { Localized } from '#shared/domain/localized.ts';
import { DenyEntry, type TrustLine } from '#shared/domain/trust.ts';
import { digestOf } from './digest.ts';
import { firstIssue } from './lote.ts';

const entryCount = 10_000;

/** What of a certificate a denial is held against. */
export type DeniedFacts = Pick<CertificateFacts, 'serial' | 'issuer' | 'sha256' | 'keySha256'>;

export function looksLikeDenyList(value: unknown): boolean {
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return typeof first === 'object' && first !== null && Object.hasOwn(first, 'reason');
}

/**
 * A deny list in the documented form: an array of entries. Hashes and serials may be written with colons,
 * spaces, upper case and leading zeros, as certificate viewers print them.
 */
export function parseDenyList(value: unknown): readonly DenyEntry[] | { readonly fault: string } {
  const plain = Array.isArray(value) ? value.slice(0, entryCount + 1).map(plainMarks) : value;
  const parsed = z.array(DenyEntry).min(1).max(entryCount).safeParse(plain);
  return parsed.success ? parsed.data : { fault: firstIssue(parsed.error) };
}

/** One entry as typed, in its plain form. */
export function parseDenyEntry(value: unknown): DenyEntry | { readonly fault: string } {
  const parsed = DenyEntry.safeParse(plainMarks(value));
  return parsed.success ? parsed.data : { fault: firstIssue(parsed.error) };
}

function plainMarks(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const plain: Record<string, unknown> = { ...value };
  for (const name of ['serial', 'keySha256', 'certificateSha256']) {
    const mark = plain[name];
    if (typeof mark === 'string') plain[name] = mark.replace(/[\s:]/g, '').toLowerCase();
  }
  if (typeof plain.serial === 'string') plain.serial = plain.serial.replace(/^0+(?=.)/, '');
  return plain;
}

/**
 * A test of certificates against deny lists: the reason of the first entry that fits, or `null`. Every
 * certificate of a chain is to be asked, the anchor included. `since` is not held against a time: what
 * was revoked for a flaw in its issuing says nothing before that day either.
 */
export function deniedBy(entries: readonly DenyEntry[]): (facts: DeniedFacts) => Localized | null {
  const prepared = entries.map((entry) => ({
    entry,
    issuer: entry.issuer === undefined ? null : nameKey(entry.issuer),
  }));
  return (facts) => {
    const serial = facts.serial.toLowerCase().replace(/^0+(?=.)/, '');
    const issuer = nameKey(facts.issuer.text);
    const fits = prepared.find(
      ({ entry, issuer: wanted }) =>
        (entry.certificateSha256 === undefined || entry.certificateSha256 === facts.sha256) &&
        (entry.keySha256 === undefined || entry.keySha256 === facts.keySha256) &&
        (entry.serial === undefined || entry.serial === serial) &&
        (wanted === null || wanted === issuer),
    );
    return fits?.entry.reason ?? null;
  };
}

/** A distinguished name without regard to the order of its parts, to case and to spaces. */
function nameKey(name: string): string {
  return name
    .split(/(?<!\\)[,+\n]/)
    .map((part) =>
      part
        .trim()
        .replace(/\s+/g, ' ')
        .replace(/\s*=\s*/, '=')
        .toLowerCase(),
    )
    .filter((part) => part !== '')
    .sort()
    .join('\n');
}

/** A denial as a line of its list; the id is what it matches by. */
export function denyLine(entry: DenyEntry): TrustLine {
  return {
    id: denyId(entry),
    title: entry.reason.en,
    notBefore: entry.since ?? null,
    notAfter: null,
    digest: digestOf(entry),
  };
}

/** The marks of an entry as one text: two entries with the same marks are the same denial. */
export function denyId(entry: DenyEntry): string {
  const { certificateSha256, keySha256, serial, issuer } = entry;
  return [
    certificateSha256 && `certificate ${certificateSha256}`,
    keySha256 && `key ${keySha256}`,
    serial && `serial ${serial}`,
    issuer && `issuer ${issuer}`,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}
