import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkOrder } from './work-process.ts';

const script = fileURLToPath(new URL('./work-process.ts', import.meta.url));
const compiled = join(tmpdir(), 'assay-torture-code');

/** Where one process works: everything that has to last lies below `root`. */
export interface WorkPlace {
  readonly folder: string;
  readonly root: string;
  readonly order: WorkOrder;
  remove(): void;
}

/** `memory`: on a file system in memory when there is one, where nobody waits for a disk. */
export function workPlace(change: Partial<WorkOrder> = {}, where: 'disk' | 'memory' = 'disk'): WorkPlace {
  const folder = mkdtempSync(join(where === 'memory' ? memoryFolder() : tmpdir(), 'assay-work-'));
  const root = join(folder, 'root');
  mkdirSync(root);
  writeFileSync(join(folder, 'told'), '');
  return {
    folder,
    root,
    order: {
      directory: join(root, 'matter.case'),
      sources: join(folder, 'sources'),
      acknowledgements: join(folder, 'told'),
      rounds: 1,
      seed: 1,
      large: false,
      weak: false,
      ballastBytes: 0,
      ...change,
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function memoryFolder(): string {
  try {
    const folder = mkdtempSync('/dev/shm/assay-');
    rmSync(folder, { recursive: true });
    return '/dev/shm';
  } catch (error) {
    if (error instanceof Error) return tmpdir();
    throw error;
  }
}

export interface Working {
  readonly child: ChildProcess;
  /** What it said on standard error, when it is over, and how it ended. */
  readonly over: Promise<{
    readonly complaint: string;
    readonly signal: string | null;
    readonly code: number | null;
  }>;
}

/** Start the process that works on a case; `environment` is for the preload library. */
export function startWork(place: WorkPlace, environment: Readonly<Record<string, string>> = {}): Working {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, JSON.stringify(place.order)],
    {
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: compiled,
        TMPDIR: place.folder,
        UV_USE_IO_URING: '0',
        ...environment,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const over = once(child, 'close').then(([code, signal]) => ({ complaint, code, signal }));
  return { child, over };
}

/** Settings of `journal.c` for a place. */
export function journalling(
  library: string,
  { folder, root }: WorkPlace,
  more: { readonly journal?: string; readonly killAt?: number } = {},
): Record<string, string> {
  return {
    LD_PRELOAD: library,
    ASSAY_JOURNAL_ROOT: root,
    ASSAY_JOURNAL_ACKS: join(folder, 'told'),
    ...(more.journal === undefined ? {} : { ASSAY_JOURNAL: more.journal }),
    ...(more.killAt === undefined ? {} : { ASSAY_JOURNAL_KILL: String(more.killAt) }),
  };
}
