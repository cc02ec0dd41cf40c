export interface TileRequest {
  readonly address: string;
  /** Smaller comes first. */
  readonly distance: number;
  /** Not visible yet: comes after all visible tiles, and only while there is room. */
  readonly ahead?: boolean;
}

interface Loading {
  readonly abort: AbortController;
}

export interface TileCacheOptions {
  /** Most bytes of decoded tiles kept, 4 per pixel. */
  readonly budget?: number;
  /** Requests under way at once: browsers open six connections to one origin. */
  readonly parallel?: number;
  readonly load?: (address: string, signal: AbortSignal) => Promise<ImageBitmap>;
}

const attempts = 2;

/**
 * Decoded tiles of all layers: fetched nearest first, given up when no longer wanted, the least recently
 * drawn closed when the budget is passed. Colour conversion is off: what is drawn are the stored numbers.
 */
export class TileCache {
  readonly #budget: number;
  readonly #parallel: number;
  readonly #load: (address: string, signal: AbortSignal) => Promise<ImageBitmap>;
  /** In order of use, oldest first. */
  readonly #tiles = new Map<string, ImageBitmap>();
  readonly #loading = new Map<string, Loading>();
  readonly #failures = new Map<string, number>();
  readonly #wanted = new Map<object, readonly TileRequest[]>();
  #bytes = 0;
  #closed = false;
  #changed: () => void = () => undefined;

  constructor(options: TileCacheOptions = {}) {
    this.#budget = options.budget ?? 256 * 1024 * 1024;
    this.#parallel = options.parallel ?? 4;
    this.#load = options.load ?? fetchTile;
  }

  /** Called whenever a tile arrived or failed. */
  onChange(listener: () => void): void {
    this.#changed = listener;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(address: string): ImageBitmap | undefined {
    const tile = this.#tiles.get(address);
    if (tile !== undefined) {
      this.#tiles.delete(address);
      this.#tiles.set(address, tile);
    }
    return tile;
  }

  /** Loaded for good or given up: nothing more is to be expected of this address. */
  failed(address: string): boolean {
    return (this.#failures.get(address) ?? 0) >= attempts;
  }

  /** Replace what `owner` waits for; requests nobody waits for any more are cancelled. */
  want(owner: object, requests: readonly TileRequest[]): void {
    this.#wanted.set(owner, requests);
    this.#cancelUnwanted();
    this.#start();
  }

  /** Forget an owner's wishes. */
  release(owner: object): void {
    this.#wanted.delete(owner);
    this.#cancelUnwanted();
  }

  /** Try the tiles again that could not be loaded. */
  retry(): void {
    this.#failures.clear();
    this.#start();
  }

  close(): void {
    this.#closed = true;
    for (const { abort } of this.#loading.values()) abort.abort();
    for (const tile of this.#tiles.values()) tile.close();
    this.#tiles.clear();
    this.#wanted.clear();
    this.#bytes = 0;
  }

  #cancelUnwanted(): void {
    if (this.#loading.size === 0) return;
    const addresses = new Set<string>();
    for (const requests of this.#wanted.values())
      for (const request of requests) addresses.add(request.address);
    for (const [address, { abort }] of this.#loading) {
      if (addresses.has(address)) continue;
      abort.abort();
      this.#loading.delete(address);
    }
  }

  #start(): void {
    if (this.#closed || this.#loading.size >= this.#parallel) return;
    const open: TileRequest[] = [];
    for (const requests of this.#wanted.values()) {
      for (const request of requests) {
        const { address } = request;
        if (request.ahead === true && this.#bytes > this.#budget * 0.75) continue;
        if (this.#tiles.has(address) || this.#loading.has(address) || this.failed(address)) continue;
        open.push(request);
      }
    }
    open.sort((one, other) => rank(one) - rank(other));
    for (const { address } of open) {
      if (this.#loading.size >= this.#parallel) return;
      if (!this.#loading.has(address)) void this.#fetch(address);
    }
  }

  async #fetch(address: string): Promise<void> {
    const abort = new AbortController();
    const loading = { abort };
    this.#loading.set(address, loading);
    try {
      const tile = await this.#load(address, abort.signal);
      if (this.#closed || abort.signal.aborted) tile.close();
      else this.#keep(address, tile);
    } catch (error) {
      if (abort.signal.aborted) return;
      this.#failures.set(address, (this.#failures.get(address) ?? 0) + 1);
      console.warn('tile', address, error);
    } finally {
      if (this.#loading.get(address) === loading) this.#loading.delete(address);
    }
    if (this.#closed) return;
    this.#start();
    this.#changed();
  }

  #keep(address: string, tile: ImageBitmap): void {
    this.#tiles.set(address, tile);
    this.#bytes += tile.width * tile.height * 4;
    for (const [oldest, old] of this.#tiles) {
      if (this.#bytes <= this.#budget || oldest === address) return;
      this.#tiles.delete(oldest);
      this.#bytes -= old.width * old.height * 4;
      old.close();
    }
  }
}

function rank(request: TileRequest): number {
  return request.ahead === true ? request.distance + 1e6 : request.distance;
}

/** Fetch and decode one picture without any colour conversion; decoding happens off the main thread. */
export async function fetchTile(address: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const blob = await response.blob();
  return createImageBitmap(blob, { colorSpaceConversion: 'none' });
}
