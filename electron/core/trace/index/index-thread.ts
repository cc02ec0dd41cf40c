/**
 * Entry of the thread that holds the indexes of 256-bit codes: memory and searches of seconds belong in no thread that
 * draws or answers. Requests are served in the order they come; a long search and the making of postings pause every
 * few milliseconds, so that others come in between.
 */
import { setImmediate as pause } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { joinHits, type QueryHits } from './code-hits.ts';
import type { CodeIndex } from './code-index.ts';
import { codeWords } from './hamming.ts';
import type { IndexMessage, IndexReply, IndexRequest, IndexValue } from './index-protocol.ts';
import { type IndexFailure, isSystemError, StoredIndex } from './stored-index.ts';

/** Milliseconds of work before others get their turn. */
const turn = 10;

type Answer = IndexReply['answer'];
type Search = Extract<IndexRequest, { ask: 'search' }>;

const indexes = new Map<string, StoredIndex>();
const cancelled = new Set<number>();
const searching = new Set<number>();
let making: Promise<void> | null = null;

parentPort?.on('message', (message: IndexMessage) => {
  if ('cancel' in message) {
    if (searching.has(message.id)) cancelled.add(message.id);
    return;
  }
  void serve(message.id, message.request);
});

async function serve(id: number, request: IndexRequest): Promise<void> {
  const answer = await attempt(id, request);
  parentPort?.postMessage({ id, answer } satisfies IndexReply, transferred(answer));
  making ??= makePostings();
}

async function attempt(id: number, request: IndexRequest): Promise<Answer> {
  try {
    if (request.ask === 'settle') {
      while (making !== null) await making;
      return done(null);
    }
    return request.ask === 'search' ? await search(id, request) : act(request);
  } catch (error) {
    // The file system's failures are answers; anything else is a bug and ends the thread.
    if (!isSystemError(error)) throw error;
    return refused({ why: error.code === 'ENOSPC' ? 'disk-full' : 'input-output', detail: String(error) });
  }
}

function act(request: Exclude<IndexRequest, { ask: 'search' | 'settle' }>): Answer {
  const { name } = request;
  if (request.ask === 'open') {
    if (indexes.has(name)) throw new Error(`the index ${name} is open already`);
    const opened = StoredIndex.open(request.opening);
    if (!opened.ok) return refused(opened.failure);
    indexes.set(name, opened.index);
    return done(opened.index.state());
  }
  const index = indexes.get(name);
  if (index === undefined) return unknownIndex(name);
  switch (request.ask) {
    case 'add':
      return doneUnless(index.add(request.batch));
    case 'remove':
      return doneUnless(index.remove(request.owners));
    case 'state': {
      const failure = index.refresh();
      return failure === null ? done(index.state()) : refused(failure);
    }
    case 'compact':
      index.compact();
      return done(index.state());
    case 'close':
      index.close();
      indexes.delete(name);
      return done(null);
  }
}

async function search(id: number, request: Search): Promise<Answer> {
  const index = indexes.get(request.name);
  if (index === undefined) return unknownIndex(request.name);
  const failure = index.refresh();
  if (failure !== null) return refused(failure);
  searching.add(id);
  try {
    const words = new Uint32Array(request.codes.slice().buffer);
    const found: QueryHits[] = [];
    // The same code again, as in a film that stands still, is not looked up again.
    const known = new Map<string, QueryHits>();
    let until = performance.now() + turn;
    for (let query = 0; query * codeWords < words.length; query++) {
      if (performance.now() > until) {
        await pause();
        if (cancelled.has(id)) return refused({ why: 'cancelled', detail: request.name });
        until = performance.now() + turn;
      }
      const code = words.subarray(query * codeWords, (query + 1) * codeWords);
      const text = code.join(' ');
      const hits = known.get(text) ?? lookUp(index.codes, code, request);
      known.set(text, hits);
      found.push(hits);
    }
    return done(joinHits(found));
  } finally {
    searching.delete(id);
    cancelled.delete(id);
  }
}

function lookUp(codes: CodeIndex, query: Uint32Array, { how, radius, limit }: Search): QueryHits {
  return codes.resolve(
    how === 'within' ? codes.within(query, radius, limit) : codes.nearest(query, limit, radius),
  );
}

/** Until no codes wait; between any two turns the requests that came in are served. */
async function makePostings(): Promise<void> {
  for (;;) {
    await pause();
    const until = performance.now() + turn;
    let busy = false;
    for (const index of indexes.values()) {
      while (performance.now() < until && index.codes.step()) busy = true;
    }
    if (!busy) break;
  }
  making = null;
}

function done(value: IndexValue): Answer {
  return { ok: true, value };
}

function refused(failure: IndexFailure): Answer {
  return { ok: false, failure };
}

function doneUnless(failure: IndexFailure | null): Answer {
  return failure === null ? done(null) : refused(failure);
}

function unknownIndex(name: string): Answer {
  return refused({ why: 'unknown-index', detail: name });
}

function transferred(answer: Answer): ArrayBuffer[] {
  if (!answer.ok || answer.value === null || !('queries' in answer.value)) return [];
  const { queries, distances, owners, positions, codes, cut } = answer.value;
  return [queries, distances, owners, positions, codes, cut].map(({ buffer }) => buffer as ArrayBuffer);
}
