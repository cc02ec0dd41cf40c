import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Result, succeed } from '#shared/contract/errors.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { RegisterEntry } from '#shared/domain/register.ts';
import type { Trace, TraceCandidate, TraceRoute } from '#shared/domain/trace.ts';
import type { CaseStore } from '../case/store.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { writePrints } from '../trace/fingerprints/print-file.ts';
import { opinionNote } from '../trace/lists/opinions.ts';
import type { OriginReading } from '../trace/origin-task.ts';
import type { Register } from '../trace/register/register.ts';
import { listedMatches } from '../trace/search/list-search.ts';
import type { RegisterSearch, SearchAnswer } from '../trace/search/register-search.ts';
import { type PrintedFile, printsOf } from './prints.ts';

/** A suspect with everything that was read from it. */
export interface TraceQuestion {
  readonly store: CaseStore;
  readonly suspect: Evidence;
  readonly prints: PrintedFile;
  readonly origin: OriginReading;
  readonly signal: AbortSignal;
}

export interface TraceSources {
  readonly ports: Ports;
  readonly register: Register;
  readonly search: RegisterSearch;
}

/** A source that is held against the suspect: why it is, and its prints. */
export interface Source {
  readonly id: string;
  readonly routes: Set<TraceRoute>;
  readonly candidate: Pick<TraceCandidate, 'source' | 'name' | 'media'>;
  payload: string | null;
  /** File of prints; `null`: there are none. */
  readonly prints: string | null;
}

/** An identifier or a manifest that stands for more copies than this leads to the newest of them. */
const mostPerRoute = 50;

/** Entries of the register that anything leads to. */
export async function fromRegister(
  { suspect, origin }: TraceQuestion,
  answer: SearchAnswer,
  { register }: TraceSources,
  folder: string,
): Promise<Result<Source[]>> {
  const sources = new Map<number, Source>();
  const add = async (entry: RegisterEntry, route: TraceRoute): Promise<Result<Source>> => {
    const before = sources.get(entry.number);
    before?.routes.add(route);
    if (before !== undefined) return succeed(before);
    const prints = await register.prints(entry.number);
    if (!prints.ok) return prints;
    const kept = await register.kept(entry.copy ?? entry.original);
    if (!kept.ok) return kept;
    const path = join(folder, `${entry.number}.prints`);
    if (prints.value.length > 0) await writeFile(path, writePrints({ answers: [], prints: prints.value }));
    const { number, original, copy, origin: how, note, at, name, media } = entry;
    const source: Source = {
      id: `entry-${number}`,
      routes: new Set([route]),
      candidate: {
        source: {
          kind: 'register',
          ...{ entry: number, origin: how, original, copy, kept: kept.value !== null, note, at },
        },
        ...{ name, media },
      },
      payload: null,
      prints: prints.value.length > 0 ? path : null,
    };
    sources.set(number, source);
    return succeed(source);
  };
  const all = async (found: Result<RegisterEntry[]>, route: TraceRoute): Promise<Result<Source[]>> => {
    if (!found.ok) return found;
    const added: Source[] = [];
    for (const entry of found.value.slice(0, mostPerRoute)) {
      const one = await add(entry, route);
      if (!one.ok) return one;
      added.push(one.value);
    }
    return succeed(added);
  };
  const same = await all(await register.bySha256(suspect.sha256), 'bytes');
  if (!same.ok) return same;
  for (const { payload } of origin.layers.mark.readings) {
    const marked = await all(await register.byPayload(payload), 'mark');
    if (!marked.ok) return marked;
    for (const source of marked.value) source.payload = payload;
  }
  if (origin.manifest !== null) {
    const signed = await all(await register.byManifest(origin.manifest), 'credential');
    if (!signed.ok) return signed;
  }
  for (const { entry } of answer.leads) {
    const shown = await register.show(entry);
    // Removed since the index was asked.
    if (!shown.ok && shown.problem.code === 'not-found') continue;
    if (!shown.ok) return shown;
    const led = await add(shown.value, 'fingerprint');
    if (!led.ok) return led;
  }
  return succeed([...sources.values()]);
}

/** Entries of imported lists of hashes. */
export async function fromLists(
  { store, suspect, prints, signal }: TraceQuestion,
  { search }: TraceSources,
): Promise<Result<{ readonly candidates: TraceCandidate[]; readonly lists: Trace['searched']['lists'] }>> {
  const lists = await search.lists();
  if (!lists.ok) return lists;
  const known = lists.value.list().filter(({ damaged }) => damaged.length === 0);
  const searched = known.map(({ list }) => ({ name: list.name, items: list.counts.entries }));
  if (known.length === 0) return succeed({ candidates: [], lists: searched });
  const md5 = await md5Of(store.evidencePath(suspect.sha256), signal);
  const found = await listedMatches(lists.value, prints.prints, { sha256: suspect.sha256, md5 }, signal);
  if (!found.ok) return found;
  const candidates = found.value.map(({ list, entry, claim, match }): TraceCandidate => {
    const item = entry.id === '' ? `${entry.line}` : entry.id;
    return {
      ...{
        source: { kind: 'list', list, item, tags: entry.tags },
        name: `${list} ${item}`,
        media: null,
        claim,
      },
      routes: [match === null ? 'bytes' : 'fingerprint'],
      compared: match === null ? [] : [match.method],
      matches: match === null ? [] : [match],
      ...{ payload: null, comparison: null, note: opinionNote(entry) },
    };
  });
  return succeed({ candidates, lists: searched });
}

async function md5Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest('hex');
}

/** Every other exhibit of the case whose prints can be made. */
export async function fromCase(
  { store, suspect, signal }: TraceQuestion,
  { ports }: TraceSources,
): Promise<Result<Source[]>> {
  const sources: Source[] = [];
  for (let offset = 0; ; ) {
    const { items } = store.listEvidence({ offset, limit: 500, filter: {} });
    if (items.length === 0) return succeed(sources);
    offset += items.length;
    for (const exhibit of items) {
      if (exhibit.sha256 === suspect.sha256) continue;
      if (signal.aborted) return problem('cancelled');
      const prints = await printsOf(store, exhibit, ports, signal);
      // What cannot be printed cannot be found; the exhibit's own trace says why.
      if (!prints.ok && prints.problem.code === 'cancelled') return prints;
      const { sha256, number, name, media } = exhibit;
      const identical = sameContent(exhibit, suspect);
      sources.push({
        id: `evidence-${sha256}`,
        routes: new Set(identical ? ['content'] : []),
        candidate: { source: { kind: 'case', evidence: sha256, number }, name, media },
        payload: null,
        prints: prints.ok ? prints.value.path : null,
      });
    }
  }
}

export function sameContent({ content: one }: Evidence, { content: other }: Evidence): boolean {
  return (
    one.state === 'known' &&
    other.state === 'known' &&
    one.sha256 === other.sha256 &&
    one.method === other.method
  );
}
