import { resolve } from 'node:path';
import { succeed } from '#shared/contract/errors.ts';
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
        const store = cases.writable(caseId);
        return store.ok ? survivalLab.run(store.value, caseId, request) : store;
      },
      async list(caseId) {
        const store = cases.store(caseId);
        return store.ok ? succeed(await survivalLab.list(store.value)) : store;
      },
      async get(caseId, run) {
        const store = cases.store(caseId);
        return store.ok ? survivalLab.get(store.value, run) : store;
      },
    },
    trace: {
      run({ caseId, ...request }) {
        const store = cases.writable(caseId);
        return store.ok ? tracing.run(store.value, caseId, request) : store;
      },
      async list(caseId) {
        const store = cases.store(caseId);
        return store.ok ? succeed(await tracing.list(store.value)) : store;
      },
      async get(caseId, trace) {
        const store = cases.store(caseId);
        return store.ok ? tracing.get(store.value, trace) : store;
      },
      async fingerprints(caseId, evidence) {
        const store = cases.writable(caseId);
        return store.ok ? tracing.fingerprints(store.value, caseId, evidence) : store;
      },
      async duplicates(caseId) {
        const store = cases.store(caseId);
        return store.ok ? succeed(await tracing.duplicates(store.value)) : store;
      },
    },
    comparison: {
      run({ caseId, ...request }) {
        const store = cases.writable(caseId);
        return store.ok ? comparing.run(store.value, caseId, request) : store;
      },
      async list(caseId) {
        const store = cases.store(caseId);
        return store.ok ? succeed(await comparing.list(store.value)) : store;
      },
      async get(caseId, comparison) {
        const store = cases.store(caseId);
        return store.ok ? comparing.get(store.value, comparison) : store;
      },
    },
    lineage: {
      run({ caseId, ...request }) {
        const store = cases.writable(caseId);
        return store.ok ? lineages.run(store.value, caseId, request) : store;
      },
      async list(caseId) {
        const store = cases.store(caseId);
        return store.ok ? succeed(await lineages.list(store.value)) : store;
      },
      async get(caseId, lineage) {
        const store = cases.store(caseId);
        return store.ok ? lineages.get(store.value, lineage) : store;
      },
      async written({ caseId, lineage, format, language }) {
        const store = cases.store(caseId);
        return store.ok ? lineages.written(store.value, lineage, format, language) : store;
      },
    },
    hashLists: {
      async list() {
        const lists = await search.lists();
        return lists.ok ? succeed([...lists.value.list()]) : lists;
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
