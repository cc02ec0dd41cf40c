import { type Result, succeed } from '#shared/contract/errors.ts';
import type { CertificateFacts } from '#shared/domain/certificate.ts';
import type {
  ConformingProduct,
  Denial,
  TrustChoice,
  TrustDiff,
  TrustExamination,
  TrustFile,
  TrustKind,
  TrustListView,
  TrustOverview,
  TrustSource,
} from '#shared/domain/trust.ts';
import type { Ports } from '../ports.ts';
import { builtInDenials, builtInDenyList } from './built-in-denials.ts';
import { denyId, parseDenyEntry } from './deny.ts';
import { diffLists } from './difference.ts';
import {
  type HeldEdition,
  type HeldList,
  heldLists,
  originalPath,
  originals,
  removeEditions,
  rewriteRecord,
  writeEdition,
} from './editions-folder.ts';
import {
  builtInList,
  damagedList,
  denyFault,
  inFolder,
  noList,
  noPrevious,
  notManaged,
  onDisk,
} from './faults.ts';
import { importLists, propose, withSource } from './importing.ts';
import { keepOwnDenials, ownDenials, ownDenyList } from './own-denials.ts';
import { contentOf, recognise } from './questions.ts';
import { type ListPages, noPages } from './tasks.ts';
import { builtInView, heldView, lyingView } from './views.ts';

type Nothing = Record<string, never>;

/** Everything that is done with trust lists; one after another where something is written. */
export interface TrustManagement {
  lists(): Promise<Result<TrustOverview>>;
  certificates(id: string): Promise<Result<CertificateFacts[]>>;
  products(id: string): Promise<Result<ConformingProduct[]>>;
  denials(): Promise<Result<Denial[]>>;
  /** What an import would change. */
  examine(source: TrustSource, choice: TrustChoice): Promise<Result<TrustExamination>>;
  /** The present edition of a list against the one before it. */
  history(id: string): Promise<Result<TrustDiff>>;
  import(source: TrustSource, choice: TrustChoice): Promise<Result<TrustExamination>>;
  setEnabled(id: string, enabled: boolean): Promise<Result<TrustListView>>;
  /** Make the edition before the present one count again; the present one is kept in its place. */
  rollback(id: string): Promise<Result<TrustListView>>;
  remove(id: string): Promise<Result<Nothing>>;
  deny(entry: unknown): Promise<Result<Denial>>;
  undeny(id: string): Promise<Result<Nothing>>;
}

