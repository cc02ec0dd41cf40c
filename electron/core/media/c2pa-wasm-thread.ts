/**
 * Entry of the thread in which `@contentauth/c2pa-wasm` reads one file. The package expects a browser's
 * worker: `FileReaderSync` and `Blob` exist here only, and `fetch` refuses, so that not even a mistaken
 * setting opens a connection. One thread reads one file and ends: a trap in the module poisons nothing, its
 * memory goes back to the system, and cancelling is `terminate()`.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { WasmReader } from '@contentauth/c2pa-wasm';
import type { ByteRange } from '#shared/domain/figure.ts';

/** What the thread is asked. Paths are absolute; `module` is the compiled WebAssembly when there is one. */
export interface ThreadJob {
  readonly glue: string;
  readonly binary: string;
  readonly module: object | null;
  readonly path: string;
  readonly mime: string;
  readonly settings: string;
  /** The store as crJSON as well: from the same pass over the file. */
  readonly crJson: boolean;
  /** Initialisation segment and fragments inside the file; `null`: the file as one asset. */
  readonly fragments: { readonly init: ByteRange; readonly list: readonly ByteRange[] } | null;
}

/** The engine's own word on one fragment that it did not find sound. */
export interface FragmentFault {
  readonly index: number;
  readonly codes: readonly string[];
}

export interface ThreadAnswer {
  /** The engine's JSON texts (of the worst fragment), or why there are none. */
  readonly answer:
    | { readonly json: string; readonly crJson: string | null }
    | { readonly error: string; readonly trap: boolean };
  readonly faults: readonly FragmentFault[];
  /** What the engine printed: the text of a panic. */
  readonly complaints: readonly string[];
}

interface Engine {
  default(input: { readonly module_or_path: object }): Promise<unknown>;
  readonly WasmReader: typeof WasmReader;
}

/** Bytes given for one read of a slice. A short read is legal there (`Read::read`), and halves the memory. */
const READ_BYTES = 4 * 1024 * 1024;
const MOST_FAULTS = 100;
const MOST_COMPLAINTS = 50;

/** A range of an open file that calls itself a Blob. The engine asks for `size`, slices it, and reads slices. */
class FileBlob extends Blob {
  readonly #file: number;
  readonly #start: number;
  readonly #length: number;
  /** Whole assets are read in one go and must be complete; slices are what the engine streams. */
  readonly #slice: boolean;

  constructor(file: number, start: number, length: number, slice = false) {
    super([]);
    // The prototype's own `size` would say 0: this Blob has no bytes of its own.
    Object.defineProperty(this, 'size', { value: length });
    this.#file = file;
    this.#start = start;
    this.#length = length;
    this.#slice = slice;
  }

