import { join } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import type { FingerprintMethod } from '#shared/domain/fingerprint.ts';
import { localized } from '#shared/domain/localized.ts';
import { RegisterEntry, RegisterItem } from '#shared/domain/register.ts';
import { problem } from '../../problems.ts';
import type { Print } from '../fingerprints/define.ts';
import { type EntryPage, registeredMark } from './entry-table.ts';
import { dropKept, keepFile, keptFolder } from './kept-files.ts';
import { openRegister, type RegisterPorts, registerFault } from './open.ts';
import type { EnteredPrint } from './print-table.ts';
import { addToSnapshot, checkSnapshot, keepSnapshot, writeSnapshot } from './snapshot.ts';
import { type EnteredItem, type FinishedCopy, RegisterStore } from './store.ts';

/** The register of this installation. Opened when it is first asked for, and made when the first copy is entered. */
export interface Register {
  /** Enter a copy that is about to be made; `identifier-taken`: the identifier stands for another original. */
  reserve(item: RegisterItem): Promise<Result<RegisterEntry>>;
  complete(number: number, finished: FinishedCopy): Promise<Result<RegisterEntry>>;
  /** Enter a finished file as it is; entered before, it gets what is known of it anew. */
  enter(entered: EnteredItem): Promise<Result<RegisterEntry>>;
  /** Give an entry the prints of its file. */
  putPrints(number: number, prints: readonly Print[]): Promise<Result<Record<string, never>>>;
  /** Keep a file of an entry beside the register, to be compared with suspects. */
  keep(path: string, sha256: string): Promise<Result<Record<string, never>>>;
  /** Where a kept file lies; `null`: it is not kept. */
  kept(sha256: string): Promise<Result<string | null>>;
  prints(number: number): Promise<Result<Print[]>>;
  /** Prints of a method in entries after `after`; empty when there are no more. */
  printsOf(method: FingerprintMethod, after: number, limit: number): Promise<Result<EnteredPrint[]>>;
  manifestStore(number: number): Promise<Result<Uint8Array | null>>;
  /** Numbers of all finished entries, ascending. */
  numbers(): Promise<Result<number[]>>;
  /** Entries after `after`, by number. */
  following(after: number, limit: number): Promise<Result<RegisterEntry[]>>;
  list(page: EntryPage): Promise<Result<{ readonly total: number; readonly entries: RegisterEntry[] }>>;
  show(number: number): Promise<Result<RegisterEntry>>;
  byPayload(payload: string): Promise<Result<RegisterEntry[]>>;
  /** Entries of which this is the original or the copy. */
  bySha256(sha256: string): Promise<Result<RegisterEntry[]>>;
  byManifest(manifest: string): Promise<Result<RegisterEntry[]>>;
  setNote(number: number, note: string): Promise<Result<RegisterEntry>>;
  remove(number: number): Promise<Result<Record<string, never>>>;
  identifiers(): Promise<Result<BigUint64Array>>;
  close(): Promise<void>;
}

export interface RegisterPlaces {
  /** The database. */
  readonly database: string;
  /** Folder in which the workers find what they may know. */
  readonly ring: string;
}

/** Places in the data folder of an installation. */
export function registerPlaces(data: string): RegisterPlaces {
  return { database: join(data, 'register', 'register.db'), ring: join(data, 'marks') };
}

