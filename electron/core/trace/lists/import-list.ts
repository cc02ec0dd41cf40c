import { randomUUID } from 'node:crypto';
import { constants, copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { HashList } from '#shared/domain/hash-list.ts';
import { localized } from '#shared/domain/localized.ts';
import { standsAt, syncDirectory } from '../../case/folder.ts';
import { writeNew } from '../../new-file.ts';
import type { TaskFailure, Workers } from '../../ports.ts';
import { problem } from '../../problems.ts';
import { isSystemError } from '../index/stored-index.ts';
import { listFiles } from './list-record.ts';
import { ListOutput, listLimits } from './list-task.ts';
import type { SignalKind } from './signals.ts';

export interface ListImport {
  /** Absolute path; only read. */
  readonly path: string;
  /** Name the list is to have; empty: that of the file. */
  readonly name: string;
  /** Kind of all rows, where neither a column nor the name of the file says it. */
  readonly kind: SignalKind | null;
  readonly now: Date;
  /** The list is read by one of them: what is in a file from elsewhere is no business of the host. */
  readonly workers: Workers;
  readonly signal?: AbortSignal;
  /** Fraction done, 0…1. */
  readonly onProgress?: (fraction: number) => void;
}

/** Largest source, bytes. */
const largestSource = 4 * 1024 ** 3;

/** Folders that are being made or taken away begin with this, and are left over after a crash. */
export const unfinished = '.unfinished-';

/** Import a list into the folder of all lists; `fresh` is false when the same file was imported before. */
export async function importList(
  folder: string,
  request: ListImport,
): Promise<Result<{ readonly list: HashList; readonly fresh: boolean }>> {
  const draft = join(folder, `${unfinished}${randomUUID()}`);
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    // What is hashed, read and kept is one and the same copy, whatever happens to the file meanwhile.
    const source = join(draft, listFiles.source);
    const given = await stat(request.path);
    if (!given.isFile()) return problem('input-output', `${request.path}: not a file`);
    if (given.size > largestSource) return refusedSource('too large', request.path);
    await copyFile(request.path, source, constants.COPYFILE_FICLONE);
    const made = await read(draft, request, await knownLists(folder));
    if (!made.ok) return made;
    if (made.value.state === 'known') {
      const known = await readList(join(folder, made.value.id));
      return known === null ? problem('not-found', made.value.id) : succeed({ list: known, fresh: false });
    }
    const { source: digest, found, files } = made.value;
    const id = digest.sha256.slice(0, 16);
    const list: HashList = {
      format: 'assay-hash-list',
      version: 1,
      id,
      name: request.name === '' ? basename(request.path) : request.name,
      source: { name: basename(request.path), ...digest },
      importedAt: request.now.toISOString(),
      ...found,
      files,
    };
    await writeNew(join(draft, listFiles.record), Buffer.from(`${JSON.stringify(list, null, 2)}\n`));
    await rename(draft, join(folder, id));
    await syncDirectory(folder);
    return succeed({ list, fresh: true });
  } catch (error) {
    if (request.signal?.aborted === true) return problem('cancelled');
    if (!isSystemError(error)) throw error;
    return problem(error.code === 'ENOSPC' ? 'disk-full' : 'input-output', String(error));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

type Read = Extract<ListOutput, { state: 'made' | 'known' }>;

/** By a worker: the files of the list, from the source in the folder. */
async function read(
  folder: string,
  { path, kind, workers, signal, onProgress }: ListImport,
  known: readonly string[],
): Promise<Result<Read>> {
  const input = { folder, fileName: basename(path), kind, known };
  const answer = await workers.run('hash-list', input, ListOutput, {
    ...{ priority: 'interactive', limits: listLimits },
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  if (!answer.ok) return workerFailed(answer.failure);
  const made = answer.value;
  if (made.state === 'refused') return refusedSource(made.why, path);
  if (made.state === 'failed') return problem(made.code, made.detail);
  return succeed(made);
}

function workerFailed({ code, message, detail }: TaskFailure) {
  if (code === 'cancelled') return problem('cancelled');
  const more = `${message}\n${detail ?? ''}`.slice(0, 2000);
  if (code === 'timed-out' || code === 'memory-exceeded') return refusedSource('too much', more);
  return fail(
    'tracing-failed',
    localized(
      'The process that read the list failed. Nothing was imported.',
      '读取列表的进程失败。未导入任何内容。',
    ),
    more,
  );
}

/** Lists whose record can be read. */
async function knownLists(folder: string): Promise<string[]> {
  const known: string[] = [];
  for (const name of await readdir(folder))
    if (/^[0-9a-f]{16}$/.test(name) && (await readList(join(folder, name))) !== null) known.push(name);
  return known;
}

/** The record of the list in a folder; `null`: there is none, or it is none of ours. */
export async function readList(folder: string): Promise<HashList | null> {
  const path = join(folder, listFiles.record);
  if ((await standsAt(path)) !== 'file' || (await stat(path)).size > 1 << 20) return null;
  const handle = await open(path, 'r');
  try {
    return HashList.parse(JSON.parse(await handle.readFile('utf8')));
  } catch (error) {
    // Written by a later version, or by somebody else.
    if (error instanceof Error && !isSystemError(error)) return null;
    throw error;
  } finally {
    await handle.close();
  }
}

function refusedSource(
  why: 'too large' | 'too much' | 'not text' | 'no columns' | 'nothing',
  detail: string,
) {
  const texts = {
    'too large': localized(
      'The list is larger than can be imported at once (4 GB). Nothing was imported; split the file.',
      '列表超过单次导入上限（4 GB）。未导入任何内容；请拆分文件。',
    ),
    'too much': localized(
      'Reading the list took more time or memory than is allowed for one. Nothing was imported; split the file.',
      '读取该列表所需的时间或内存超出上限。未导入任何内容；请拆分文件。',
    ),
    'not text': localized(
      'The file is not text in UTF-8. Nothing was imported; save it as CSV in UTF-8.',
      '该文件不是 UTF-8 文本。未导入任何内容；请另存为 UTF-8 编码的 CSV。',
    ),
    'no columns': localized(
      'No column of hashes was recognised: the first row names none, and no row begins with one. Nothing was imported.',
      '未识别到哈希列：首行未标明，各行也没有哈希值。未导入任何内容。',
    ),
    nothing: localized(
      'No row of the list could be used. Nothing was imported. If its hashes have 64 digits, say whether they are PDQ or SHA-256.',
      '列表中没有可用的行。未导入任何内容。如果哈希值为 64 位，请注明是 PDQ 还是 SHA-256。',
    ),
  };
  return fail('bad-request', texts[why], detail);
}
