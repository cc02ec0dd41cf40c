import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { ThreadAnswer, ThreadJob } from './c2pa-wasm-thread.ts';
import { record, text, toHostileValue } from './hostile-json.ts';
import { packageFolder } from './program-paths.ts';

/** JavaScript heap of the thread, MiB; the module's own memory is not part of it. */
const THREAD_HEAP = 512;

/** Where the package's files lie, as absolute paths. */
export interface EnginePlace {
  readonly version: string;
  readonly glue: string;
  readonly binary: string;
}

/** One thread for one question; it is gone when this settles. */
export function askThread(job: ThreadJob, signal: AbortSignal): Promise<ThreadAnswer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(threadEntry(), {
      workerData: job,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {},
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP },
    });
    let settled = false;
    const settle = (end: () => void): void => {
      // Ending the thread makes events of its own, which are no news any more.
      if (settled) return;
      settled = true;
      signal.removeEventListener('abort', abort);
      void thread.terminate().then(end, reject);
    };
    const failed = (error: string): void =>
      settle(() => resolve({ answer: { error, trap: true }, faults: [], complaints: [] }));
    const abort = (): void => settle(() => reject(signal.reason));
    thread.on('message', (answer: ThreadAnswer) => settle(() => resolve(answer)));
    thread.on('error', (error) => failed(String(error)));
    thread.on('exit', (code) => failed(`the thread ended without an answer (exit code ${code})`));
    signal.addEventListener('abort', abort, { once: true });
  });
}

/** Beside this file in the source; in the bundle an entry of its own, which a chunk finds one folder up. */
function threadEntry(): URL {
  const places = ['./c2pa-wasm-thread.ts', './c2pa-wasm-thread.js', '../c2pa-wasm-thread.js'];
  const found = places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
  if (found === undefined) throw new Error('the thread of the second C2PA engine is not in this build');
  return found;
}

declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };

let compiling: Promise<object> | null = null;

/** Compiled once per process; threads share the code. */
export function compiledModule(binary: string): Promise<object> {
  compiling ??= readFile(binary).then((bytes) => WebAssembly.compile(bytes));
  return compiling;
}

const packageName = '@contentauth/c2pa-wasm';

export async function locateEngine(): Promise<EnginePlace | { readonly missing: Reason }> {
  const folder = await packageFolder(packageName);
  if (folder === null) return { missing: engineMissing(`${packageName} is not installed`) };
  const glue = join(folder, 'pkg', 'c2pa.js');
  const binary = join(folder, 'pkg', 'c2pa_bg.wasm');
  for (const file of [glue, binary]) {
    if (!existsSync(file)) return { missing: engineMissing(`${file.slice(folder.length + 1)} is not there`) };
  }
  const manifest = record(
    toHostileValue(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).value,
  );
  return { version: text(manifest.get('version')) ?? 'unknown', glue, binary };
}

function engineMissing(detail: string): Reason {
  return {
    code: 'engine-missing',
    text: localized(
      'The second C2PA engine (WebAssembly) is not installed, so there is no second opinion. Run the set-up again (npm start).',
      '第二个 C2PA 引擎（WebAssembly）未安装，因此没有第二意见。请重新执行安装步骤（npm start）。',
    ),
    detail,
  };
}
