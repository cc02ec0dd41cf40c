const pageBytes = 64 * 1024;
const pagesKept = 64;

interface Page {
  readonly bytes: Uint8Array | null;
  readonly error: string | null;
}

/** Bytes of a file of any size by Range requests: pages of 64 KiB, the last 64 kept. */
export class ByteSource {
  readonly size: number;
  readonly #address: string;
  readonly #changed: () => void;
  readonly #pages = new Map<number, Page>();
  readonly #abort = new AbortController();

  constructor(address: string, size: number, changed: () => void) {
    this.#address = address;
    this.size = size;
    this.#changed = changed;
  }

  close(): void {
    this.#abort.abort();
    this.#pages.clear();
  }

  /** Forget failures, so that they are asked for again. */
  retry(): void {
    for (const [number, page] of this.#pages) if (page.error !== null) this.#pages.delete(number);
    this.#changed();
  }

  /** A byte, `null` while it is on its way, `undefined` when it could not be read or is past the end. */
  at(offset: number): number | null | undefined {
    if (offset < 0 || offset >= this.size) return undefined;
    const number = Math.floor(offset / pageBytes);
    const page = this.#pages.get(number);
    if (page === undefined) {
      void this.#load(number);
      return null;
    }
    if (page.error !== null) return undefined;
    return page.bytes === null ? null : page.bytes[offset - number * pageBytes];
  }

  /** Why some page could not be read. */
  get error(): string | null {
    for (const page of this.#pages.values()) if (page.error !== null) return page.error;
    return null;
  }

  /** A stretch of bytes for copying, straight from the host. */
  async read(start: number, length: number): Promise<Uint8Array> {
    const end = Math.min(this.size, start + length) - 1;
    if (end < start) return new Uint8Array();
    const response = await fetch(this.#address, {
      headers: { range: `bytes=${start}-${end}` },
      signal: this.#abort.signal,
    });
    if (response.status === 206) return new Uint8Array(await response.arrayBuffer());
    // A host that ignores Range would send the whole file: refuse rather than fill the memory.
    await response.body?.cancel();
    throw new Error(`HTTP ${response.status}`);
  }

  async #load(number: number): Promise<void> {
    this.#pages.set(number, { bytes: null, error: null });
    try {
      const bytes = await this.read(number * pageBytes, pageBytes);
      this.#pages.delete(number);
      this.#pages.set(number, { bytes, error: null });
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.#pages.set(number, { bytes: null, error: error instanceof Error ? error.message : String(error) });
    }
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= pagesKept) break;
      this.#pages.delete(oldest);
    }
    this.#changed();
  }
}
