import { readFile } from 'node:fs/promises';
import { type Result, succeed } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/events.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { Lineage, type LineageListing } from '#shared/domain/lineage.ts';
import type { Language } from '#shared/domain/localized.ts';
import { createCell } from '../analysis/cell.ts';
import type { CaseStore } from '../case/store.ts';
import { defaultLimits, type Limits } from '../media/limits.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import type { ReportLineage } from '../report/input.ts';
import { MatchOutput } from '../trace/fingerprints/match-task.ts';
import { buildLineage, type ComparedPair } from '../trace/lineage/build.ts';
import { PairEvidence } from '../trace/lineage/evidence.ts';
import { lineageGraphml } from '../trace/lineage/graphml.ts';
import { printedLineage } from '../trace/lineage/printed.ts';
import { lineageSvg } from '../trace/lineage/svg.ts';
import { version } from '../version.ts';
import type { Jobs } from './jobs.ts';
import { type DocumentKind, keepDocument, keptDocuments } from './kept-documents.ts';
import { factsOf, gatherFacts } from './lineage-facts.ts';
import { printsOf } from './prints.ts';
import { sameContent } from './trace-sources.ts';
import type { Viewing } from './viewing.ts';

export interface LineageRequest {
  /** None: every exhibit of the case. */
  readonly evidence: readonly string[];
}

export interface LineageWriting {
  readonly lineage: string;
  readonly format: 'svg' | 'graphml';
  readonly language: Language;
}

/** Which copy came from which, among exhibits of a case. */
export interface Lineages {
  /** Starts a job; the graph is kept under the job's id, also when it was stopped halfway. */
  run(store: CaseStore, caseId: string, request: LineageRequest): Result<Job>;
  list(store: CaseStore): Promise<LineageListing[]>;
  get(store: CaseStore, id: string): Promise<Result<Lineage>>;
  /** The graph for other programs: a drawing, or GraphML. */
  written(
    store: CaseStore,
    id: string,
    format: 'svg' | 'graphml',
    language: Language,
  ): Promise<Result<string>>;
  /** For a report: the newest that relate two of these exhibits at least, until each exhibit that was related is in one. */
  printed(store: CaseStore, evidence: readonly string[], language: Language): Promise<ReportLineage[]>;
}

/** Exhibits in one graph, and pairs that are laid over each other: beyond it a graph says what it left out. */
const mostExhibits = 300;
const mostPairs = 3000;
const pairLimits: Limits = {
  ...defaultLimits,
  timeMs: 900_000,
  memoryBytes: 4 * 1024 ** 3,
  frames: 1_000_000,
};

const documents: DocumentKind<Lineage> = {
  schema: Lineage,
  folder: (store) => store.folder.lineages,
  record: (store, sha256, { id, nodes, edges, complete }) =>
    store.recordDocument('lineage.made', sha256, {
      ...{ lineage: id, complete, evidence: nodes.flatMap((node) => node.sha256 ?? []) },
      edges: edges.length,
    }),
};

