import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Capabilities } from '#shared/contract/capabilities.ts';
import type { ReportListing, RunSummary, TileSource } from '#shared/contract/contract.ts';
import { type Result, succeed } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/events.ts';
import type { AnalysisCard } from '#shared/domain/analysis-card.ts';
import type { Assignment, Guard } from '#shared/domain/assignment.ts';
import type { MadeCamera } from '#shared/domain/camera.ts';
import type { CustodyEvent, Verification } from '#shared/domain/case.ts';
import type { Checkpoint } from '#shared/domain/checkpoint.ts';
import type { Comparison, ComparisonListing, ComparisonRequest } from '#shared/domain/comparison.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { FileFingerprints } from '#shared/domain/fingerprint.ts';
import type { Geometry, GeometryEvaluation, GeometryRecord } from '#shared/domain/geometry.ts';
import type { HashList, HashListView } from '#shared/domain/hash-list.ts';
import type { LabelOverview } from '#shared/domain/label.ts';
import type { LabelSurvival } from '#shared/domain/label-survival.ts';
import type { LabelledFile, LabellingPlan } from '#shared/domain/labelling.ts';
import type { Lineage, LineageListing } from '#shared/domain/lineage.ts';
import type {
  MarkSurvival,
  SurvivalCatalogue,
  SurvivalListing,
  SurvivalRequest,
} from '#shared/domain/mark-survival.ts';
import type { MarkedFile, MarkPlan } from '#shared/domain/marking.ts';
import type { MediaKind } from '#shared/domain/media.ts';
import type { DutyCatalogue, DutyChoice, DutyMatrix } from '#shared/domain/obligation.ts';
import type { CaseConclusion, KeptOpinion, Opinion, ReviewEntry, Versioned } from '#shared/domain/opinion.ts';
import type { Publication, PublicationRecord } from '#shared/domain/publication.ts';
import type { Agreement, AnalystRegion, RegionMeasurement, RegionRecord } from '#shared/domain/region.ts';
import type { RegisterEntry, RegisterExport, RegisterImport } from '#shared/domain/register.ts';
import type { Reproduction } from '#shared/domain/reproduction.ts';
import type { Outcome, Run } from '#shared/domain/run.ts';
import type { SignedFile } from '#shared/domain/signing.ts';
import type { DuplicateGroup, Trace, TraceListing } from '#shared/domain/trace.ts';
import { analysisCard } from './analysis/card.ts';
import { latestCheckpoint } from './case/checkpoint-log.ts';
import { RecordDamaged } from './case/rows.ts';
import { verifyCase } from './case/verify.ts';
import type { IntakeResult } from './intake/intake.ts';
import { dutyCatalogue } from './labels/obligations/matrix.ts';
import { createModelStore, type ModelStore } from './mark/foreign/model-store.ts';
import { markRingFolders } from './mark/ring-folders.ts';
import { engineNames, engineVersions, forgetEngineVersions } from './media/engines.ts';
import { hostMarkFolders } from './media/mark-ring.ts';
import { hostTrustFolder } from './media/trust-lists.ts';
import type { Ports } from './ports.ts';
import { problem } from './problems.ts';
import type { ListImport } from './trace/lists/import-list.ts';
import { exportRegister, importRegister } from './trace/register/exchange.ts';
import { createRegister, type Register, registerPlaces } from './trace/register/register.ts';
import { createRegisterSearch } from './trace/search/register-search.ts';
import { createTrustManagement, type TrustManagement } from './trust/management.ts';
import { type CameraStore, createCameraStore } from './work/cameras.ts';
import { type Cases, createCases } from './work/cases.ts';
import { checkpointFromText } from './work/checkpoint-file.ts';
import { type CheckpointKey, createCheckpointKey } from './work/checkpoint-key.ts';
import { createComparing } from './work/comparing.ts';
import {
  conclusionOf,
  coveredOf,
  saveAssignment,
  saveOpinion,
  switchGuard,
  uncover,
} from './work/conclusions.ts';
import { type Delivery, deliver } from './work/delivery.ts';
import { chooseDuties, type DutyRequest, evaluateDuties, savePublication } from './work/duties.ts';
import { type ExamineRequest, orderedAnalyses, startExamination } from './work/examination.ts';
import { judgeGeometry, saveGeometry } from './work/geometry.ts';
import { startIntake, takeInStream, type UploadOrigin } from './work/intake-job.ts';
import { createJobs, type Jobs } from './work/jobs.ts';
import {
  createLabelling,
  type EvidenceLabelling,
  type Labelling,
  type LabelQuestion,
} from './work/labelling.ts';
import { overviewOf, survivalOf } from './work/labels.ts';
import { createLineages, type LineageRequest, type LineageWriting } from './work/lineages.ts';
import { createMarking, type EvidenceMarking, type Marking } from './work/marking.ts';
import { createPackaging, type Packaging } from './work/packaging.ts';
import { agreementOn, measureRegions, saveRegions } from './work/regions.ts';
import { type RegisterOrder, registerEvidence } from './work/registering.ts';
import type { ReportRequest } from './work/report-input.ts';
import { exportReport, type MadeReport } from './work/report-job.ts';
import { listReports, revealReport } from './work/report-list.ts';
import { type ReproductionRequest, reproduceRuns } from './work/reproduction.ts';
import { recordReview } from './work/reviews.ts';
import { createSettingsFile, type SettingsFile } from './work/settings-file.ts';
import { createSigning, type EvidenceSigning, type Signing } from './work/signing.ts';
import { createSurvivalLab } from './work/survival.ts';
import { createTracing, type TraceRequest, type Tracing } from './work/tracing.ts';
import { createViewing } from './work/viewing.ts';

