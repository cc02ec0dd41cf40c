import { mkdir } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { type Result, succeed } from '#shared/contract/errors.ts';
import { takeExclusively } from '../../case/lock.ts';
import { problem } from '../../problems.ts';
import type { CodeHits } from './code-hits.ts';
import { farthest } from './hamming.ts';
import type { IndexRequest, IndexValue } from './index-protocol.ts';
import { indexProblem } from './index-texts.ts';
import { type IndexOpening, type IndexState, isSystemError } from './stored-index.ts';
import { IndexThread } from './thread-client.ts';

/** Indexes of the register: only codes of one index are compared. */
export const registerIndexes = ['pictures', 'frames', 'features', 'iscc'] as const;

export interface IndexQuery {
  /** 32 bytes for each code looked up. */
  readonly codes: Uint8Array;
  /** Bits within which a code is found, 0…256. Exact at every radius; above 47 every code is looked at. */
  readonly radius: number;
  /** Most codes for each one looked up: the nearest. */
  readonly limit: number;
  readonly signal?: AbortSignal;
}

export interface IndexServiceOptions {
  /** Most codes of one index; by default what half of the memory holds. */
  readonly most?: number;
}

/** Bytes of memory for a code and its postings. */
const bytesPerCode = 104;

/**
 * The indexes of a folder, held by one thread. The first who opens a folder writes; others read what is kept, and see
 * what the writer adds. The files hold nothing that the register does not know: a damaged one is moved away and the
 * index is to be filled again, which `state` tells by `setAside`.
 */
export class IndexService {
  readonly #thread: IndexThread;
  readonly #release: () => void;
  /** False: another program writes here. */
  readonly writable: boolean;
  readonly #most: number;

  private constructor(thread: IndexThread, release: (() => void) | null, most: number) {
    this.#thread = thread;
    this.#release = release ?? (() => undefined);
    this.writable = release !== null;
    this.#most = most;
  }

  static async open(folder: string, options: IndexServiceOptions = {}): Promise<Result<IndexService>> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return problem('input-output', String(error));
    }
    const taken = await takeExclusively(join(folder, 'lock.db'));
    if (!taken.ok && !taken.busy) return problem('input-output', `${folder}: ${taken.detail}`);
    const release = taken.ok ? () => taken.database.close() : null;
    const most = options.most ?? Math.floor(totalmem() / 2 / bytesPerCode);
    const service = new IndexService(new IndexThread(), release, most);
    for (const name of registerIndexes) {
      const opened = await service.#open(name, {
        path: join(folder, `${name}.codes`),
        writable: service.writable,
        damaged: 'set-aside',
        most,
      });
      if (opened.ok) continue;
      await service.close();
      return opened;
    }
    return succeed(service);
  }

  /** Open the codes of an imported list under a name of its own: they are only read, and nothing stands in for them. */
  attachList(name: string, path: string): Promise<Result<IndexState>> {
    return this.#open(name, { path, writable: false, damaged: 'refuse', most: this.#most });
  }

  detach(name: string): Promise<Result<null>> {
    return this.#ask({ ask: 'close', name });
  }

  /** Keep the codes of an owner: on the disk, and found, when this resolves. Codes it has already stay. */
  add(name: string, owner: number, codes: Uint8Array, positions: Uint32Array): Promise<Result<null>> {
    return this.addMany(name, { codes, owners: new Uint32Array(positions.length).fill(owner), positions });
  }

  /** Codes of several owners, at most 2²⁰ at once: all of them are kept or none. */
  addMany(
    name: string,
    batch: { readonly codes: Uint8Array; readonly owners: Uint32Array; readonly positions: Uint32Array },
  ): Promise<Result<null>> {
    return this.#ask({ ask: 'add', name, batch });
  }

  removeOwner(name: string, owner: number): Promise<Result<null>> {
    return this.removeOwners(name, [owner]);
  }

  /** Forget the codes of owners: no search finds them when this resolves. */
  removeOwners(name: string, owners: readonly number[]): Promise<Result<null>> {
    return this.#ask({ ask: 'remove', name, owners: Uint32Array.from(owners) });
  }

  /** Codes within the radius of each query. */
  search(name: string, { codes, radius, limit, signal }: IndexQuery): Promise<Result<CodeHits>> {
    return this.#ask({ ask: 'search', name, codes, radius, limit, how: 'within' }, signal);
  }

  /** The nearest codes of each query, whatever their distance up to `radius`. */
  nearest(
    name: string,
    { codes, radius = farthest, limit, signal }: Omit<IndexQuery, 'radius'> & { readonly radius?: number },
  ): Promise<Result<CodeHits>> {
    return this.#ask({ ask: 'search', name, codes, radius, limit, how: 'nearest' }, signal);
  }

  state(name: string): Promise<Result<IndexState>> {
    return this.#ask({ ask: 'state', name });
  }

  /** Resolves when no code waits for its postings: from then on searches are as fast as they become. */
  settle(): Promise<Result<null>> {
    return this.#ask({ ask: 'settle' });
  }

  /** Give back what removed codes take up. */
  compact(name: string): Promise<Result<IndexState>> {
    return this.#ask({ ask: 'compact', name });
  }

  async close(): Promise<void> {
    await this.#thread.end();
    this.#release();
  }

  #open(name: string, opening: IndexOpening): Promise<Result<IndexState>> {
    return this.#ask({ ask: 'open', name, opening });
  }

  async #ask<T extends IndexValue>(request: IndexRequest, signal?: AbortSignal): Promise<Result<T>> {
    const answer = await this.#thread.ask(request, signal);
    // Each question has one form of answer, as the thread is written.
    return answer.ok ? succeed(answer.value as T) : indexProblem(answer.failure);
  }
}
