/** Counters of one offset are this many numbers wide (half a second): what is between two numbers rounds either way. */
const OFFSET_CELL = 4;
const BUCKETS = 1 << 20;
/** Places of one number that are looked at: silence and steady tones have one that comes everywhere. */
const LONGEST_CHAIN = 2048;
/** Numbers of a suspect that are looked up (nine minutes), in runs spread over it. */
const ASKED = 4096;
const RUN = 128;
/** Agreeing numbers below which nothing is a lead. */
const LEAST_VOTES = 3;

/**
 * Chromaprint numbers of many sounds, looked up as they are and with each one bit turned: 16 bytes for each number,
 * about half a megabyte for an hour. It finds other encodings; what is further away the landmarks lead to.
 */
export class ChromaprintIndex {
  readonly #heads = new Int32Array(BUCKETS).fill(-1);
  #numbers = new Uint32Array(4096);
  /** For each number: the next one in its bucket, the sound, the place in the sound. */
  #links = new Int32Array(4096 * 3);
  #count = 0;
  /** Entry of each owner number; −1: removed. */
  readonly #entries: number[] = [];
  readonly #owners = new Map<number, number>();

  /** Sounds in the index. */
  get size(): number {
    return this.#owners.size;
  }

  add(id: number, numbers: Uint32Array): void {
    this.remove(id);
    const owner = this.#entries.length;
    this.#entries.push(id);
    this.#owners.set(id, owner);
    for (let place = 0; place < numbers.length; place += 1) {
      const number = numbers[place]!;
      // What stands still says where nothing is.
      if (place > 0 && number === numbers[place - 1]) continue;
      if (this.#count === this.#numbers.length) this.#grow();
      const bucket = bucketOf(number);
      this.#numbers[this.#count] = number;
      this.#links.set([this.#heads[bucket]!, owner, place], this.#count * 3);
      this.#heads[bucket] = this.#count;
      this.#count += 1;
    }
  }

  /** Its numbers stay until the index is filled anew, and lead nowhere. */
  remove(id: number): void {
    const owner = this.#owners.get(id);
    if (owner === undefined) return;
    this.#owners.delete(id);
    this.#entries[owner] = -1;
  }

  /** Entries by falling votes: numbers that agree, but for one bit at most, on one offset. */
  search(numbers: Uint32Array, most: number): { readonly id: number; readonly votes: number }[] {
    const votes = new Map<number, number>();
    const best = new Map<number, number>();
    const last = numbers.length;
    const stride = last <= ASKED ? RUN : Math.floor((last / ASKED) * RUN);
    for (let start = 0; start < last; start += stride)
      for (let at = start; at < Math.min(last, start + RUN); at += 1) {
        const number = numbers[at]!;
        if (at > 0 && number === numbers[at - 1]) continue;
        this.#vote(number, at, votes, best);
        for (let bit = 0; bit < 32; bit += 1) this.#vote((number ^ (1 << bit)) >>> 0, at, votes, best);
      }
    return [...best]
      .filter(([, count]) => count >= LEAST_VOTES)
      .map(([owner, count]) => ({ id: this.#entries[owner]!, votes: count }))
      .sort((first, second) => second.votes - first.votes || first.id - second.id)
      .slice(0, most);
  }

  #vote(number: number, at: number, votes: Map<number, number>, best: Map<number, number>): void {
    let walked = 0;
    for (
      let link = this.#heads[bucketOf(number)]!;
      link >= 0 && walked < LONGEST_CHAIN;
      link = this.#links[link * 3]!
    ) {
      walked += 1;
      if (this.#numbers[link] !== number) continue;
      const owner = this.#links[link * 3 + 1]!;
      if (this.#entries[owner]! < 0) continue;
      const cell = Math.round((this.#links[link * 3 + 2]! - at) / OFFSET_CELL);
      const key = owner * 2 ** 22 + cell + 2 ** 21;
      const count = (votes.get(key) ?? 0) + 1;
      votes.set(key, count);
      if (count > (best.get(owner) ?? 0)) best.set(owner, count);
    }
  }

  #grow(): void {
    const numbers = new Uint32Array(this.#numbers.length * 2);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
    const links = new Int32Array(this.#links.length * 2);
    links.set(this.#links);
    this.#links = links;
  }
}

/** Neighbouring numbers differ in few bits: multiplied they spread (Knuth, volume 3, section 6.4). */
function bucketOf(number: number): number {
  return Math.imul(number, 0x9e3779b1) >>> 12;
}
