import type { RunSummary } from '#shared/contract/contract.ts';
import { andThen, type Result, succeed } from '#shared/contract/errors.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { MediaKind } from '#shared/domain/media.ts';
import type { Run } from '#shared/domain/run.ts';
import type { App } from '../app-interface.ts';
import type { CaseStore } from '../case/store.ts';
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

interface Found {
  readonly store: CaseStore;
  readonly evidence: Evidence;
}

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
  const found = (caseId: string, sha256: string): Result<Found> =>
    andThen(cases.store(caseId), (store) => {
      const evidence = store.evidence(sha256);
      return evidence === null ? problem('not-found', sha256) : succeed({ store, evidence });
    });
  return {
    evidence: {
      list({ caseId, offset, limit, search, kind }) {
        const filter = {
          ...(search === '' ? {} : { text: search }),
          ...(kind === '' ? {} : { kind: kind as MediaKind }),
        };
        return andThen(cases.store(caseId), (store) => {
          const page = store.listEvidence({ offset, limit, filter });
          const counts = store.outcomeCounts(page.items.map((item) => item.sha256));
          return succeed({
            total: page.total,
            items: page.items.map((item) => ({ ...item, outcomes: counts.get(item.sha256) ?? {} })),
          });
        });
      },
      get: (caseId, sha256) => andThen(found(caseId, sha256), ({ evidence }) => succeed(evidence)),
      add(caseId, paths, { how = 'file', onResult } = {}) {
        const sources = paths.map((path) => ({ path, how }));
        return andThen(cases.writable(caseId), (store) =>
          succeed(startIntake(store, caseId, sources, ports, jobs, onResult)),
        );
      },
      async upload(caseId, origin, stream) {
        return andThen(cases.writable(caseId), async (store) =>
          succeed(await takeInStream(store, caseId, origin, stream, ports, jobs)),
        );
      },
      sameContent(caseId, sha256) {
        return andThen(found(caseId, sha256), ({ store, evidence }) => succeed(store.sameContent(evidence)));
      },
      async tiles(caseId, sha256, signal) {
        return andThen(found(caseId, sha256), ({ store, evidence }) =>
          viewing.tiles(store, caseId, evidence, signal),
        );
      },
    },
    examine: {
      start(request) {
        return andThen(cases.writable(request.caseId), (store) =>
          startExamination(store, request, ports, jobs),
        );
      },
      runs(caseId, sha256) {
        return andThen(cases.store(caseId), (store) =>
          succeed(store.latestRuns(sha256).map(summarise).sort(byImportance)),
        );
      },
      run(caseId, id) {
        return andThen(cases.store(caseId), (store) => {
          const run = store.runById(id);
          return run === null ? problem('not-found', id) : succeed(run);
        });
      },
      async reproduce(request, signal) {
        return andThen(cases.store(request.caseId), (store) =>
          reproduceRuns(store, request, ports, jobs, signal),
        );
      },
      reproductions(caseId, run) {
        return andThen(cases.store(caseId), (store) => succeed(store.reproductions([run])));
      },
    },
    labels: {
      overview(caseId, sha256) {
        return andThen(cases.store(caseId), (store) => overviewOf(store, sha256));
      },
      survival(caseId, evidence) {
        return andThen(cases.store(caseId), (store) => survivalOf(store, evidence));
      },
    },
    publication: {
      get(caseId, sha256) {
        return andThen(found(caseId, sha256), ({ store }) => succeed(store.publication(sha256)));
      },
      history(caseId, sha256) {
        return andThen(found(caseId, sha256), ({ store }) => succeed(store.publicationVersions(sha256)));
      },
      save(caseId, sha256, publication) {
        return andThen(cases.writable(caseId), (store) => savePublication(store, sha256, publication));
      },
    },
    geometry: {
      get(caseId, sha256) {
        return andThen(found(caseId, sha256), ({ store }) => succeed(store.geometry(sha256)));
      },
      history(caseId, sha256) {
        return andThen(found(caseId, sha256), ({ store }) => succeed(store.geometryVersions(sha256)));
      },
      save(caseId, sha256, geometry) {
        return andThen(cases.writable(caseId), (store) => saveGeometry(store, sha256, geometry));
      },
      evaluate(caseId, sha256, geometry) {
        return andThen(found(caseId, sha256), ({ evidence }) => judgeGeometry(evidence, geometry));
      },
    },
    regions: {
      agreement(caseId, sha256) {
        return andThen(cases.store(caseId), (store) => agreementOn(store, sha256));
      },
      get(caseId, sha256) {
        return andThen(found(caseId, sha256), ({ store }) => succeed(store.regions(sha256)));
      },
      history(caseId, sha256) {
        return andThen(found(caseId, sha256), ({ store }) => succeed(store.regionVersions(sha256)));
      },
      save(caseId, sha256, regions) {
        return andThen(cases.writable(caseId), (store) => saveRegions(store, sha256, regions));
      },
      async measure(caseId, sha256, regions, signal) {
        return andThen(cases.store(caseId), (store) => measureRegions(store, sha256, regions, ports, signal));
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