export interface AddOptions {
  readonly how?: 'file' | 'sample';
  /** Each file's result as soon as it is final, in order. */
  onResult?(result: IntakeResult): void;
}

type EvidenceRow = Evidence & { outcomes: Partial<Record<Outcome, number>> };

/** The core as its hosts see it: everything the contract offers, and the few things only a host needs. */
export interface App {
  readonly ports: Ports;
  readonly jobs: Jobs;
  readonly cases: Cases;
  capabilities(): Promise<Capabilities>;
  analyses(): AnalysisCard[];
  readonly settings: SettingsFile;
  /** What signs the checkpoints of custody chains. */
  readonly checkpointKey: CheckpointKey;
  custody(caseId: string, offset: number, limit: number): Result<{ total: number; events: CustodyEvent[] }>;
  /** @param options.checkpoint text of a checkpoint that was kept outside the case, to hold the chain against */
  verify(
    caseId: string,
    options?: { readonly checkpoint?: string | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<Result<Verification>>;
  /** The last checkpoint of a case's custody chain; `null`: none was signed. */
  checkpoint(caseId: string): Result<{ checkpoint: Checkpoint | null }>;
  readonly evidence: {
    list(request: {
      caseId: string;
      offset: number;
      limit: number;
      search: string;
      kind: string;
    }): Result<{ total: number; items: EvidenceRow[] }>;
    get(caseId: string, sha256: string): Result<Evidence>;
    add(caseId: string, paths: readonly string[], options?: AddOptions): Result<Job>;
    upload(caseId: string, origin: UploadOrigin, stream: Readable): Promise<Result<IntakeResult>>;
    sameContent(caseId: string, sha256: string): Result<Evidence[]>;
    tiles(caseId: string, sha256: string, signal?: AbortSignal): Promise<Result<TileSource>>;
  };
  readonly examine: {
    start(request: ExamineRequest): Result<Job>;
    runs(caseId: string, sha256: string): Result<RunSummary[]>;
    run(caseId: string, id: string): Result<Run>;
    /** Recorded runs made again, and what is known of earlier repetitions of one. */
    reproduce(request: ReproductionRequest, signal?: AbortSignal): Promise<Result<Reproduction[]>>;
    reproductions(caseId: string, run: string): Result<Reproduction[]>;
  };
  readonly labels: {
    overview(caseId: string, sha256: string): Result<LabelOverview>;
    survival(caseId: string, evidence: readonly string[]): Result<LabelSurvival>;
  };
  readonly publication: {
    get(caseId: string, sha256: string): Result<PublicationRecord | null>;
    history(caseId: string, sha256: string): Result<PublicationRecord[]>;
    save(caseId: string, sha256: string, publication: Publication): Result<PublicationRecord>;
  };
  readonly geometry: {
    get(caseId: string, sha256: string): Result<GeometryRecord | null>;
    history(caseId: string, sha256: string): Result<GeometryRecord[]>;
    save(caseId: string, sha256: string, geometry: Geometry): Result<GeometryRecord>;
    evaluate(caseId: string, sha256: string, geometry: Geometry): Result<GeometryEvaluation>;
  };
  readonly regions: {
    agreement(caseId: string, sha256: string): Result<Agreement>;
    get(caseId: string, sha256: string): Result<RegionRecord | null>;
    history(caseId: string, sha256: string): Result<RegionRecord[]>;
    save(caseId: string, sha256: string, regions: AnalystRegion[]): Result<RegionRecord>;
    measure(
      caseId: string,
      sha256: string,
      regions: readonly AnalystRegion[],
      signal?: AbortSignal,
    ): Promise<Result<RegionMeasurement[]>>;
  };
  readonly duties: {
    catalogue(): DutyCatalogue;
    choice(caseId: string): Result<DutyChoice | null>;
    choose(caseId: string, choice: DutyChoice): Result<DutyChoice>;
    evaluate(request: DutyRequest & { readonly caseId: string }): Result<DutyMatrix>;
  };
  /** What people record about a case as a whole. */
  readonly conclusion: {
    get(caseId: string): Result<CaseConclusion>;
    history(caseId: string): Result<{
      assignments: Versioned<Assignment>[];
      guards: Versioned<Guard>[];
      opinions: Versioned<KeptOpinion>[];
    }>;
    saveAssignment(caseId: string, assignment: Assignment): Result<Versioned<Assignment>>;
    switchGuard(caseId: string, on: boolean, reason: string): Result<Record<string, never>>;
    uncover(caseId: string, exhibits: readonly string[], reason: string): Result<Record<string, never>>;
    /** Exhibits whose results are covered, of these. */
    covered(caseId: string, exhibits: readonly string[]): Result<string[]>;
    saveOpinion(caseId: string, opinion: Opinion): Result<Versioned<KeptOpinion>>;
    review(caseId: string, entry: ReviewEntry): Result<Versioned<ReviewEntry>>;
  };
  readonly report: {
    export(request: ReportRequest, signal?: AbortSignal): Promise<Result<MadeReport>>;
    list(caseId: string): Promise<Result<ReportListing[]>>;
    reveal(caseId: string, name: string): Promise<Result<Record<string, never>>>;
  };
  /** Packages of cases for others, and cases out of packages of others. */
  readonly packaging: Packaging;
  readonly trust: TrustManagement;
  /** Labels for any file. */
  readonly labelling: Labelling;
  planLabels(
    request: LabelQuestion & { readonly caseId: string },
    signal?: AbortSignal,
  ): Promise<Result<LabellingPlan>>;
  revealLabelled(caseId: string, name: string): Promise<Result<Record<string, never>>>;
  labelEvidence(
    request: EvidenceLabelling & { readonly caseId: string },
    signal?: AbortSignal,
  ): Promise<Result<LabelledFile>>;
  /** Marks for any file, and the keys of this installation. */
  readonly marking: Marking;
  /** Detector networks of others that were imported. */
  readonly markModels: ModelStore;
  /** Fingerprints of cameras that were made. */
  readonly cameras: CameraStore;
  /** One more, from files and folders of this machine and exhibits of a case. */
  addCamera(
    order: {
      readonly name: string;
      readonly paths: readonly string[];
      readonly exhibits: { readonly caseId: string; readonly chosen: readonly string[] } | null;
    },
    signal?: AbortSignal,
  ): Promise<Result<MadeCamera>>;
  planMark(
    request: { readonly caseId: string; readonly evidence: string },
    signal?: AbortSignal,
  ): Promise<Result<MarkPlan>>;
  markEvidence(
    request: EvidenceMarking & { readonly caseId: string },
    signal?: AbortSignal,
  ): Promise<Result<MarkedFile>>;
  /** What of a file is left after which processing. */
  readonly survival: {
    catalogue(): SurvivalCatalogue;
    run(request: SurvivalRequest & { readonly caseId: string }): Result<Job>;
    list(caseId: string): Promise<Result<SurvivalListing[]>>;
    get(caseId: string, run: string): Promise<Result<MarkSurvival>>;
  };
  /** Suspects led back to the register and to other exhibits. */
  readonly trace: {
    run(request: TraceRequest & { readonly caseId: string }): Result<Job>;
    list(caseId: string): Promise<Result<TraceListing[]>>;
    get(caseId: string, trace: string): Promise<Result<Trace>>;
    fingerprints(caseId: string, evidence: string): Promise<Result<FileFingerprints>>;
    duplicates(caseId: string): Promise<Result<DuplicateGroup[]>>;
  };
  /** A register of another folder to trace with, for hosts that read one; close it when done. */
  traceWith(directory: string): { readonly tracing: Tracing; close(): Promise<void> };
  /** Two files laid over each other. */
  readonly comparison: {
    run(request: ComparisonRequest & { readonly caseId: string }): Result<Job>;
    list(caseId: string): Promise<Result<ComparisonListing[]>>;
    get(caseId: string, comparison: string): Promise<Result<Comparison>>;
  };
  /** Which copy came from which. */
  readonly lineage: {
    run(request: LineageRequest & { readonly caseId: string }): Result<Job>;
    list(caseId: string): Promise<Result<LineageListing[]>>;
    get(caseId: string, lineage: string): Promise<Result<Lineage>>;
    /** The graph for other programs. */
    written(request: LineageWriting & { readonly caseId: string }): Promise<Result<string>>;
  };
  /** Known originals, and what was marked on this machine. */
  readonly register: Register;
  registerEvidence(
    request: RegisterOrder & { readonly caseId: string },
    signal?: AbortSignal,
  ): Promise<Result<RegisterEntry>>;
  /** Lists of hashes from elsewhere. */
  readonly hashLists: {
    list(): Promise<Result<HashListView[]>>;
    import(
      request: Pick<ListImport, 'path' | 'name' | 'kind' | 'onProgress'>,
      signal?: AbortSignal,
    ): Promise<Result<{ list: HashList; fresh: boolean }>>;
    remove(id: string): Promise<Result<Record<string, never>>>;
  };
  exportRegister(out: string): Promise<Result<RegisterExport>>;
  importRegister(path: string): Promise<Result<RegisterImport>>;
  /** Signing of any file, and the certificate authority of this installation. */
  readonly signing: Signing;
  signEvidence(
    request: EvidenceSigning & { readonly caseId: string },
    signal?: AbortSignal,
  ): Promise<Result<SignedFile>>;
  /** The file behind `/media/…`, or `null`; `null` too for a row of the database that was tampered with. */
  deliver(parts: readonly string[]): Promise<Delivery | null>;
  /** Ends all jobs, closes all cases and the workers. */
  close(): Promise<void>;
}

/** Composition root: give it a host's ports, get handlers for every call of the contract. */
export function createApp(given: Ports): App {
  const checkpointKey = createCheckpointKey(given);
  const ports: Ports = { ...given, checkpoints: checkpointKey.signer };
  hostTrustFolder(ports.paths.trust);
  const rings = markRingFolders(ports.paths.data, ports.paths.temporary);
  hostMarkFolders([rings.own, rings.lent]);
  const jobs = createJobs(ports.id, (error) =>
    ports.log('error', 'a job failed', { error: error instanceof Error ? error.stack : String(error) }),
  );
  const cases = createCases(ports, checkpointKey, (caseId) => jobs.stop(caseId));
  const viewing = createViewing(ports);
  const signing = createSigning(ports);
  const labelling = createLabelling(ports, jobs);
  const register = createRegister(registerPlaces(ports.paths.data), ports);
  const marking = createMarking(ports, jobs, register, rings);
  const cameras = createCameraStore(rings.own, ports, jobs);
  const survivalLab = createSurvivalLab(ports, jobs);
  const lineages = createLineages(ports, jobs, viewing);
  const search = createRegisterSearch(register, join(ports.paths.data, 'register', 'index'));
  const comparing = createComparing(ports, jobs, register);
  const tracing = createTracing({ ports, register, search, comparing }, jobs);

  function withEvidence<T>(caseId: string, sha256: string, use: (evidence: Evidence) => T): Result<T> {
    const store = cases.store(caseId);
    if (!store.ok) return store;
    const evidence = store.value.evidence(sha256);
    return evidence === null ? problem('not-found', sha256) : succeed(use(evidence));
  }

  return {
    ports,
    jobs,
    cases,
    async capabilities() {
      const versions = await engineVersions(engineNames);
      return {
        host: ports.host,
        dialogs: ports.dialogs !== undefined,
        pathsOfDroppedFiles: ports.host === 'desktop',
        reveal: ports.reveal !== undefined,
        protections: [...ports.workers.protections],
        engines: engineNames.map((name) => {
          const entry = versions[name];
          return 'version' in entry
            ? { name, version: entry.version, missing: null }
            : { name, version: null, missing: entry.missing };
        }),
      };
    },
    analyses: () => orderedAnalyses.map(analysisCard),
    settings: createSettingsFile(ports),
    checkpointKey,
    custody(caseId, offset, limit) {
      const store = cases.store(caseId);
      return store.ok
        ? succeed({ total: store.value.custodyCount(), events: store.value.custody(offset, limit) })
        : store;
    },
    checkpoint(caseId) {
      const store = cases.store(caseId);
      return store.ok ? succeed({ checkpoint: latestCheckpoint(store.value)?.checkpoint ?? null }) : store;
    },
    async verify(caseId, { checkpoint: text, signal } = {}) {
      const store = cases.store(caseId);
      if (!store.ok) return store;
      const checkpoint = text === undefined ? undefined : checkpointFromText(text);
      if (checkpoint?.ok === false) return checkpoint;
      const verification = await verifyCase(store.value, {
        ...(signal === undefined ? {} : { signal }),
        ...(checkpoint === undefined ? {} : { checkpoint: checkpoint.value }),
      });
      return succeed(verification);
    },
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
    duties: {
      catalogue: dutyCatalogue,
      choice(caseId) {
        const store = cases.store(caseId);
        return store.ok ? succeed(store.value.dutyChoice()) : store;
      },
      choose(caseId, choice) {
        const store = cases.writable(caseId);
        return store.ok ? chooseDuties(store.value, choice) : store;
      },
      evaluate({ caseId, ...request }) {
        const store = cases.store(caseId);
        return store.ok ? evaluateDuties(store.value, request) : store;
      },
    },
    conclusion: {
      get(caseId) {
        const store = cases.store(caseId);
        return store.ok ? succeed(conclusionOf(store.value)) : store;
      },
      history(caseId) {
        const store = cases.store(caseId);
        if (!store.ok) return store;
        const { assignment, guard, opinion } = store.value.caseNotes;
        return succeed({
          assignments: assignment.versions(),
          guards: guard.versions(),
          opinions: opinion.versions(),
        });
      },
      saveAssignment(caseId, assignment) {
        const store = cases.writable(caseId);
        return store.ok ? saveAssignment(store.value, assignment) : store;
      },
      switchGuard(caseId, on, reason) {
        const store = cases.writable(caseId);
        return store.ok ? switchGuard(store.value, on, reason) : store;
      },
      uncover(caseId, exhibits, reason) {
        const store = cases.writable(caseId);
        return store.ok ? uncover(store.value, exhibits, reason) : store;
      },
      covered(caseId, exhibits) {
        const store = cases.store(caseId);
        return store.ok ? succeed(coveredOf(store.value, exhibits)) : store;
      },
      saveOpinion(caseId, opinion) {
        const store = cases.writable(caseId);
        return store.ok ? saveOpinion(store.value, opinion) : store;
      },
      review(caseId, entry) {
        const store = cases.writable(caseId);
        return store.ok ? recordReview(store.value, entry) : store;
      },
    },
    report: {
      async export(request, signal) {
        const store = cases.writable(request.caseId);
        return store.ok
          ? exportReport(
              store.value,
              request,
              ports,
              { viewing, survival: survivalLab, tracing, comparing, lineages },
              signal,
            )
          : store;
      },
      async list(caseId) {
        const store = cases.store(caseId);
        return store.ok ? succeed(await listReports(store.value, caseId)) : store;
      },
      async reveal(caseId, name) {
        const store = cases.store(caseId);
        return store.ok ? revealReport(store.value, name, ports) : store;
      },
    },
    packaging: createPackaging(ports, jobs, cases),
    // Results rest on the lists: the versions that are part of a run's key are asked for again.
    trust: createTrustManagement(ports, forgetEngineVersions),
    labelling,
    async planLabels({ caseId, ...question }, signal) {
      const store = cases.store(caseId);
      return store.ok ? labelling.plan(store.value, question, signal) : store;
    },
    async revealLabelled(caseId, name) {
      const store = cases.store(caseId);
      return store.ok ? labelling.reveal(store.value, name) : store;
    },
    async labelEvidence({ caseId, ...request }, signal) {
      const store = cases.writable(caseId);
      return store.ok ? labelling.evidence(store.value, caseId, request, signal) : store;
    },
    marking,
    markModels: createModelStore(rings.own, ports),
    cameras,
    async addCamera({ name, paths, exhibits }, signal) {
      if (exhibits === null) return cameras.add({ name, paths }, { signal });
      const store = cases.store(exhibits.caseId);
      return store.ok
        ? cameras.add({ name, paths, exhibits: { ...exhibits, store: store.value } }, { signal })
        : store;
    },
    async planMark({ caseId, evidence }, signal) {
      const store = cases.store(caseId);
      return store.ok ? marking.plan(store.value, evidence, signal) : store;
    },
    async markEvidence({ caseId, ...request }, signal) {
      const store = cases.writable(caseId);
      return store.ok ? marking.evidence(store.value, caseId, request, signal) : store;
    },
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
    traceWith(directory) {
      const places = { database: join(directory, 'register.db'), ring: join(ports.paths.temporary, 'ring') };
      const other = createRegister(places, ports);
      const found = createRegisterSearch(other, join(directory, 'index'));
      const compared = createComparing(ports, jobs, other);
      return {
        tracing: createTracing({ ports, register: other, search: found, comparing: compared }, jobs),
        async close() {
          await found.close();
          await other.close();
        },
      };
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
    register,
    async registerEvidence({ caseId, ...order }, signal) {
      const store = cases.writable(caseId);
      return store.ok
        ? registerEvidence(store.value, caseId, order, { register, ports, jobs }, signal)
        : store;
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
    exportRegister: (out) => exportRegister(register, ports.paths.data, out, ports),
    importRegister: (path) => importRegister(register, path),
    signing,
    async signEvidence({ caseId, ...request }, signal) {
      const store = cases.writable(caseId);
      return store.ok ? signing.evidence(store.value, request, signal) : store;
    },
    async deliver(parts) {
      try {
        return await deliver(parts, cases, viewing, comparing);
      } catch (error) {
        if (!(error instanceof RecordDamaged)) throw error;
        ports.log('warn', 'a record of the case is damaged', { record: error.record });
        return null;
      }
    },
    async close() {
      await jobs.stop();
      await cases.closeAll();
      await search.close();
      await register.close();
      await ports.workers.close();
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
