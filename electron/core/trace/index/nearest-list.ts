/** Distance and number of a code in one double: ordered by distance, then by number, exact up to 2⁵³. */
const perDistance = 2 ** 32;
const leastRoom = 1024;

/**
 * The nearest codes found so far, at most `limit` of them by distance and then by number. Kept loosely: twice as many
 * may be held before the list is put in order, so that taking a code costs next to nothing.
 */
export class NearestList {
  #held = new Float64Array(leastRoom);
  #count = 0;
  #limit = 0;
  #dropped = false;
  #same = 0;
  /** Codes farther than this are of no use any more. */
  within = 0;

  begin(limit: number, within: number): void {
    this.#count = 0;
    this.#limit = limit;
    this.#dropped = false;
    this.#same = 0;
    this.within = within;
  }

  take(id: number, distance: number): void {
    if (this.#count === this.#held.length) this.#makeRoom();
    if (distance > this.within) {
      this.#dropped = true;
      return;
    }
    this.#held[this.#count] = distance * perDistance + id;
    this.#count += 1;
    if (distance === 0) this.#same += 1;
  }

  /** More than wanted at distance 0, which come by ascending number: no other code can be nearer. */
  get full(): boolean {
    return this.#same > this.#limit;
  }

  /** Put in order and cut to the limit; `complete` when nothing within the radius was left out. */
  end(): { readonly ids: Uint32Array; readonly distances: Uint16Array; readonly complete: boolean } {
    this.#order();
    const held = this.#held.subarray(0, this.#count);
    return {
      ids: Uint32Array.from(held, (one) => one % perDistance),
      distances: Uint16Array.from(held, (one) => Math.floor(one / perDistance)),
      complete: !this.#dropped,
    };
  }

  #makeRoom(): void {
    if (this.#count >= 2 * this.#limit) this.#order();
    if (this.#count < this.#held.length) return;
    const held = new Float64Array(this.#held.length * 2);
    held.set(this.#held);
    this.#held = held;
  }

  #order(): void {
    this.#held.subarray(0, this.#count).sort();
    if (this.#count <= this.#limit) return;
    this.#count = this.#limit;
    this.#dropped = true;
    // Equally far codes of a smaller number would still come before.
    if (this.#limit > 0) this.within = Math.floor(this.#held[this.#limit - 1]! / perDistance);
  }
}
