import { loadOverlay, type OverlayContent } from './overlay.ts';
import type { OverlayRequest } from './protocol.ts';

interface Entry {
  readonly request: OverlayRequest;
  readonly abort: AbortController;
  content: OverlayContent | null;
  failed: boolean;
}

/** The figures laid over the pictures, one a picture at most: loaded once, closed when replaced. */
export class OverlayStore {
  readonly #changed: () => void;
  #entries: readonly (Entry | null)[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get problems(): number {
    return this.#entries.filter((entry) => entry?.failed).length;
  }

  get(index: number): OverlayContent | null {
    return this.#entries[index]?.content ?? null;
  }

  set(requests: readonly (OverlayRequest | null)[]): void {
    const before = this.#entries;
    this.#entries = requests.map((request, index) => {
      if (request === null) return null;
      const old = before[index];
      return old && sameRequest(old.request, request) ? old : this.#load(request);
    });
    for (const entry of before) if (entry !== null && !this.#entries.includes(entry)) close(entry);
  }

  #load(request: OverlayRequest): Entry {
    const entry: Entry = { request, abort: new AbortController(), content: null, failed: false };
    loadOverlay(request, entry.abort.signal).then(
      (content) => {
        entry.content = content;
        if (entry.abort.signal.aborted) close(entry);
        this.#changed();
      },
      (error: unknown) => {
        if (entry.abort.signal.aborted) return;
        entry.failed = true;
        console.warn('overlay', request.address, error);
        this.#changed();
      },
    );
    return entry;
  }
}

function close(entry: Entry): void {
  entry.abort.abort();
  if (entry.content?.kind === 'picture') entry.content.picture.close();
  entry.content = null;
}

function sameRequest(one: OverlayRequest, other: OverlayRequest): boolean {
  return (
    one.address === other.address &&
    one.colors === other.colors &&
    JSON.stringify(one.figure) === JSON.stringify(other.figure)
  );
}
