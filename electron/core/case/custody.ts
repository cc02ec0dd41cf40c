import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { CustodyEvent } from '#shared/domain/case.ts';

/**
 * The custody chain. Each event carries the hash of the one before it; its own hash is SHA-256 over the
 * canonical JSON (RFC 8785) of all its other fields. Edits, deletions, insertions and reorderings show.
 * What a chain alone cannot show is a cut tail, or a rewrite of everything from some event on by someone who
 * recomputes the hashes: for that the last hash has to be known from elsewhere (a report, a checkpoint).
 */

/** What the first event refers to. */
export const chainStart = '0'.repeat(64);

/** An event as read from a file that may have been tampered with. */
export type StoredEvent = Omit<CustodyEvent, 'action'> & { readonly action: string };

export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

export interface ChainProblem {
  /** The first event that cannot be trusted. */
  readonly sequence: number;
  /** `chain-gap`: an event is missing or out of place; `chain-broken`: an event is not what was recorded. */
  readonly code: 'chain-gap' | 'chain-broken';
  readonly detail: 'sequence' | 'previous' | 'hash' | 'head';
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

/** Walks a chain event by event, so that a long one need not be in memory. */
export class ChainWalk {
  #head: ChainHead | null = null;

  get head(): ChainHead | null {
    return this.#head;
  }

  /** The next event in order; the problem with it, or null. After a problem the walk has no meaning. */
  step(event: StoredEvent): ChainProblem | null {
    const expected = (this.#head?.sequence ?? 0) + 1;
    if (event.sequence !== expected) return { sequence: expected, code: 'chain-gap', detail: 'sequence' };
    if (event.previous !== (this.#head?.hash ?? chainStart)) {
      return { sequence: expected, code: 'chain-broken', detail: 'previous' };
    }
    if (hashOrNull(event) !== event.hash) return { sequence: expected, code: 'chain-broken', detail: 'hash' };
    this.#head = { sequence: event.sequence, hash: event.hash };
    return null;
  }
}

function hashOrNull(event: StoredEvent): string | null {
  try {
    return eventHash(event);
  } catch (error) {
    // Text that has no canonical form was never written by us.
    if (error instanceof Error) return null;
    throw error;
  }
}

export interface ChainVerdict {
  /** Events found sound, from the first on. */
  readonly checked: number;
  readonly problem: ChainProblem | null;
}

/**
 * Check a whole chain. With `expected`, the head known from a report or checkpoint, a cut tail and a rewrite
 * from before that event are found too.
 */
export function verifyChain(events: Iterable<StoredEvent>, expected?: ChainHead): ChainVerdict {
  const walk = new ChainWalk();
  let checked = 0;
  for (const event of events) {
    const problem = walk.step(event);
    if (problem !== null) return { checked, problem };
    if (event.sequence === expected?.sequence && event.hash !== expected.hash) {
      return { checked, problem: { sequence: event.sequence, code: 'chain-broken', detail: 'head' } };
    }
    checked += 1;
  }
  if (expected !== undefined && checked < expected.sequence) {
    return { checked, problem: { sequence: checked + 1, code: 'chain-gap', detail: 'head' } };
  }
  return { checked, problem: null };
}
