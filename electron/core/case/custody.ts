import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { CustodyEvent } from '#shared/domain/case.ts';

/**
 * The custody chain. Each event carries the hash of the one before it; its own hash is SHA-256 over the
 * canonical JSON (RFC 8785) of all its other fields. Edits, deletions, insertions and reorderings show.
 * What a chain alone cannot show is a cut tail, or a rewrite of everything from some event on by someone who
 * recomputes the hashes: for that a signed checkpoint (`checkpoint.ts`) has to be known from elsewhere.
 */

/** What the first event refers to. */
export const chainStart = '0'.repeat(64);

/** An event as read from a file that may have been tampered with. */
export type StoredEvent = Omit<CustodyEvent, 'action'> & { readonly action: string };

export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

/** SHA-256 of the canonical JSON of an event without its hash, lower-case hexadecimal. */
export function eventHash(event: Omit<StoredEvent, 'hash'>): string {
  const { sequence, at, offsetMinutes, actor, session, action, object, detail, previous } = event;
  return recordHash({ sequence, at, offsetMinutes, actor, session, action, object, detail, previous });
}

/** SHA-256 of the canonical JSON of a record. Throws for what JSON cannot hold (lone surrogates, NaN). */
export function recordHash(record: object): string {
  const text = canonicalize(record);
  if (text === undefined) throw new TypeError('A record must be an object');
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Put an event at the end of a chain. */
export function sealEvent(
  head: ChainHead | null,
  body: Omit<CustodyEvent, 'sequence' | 'previous' | 'hash'>,
): CustodyEvent {
  const unsealed = { ...body, sequence: (head?.sequence ?? 0) + 1, previous: head?.hash ?? chainStart };
  return { ...unsealed, hash: eventHash(unsealed) };
}
