/** Typed arrays of the plain letters of a text, growing as they are filled. */
export class WordBuffer {
  length = 0;
  codes: Uint32Array;
  starts: Uint32Array;
  weights: Uint8Array;
  /** 1 where a word begins. */
  breaks: Uint8Array;

  constructor(capacity: number) {
    this.codes = new Uint32Array(capacity);
    this.starts = new Uint32Array(capacity);
    this.weights = new Uint8Array(capacity);
    this.breaks = new Uint8Array(capacity);
  }

  push(code: number, start: number, weight: number, breaks: number): void {
    if (this.length === this.codes.length) this.#grow();
    const at = this.length;
    this.codes[at] = code;
    this.starts[at] = start;
    this.weights[at] = weight;
    this.breaks[at] = breaks;
    this.length = at + 1;
  }

  #grow(): void {
    const capacity = this.codes.length * 2 + 16;
    const [codes, starts] = [new Uint32Array(capacity), new Uint32Array(capacity)];
    codes.set(this.codes);
    starts.set(this.starts);
    const [weights, breaks] = [new Uint8Array(capacity), new Uint8Array(capacity)];
    weights.set(this.weights);
    breaks.set(this.breaks);
    Object.assign(this, { codes, starts, weights, breaks });
  }
}

/** Places of a text where a character was taken out or replaced, in order of place. */
export class OddityList {
  length = 0;
  at = new Uint32Array(64);
  codes = new Uint32Array(64);
  /** Index in `oddities`. */
  kinds = new Uint8Array(64);
  /** What stands there instead; 0: nothing. */
  became = new Uint32Array(64);
  /** 1: does its ordinary work there. */
  ordinary = new Uint8Array(64);

  push(at: number, code: number, kind: number, became: number, ordinary: boolean): void {
    if (this.length === this.at.length) this.#grow();
    this.at[this.length] = at;
    this.codes[this.length] = code;
    this.kinds[this.length] = kind;
    this.became[this.length] = became;
    this.ordinary[this.length] = ordinary ? 1 : 0;
    this.length += 1;
  }

  /** What is known only at the end of a word is entered late. */
  sort(): void {
    const order = Array.from({ length: this.length }, (_, index) => index);
    if (order.every((index) => index === 0 || this.at[index - 1]! <= this.at[index]!)) return;
    order.sort((a, b) => this.at[a]! - this.at[b]!);
    this.at = Uint32Array.from(order, (index) => this.at[index]!);
    this.codes = Uint32Array.from(order, (index) => this.codes[index]!);
    this.kinds = Uint8Array.from(order, (index) => this.kinds[index]!);
    this.became = Uint32Array.from(order, (index) => this.became[index]!);
    this.ordinary = Uint8Array.from(order, (index) => this.ordinary[index]!);
  }

  #grow(): void {
    const wide = (from: Uint32Array): Uint32Array<ArrayBuffer> => {
      const grown = new Uint32Array(from.length * 2);
      grown.set(from);
      return grown;
    };
    const narrow = (from: Uint8Array): Uint8Array<ArrayBuffer> => {
      const grown = new Uint8Array(from.length * 2);
      grown.set(from);
      return grown;
    };
    this.at = wide(this.at);
    this.codes = wide(this.codes);
    this.became = wide(this.became);
    this.kinds = narrow(this.kinds);
    this.ordinary = narrow(this.ordinary);
  }
}
