import { randomUUID } from 'node:crypto';
import { constants, copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { HashList } from '#shared/domain/hash-list.ts';
import { localized } from '#shared/domain/localized.ts';
import { fileChunks, hashChunks } from '../../case/chunks.ts';
import { standsAt, syncDirectory } from '../../case/folder.ts';
import { writeNew } from '../../new-file.ts';
import { problem } from '../../problems.ts';
import { isSystemError } from '../index/stored-index.ts';
import { findDelimiter } from './columns.ts';
import { ListMaking } from './list-making.ts';
import { listFiles } from './list-record.ts';
import type { SignalKind } from './signals.ts';

export interface ListImport {
  /** Absolute path; only read. */
  readonly path: string;
  /** Name the list is to have; empty: that of the file. */
  readonly name: string;
  /** Kind of all rows, where neither a column nor the name of the file says it. */
  readonly kind: SignalKind | null;
  readonly now: Date;
  readonly signal?: AbortSignal;
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
    if ((await stat(request.path)).size > largestSource) return refusedSource('too large', request.path);
    await copyFile(request.path, source, constants.COPYFILE_FICLONE);
    const { sha256, size, beginning } = await readSource(source, request.signal);
    if (beginning.includes('\0')) return refusedSource('not text', request.path);
    const id = sha256.slice(0, 16);
    const target = join(folder, id);
    const known = await readList(target);
    if (known !== null) return succeed({ list: known, fresh: false });
    const making = await ListMaking.begin(draft, request.kind, basename(request.path));
    const made = await making.read(source, findDelimiter(beginning), request.signal);
    if (!made.ok) return refusedSource(made.why, request.path);
    const list: HashList = {
      format: 'assay-hash-list',
      version: 1,
      id,
      name: request.name === '' ? basename(request.path) : request.name,
      source: { name: basename(request.path), sha256, size },
      importedAt: request.now.toISOString(),
      ...made.found,
      files: await describeFiles(draft),
    };
    await writeNew(join(draft, listFiles.record), Buffer.from(`${JSON.stringify(list, null, 2)}\n`));
    await rename(draft, target);
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

async function readSource(path: string, signal: AbortSignal | undefined) {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const first = Buffer.alloc(Math.min(size, 1 << 16));
    await handle.read(first, 0, first.length, 0);
    const digests = await hashChunks(fileChunks(handle), { expected: size, whole: ['sha256'], signal });
    return { size, sha256: digests.sha256 ?? '', beginning: first.toString().replace(/^\uFEFF/, '') };
  } finally {
    await handle.close();
  }
}

async function describeFiles(folder: string): Promise<HashList['files']> {
  const files: HashList['files'] = [];
  for (const name of (await readdir(folder)).toSorted())
    files.push({ name, ...(await digestOf(join(folder, name))) });
  return files;
}

export async function digestOf(path: string): Promise<{ size: number; sha256: string }> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const { sha256 } = await hashChunks(fileChunks(handle), {
      expected: size,
      whole: ['sha256'],
      signal: undefined,
    });
    return { size, sha256: sha256 ?? '' };
  } finally {
    await handle.close();
  }
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

function refusedSource(why: 'too large' | 'not text' | 'no columns' | 'nothing', detail: string) {
  const texts = {
    'too large': localized(
      'The list is larger than can be imported at once (4 GB). Nothing was imported; split the file.',
      '列表超过单次导入上限（4 GB）。未导入任何内容；请拆分文件。',
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
