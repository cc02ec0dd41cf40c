/**
 * What stands in front of a place: the last letters and digits, without anything that copies lose or change: marks,
 * case, width, punctuation, white space, line breaks, invisible characters. A place is known again by these alone, in a
 * page as in what is copied from it.
 */
const REACH = 8;
/** From here on a character counts twice: ideographs and kana tell as much as two letters. */
const WIDE = 0x2e80;

export class Trail {
  #units: string[] = [];
  #weight = 0;

  /** Something whose letters another copy may not show stands here. */
  break(): void {
    this.#units = [];
    this.#weight = 0;
  }

  /** The next character of the text. */
  push(code: number): void {
    for (const unit of unitsOf(code)) {
      this.#units.push(unit);
      this.#weight += weightOf(unit);
      while (this.#weight - weightOf(this.#units[0]!) >= REACH)
        this.#weight -= weightOf(this.#units.shift()!);
    }
  }

  /** Name of the place behind the last character; `null` while too little stands in front of it. */
  place(): string | null {
    return this.#weight < REACH ? null : this.#units.join('');
  }
}

function weightOf(unit: string): number {
  return unit.codePointAt(0)! >= WIDE ? 2 : 1;
}

const cache = new Map<number, readonly string[]>();
const none: readonly string[] = [];

/** Letters and digits of a character in its plainest form (compatibility decomposition, lower case). */
function unitsOf(code: number): readonly string[] {
  const known = cache.get(code);
  if (known !== undefined) return known;
  const plain = String.fromCodePoint(code).normalize('NFKD').toLowerCase();
  const units = plain.match(/[\p{L}\p{N}]/gu) ?? none;
  cache.set(code, units);
  return units;
}
