import { type ChainHead, chainStart, eventHash, type StoredEvent } from './custody.ts';

/** What is known of an event from a signed checkpoint. */
export interface Anchor extends ChainHead {
  /** Anchors of one key bound each other's findings; a forger's own key must not. */
  readonly keyId: string;
}

export interface ChainProblem {
  /** The first event that cannot be trusted. */
  readonly sequence: number;
  /** Known to be so up to here: equal to `sequence` where one event is named. */
  readonly until: number;
  /**
   * - `chain-gap`: an event is missing or out of place
   * - `chain-broken`: an event is not what was recorded
   * - `chain-clock`: an event is dated before its predecessor, and no step of the clock was recorded
   * - `chain-rewritten`: the chain is whole and not the one a checkpoint was signed for
   * - `chain-cut`: the chain ends before an event a checkpoint was signed for
   */
  readonly code: 'chain-gap' | 'chain-broken' | 'chain-clock' | 'chain-rewritten' | 'chain-cut';
}

/** An event at which the chain does not hold; whose fault it is shows at the one after. */
interface Doubt {
  readonly event: StoredEvent;
  /** The hash a checkpoint was signed for, when that is what does not hold. */
  readonly anchor: Anchor | null;
}

/**
 * Walks a chain event by event, so that a long one need not be in memory, and names the first event that cannot be
 * trusted. Each event vouches for the one before it by its field `previous`, a checkpoint for the one it was signed
 * for and so for all before.
 */
export class ChainWalk {
  readonly #anchors = new Map<number, Anchor[]>();
  /** Per key: the last event that is what a checkpoint was signed for. */
  readonly #confirmed = new Map<string, number>();
  #head: (ChainHead & { readonly at: string }) | null = null;
  /** Hash of the event before the head. */
  #before = chainStart;
  #doubt: Doubt | null = null;
  #problem: ChainProblem | null = null;

  constructor(anchors: readonly Anchor[] = []) {
    for (const anchor of anchors)
      this.#anchors.set(anchor.sequence, [...(this.#anchors.get(anchor.sequence) ?? []), anchor]);
  }

  /** The next event in the order of the file. */
  step(event: StoredEvent): void {
    if (this.#problem !== null) return;
    if (this.#doubt !== null) {
      this.#problem = this.#judge(this.#doubt, event);
      return;
    }
    const expected = (this.#head?.sequence ?? 0) + 1;
    const head = this.#head?.hash ?? chainStart;
    if (event.sequence !== expected) this.#problem = at(expected, 'chain-gap');
    else if (event.previous !== head) this.#doubt = { event, anchor: null };
    else if (hashOrNull(event) !== event.hash) this.#problem = at(expected, 'chain-broken');
    else if (this.#isDatedBack(event)) this.#problem = at(expected, 'chain-clock');
    else {
      this.#before = head;
      this.#head = { sequence: event.sequence, hash: event.hash, at: event.at };
      this.#hold(event);
    }
  }

  /** After the last event: what is wrong with the chain, or null. */
  end(): ChainProblem | null {
    if (this.#problem === null && this.#doubt !== null) this.#problem = this.#judge(this.#doubt, null);
    const sequence = this.#head?.sequence ?? 0;
    if (this.#problem === null && [...this.#anchors.keys()].some((signed) => signed > sequence))
      this.#problem = at(sequence + 1, 'chain-cut');
    return this.#problem;
  }

  /** Against the checkpoints that were signed for it. */
  #hold(event: StoredEvent): void {
    const anchors = this.#anchors.get(event.sequence) ?? [];
    const anchor = anchors.find(({ hash }) => hash !== event.hash);
    if (anchor !== undefined) this.#doubt = { event, anchor };
    else for (const { keyId, sequence } of anchors) this.#confirmed.set(keyId, sequence);
  }

  #judge({ event, anchor }: Doubt, next: StoredEvent | null): ChainProblem {
    const { sequence } = event;
    if (anchor !== null) {
      // The next one still refers to what was signed, or to the one before: it is this event alone that is wrong.
      if (next !== null && [anchor.hash, this.#before].includes(next.previous))
        return at(sequence, 'chain-broken');
      const first = (this.#confirmed.get(anchor.keyId) ?? 0) + 1;
      return { sequence: first, until: sequence, code: 'chain-rewritten' };
    }
    const head = this.#head?.hash ?? chainStart;
    const sound = hashOrNull(event) === event.hash;
    const signed = (this.#anchors.get(sequence) ?? []).some(({ hash }) => hash === event.hash);
    // It follows the last but one, and nothing refers to the last: that one was put in between.
    const inserted = this.#head !== null && event.previous === this.#before && next?.previous !== head;
    // It is what was recorded, and refers to another last one than the one that is there.
    const replaced = sound && (signed || next?.previous === event.hash);
    const blame = this.#head !== null && !this.#isConfirmed(sequence - 1) && (inserted || replaced);
    return at(blame ? sequence - 1 : sequence, 'chain-broken');
  }

  #isConfirmed(sequence: number): boolean {
    return [...this.#confirmed.values()].includes(sequence);
  }

  /** Whoever sets the clock back leaves an event that says so before all others. */
  #isDatedBack(event: StoredEvent): boolean {
    if (this.#head === null || event.action === 'clock.stepped-back') return false;
    return !(Date.parse(event.at) >= Date.parse(this.#head.at));
  }
}

function at(sequence: number, code: ChainProblem['code']): ChainProblem {
  return { sequence, until: sequence, code };
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

/** Check a whole chain, against what checkpoints say of it where there are any. */
export function verifyChain(
  events: Iterable<StoredEvent>,
  anchors: readonly Anchor[] = [],
): ChainProblem | null {
  const walk = new ChainWalk(anchors);
  for (const event of events) walk.step(event);
  return walk.end();
}
