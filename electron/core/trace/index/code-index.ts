import type { QueryHits } from './code-hits.ts';
import { CodeTable, nobody } from './code-table.ts';
import { codeBytes, codeWords, farthest } from './hamming.ts';
import { Postings, type PostingsOptions } from './postings.ts';
import { type Found, Searcher } from './search.ts';

/** Radii that are tried when the nearest are wanted: each is exact, and the next one costs about twice as much. */
const growing = [0, 7, 15, 23, 31, 39, 47, farthest] as const;

/** Codes of 256 bits in memory, found by their distance: exact, whatever the codes are. */
export class CodeIndex {
  readonly #table = new CodeTable();
  readonly #postings: Postings;
  readonly #searcher: Searcher;
  #merging: Generator<void, void, void> | null = null;

  constructor(options: PostingsOptions = {}) {
    this.#postings = new Postings(this.#table, options);
    this.#searcher = new Searcher(this.#table, this.#postings);
  }

  /** Codes that can be found. */
  get living(): number {
    return this.#table.count - this.#table.dead;
  }

  /** Codes that were removed and still take up room. */
  get dead(): number {
    return this.#table.dead;
  }

  /** Codes that no postings name yet: looked at one by one. */
  get waiting(): number {
    return this.#table.count - this.#postings.covered;
  }

  /** Memory of codes and postings, bytes. */
  get bytes(): number {
    return this.#table.bytes + this.#postings.bytes;
  }

  /** From now on these are found. `codes`: 32 bytes for each owner and position; owners below 2³²−1. */
  add(codes: Uint8Array, owners: Uint32Array, positions: Uint32Array): void {
    if (owners.includes(nobody)) throw new RangeError('an owner that stands for none');
    this.#table.append(codes, owners, positions);
  }

  /** Forget the codes of owners; how many there were. */
  remove(owners: readonly number[]): number {
    return this.removeBefore(new Map(owners.map((owner) => [owner, this.#table.count])));
  }

  /** Forget those codes of each owner that were added before the given number of codes was reached. */
  removeBefore(before: ReadonlyMap<number, number>): number {
    return before.size === 0 ? 0 : this.#table.bury(before);
  }

  /** Codes added so far and still held, removed ones included: the number for `removeBefore`. */
  get count(): number {
    return this.#table.count;
  }

  /** Give back the room of removed codes. Until the postings are made anew every search looks at all codes. */
  closeUp(): void {
    this.#merging = null;
    this.#postings.clear();
    this.#table.closeUp();
  }

  /** One step, of some milliseconds, of making postings; false: there is nothing to do. */
  step(): boolean {
    if (this.#merging === null) {
      if (!this.#postings.due) return false;
      this.#merging = this.#postings.merge();
    }
    if (this.#merging.next().done === true) this.#merging = null;
    return true;
  }

  /** Codes at most `radius` bits from one query of 8 words, the nearest `limit` of them. */
  within(query: Uint32Array, radius: number, limit: number): Found {
    return this.#searcher.within(query, radius, limit);
  }

  /** The `limit` nearest codes that are at most `radius` bits away. Not `complete` is the rule here. */
  nearest(query: Uint32Array, limit: number, radius: number = farthest): Found {
    for (const step of growing) {
      const found = this.within(query, Math.min(step, radius), limit);
      if (found.ids.length >= limit || step >= radius) return found;
    }
    throw new Error('no radius is left');
  }

  /** The same as `within`, by looking at every code: what the index is measured against. */
  scan(query: Uint32Array, radius: number, limit: number): Found {
    return this.#searcher.scan(query, radius, limit);
  }

  /** Words of a code by its number, a view. */
  code(id: number): Uint32Array {
    return this.#table.code(id);
  }

  /** What stands at the codes that were found, before any other change. */
  resolve({ ids, distances, complete }: Found): QueryHits {
    const codes = new Uint8Array(ids.length * codeBytes);
    const words = new Uint32Array(codes.buffer);
    ids.forEach((id, row) => {
      words.set(this.#table.code(id), row * codeWords);
    });
    return {
      distances,
      owners: ids.map((id) => this.#table.owner(id)),
      positions: ids.map((id) => this.#table.position(id)),
      codes,
      complete,
    };
  }

  /** Living codes in their order, in parts of at most `most`. */
  *parts(most: number): Generator<{ codes: Uint8Array; owners: Uint32Array; positions: Uint32Array }> {
    const words = new Uint32Array(most * codeWords);
    const owners = new Uint32Array(most);
    const positions = new Uint32Array(most);
    let held = 0;
    const part = () => ({
      codes: new Uint8Array(words.buffer, 0, held * codeBytes),
      owners: owners.subarray(0, held),
      positions: positions.subarray(0, held),
    });
    for (let id = 0; id < this.#table.count; id++) {
      const owner = this.#table.owner(id);
      if (owner === nobody) continue;
      words.set(this.#table.code(id), held * codeWords);
      owners[held] = owner;
      positions[held] = this.#table.position(id);
      held += 1;
      if (held === most) {
        yield part();
        held = 0;
      }
    }
    if (held > 0) yield part();
  }
}
