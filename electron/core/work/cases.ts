import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { fail, type ProblemCode, type Result, succeed } from '#shared/contract/errors.ts';
import { Case, type Verification } from '#shared/domain/case.ts';
import { clearCells } from '../analysis/cell.ts';
import { createCase } from '../case/create.ts';
import { caseFolderName } from '../case/folder.ts';
import { openCase } from '../case/open.ts';
import type { CaseProblem } from '../case/problem.ts';
import type { CaseStore } from '../case/store.ts';
import { verifyFolder } from '../case/verify-folder.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { replaceFile } from '../replace-file.ts';
import { checkpointFromFile } from './checkpoint-file.ts';
import type { CheckpointKey } from './checkpoint-key.ts';

export interface Cases {
  recent(): Promise<Case[]>;
  opened(): Case[];
  create(directory: string, name: string): Promise<Result<Case>>;
  /** Make a case at exactly this folder, which must not exist. */
  createAt(directory: string, name: string): Promise<Result<Case>>;
  open(directory: string, readOnly: boolean): Promise<Result<Case>>;
  /** Verify a case that need not be open and may be damaged; nothing is written to it. */
  verifyFolder(directory: string, options?: FolderCheck): Promise<Result<Verification>>;
  close(caseId: string): Promise<Result<Record<string, never>>>;
  closeAll(): Promise<void>;
  store(caseId: string): Result<CaseStore>;
  /** As `store`, and the case may be written. */
  writable(caseId: string): Result<CaseStore>;
}

export interface FolderCheck {
  /** File with a checkpoint that was kept outside the case. */
  readonly checkpoint?: string | undefined;
  readonly signal?: AbortSignal;
}

const recentKept = 20;

const codes: Record<CaseProblem['code'], ProblemCode> = {
  'not-a-case': 'not-a-case',
  exists: 'case-exists',
  locked: 'case-locked',
  newer: 'case-newer',
  older: 'case-read-only',
  damaged: 'case-damaged',
  'not-writable': 'input-output',
  'upgrade-failed': 'case-damaged',
  engine: 'engine-missing',
};

function refused({ code, message, detail }: CaseProblem) {
  return fail(codes[code], message, detail, code === 'locked');
}

/** The open cases of this process and the list of recent ones. `beforeClose` ends the case's running jobs. */
export function createCases(
  ports: Ports,
  key: Pick<CheckpointKey, 'look' | 'prepare'>,
  beforeClose: (caseId: string) => Promise<void>,
): Cases {
  const stores = new Map<string, CaseStore>();
  const recentFile = join(ports.paths.data, 'recent-cases.json');

  async function readRecent(): Promise<Case[]> {
    try {
      return z.array(Case).parse(JSON.parse(await readFile(recentFile, 'utf8')));
    } catch (error) {
      // No list yet, or one from another version: it is a convenience, the cases themselves are not touched.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        ports.log('warn', 'the list of recent cases was unreadable and starts anew', {
          error: String(error),
        });
      return [];
    }
  }

  async function writeRecent(recent: readonly Case[]): Promise<void> {
    if (ports.host !== 'command-line') await replaceFile(recentFile, JSON.stringify(recent, null, 2));
  }

  async function remember(info: Case): Promise<void> {
    const others = (await readRecent()).filter((other) => other.directory !== info.directory);
    await writeRecent([info, ...others].slice(0, recentKept));
  }

  /** The list with the cases among it as they are now: exhibits were added since they were opened. */
  async function recent(): Promise<Case[]> {
    const opened = new Map([...stores.values()].map((store) => [store.folder.directory, store.info()]));
    return (await readRecent()).map((one) => opened.get(one.directory) ?? one);
  }

  async function keep(opened: Awaited<ReturnType<typeof openCase>>): Promise<Result<Case>> {
    if (!opened.ok) return refused(opened.problem);
    const info = opened.store.info();
    if (!info.readOnly) await clearCells(opened.store.folder.work);
    stores.set(info.id, opened.store);
    await remember(info);
    return succeed(info);
  }

  async function close(caseId: string): Promise<Result<Record<string, never>>> {
    const store = stores.get(caseId);
    if (store === undefined) return problem('case-not-open', caseId);
    await beforeClose(caseId);
    await writeRecent(await recent());
    stores.delete(caseId);
    await store.close();
    return succeed({});
  }

  return {
    recent,
    opened: () => [...stores.values()].map((store) => store.info()),
    async create(directory, name) {
      await key.prepare();
      return keep(await createCase(join(resolve(directory), caseFolderName(name)), name, ports));
    },
    async createAt(directory, name) {
      await key.prepare();
      return keep(await createCase(directory, name, ports));
    },
    async open(directory, readOnly) {
      const already = [...stores.values()].find((store) => store.folder.directory === resolve(directory));
      if (already !== undefined && already.readOnly === readOnly) return succeed(already.info());
      if (already !== undefined) return problem('case-locked', directory);
      if (!readOnly) await key.prepare();
      return keep(await openCase(directory, ports, { readOnly }));
    },
    async verifyFolder(directory, { checkpoint: file, signal } = {}) {
      const checkpoint = file === undefined ? undefined : await checkpointFromFile(file);
      if (checkpoint?.ok === false) return checkpoint;
      await key.look();
      const verified = await verifyFolder(directory, ports, {
        ...(signal === undefined ? {} : { signal }),
        ...(checkpoint === undefined ? {} : { checkpoint: checkpoint.value }),
      });
      return verified.ok ? succeed(verified.value) : refused(verified.problem);
    },
    close,
    async closeAll() {
      for (const caseId of [...stores.keys()]) await close(caseId);
    },
    store(caseId) {
      const store = stores.get(caseId);
      return store === undefined ? problem('case-not-open', caseId) : succeed(store);
    },
    writable(caseId) {
      const store = stores.get(caseId);
      if (store === undefined) return problem('case-not-open', caseId);
      return store.readOnly ? problem('case-read-only') : succeed(store);
    },
  };
}
