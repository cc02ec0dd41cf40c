/** A queue that is filled by one and emptied by another at the same time; each item is given out once. */
export class Arrivals<T> implements AsyncIterable<T> {
  readonly #waiting: T[] = [];
  #ended = false;
  #wake: (() => void) | undefined;
  #count = 0;

  /** How many have arrived so far. */
  get count(): number {
    return this.#count;
  }

  push(item: T): void {
    this.#waiting.push(item);
    this.#count += 1;
    this.#wake?.();
  }

  /** Nothing more will come; the reader finishes with what is there. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else if (this.#ended) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
