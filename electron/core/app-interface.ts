import type { Readable } from 'node:stream';
import type { Capabilities } from '#shared/contract/capabilities.ts';
import type { ReportListing, RunSummary, TileSource } from '#shared/contract/contract.ts';
import type { Result } from '#shared/contract/errors.ts';
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
import type { DutyCatalogue, DutyChoice, DutyMatrix } from '#shared/domain/obligation.ts';
import type { CaseConclusion, KeptOpinion, Opinion, ReviewEntry, Versioned } from '#shared/domain/opinion.ts';
import type { Publication, PublicationRecord } from '#shared/domain/publication.ts';
import type { Agreement, AnalystRegion, RegionMeasurement, RegionRecord } from '#shared/domain/region.ts';
import type { RegisterEntry, RegisterExport, RegisterImport } from '#shared/domain/register.ts';
import type { Reproduction } from '#shared/domain/reproduction.ts';
import type { Outcome, Run } from '#shared/domain/run.ts';
import type { SignedFile } from '#shared/domain/signing.ts';
import type { DuplicateGroup, Trace, TraceListing } from '#shared/domain/trace.ts';
import type { IntakeResult } from './intake/intake.ts';
import type { ModelStore } from './mark/foreign/model-store.ts';
import type { Ports } from './ports.ts';
import type { ListImport } from './trace/lists/import-list.ts';
import type { Register } from './trace/register/register.ts';
import type { TrustManagement } from './trust/management.ts';
import type { CameraStore } from './work/cameras.ts';
import type { Cases } from './work/cases.ts';
import type { CheckpointKey } from './work/checkpoint-key.ts';
import type { Delivery } from './work/delivery.ts';
import type { DutyRequest } from './work/duties.ts';
import type { ExamineRequest } from './work/examination.ts';
import type { UploadOrigin } from './work/intake-job.ts';
import type { Jobs } from './work/jobs.ts';
import type { EvidenceLabelling, Labelling, LabelQuestion } from './work/labelling.ts';
import type { LineageRequest, LineageWriting } from './work/lineages.ts';
import type { EvidenceMarking, Marking } from './work/marking.ts';
import type { Packaging } from './work/packaging.ts';
import type { RegisterOrder } from './work/registering.ts';
import type { ReportRequest } from './work/report-input.ts';
import type { MadeReport } from './work/report-job.ts';
import type { ReproductionRequest } from './work/reproduction.ts';
import type { SettingsFile } from './work/settings-file.ts';
import type { EvidenceSigning, Signing } from './work/signing.ts';
import type { TraceRequest, Tracing } from './work/tracing.ts';

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
