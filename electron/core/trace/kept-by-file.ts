import { stat } from 'node:fs/promises';

/**
 * Keeps what was read of files, up to a number of bytes, the one used last the longest. By file and not by name: every pair
 * is given links of its own to the same evidence.
 */
export class KeptByFile<T> {
  readonly #entries = new Map<string, { readonly value: Promise<T>; bytes: number }>();
  readonly #most: number;
  readonly #bytesOf: (value: T) => number | null;

  /** @param bytesOf about; `null`: not to be kept, because another time it may go better */
  constructor(most: number, bytesOf: (value: T) => number | null) {
    this.#most = most;
    this.#bytesOf = bytesOf;
  }

  /** @param part what of the file, and under which limits */
  async get(path: string, part: string, read: () => Promise<T>): Promise<T> {
    const { dev, ino, size, mtimeMs } = await stat(path);
    const key = JSON.stringify([dev, ino, size, mtimeMs, part]);
    const entry = this.#entries.get(key) ?? { value: read(), bytes: 0 };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    try {
      const value = await entry.value;
      const bytes = this.#bytesOf(value);
      if (bytes === null) this.#entries.delete(key);
      else entry.bytes = bytes;
      this.#shrink();
      return value;
    } catch (error) {
      this.#entries.delete(key);
      throw error;
    }
  }

  #shrink(): void {
    let sum = [...this.#entries.values()].reduce((total, { bytes }) => total + bytes, 0);
    for (const [oldest, { bytes }] of this.#entries) {
      if (sum <= this.#most || this.#entries.size === 1) break;
      sum -= bytes;
      this.#entries.delete(oldest);
    }
  }
}
