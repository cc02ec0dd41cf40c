import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { IndexMessage, IndexReply, IndexRequest } from './index-protocol.ts';

/** JavaScript heap of the thread, MiB; codes and postings are not part of it. */
const THREAD_HEAP = 512;

type Answer = IndexReply['answer'];

/** The thread of the indexes, seen from the host: one question, one answer. */
export class IndexThread {
  readonly #thread: Worker;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #ended: Promise<void>;
  #last = 0;
  #stopped: string | null = null;

  constructor() {
    this.#thread = new Worker(threadEntry(), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP },
    });
    // An idle index keeps no program alive.
    this.#thread.unref();
    this.#thread.on('message', ({ id, answer }: IndexReply) => {
      const settle = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#thread.unref();
      settle?.(answer);
    });
    this.#thread.on('error', (error) => this.#stop(String(error)));
    this.#ended = new Promise((resolve) => {
      this.#thread.on('exit', (code) => {
        this.#stop(`exit code ${code}`);
        resolve();
      });
    });
  }

  ask(request: IndexRequest, signal?: AbortSignal): Promise<Answer> {
    const why = this.#stopped;
    if (why !== null) return Promise.resolve(stopped(why));
    if (signal?.aborted === true)
      return Promise.resolve({ ok: false, failure: { why: 'cancelled', detail: request.ask } });
    const id = ++this.#last;
    return new Promise((resolve) => {
      const cancel = (): void => this.#thread.postMessage({ id, cancel: true } satisfies IndexMessage);
      signal?.addEventListener('abort', cancel, { once: true });
      this.#waiting.set(id, (answer) => {
        signal?.removeEventListener('abort', cancel);
        resolve(answer);
      });
      this.#thread.ref();
      this.#thread.postMessage({ id, request } satisfies IndexMessage);
    });
  }

  /** End the thread; what it was still asked is answered with `stopped`. */
  async end(): Promise<void> {
    await this.#thread.terminate();
    await this.#ended;
  }

  #stop(why: string): void {
    this.#stopped ??= why;
    for (const settle of this.#waiting.values()) settle(stopped(why));
    this.#waiting.clear();
  }
}

function stopped(detail: string): Answer {
  return { ok: false, failure: { why: 'stopped', detail } };
}

/** Beside this file in the source; in the bundle an entry of its own, which a chunk finds one folder up. */
function threadEntry(): URL {
  const places = ['./index-thread.ts', './index-thread.js', '../index-thread.js'];
  const found = places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
  if (found === undefined) throw new Error('the thread of the fingerprint index is not in this build');
  return found;
}
