import { resolve } from 'node:path';
import { andThen, succeed } from '#shared/contract/errors.ts';
import type { App } from '../app-interface.ts';
import type { Ports } from '../ports.ts';
import type { RegisterSearch } from '../trace/search/register-search.ts';
import type { Cases } from '../work/cases.ts';
import type { Comparing } from '../work/comparing.ts';
import type { Lineages } from '../work/lineages.ts';
import type { SurvivalLab } from '../work/survival.ts';
import type { Tracing } from '../work/tracing.ts';

/** What leads from one file to another: survival of marks, traces, comparisons, lineages, lists of hashes. */
export function traceCalls({
  ports,
  cases,
  survivalLab,
  tracing,
  comparing,
  lineages,
  search,
}: {
  readonly ports: Ports;
  readonly cases: Cases;
  readonly survivalLab: SurvivalLab;
  readonly tracing: Tracing;
  readonly comparing: Comparing;
  readonly lineages: Lineages;
  readonly search: RegisterSearch;
}): Pick<App, 'survival' | 'trace' | 'comparison' | 'lineage' | 'hashLists'> {
  return {
    survival: {
      catalogue: () => survivalLab.catalogue(),
      run({ caseId, ...request }) {
        return andThen(cases.writable(caseId), (store) => survivalLab.run(store, caseId, request));
      },
      async list(caseId) {
        return andThen(cases.store(caseId), async (store) => succeed(await survivalLab.list(store)));
      },
      async get(caseId, run) {
        return andThen(cases.store(caseId), (store) => survivalLab.get(store, run));
      },
    },
    trace: {
      run({ caseId, ...request }) {
        return andThen(cases.writable(caseId), (store) => tracing.run(store, caseId, request));
      },
      async list(caseId) {
        return andThen(cases.store(caseId), async (store) => succeed(await tracing.list(store)));
      },
      async get(caseId, trace) {
        return andThen(cases.store(caseId), (store) => tracing.get(store, trace));
      },
      async fingerprints(caseId, evidence) {
        return andThen(cases.writable(caseId), (store) => tracing.fingerprints(store, caseId, evidence));
      },
      async duplicates(caseId) {
        return andThen(cases.store(caseId), async (store) => succeed(await tracing.duplicates(store)));
      },
    },
    comparison: {
      run({ caseId, ...request }) {
        return andThen(cases.writable(caseId), (store) => comparing.run(store, caseId, request));
      },
      async list(caseId) {
        return andThen(cases.store(caseId), async (store) => succeed(await comparing.list(store)));
      },
      async get(caseId, comparison) {
        return andThen(cases.store(caseId), (store) => comparing.get(store, comparison));
      },
    },
    lineage: {
      run({ caseId, ...request }) {
        return andThen(cases.writable(caseId), (store) => lineages.run(store, caseId, request));
      },
      async list(caseId) {
        return andThen(cases.store(caseId), async (store) => succeed(await lineages.list(store)));
      },
      async get(caseId, lineage) {
        return andThen(cases.store(caseId), (store) => lineages.get(store, lineage));
      },
      async written({ caseId, lineage, format, language }) {
        return andThen(cases.store(caseId), (store) => lineages.written(store, lineage, format, language));
      },
    },
    hashLists: {
      async list() {
        return andThen(await search.lists(), (lists) => succeed([...lists.list()]));
      },
      async import({ path, name, kind, onProgress }, signal) {
        const lists = await search.lists();
        if (!lists.ok) return lists;
        const now = ports.clock();
        return lists.value.import({
          path: resolve(path),
          name,
          kind,
          now,
          workers: ports.workers,
          ...(onProgress === undefined ? {} : { onProgress }),
          ...(signal === undefined ? {} : { signal }),
        });
      },
      async remove(id) {
        const lists = await search.lists();
        if (!lists.ok) return lists;
        const removed = await lists.value.remove(id);
        return removed.ok ? succeed({}) : removed;
      },
    },
  };
}
