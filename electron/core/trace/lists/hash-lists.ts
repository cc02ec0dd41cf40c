import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import type { HashList, HashListView } from '#shared/domain/hash-list.ts';
import { localized } from '#shared/domain/localized.ts';
import { standsAt } from '../../case/folder.ts';
import { problem } from '../../problems.ts';
import type { CodeHits } from '../index/code-hits.ts';
import type { IndexQuery, IndexService } from '../index/index-service.ts';
import { isSystemError } from '../index/stored-index.ts';
import { findDigest } from './digest-file.ts';
import { type ListEntry, readEntry } from './entry-file.ts';
import { digestOf } from './file-digest.ts';
import { importList, type ListImport, readList, unfinished } from './import-list.ts';
import { listFiles } from './list-record.ts';

/** An entry of a list whose digest is that of a file. */
export interface DigestMatch {
  readonly list: HashList;
  readonly entry: ListEntry;
}

/** Codes of a list that were found: `owners` are numbers of its entries. */
export interface ListHits {
  readonly list: HashList;
  readonly hits: CodeHits;
}

/** `frames`: frames of films; positions are milliseconds. */
export type ListIndex = 'pictures' | 'frames';

/**
 * Lists of hashes from elsewhere, each a folder of its own beneath one. The codes are searched by the thread of the
 * indexes, under names of their own, so that a match always says which list it comes from.
 */
export class HashLists {
  readonly #folder: string;
  readonly #service: IndexService;
  readonly #lists = new Map<string, HashListView>();

  private constructor(folder: string, service: IndexService) {
    this.#folder = folder;
    this.#service = service;
  }

  static async open(folder: string, service: IndexService): Promise<Result<HashLists>> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const lists = new HashLists(folder, service);
      for (const name of (await readdir(folder)).toSorted()) {
        if (name.startsWith(unfinished)) {
          // Readers leave alone what the writer may be making.
          if (service.writable) await rm(join(folder, name), { recursive: true, force: true });
        } else await lists.#open(name);
      }
      return succeed(lists);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return problem('input-output', String(error));
    }
  }

  /** By time of import. */
  list(): readonly HashListView[] {
    return [...this.#lists.values()].toSorted(
      (one, other) =>
        one.list.importedAt.localeCompare(other.list.importedAt) || one.list.id.localeCompare(other.list.id),
    );
  }

  /** `fresh` is false when the same file was imported before; that list is given then. */
  async import(request: ListImport): Promise<Result<{ readonly list: HashList; readonly fresh: boolean }>> {
    if (!this.#service.writable) return readOnly(this.#folder);
    const imported = await importList(this.#folder, request);
    if (!imported.ok || !imported.value.fresh) return imported;
    await this.#open(imported.value.list.id);
    return imported;
  }

  async remove(id: string): Promise<Result<HashList>> {
    const known = this.#lists.get(id);
    if (known === undefined) return problem('not-found', id);
    if (!this.#service.writable) return readOnly(this.#folder);
    try {
      this.#lists.delete(id);
      for (const index of searched(known)) await this.#service.detach(indexName(id, index));
      const gone = join(this.#folder, `${unfinished}${randomUUID()}`);
      await rename(join(this.#folder, id), gone);
      await rm(gone, { recursive: true, force: true });
      return succeed(known.list);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return problem('input-output', String(error));
    }
  }

  /** Codes of all lists within the radius; lists without a match are left out. */
  async search(index: ListIndex, query: IndexQuery): Promise<Result<readonly ListHits[]>> {
    const found: ListHits[] = [];
    for (const known of this.list()) {
      if (!searched(known).includes(index)) continue;
      const hits = await this.#service.search(indexName(known.list.id, index), query);
      if (!hits.ok) return hits;
      if (hits.value.owners.length > 0) found.push({ list: known.list, hits: hits.value });
    }
    return succeed(found);
  }

  /** Codes that a search of all lists goes through: the `known` of `expectedMatches`. */
  codes(index: ListIndex): number {
    return this.list()
      .filter((known) => searched(known).includes(index))
      .reduce((sum, { list }) => sum + list.counts[index], 0);
  }

  /** Entries with this digest of a file, in hexadecimal. */
  async byDigest(kind: 'md5' | 'sha256', digest: string): Promise<Result<readonly DigestMatch[]>> {
    const bytes = Buffer.from(digest, 'hex');
    try {
      const found: DigestMatch[] = [];
      for (const { list, damaged } of this.list()) {
        if (damaged.length > 0 || list.counts[kind] === 0) continue;
        const folder = join(this.#folder, list.id);
        for (const number of await findDigest(join(folder, listFiles[kind]), bytes))
          found.push({ list, entry: await readEntry(join(folder, listFiles.entries), number) });
      }
      return succeed(found);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return problem('input-output', String(error));
    }
  }

  /** What a list says of one of its entries. */
  async entry(id: string, number: number): Promise<Result<ListEntry>> {
    const known = this.#lists.get(id);
    if (known === undefined || number >= known.list.counts.entries) return problem('not-found', id);
    try {
      return succeed(await readEntry(join(this.#folder, id, listFiles.entries), number));
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return problem('input-output', String(error));
    }
  }

  async #open(name: string): Promise<void> {
    const folder = join(this.#folder, name);
    if ((await standsAt(folder)) !== 'folder') return;
    const list = await readList(folder);
    if (list === null || list.id !== name) return;
    const damaged: string[] = [];
    for (const file of list.files) {
      const path = join(folder, file.name);
      const is = (await standsAt(path)) === 'file' ? await digestOf(path) : null;
      if (is === null || is.size !== file.size || is.sha256 !== file.sha256) damaged.push(file.name);
    }
    for (const index of searched({ list, damaged })) {
      const opened = await this.#service.attachList(indexName(name, index), join(folder, listFiles[index]));
      if (!opened.ok) damaged.push(listFiles[index]);
    }
    this.#lists.set(name, { list, damaged });
  }
}

function searched({ list, damaged }: HashListView): ListIndex[] {
  return damaged.length > 0
    ? []
    : (['pictures', 'frames'] as const).filter((index) => list.counts[index] > 0);
}

function indexName(id: string, index: ListIndex): string {
  return `list-${id}-${index}`;
}

function readOnly(folder: string) {
  return fail(
    'not-allowed',
    localized(
      'The lists are open for writing in another program; they can be searched here, but not changed. Nothing was changed.',
      '哈希列表正由另一程序以写入方式打开；此处只能检索，不能更改。未做任何更改。',
    ),
    folder,
  );
}