/** @param changed called after every change: cached versions of engines name the lists */
export function createTrustManagement(ports: Ports, changed: () => void): TrustManagement {
  const { trust: folder, trustManaged: managed } = ports.paths;
  let last: Promise<unknown> = Promise.resolve();

  /** Writing, one after another; faults of the disk are answers. */
  function write<T>(act: () => Promise<Result<T>>): Promise<Result<T>> {
    if (!managed) return Promise.resolve(notManaged(folder));
    const done = last.then(() => onDisk(act)).finally(changed);
    last = done.catch(() => undefined);
    return done;
  }

  /** Lists that lie in the folder without having been imported. */
  async function lying(held: ReadonlyMap<string, HeldList>) {
    const found = await recognise(ports, [folder], { unknownEdition: 'ask' }, true);
    // Before the first import there is no folder, and nothing lies in it.
    if (!found.ok) return found;
    const { candidates, refused } = found.value;
    return succeed({
      candidates: candidates.filter(({ id }) => !held.has(id)),
      problems: refused.filter(({ code }) => code !== 'unreadable').map(({ message }) => message.en),
    });
  }

  async function held(id: string): Promise<Result<HeldList>> {
    if (id === builtInDenyList) return builtInList();
    const { lists } = await heldLists(folder);
    const list = lists.get(id);
    if (list !== undefined) return succeed(list);
    const others = await lying(lists);
    if (!others.ok) return others;
    return others.value.candidates.some((candidate) => candidate.id === id) ? inFolder(folder) : noList(id);
  }

  /** All that is in a list, imported or lying in the folder. */
  async function pages(id: string): Promise<Result<ListPages>> {
    if (id === builtInDenyList) return succeed({ ...noPages, denials: [...builtInDenials] });
    const { lists } = await heldLists(folder);
    const list = lists.get(id);
    if (list !== undefined) return pagesOf(list.current);
    const others = await lying(lists);
    if (!others.ok) return others;
    const candidate = others.value.candidates.find((one) => one.id === id);
    return candidate === undefined ? noList(id) : contentOf(ports, candidate.kind, candidate.files);
  }

  function pagesOf(edition: HeldEdition): Promise<Result<ListPages>> {
    const files = edition.record.files.map((file) => ({ ...file, path: originalPath(edition, file.name) }));
    return contentOf(ports, edition.record.kind, files);
  }

  async function change(
    id: string,
    act: (list: HeldList) => Promise<Result<unknown>>,
  ): Promise<Result<TrustListView>> {
    const before = await held(id);
    if (!before.ok) return before;
    const done = await act(before.value);
    if (!done.ok) return done;
    const after = await held(id);
    return after.ok ? succeed(heldView(after.value, ports.clock())) : after;
  }

  async function allDenials(): Promise<Result<Denial[]>> {
    const { lists } = await heldLists(folder);
    const others = await lying(lists);
    if (!others.ok) return others;
    const sources: {
      id: string;
      kind: TrustKind;
      active: boolean;
      files: (TrustFile & { path: string })[];
    }[] = [
      ...[...lists.values()].map(({ current }) => ({
        id: current.record.id,
        kind: current.record.kind,
        active: current.record.enabled,
        files: current.record.files.map((file) => ({ ...file, path: originalPath(current, file.name) })),
      })),
      ...others.value.candidates.map(({ id, kind, files }) => ({ id, kind, active: true, files })),
    ];
    const all = builtInDenials.map((entry) => denial(builtInDenyList, entry, true));
    for (const { id, kind, active, files } of sources) {
      if (kind !== 'deny') continue;
      const found = await contentOf(ports, kind, files);
      if (!found.ok) return found;
      all.push(...found.value.denials.map((entry) => denial(id, entry, active)));
    }
    return succeed(all);
  }

  return {
    lists: () =>
      onDisk(async () => {
        const now = ports.clock();
        const { lists, problems } = await heldLists(folder);
        const others = await lying(lists);
        if (!others.ok) return others;
        return succeed({
          folder,
          managed,
          lists: [
            ...[...lists.values()].map((list) => heldView(list, now)),
            ...others.value.candidates.map((candidate) => lyingView(candidate, now)),
            builtInView,
          ],
          problems: [...problems, ...others.value.problems],
        });
      }),
    certificates: (id) =>
      onDisk(async () => {
        const found = await pages(id);
        return found.ok ? succeed(found.value.certificates) : found;
      }),
    products: (id) =>
      onDisk(async () => {
        const found = await pages(id);
        return found.ok ? succeed(found.value.products) : found;
      }),
    denials: () => onDisk(allDenials),
    examine: (source, choice) =>
      onDisk(() => withSource(ports, source, (paths) => propose(ports, paths, choice))),
    history: (id) =>
      onDisk(async () => {
        const list = await held(id);
        if (!list.ok) return list;
        if (list.value.previous === null) return noPrevious();
        const before = await pagesOf(list.value.previous);
        const now = await pagesOf(list.value.current);
        if (!before.ok) return before;
        return now.ok ? succeed(diffLists(before.value.lines, now.value.lines)) : now;
      }),
    import: (source, choice) =>
      write(() => withSource(ports, source, (paths) => importLists(ports, paths, choice))),
    setEnabled: (id, enabled) =>
      write(() =>
        change(id, async ({ current }) => {
          await rewriteRecord(current, { enabled });
          return succeed({});
        }),
      ),
    rollback: (id) =>
      write(() =>
        change(id, async ({ current, previous }) => {
          if (previous === null) return noPrevious();
          const files = await originals(previous);
          if ('fault' in files) return damagedList(files.fault);
          await writeEdition(folder, { ...previous.record, enabled: current.record.enabled }, files.files);
          return succeed({});
        }),
      ),
    remove: (id) =>
      write(async () => {
        const list = await held(id);
        if (!list.ok) return list;
        await removeEditions(folder, id);
        return succeed({});
      }),
    deny: (input) =>
      write(async () => {
        const entry = parseDenyEntry(input);
        if ('fault' in entry) return denyFault(entry.fault);
        const present = await ownDenials(ports);
        if (!present.ok) return present;
        const id = denyId(entry);
        await keepOwnDenials(ports, [...present.value.filter((other) => denyId(other) !== id), entry]);
        return succeed(denial(ownDenyList, entry, true));
      }),
    undeny: (id) =>
      write(async () => {
        const present = await ownDenials(ports);
        if (!present.ok) return present;
        const others = present.value.filter((entry) => denyId(entry) !== id);
        if (others.length === present.value.length)
          return builtInDenials.some((entry) => denyId(entry) === id) ? builtInList() : noList(id);
        await keepOwnDenials(ports, others);
        return succeed({});
      }),
  };
}

function denial(list: string, entry: Denial['entry'], active: boolean): Denial {
  return { list, id: denyId(entry), entry, active };
}
