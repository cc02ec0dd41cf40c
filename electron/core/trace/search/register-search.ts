import { join } from 'node:path';
import { type Result, succeed } from '#shared/contract/errors.ts';
import type { FingerprintMethod } from '#shared/domain/fingerprint.ts';
import type { Fingerprinter, IndexCodes, Print } from '../fingerprints/define.ts';
import { fingerprinters } from '../fingerprints/fingerprinters.ts';
import { IndexService, registerIndexes } from '../index/index-service.ts';
import { HashLists } from '../lists/hash-lists.ts';
import type { Register } from '../register/register.ts';
import { EnteredLog } from './entered-log.ts';
import type { OwnIndex } from './own-index.ts';
import { ownIndexes } from './own-indexes.ts';

/** An entry the codes of a suspect lead to. It is a lead until the prints of both were compared. */
export interface Lead {
  readonly entry: number;
  readonly methods: readonly FingerprintMethod[];
}

export interface SearchAnswer {
  /** The most promising first. */
  readonly leads: readonly Lead[];
  /** For each method that was searched: codes looked up and codes known. */
  readonly searched: ReadonlyMap<FingerprintMethod, { readonly asked: number; readonly among: number }>;
}

/** Finds the entries of the register that share codes with a file, without comparing it with all of them. */
export interface RegisterSearch {
  leads(prints: readonly Print[], signal?: AbortSignal): Promise<Result<SearchAnswer>>;
  /** Lists of hashes from elsewhere, searched by the same thread. */
  lists(): Promise<Result<HashLists>>;
  /** Bring the index in line with the register; done by every search as well. */
  sync(signal?: AbortSignal): Promise<Result<null>>;
  close(): Promise<void>;
}

/** Entries that are looked at closely, and codes of each index that are listed for one query. */
const mostLeads = 60;
const mostHits = 200;
/** Bits within which a code of an index is a lead; beyond it nothing is claimed from the code alone. */
const radii = { pictures: 47, frames: 31, features: 15, iscc: 47 } as const;

export function createRegisterSearch(register: Register, folder: string): RegisterSearch {
  let opening: Promise<Result<Opened>> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function opened(): Promise<Result<Opened>> {
    opening ??= open(folder);
    const answer = await opening;
    if (!answer.ok) opening = null;
    return answer;
  }

  /** One after another: two searches must not enter the same entries. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = last.then(act);
    last = done.catch(() => undefined);
    return done;
  }

  async function sync(signal?: AbortSignal): Promise<Result<Opened>> {
    const state = await opened();
    if (!state.ok) return state;
    const numbers = await register.numbers();
    if (!numbers.ok) return numbers;
    const { service, entered, own } = state.value;
    const present = new Set(numbers.value);
    const gone = [...entered.numbers].filter((number) => !present.has(number));
    if (gone.length > 0) {
      if (service.writable)
        for (const name of registerIndexes) {
          const removed = await service.removeOwners(name, gone);
          if (!removed.ok) return removed;
        }
      for (const number of gone) {
        entered.forget(number);
        for (const index of own.values()) index.remove(number);
      }
    }
    for (const number of numbers.value) {
      signal?.throwIfAborted();
      const known = entered.numbers.has(number);
      const held = [...own.values()].every((index) => index.has(number));
      if (known && held) continue;
      const prints = await register.prints(number);
      if (!prints.ok) return prints;
      for (const [method, index] of own)
        if (!index.has(number))
          index.add(
            number,
            prints.value.filter((print) => print.method === method),
          );
      if (known || !service.writable) continue;
      const added = await addCodes(service, number, prints.value);
      if (!added.ok) return added;
      await entered.add(number);
    }
    return state;
  }

  return {
    sync: (signal) =>
      inTurn(async () => {
        const done = await sync(signal);
        return done.ok ? succeed(null) : done;
      }),
    leads: (prints, signal) =>
      inTurn(async () => {
        const state = await sync(signal);
        return state.ok ? await search(state.value, prints, signal) : state;
      }),
    lists: () =>
      inTurn(async () => {
        const state = await opened();
        return state.ok ? succeed(state.value.lists) : state;
      }),
    async close() {
      await last;
      const state = await opening;
      if (state?.ok === true) await state.value.service.close();
      opening = null;
    },
  };
}

interface Opened {
  readonly service: IndexService;
  readonly lists: HashLists;
  readonly entered: EnteredLog;
  /** Indexes of methods whose codes are not of 256 bits; held in memory, filled from the register. */
  readonly own: ReadonlyMap<FingerprintMethod, OwnIndex>;
}