export function createRegister({ database: path, ring }: RegisterPlaces, ports: RegisterPorts): Register {
  let opening: Promise<Result<RegisterStore | null>> | null = null;
  /** One change after another, so that the workers' copy is written in the order of the changes. */
  let last: Promise<unknown> = Promise.resolve();

  async function opened(make: boolean): Promise<Result<RegisterStore | null>> {
    const known = await opening;
    if (known?.ok === true && (known.value !== null || !make)) return known;
    opening = open(make);
    return opening;
  }

  async function open(make: boolean): Promise<Result<RegisterStore | null>> {
    const database = await openRegister(path, ports, make);
    if (!database.ok || database.value === null) return database as Result<null>;
    const store = new RegisterStore(database.value);
    await checkSnapshot(ring, store);
    return succeed(store);
  }

  async function look<T>(empty: T, act: (store: RegisterStore) => T): Promise<Result<T>> {
    try {
      const store = await opened(false);
      if (!store.ok) return store;
      return succeed(store.value === null ? empty : act(store.value));
    } catch (error) {
      return registerFault(error, path);
    }
  }

  function change<T>(make: boolean, act: (store: RegisterStore) => Promise<Result<T>>): Promise<Result<T>> {
    const done = last.then(async (): Promise<Result<T>> => {
      try {
        const store = await opened(make);
        if (!store.ok) return store;
        return store.value === null ? noEntry() : await act(store.value);
      } catch (error) {
        return registerFault(error, path);
      }
    });
    last = done.catch(() => undefined);
    return done;
  }

  async function tellWorkers(store: RegisterStore, entry: RegisterEntry, fresh: boolean): Promise<void> {
    const mark = registeredMark(entry);
    if (mark === null || !fresh) await keepSnapshot(ring, store);
    else await addToSnapshot(ring, mark, store);
  }

  return {
    reserve: (item) =>
      change(true, async (store) => {
        const made = store.reserve(RegisterItem.parse(item), ports.clock().toISOString());
        if ('takenBy' in made) return taken(String(item.payload), made.takenBy);
        await tellWorkers(store, made.entry, made.fresh);
        return succeed(made.entry);
      }),
    complete: (number, finished) =>
      change(false, async (store) => {
        const entry = store.complete(number, finished);
        await keepSnapshot(ring, store);
        return entry === null ? noEntry(String(number)) : succeed(entry);
      }),
    enter: (entered) =>
      change(true, async (store) => {
        const item = { ...RegisterItem.parse(entered.item), copy: entered.item.copy };
        const made = store.enter({ ...entered, item }, ports.clock().toISOString());
        if ('takenBy' in made) return taken(String(item.payload), made.takenBy);
        await tellWorkers(store, made.entry, made.fresh);
        return succeed(made.entry);
      }),
    putPrints: (number, prints) =>
      change(false, async (store) => {
        const there = store.putPrints(number, prints);
        await keepSnapshot(ring, store);
        return there ? succeed({}) : noEntry(String(number));
      }),
    keep: (source, sha256) =>
      change(true, async (store) => {
        const made = await keepFile(keptFolder(path), source, sha256, ports.id());
        if (!made.ok) return made;
        store.keep(sha256, made.value.size);
        await keepSnapshot(ring, store);
        return succeed({});
      }),
    kept: (sha256) =>
      look(null, (store) => (store.prints.isKept(sha256) ? join(keptFolder(path), sha256) : null)),
    prints: (number) => look([], (store) => store.prints.of(number)),
    printsOf: (method, after, limit) => look([], (store) => store.prints.page(method, after, limit)),
    manifestStore: (number) => look(null, (store) => store.prints.manifestStore(number)),
    numbers: () => look([], (store) => store.entries.numbers()),
    following: (after, limit) => look([], (store) => store.entries.following(after, limit)),
    list: (page) => look({ total: 0, entries: [] }, (store) => store.entries.page(page)),
    async show(number) {
      const found = await look(null, (store) => store.entries.byNumber(number));
      if (!found.ok) return found;
      return found.value === null ? noEntry(String(number)) : succeed(RegisterEntry.parse(found.value));
    },
    byPayload: (payload) => look([], (store) => store.entries.byPayload(payload)),
    bySha256: (sha256) => look([], (store) => store.entries.bySha256(sha256)),
    byManifest: (manifest) => look([], (store) => store.entries.byManifest(manifest)),
    setNote: (number, note) =>
      change(false, async (store) => {
        const entry = store.setNote(number, note);
        await writeSnapshot(ring, store);
        return entry === null ? noEntry(String(number)) : succeed(entry);
      }),
    remove: (number) =>
      change(false, async (store) => {
        const removed = store.remove(number);
        await dropKept(keptFolder(path), store.dropUnused());
        await writeSnapshot(ring, store);
        return removed ? succeed({}) : noEntry(String(number));
      }),
    identifiers: () => look(new BigUint64Array(), (store) => store.entries.identifiers()),
    async close() {
      await last;
      const store = await opening;
      if (store?.ok === true) store.value?.close();
      opening = null;
    },
  };
}

function noEntry(detail?: string) {
  return fail('not-found', localized('The register has no such entry.', '登记册中没有此条目。'), detail);
}

function taken(payload: string, original: string) {
  const { code, message } = problem('identifier-taken').problem;
  return fail(code, message, `${payload}: sha256 ${original}`);
}