  override slice(start = 0, end: number = this.#length): Blob {
    const from = Math.min(Math.max(0, start), this.#length);
    const to = Math.min(Math.max(from, end), this.#length);
    return new FileBlob(this.#file, this.#start + from, to - from, true);
  }

  read(): ArrayBuffer {
    const wanted = this.#slice ? Math.min(this.#length, READ_BYTES) : this.#length;
    const buffer = new ArrayBuffer(wanted);
    const view = new Uint8Array(buffer);
    let done = 0;
    while (done < wanted) {
      const got = readSync(this.#file, view, done, wanted - done, this.#start + done);
      // The file shrank while it was read; the engine is told the truth and complains.
      if (got === 0) return buffer.slice(0, done);
      done += got;
    }
    return buffer;
  }
}

/** The synchronous reader of browser workers (W3C File API, 6.4), for our own blobs only. */
class FileReaderSync {
  readAsArrayBuffer(blob: unknown): ArrayBuffer {
    if (!(blob instanceof FileBlob)) throw new TypeError('only ranges of the evidence can be read here');
    return blob.read();
  }
}

const complaints: string[] = [];

function prepareThread(): void {
  const replace = (name: string, value: unknown): void => {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  };
  replace('FileReaderSync', FileReaderSync);
  const refuse = () => Promise.reject(new Error('no connection is opened here'));
  replace('fetch', refuse);
  for (const name of ['WebSocket', 'EventSource', 'XMLHttpRequest']) replace(name, undefined);
  console.error = (...words: readonly unknown[]) => {
    if (complaints.length < MOST_COMPLAINTS) complaints.push(words.map(String).join(' ').slice(0, 2000));
  };
}

async function perform(job: ThreadJob): Promise<Pick<ThreadAnswer, 'answer' | 'faults'>> {
  const engine = (await import(/* @vite-ignore */ job.glue)) as Engine;
  await engine.default({ module_or_path: job.module ?? (await readFile(job.binary)) });
  const file = openSync(job.path, 'r');
  try {
    if (job.fragments !== null) return await readFragments(engine, file, job, job.fragments);
    const blob = new FileBlob(file, 0, fstatSync(file).size);
    const answer = await attempt(() => engine.WasmReader.fromBlob(job.mime, blob, job.settings), job.crJson);
    return { answer, faults: [] };
  } finally {
    closeSync(file);
  }
}

async function readFragments(
  engine: Engine,
  file: number,
  job: ThreadJob,
  { init, list }: NonNullable<ThreadJob['fragments']>,
): Promise<Pick<ThreadAnswer, 'answer' | 'faults'>> {
  const start = new FileBlob(file, ...init);
  const faults: FragmentFault[] = [];
  let worst: ThreadAnswer['answer'] | null = null;
  let rank = -1;
  for (const [index, range] of list.entries()) {
    const fragment = new FileBlob(file, ...range);
    const answer = await attempt(
      () => engine.WasmReader.fromBlobFragment(job.mime, start, fragment, job.settings),
      false,
    );
    const { badness, codes } = judge(answer);
    if (badness > rank) {
      worst = answer;
      rank = badness;
    }
    if (badness > 1 && faults.length < MOST_FAULTS) faults.push({ index, codes });
    // After a trap the module's memory is in no known state; nothing more can be asked of it.
    if ('error' in answer && answer.trap) break;
  }
  return { answer: worst ?? { error: 'no fragment', trap: false }, faults };
}

/** 0 trusted, 1 valid, 2 not valid, 3 not readable; and the failures of the active manifest. */
function judge(answer: ThreadAnswer['answer']): { badness: number; codes: string[] } {
  if ('error' in answer) return { badness: 3, codes: [answer.error.slice(0, 200)] };
  const store = JSON.parse(answer.json) as {
    validation_state?: unknown;
    validation_results?: { activeManifest?: { failure?: readonly { code?: unknown }[] } };
  };
  const failures = store.validation_results?.activeManifest?.failure ?? [];
  const codes = failures.map(({ code }) => String(code).slice(0, 200));
  const state = store.validation_state;
  return { badness: state === 'Trusted' ? 0 : state === 'Valid' ? 1 : 2, codes };
}

async function attempt(
  open: () => Promise<WasmReader>,
  withCrJson: boolean,
): Promise<ThreadAnswer['answer']> {
  try {
    const reader = await open();
    const json = reader.json();
    const crJson = withCrJson ? reader.crJson() : null;
    reader.free();
    return { json, crJson };
  } catch (error) {
    // The engine's own errors are thrown as text; a trap is an Error of the JavaScript engine.
    return typeof error === 'string' ? { error, trap: false } : { error: String(error), trap: true };
  }
}

// A panic inside the engine's future surfaces here: its promise would never settle.
process.on('uncaughtException', (error) => {
  parentPort?.postMessage({
    answer: { error: String(error), trap: true },
    faults: [],
    complaints,
  } satisfies ThreadAnswer);
  process.exit(0);
});

prepareThread();
const outcome = await perform(workerData as ThreadJob);
parentPort?.postMessage({ ...outcome, complaints } satisfies ThreadAnswer);