export function createLineages(ports: Ports, jobs: Jobs, viewing: Viewing): Lineages {
  const lineages: Lineages = {
    run(store, caseId, { evidence }) {
      const chosen = exhibitsOf(store, evidence);
      if (!chosen.ok) return chosen;
      if (chosen.value.length < 2) return problem('bad-request', '2 ≤ evidence');
      if (chosen.value.length > mostExhibits) return problem('bad-request', `evidence ≤ ${mostExhibits}`);
      const job: Job = jobs.start('lineage', caseId, 'files', async (handle) => {
        const started = performance.now();
        await gatherFacts(store, caseId, chosen.value, { ports, jobs, signal: handle.signal }, (note) =>
          handle.progress(0, chosen.value.length, note),
        );
        const made = await relate(store, chosen.value, handle.signal, (done, total, note) =>
          handle.progress(done, total, note),
        );
        for (const { item, message } of made.problems) handle.problem(item, message);
        if (made.pairs.length === 0 && handle.signal.aborted) return;
        const sources = [];
        for (const exhibit of chosen.value)
          sources.push({
            facts: factsOf(store, exhibit),
            ...{ name: exhibit.name, number: exhibit.number, media: exhibit.media },
            content:
              exhibit.content.state === 'known'
                ? `${exhibit.content.method} ${exhibit.content.sha256}`
                : null,
          });
        await keepDocument(documents, store, {
          ...buildLineage(sources, made.pairs, made.left),
          ...{
            format: 'assay-lineage',
            version: 1,
            id: job.id,
            at: ports.clock().toISOString(),
            assay: version,
          },
          ...{ complete: !handle.signal.aborted, durationMs: Math.round(performance.now() - started) },
        });
      });
      return succeed(job);
    },
    async list(store) {
      return (await keptDocuments(documents, store)).map(({ document, sha256 }) => {
        const { id, at, nodes, edges, complete } = document;
        return { id, at, nodes: nodes.length, edges: edges.length, complete, sha256 };
      });
    },
    async get(store, id) {
      const kept = (await keptDocuments(documents, store)).find(({ document }) => document.id === id);
      return kept === undefined ? problem('not-found', id) : succeed(kept.document);
    },
    async written(store, id, format, language) {
      const found = await lineages.get(store, id);
      if (!found.ok) return found;
      if (format === 'graphml') return succeed(lineageGraphml(found.value, language));
      const thumbnails = await thumbnailsOf(store, found.value);
      return succeed(await lineageSvg(found.value, { language, thumbnails }));
    },
    async printed(store, evidence, language) {
      const left = new Set(evidence);
      const out: ReportLineage[] = [];
      for (const { document: lineage } of await keptDocuments(documents, store)) {
        const inside = lineage.nodes.flatMap(({ sha256 }) => sha256 ?? []);
        const printed = inside.filter((sha256) => evidence.includes(sha256));
        if (printed.length < 2 || !printed.some((sha256) => left.has(sha256))) continue;
        for (const sha256 of printed) left.delete(sha256);
        const thumbnails = await thumbnailsOf(store, lineage);
        out.push({ lineage, ...(await printedLineage(lineage, { language, thumbnails })) });
      }
      return out;
    },
  };
  return lineages;

  async function thumbnailsOf(store: CaseStore, { nodes }: Lineage): Promise<Map<string, string>> {
    const thumbnails = new Map<string, string>();
    for (const { sha256 } of nodes) {
      const exhibit = sha256 === null ? null : store.evidence(sha256);
      const picture = exhibit === null ? null : await viewing.thumbnail(store, exhibit);
      if (exhibit === null || picture === null) continue;
      const bytes = await readFile(picture.path);
      thumbnails.set(exhibit.sha256, `data:${picture.mime};base64,${bytes.toString('base64')}`);
    }
    return thumbnails;
  }

  /** First who resembles whom by their prints, then each of these pairs laid over each other. */
  async function relate(
    store: CaseStore,
    exhibits: readonly Evidence[],
    signal: AbortSignal,
    progress: (done: number, total: number, note: string) => void,
  ): Promise<Related> {
    const problems: Related['problems'] = [];
    const files: (string | null)[] = [];
    for (const [index, exhibit] of exhibits.entries()) {
      progress(index, exhibits.length, exhibit.name);
      const prints = await printsOf(store, exhibit, ports, signal);
      if (!prints.ok && prints.problem.code === 'cancelled') break;
      if (!prints.ok) problems.push({ item: exhibit.name, message: prints.problem.message });
      files.push(prints.ok ? prints.value.path : null);
    }
    const alike: (readonly [number, number])[] = [];
    for (const [first, path] of files.entries()) {
      const known = files
        .slice(first + 1)
        .flatMap((other, index) => (other === null ? [] : [{ id: String(first + 1 + index), path: other }]));
      if (path === null || known.length === 0 || signal.aborted) continue;
      const input = { suspect: path, known, searched: exhibits.length };
      const options = { priority: 'batch', limits: pairLimits, signal } as const;
      const matched = await ports.workers.run('fingerprint-match', input, MatchOutput, options);
      if (!matched.ok) {
        if (matched.failure.code !== 'cancelled')
          problems.push({ item: exhibits[first]!.name, message: problem('tracing-failed').problem.message });
        continue;
      }
      for (const { id, matches } of matched.value.answers) {
        const second = Number(id);
        if (matches.length > 0 && !sameContent(exhibits[first]!, exhibits[second]!))
          alike.push([first, second]);
      }
    }
    const pairs: ComparedPair[] = [];
    const queue = alike.slice(0, mostPairs).entries();
    const work = async (): Promise<void> => {
      for (const [index, [first, second]] of queue) {
        if (signal.aborted) return;
        progress(
          index,
          Math.min(alike.length, mostPairs),
          `${exhibits[first]!.name} – ${exhibits[second]!.name}`,
        );
        const evidence = await link(store, exhibits[first]!, exhibits[second]!, signal);
        if (evidence !== null) pairs.push({ first, second, evidence });
        else if (!signal.aborted)
          problems.push({ item: exhibits[first]!.name, message: problem('tracing-failed').problem.message });
      }
    };
    await Promise.all(Array.from({ length: inFlight }, work));
    // Pairs end in any order; the graph shall not depend on it.
    pairs.sort((a, b) => a.first - b.first || a.second - b.second);
    return { pairs, left: alike.length - pairs.length, problems };
  }

  async function link(
    store: CaseStore,
    first: Evidence,
    second: Evidence,
    signal: AbortSignal,
  ): Promise<PairEvidence | null> {
    const path = store.evidencePath(first.sha256);
    const cell = await createCell(store.folder.work, ports.id(), path, store.evidencePath(second.sha256));
    if (cell === null) return null;
    try {
      const input = {
        first: { path: cell.evidence, media: first.media },
        second: { path: cell.companion, media: second.media },
      };
      const options = { priority: 'batch', limits: pairLimits, affinity: first.sha256, signal } as const;
      const linked = await ports.workers.run('lineage-pair', input, PairEvidence, options);
      if (!linked.ok && linked.failure.code !== 'cancelled')
        ports.log('error', 'a pair could not be compared', { message: linked.failure.message });
      return linked.ok ? linked.value : null;
    } finally {
      await cell.remove();
    }
  }
}

/** Pairs handed to the pool at a time. */
const inFlight = 4;

interface Related {
  readonly pairs: ComparedPair[];
  /** Pairs that resemble each other and were not laid over each other. */
  readonly left: number;
  readonly problems: { item: string; message: ReturnType<typeof problem>['problem']['message'] }[];
}

function exhibitsOf(store: CaseStore, evidence: readonly string[]): Result<Evidence[]> {
  if (evidence.length === 0) {
    const { items } = store.listEvidence({ offset: 0, limit: mostExhibits + 1, filter: {} });
    return succeed([...items]);
  }
  const chosen: Evidence[] = [];
  for (const sha256 of new Set(evidence)) {
    const one = store.evidence(sha256);
    if (one === null) return problem('not-found', sha256);
    chosen.push(one);
  }
  return succeed(chosen.sort((a, b) => a.number - b.number));
}
