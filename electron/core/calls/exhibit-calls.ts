import type { RunSummary } from '#shared/contract/contract.ts';
import { type Result, succeed } from '#shared/contract/errors.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { MediaKind } from '#shared/domain/media.ts';
import type { Run } from '#shared/domain/run.ts';
import type { App } from '../app-interface.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import type { Cases } from '../work/cases.ts';
import { savePublication } from '../work/duties.ts';
import { orderedAnalyses, startExamination } from '../work/examination.ts';
import { judgeGeometry, saveGeometry } from '../work/geometry.ts';
import { startIntake, takeInStream } from '../work/intake-job.ts';
import type { Jobs } from '../work/jobs.ts';
import { overviewOf, survivalOf } from '../work/labels.ts';
import { agreementOn, measureRegions, saveRegions } from '../work/regions.ts';
import { reproduceRuns } from '../work/reproduction.ts';
import type { Viewing } from '../work/viewing.ts';

/** What the contract offers on single exhibits: their bytes, runs, labels and what people record of them. */
export function exhibitCalls({
  ports,
  jobs,
  cases,
  viewing,
}: {
  readonly ports: Ports;
  readonly jobs: Jobs;
  readonly cases: Cases;
  readonly viewing: Viewing;
}): Pick<App, 'evidence' | 'examine' | 'labels' | 'publication' | 'geometry' | 'regions'> {
  const withEvidence = <T>(caseId: string, sha256: string, use: (evidence: Evidence) => T): Result<T> => {
    const store = cases.store(caseId);
    if (!store.ok) return store;
    const evidence = store.value.evidence(sha256);
    return evidence === null ? problem('not-found', sha256) : succeed(use(evidence));
  };
  return {
    evidence: {
      list({ caseId, offset, limit, search, kind }) {
        const store = cases.store(caseId);
        if (!store.ok) return store;
        const filter = {
          ...(search === '' ? {} : { text: search }),
          ...(kind === '' ? {} : { kind: kind as MediaKind }),
        };
        const page = store.value.listEvidence({ offset, limit, filter });
        const counts = store.value.outcomeCounts(page.items.map((item) => item.sha256));
        return succeed({
          total: page.total,
          items: page.items.map((item) => ({ ...item, outcomes: counts.get(item.sha256) ?? {} })),
        });
      },
      get: (caseId, sha256) => withEvidence(caseId, sha256, (evidence) => evidence),
      add(caseId, paths, { how = 'file', onResult } = {}) {
        const store = cases.writable(caseId);
        if (!store.ok) return store;
        return succeed(
          startIntake(
            store.value,
            caseId,
            paths.map((path) => ({ path, how })),
            ports,
            jobs,
            onResult,
          ),
        );
      },
      async upload(caseId, origin, stream) {
        const store = cases.writable(caseId);
        if (!store.ok) return store;
        return succeed(await takeInStream(store.value, caseId, origin, stream, ports, jobs));
      },
      sameContent(caseId, sha256) {
        const store = cases.store(caseId);
        if (!store.ok) return store;
        return withEvidence(caseId, sha256, (evidence) => store.value.sameContent(evidence));
      },
      async tiles(caseId, sha256, signal) {
        const store = cases.store(caseId);
        if (!store.ok) return store;
        const evidence = store.value.evidence(sha256);
        return evidence === null
          ? problem('not-found', sha256)
          : viewing.tiles(store.value, caseId, evidence, signal);
      },
    },
    examine: {
      start(request) {
        const store = cases.writable(request.caseId);
        return store.ok ? startExamination(store.value, request, ports, jobs) : store;
      },
      runs(caseId, sha256) {
        const store = cases.store(caseId);
        if (!store.ok) return store;
        return succeed(store.value.latestRuns(sha256).map(summarise).sort(byImportance));
      },
      run(caseId, id) {
        const store = cases.store(caseId);
        if (!store.ok) return store;
        const run = store.value.runById(id);
        return run === null ? problem('not-found', id) : succeed(run);
      },
      async reproduce(request, signal) {
        const store = cases.store(request.caseId);
        return store.ok ? reproduceRuns(store.value, request, ports, jobs, signal) : store;
      },
      reproductions(caseId, run) {
        const store = cases.store(caseId);
        return store.ok ? succeed(store.value.reproductions([run])) : store;
      },
    },
    labels: {
      overview(caseId, sha256) {
        const store = cases.store(caseId);
        return store.ok ? overviewOf(store.value, sha256) : store;
      },
      survival(caseId, evidence) {
        const store = cases.store(caseId);
        return store.ok ? survivalOf(store.value, evidence) : store;
      },
    },
    publication: {
      get(caseId, sha256) {
        const store = cases.store(caseId);
        return store.ok ? withEvidence(caseId, sha256, () => store.value.publication(sha256)) : store;
      },
      history(caseId, sha256) {
        const store = cases.store(caseId);
        return store.ok ? withEvidence(caseId, sha256, () => store.value.publicationVersions(sha256)) : store;
      },
      save(caseId, sha256, publication) {
        const store = cases.writable(caseId);
        return store.ok ? savePublication(store.value, sha256, publication) : store;
      },
    },
    geometry: {
      get(caseId, sha256) {
        const store = cases.store(caseId);
        return store.ok ? withEvidence(caseId, sha256, () => store.value.geometry(sha256)) : store;
      },
      history(caseId, sha256) {
        const store = cases.store(caseId);
        return store.ok ? withEvidence(caseId, sha256, () => store.value.geometryVersions(sha256)) : store;
      },
      save(caseId, sha256, geometry) {
        const store = cases.writable(caseId);
        return store.ok ? saveGeometry(store.value, sha256, geometry) : store;
      },
      evaluate(caseId, sha256, geometry) {
        const evidence = withEvidence(caseId, sha256, (known) => known);
        return evidence.ok ? judgeGeometry(evidence.value, geometry) : evidence;
      },
    },
    regions: {
      agreement(caseId, sha256) {
        const store = cases.store(caseId);
        return store.ok ? agreementOn(store.value, sha256) : store;
      },
      get(caseId, sha256) {
        const store = cases.store(caseId);
        return store.ok ? withEvidence(caseId, sha256, () => store.value.regions(sha256)) : store;
      },
      history(caseId, sha256) {
        const store = cases.store(caseId);
        return store.ok ? withEvidence(caseId, sha256, () => store.value.regionVersions(sha256)) : store;
      },
      save(caseId, sha256, regions) {
        const store = cases.writable(caseId);
        return store.ok ? saveRegions(store.value, sha256, regions) : store;
      },
      async measure(caseId, sha256, regions, signal) {
        const store = cases.store(caseId);
        return store.ok ? measureRegions(store.value, sha256, regions, ports, signal) : store;
      },
    },
  };
}

function summarise(run: Run): RunSummary {
  const { result: _result, artifacts: _artifacts, figures, ...rest } = run;
  return { ...rest, figures: figures.map(({ id, kind }) => ({ id, kind })) };
}

function byImportance(a: RunSummary, b: RunSummary): number {
  const place = (run: RunSummary) => orderedAnalyses.findIndex((analysis) => analysis.id === run.analysis);
  return place(a) - place(b);
}