async function open(folder: string): Promise<Result<Opened>> {
  const service = await IndexService.open(folder);
  if (!service.ok) return service;
  const entered = await EnteredLog.open(join(folder, 'entered.u32'));
  for (const name of registerIndexes) {
    const state = await service.value.state(name);
    if (!state.ok) {
      await service.value.close();
      return state;
    }
    // A damaged index was moved away and begins empty: everything is entered again.
    if (state.value.setAside !== null) await entered.clear();
  }
  const lists = await HashLists.open(join(folder, '..', 'lists'), service.value);
  if (!lists.ok) {
    await service.value.close();
    return lists;
  }
  return succeed({ service: service.value, lists: lists.value, entered, own: ownIndexes() });
}

async function addCodes(
  service: IndexService,
  number: number,
  prints: readonly Print[],
): Promise<Result<null>> {
  for (const print of prints) {
    const fingerprinter = await current(print);
    const codes = fingerprinter?.indexed(print) ?? null;
    if (codes === null || codes.positions.length === 0) continue;
    const added = await service.add(codes.index, number, codes.codes, codes.positions);
    if (!added.ok) return added;
  }
  return succeed(null);
}

/** The method of a print, unless the print was made by another version of it. */
async function current(print: Print): Promise<Fingerprinter | null> {
  const fingerprinter = await fingerprinters.get(print.method)?.();
  return fingerprinter === undefined || fingerprinter.version !== print.version ? null : fingerprinter;
}

async function search(
  { service, own }: Opened,
  prints: readonly Print[],
  signal: AbortSignal | undefined,
): Promise<Result<SearchAnswer>> {
  const scores = new Map<number, { score: number; readonly methods: Set<FingerprintMethod> }>();
  const searched = new Map<FingerprintMethod, { asked: number; among: number }>();
  const vote = (entry: number, method: FingerprintMethod, score: number): void => {
    const before = scores.get(entry) ?? { score: 0, methods: new Set() };
    before.methods.add(method);
    scores.set(entry, { ...before, score: before.score + score });
  };
  for (const print of prints) {
    signal?.throwIfAborted();
    const fingerprinter = await current(print);
    if (fingerprinter === null) continue;
    const index = own.get(print.method);
    if (index !== undefined) {
      const found = index.search([print], mostLeads);
      const most = Math.max(1, ...found.map(({ votes }) => votes));
      for (const { id, votes } of found) vote(id, print.method, votes / most);
      searched.set(print.method, { asked: 1, among: index.size });
      continue;
    }
    const codes = fingerprinter.queried(print);
    if (codes === null) continue;
    const answer = await lookUp(service, codes, signal);
    if (!answer.ok) return answer;
    for (const [entry, score] of answer.value.scores) vote(entry, print.method, score);
    const before = searched.get(print.method)?.asked ?? 0;
    searched.set(print.method, { asked: before + codes.positions.length, among: answer.value.among });
  }
  const leads = [...scores]
    .sort(([a, one], [b, other]) => other.score - one.score || a - b)
    .slice(0, mostLeads)
    .map(([entry, { methods }]) => ({ entry, methods: [...methods] }));
  return succeed({ leads, searched });
}

/** For each owner, the share of the queries that led to it, each by how near its nearest code was. */
async function lookUp(
  service: IndexService,
  { index, codes }: IndexCodes,
  signal: AbortSignal | undefined,
): Promise<Result<{ readonly scores: ReadonlyMap<number, number>; readonly among: number }>> {
  const radius = radii[index];
  const state = await service.state(index);
  if (!state.ok) return state;
  const found = await service.search(index, {
    ...{ codes, radius, limit: mostHits },
    ...(signal === undefined ? {} : { signal }),
  });
  if (!found.ok) return found;
  const { queries, owners, distances } = found.value;
  const scores = new Map<number, number>();
  const counted = new Set<string>();
  for (let row = 0; row < owners.length; row += 1) {
    // Rows stand nearest first, so the first of an owner is its best for this query.
    const key = `${queries[row]} ${owners[row]}`;
    if (counted.has(key)) continue;
    counted.add(key);
    const nearness = 1 - distances[row]! / (radius + 1);
    scores.set(owners[row]!, (scores.get(owners[row]!) ?? 0) + nearness);
  }
  return succeed({ scores, among: state.value.codes });
}
