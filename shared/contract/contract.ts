import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { AnalysisCard } from '../domain/analysis-card.ts';
import { Assignment, Guard } from '../domain/assignment.ts';
import { Camera, MadeCamera } from '../domain/camera.ts';
import { Case, CustodyEvent, Verification } from '../domain/case.ts';
import { CertificateFacts } from '../domain/certificate.ts';
import { Checkpoint, CheckpointKeyFacts, checkpointTextLimit } from '../domain/checkpoint.ts';
import { Comparison, ComparisonListing, ComparisonRequest } from '../domain/comparison.ts';
import { Evidence, Sha256 } from '../domain/evidence.ts';
import { FileFingerprints } from '../domain/fingerprint.ts';
import { Geometry, GeometryEvaluation, GeometryRecord } from '../domain/geometry.ts';
import { HashList, HashListView } from '../domain/hash-list.ts';
import { LabelOverview } from '../domain/label.ts';
import { LabelSurvival } from '../domain/label-survival.ts';
import { LabelledFile, LabellingPlan, LabellingRequest } from '../domain/labelling.ts';
import { Lineage, LineageListing } from '../domain/lineage.ts';
import { languages } from '../domain/localized.ts';
import {
  MarkSurvival,
  SurvivalCatalogue,
  SurvivalListing,
  SurvivalRequest,
} from '../domain/mark-survival.ts';
import {
  DurableRequest,
  EvidenceMarkingRequest,
  MarkBatch,
  MarkedFile,
  MarkPlan,
  RingKey,
} from '../domain/marking.ts';
import { Publishing } from '../domain/newsroom.ts';
import { DutyCatalogue, DutyChoice, DutyMatrix } from '../domain/obligation.ts';
import { CaseConclusion, KeptOpinion, Opinion, ReviewEntry, versioned } from '../domain/opinion.ts';
import { MadePackage, PackageVerification } from '../domain/package.ts';
import { Publication, PublicationRecord } from '../domain/publication.ts';
import { RedactionOrder } from '../domain/redaction.ts';
import { Agreement, AnalystRegions, RegionMeasurement, RegionRecord } from '../domain/region.ts';
import {
  KeyFingerprint,
  RegisterEntry,
  RegisterExport,
  RegisterImport,
  RegisterNote,
} from '../domain/register.ts';
import { Reproduction } from '../domain/reproduction.ts';
import { outcomes, Run } from '../domain/run.ts';
import { Settings } from '../domain/settings.ts';
import { AuthorityAlgorithm, AuthorityFacts, SignedFile, SigningRequest } from '../domain/signing.ts';
import { DuplicateGroup, Trace, TraceListing } from '../domain/trace.ts';
import {
  ConformingProduct,
  Denial,
  TrustChoice,
  TrustDiff,
  TrustExamination,
  TrustListId,
  TrustListView,
  TrustOverview,
  TrustSource,
} from '../domain/trust.ts';
import { Capabilities } from './capabilities.ts';
import { Problem } from './errors.ts';
import { Activity, Job } from './events.ts';

/** `read` calls change nothing and are open to every caller; `write` calls need a caller who may write. */
export interface CallMeta {
  readonly effect: 'read' | 'write';
}

const call = oc.$meta<CallMeta>({ effect: 'read' }).errors({ PROBLEM: { data: Problem } });
const read = call;
const write = call.meta({ effect: 'write' });

const CaseId = z.object({ caseId: z.string() });
const OneEvidence = CaseId.extend({ evidence: Sha256 });
const Page = {
  offset: z.number().int().nonnegative().default(0),
  limit: z.number().int().min(1).max(1000).default(200),
};

/** A run without its result and figures: what lists show. */
export const RunSummary = Run.omit({ result: true, figures: true, artifacts: true }).extend({
  figures: z.array(z.object({ id: z.string(), kind: z.string() })),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** How an image is cut for the viewer. Level 0 is the smallest; the last one has the stored pixels. */
export const TileSource = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  tileSize: z.number().int().positive(),
  levels: z.number().int().positive(),
  /** Tile address: `${base}/${level}/${column}_${row}.${format}`. */
  base: z.string(),
  format: z.enum(['png', 'webp', 'jpeg']),
  /** A small picture of the whole, there before the tiles are. */
  overview: z.string(),
  /** Exif orientation 1…8; tiles and all coordinates are those of the stored pixels. */
  orientation: z.number().int().min(1).max(8),
  /** What was done to show it, when the stored pixels cannot be shown as they are (16 bit, CMYK). */
  note: z.string().optional(),
});
export type TileSource = z.infer<typeof TileSource>;

export const reportFormats = ['pdf', 'html', 'docx', 'json', 'jsonld'] as const;
export const ReportFormat = z.enum(reportFormats);
export type ReportFormat = z.infer<typeof ReportFormat>;

export const reportKinds = ['working', 'evidence'] as const;
export const ReportKind = z.enum(reportKinds);
export type ReportKind = z.infer<typeof ReportKind>;

const ReportFile = z.object({
  name: z.string(),
  size: z.number(),
  modifiedAt: z.string(),
  address: z.string(),
});

/** A file in `reports/`; `record` is the JSON that was written beside a printed form. */
export const ReportListing = ReportFile.extend({ record: ReportFile.nullable() });
export type ReportListing = z.infer<typeof ReportListing>;

/** Hashes and serial numbers as a certificate viewer prints them; the core brings them into their plain form. */
const TypedDenyEntry = z.object({
  serial: z.string().max(200).optional(),
  issuer: z.string().max(1000).optional(),
  keySha256: z.string().max(200).optional(),
  certificateSha256: z.string().max(200).optional(),
  reason: z.object({ en: z.string().max(2000), 'zh-CN': z.string().max(2000) }),
  since: z.string().max(10).optional(),
});
const OneTrustList = z.object({ list: TrustListId });
/** Who signs a copy; `null`: nobody. */
const CopySigner = z
  .object({
    certificate: z.object({ chain: z.string(), key: z.string() }).nullable().default(null),
    passphrase: z.string().min(1).nullable().default(null),
    algorithm: AuthorityAlgorithm.default('es256'),
  })
  .nullable()
  .default(null);
const OneKey = z.object({ key: KeyFingerprint });
const OneEntry = z.object({ entry: z.number().int().positive() });
const TrustFiles = TrustSource.extend({ choice: TrustChoice.default({ unknownEdition: 'ask' }) });

/** Every call between a screen or script and the core. Three hosts carry it; nothing else crosses. */
export const contract = {
  app: {
    capabilities: read.output(Capabilities),
    analyses: read.output(z.array(AnalysisCard)),
    /** Language and theme of the screen, kept per user of this machine. */
    settings: read.output(Settings),
    saveSettings: write.input(Settings).output(Settings),
    /** Endless stream of events until the caller leaves. */
    activity: read.output(eventIterator(Activity)),
  },
  case: {
    recent: read.output(z.array(Case)),
    opened: read.output(z.array(Case)),
    create: write
      .input(
        z.object({
          directory: z.string().min(1),
          name: z.string().min(1).max(200),
          /** Results stay covered until propositions concern their exhibit. */
          covered: z.boolean().default(false),
        }),
      )
      .output(Case),
    open: write
      .input(z.object({ directory: z.string().min(1), readOnly: z.boolean().default(false) }))
      .output(Case),
    close: write.input(CaseId).output(z.object({})),
    /** Native dialog; only where `capabilities.dialogs`. */
    chooseDirectory: read
      .input(z.object({ purpose: z.enum(['open', 'create']) }))
      .output(z.object({ directory: z.string().nullable() })),
    /** Where new cases go unless the examiner says otherwise. */
    defaultDirectory: read.output(z.object({ directory: z.string() })),
    custody: read
      .input(CaseId.extend(Page))
      .output(z.object({ total: z.number().int(), events: z.array(CustodyEvent) })),
    /** With the text of a checkpoint kept elsewhere the custody chain is held against that as well. */
    verify: write
      .input(CaseId.extend({ checkpoint: z.string().min(1).max(checkpointTextLimit).optional() }))
      .output(Verification),
    /** The last signed statement of the end of the custody chain. */
    checkpoint: read.input(CaseId).output(z.object({ checkpoint: Checkpoint.nullable() })),
    /** The key of this installation that signs them. */
    checkpointKey: read.output(CheckpointKeyFacts),
    /** Use a key that is kept under a passphrase, until the program ends. */
    unlockCheckpointKey: write.input(z.object({ passphrase: z.string().min(1) })).output(CheckpointKeyFacts),
    /** Keep it under another passphrase, or under none. */
    protectCheckpointKey: write
      .input(
        z.object({
          current: z.string().min(1).nullable().default(null),
          next: z.string().min(1).nullable().default(null),
        }),
      )
      .output(CheckpointKeyFacts),
  },
  /** Cases as packages; see resources/docs/package.md. */
  package: {
    /** Progress is a job of kind `package`; `out` must not exist, or be an empty folder. */
    make: write.input(CaseId.extend({ out: z.string().min(1) })).output(MadePackage),
    verify: read.input(z.object({ directory: z.string().min(1) })).output(PackageVerification),
    /** A request to timestamping authorities (RFC 3161), written to a new file: somebody sends it, not this program. */
    requestTimestamps: write
      .input(z.object({ directory: z.string().min(1), file: z.string().min(1) }))
      .output(z.object({ path: z.string() })),
    /** Put answers of authorities into a package of this installation. */
    addTimestamps: write
      .input(z.object({ directory: z.string().min(1), responses: z.array(z.string().min(1)).min(1).max(20) }))
      .output(PackageVerification),
    /** Verify, unpack into the new case folder `out`, and open that read-only. */
    open: write
      .input(z.object({ directory: z.string().min(1), out: z.string().min(1) }))
      .output(z.object({ case: Case, verification: PackageVerification })),
  },
  evidence: {
    list: read
      .input(CaseId.extend({ ...Page, search: z.string().default(''), kind: z.string().default('') }))
      .output(
        z.object({
          total: z.number().int(),
          items: z.array(Evidence.extend({ outcomes: z.partialRecord(z.enum(outcomes), z.number().int()) })),
        }),
      ),
    get: read.input(OneEvidence).output(Evidence),
    /** Files and folders of this machine by path. Progress and the result arrive as a job. */
    add: write.input(CaseId.extend({ paths: z.array(z.string()).min(1) })).output(Job),
    chooseFiles: read.output(z.object({ paths: z.array(z.string()) })),
    /** Other evidence of the case with the same decoded content: only metadata or packing differ. */
    sameContent: read.input(OneEvidence).output(z.array(Evidence)),
    tiles: read.input(OneEvidence).output(TileSource),
  },
  examine: {
    /** Empty `evidence`: everything in the case. Empty `only`: every analysis that applies. */
    start: write
      .input(
        CaseId.extend({
          evidence: z.array(Sha256).default([]),
          only: z.array(z.string()).default([]),
          parameters: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
          /** Run again although a run with the same key is recorded. */
          again: z.boolean().default(false),
        }),
      )
      .output(Job),
    runs: read.input(OneEvidence).output(z.array(RunSummary)),
    run: read.input(CaseId.extend({ run: z.string() })).output(Run),
    /**
     * Make recorded runs again from their keys and compare; answered when the job is over. Records the comparison in
     * the custody chain of a writable case, and with `keep` the repetition as a run of its own.
     */
    reproduce: write
      .input(
        CaseId.extend({ runs: z.array(z.string()).min(1).max(100_000), keep: z.boolean().default(false) }),
      )
      .output(z.array(Reproduction)),
    /** Earlier repetitions of a run, the first one first. */
    reproductions: read.input(CaseId.extend({ run: z.string() })).output(z.array(Reproduction)),
  },
  labels: {
    /** All a file says about its making, from its carriers and its credential together. */
    overview: read.input(OneEvidence).output(LabelOverview),
    /** What became of the labels from each file to the next; the order is the examiner's, earliest first. */
    survival: read.input(CaseId.extend({ evidence: z.array(Sha256).min(2).max(50) })).output(LabelSurvival),
    /** What a request would do, without writing anything. */
    plan: read
      .input(OneEvidence.extend({ request: LabellingRequest, sign: z.boolean().default(false) }))
      .output(LabellingPlan),
    /** Show a labelled copy in the case's `exports/` where it lies; only where `capabilities.reveal`. */
    reveal: read.input(CaseId.extend({ name: z.string() })).output(z.object({})),
    /** A labelled copy of evidence, read back before it is offered; progress is a job of kind `label`. */
    write: write
      .input(
        OneEvidence.extend({
          request: LabellingRequest,
          /** Path of the new file; `null`: in the case's `exports/` folder. */
          out: z.string().min(1).nullable().default(null),
          /** Sign the labelled copy, with the evidence as its parent. */
          sign: z
            .object({
              certificate: z.object({ chain: z.string(), key: z.string() }).nullable().default(null),
              passphrase: z.string().min(1).nullable().default(null),
              algorithm: AuthorityAlgorithm.default('es256'),
            })
            .nullable()
            .default(null),
        }),
      )
      .output(LabelledFile),
  },
  /** Invisible marks; see resources/docs/marking.md. */
  mark: {
    /** Private keys of this installation by name and fingerprint; a key itself never crosses. */
    keys: read.output(z.array(RingKey)),
    makeKey: write.input(z.object({ name: z.string().max(200).default('') })).output(RingKey),
    /** A key from a file of this machine: 32 bytes, or 64 hexadecimal digits. */
    importKey: write
      .input(z.object({ path: z.string().min(1), name: z.string().max(200).default('') }))
      .output(RingKey),
    /** For good: without a copy of the key nobody can read its marks any more. */
    removeKey: write.input(OneKey).output(z.object({})),
    /** What marking evidence would do, without writing anything. */
    plan: read.input(OneEvidence).output(MarkPlan),
    /**
     * A marked copy of evidence, read back before it is offered; progress is a job of kind `mark`. With `labelling`
     * every layer that was asked for is written, and one the file cannot have does not stop the others.
     */
    write: write
      .input(
        OneEvidence.extend({
          request: EvidenceMarkingRequest.prefault({}),
          /** Path of the new file; `null`: in the case's `exports/` folder. */
          out: z.string().min(1).nullable().default(null),
          sign: CopySigner,
        }),
      )
      .output(MarkedFile),
    /** Every layer, for files and folders of this machine, into the folder `out`; answered when the job is over. */
    durable: write
      .input(
        z.object({
          paths: z.array(z.string().min(1)).min(1),
          out: z.string().min(1),
          request: DurableRequest.prefault({}),
          sign: CopySigner,
        }),
      )
      .output(MarkBatch),
  },
  /** What of a file is left after which processing; see resources/docs/mark-survival.md. */
  survival: {
    /** Suites and attacks with their strengths. */
    catalogue: read.output(SurvivalCatalogue),
    /** Copies of evidence are attacked and read; progress is a job of kind `survive`, whose id is that of the run. */
    run: write.input(CaseId.extend(SurvivalRequest.shape)).output(Job),
    /** Runs kept in the case, the newest first. */
    list: read.input(CaseId).output(z.array(SurvivalListing)),
    get: read.input(CaseId.extend({ run: z.string() })).output(MarkSurvival),
  },
  /** Leading suspects back to the register and to other exhibits; see resources/docs/trace.md. */
  trace: {
    /** None: every exhibit. `compare`: lay the best sources over each. Progress is a job of kind `trace`. */
    run: write
      .input(CaseId.extend({ evidence: z.array(Sha256).default([]), compare: z.boolean().default(true) }))
      .output(Job),
    /** Traces kept in the case, the newest first. */
    list: read.input(CaseId).output(z.array(TraceListing)),
    get: read.input(CaseId.extend({ trace: z.string() })).output(Trace),
    /** The codes of an exhibit; made when they are not there yet, as a job of kind `trace`. */
    fingerprints: write.input(OneEvidence).output(FileFingerprints),
    /** Exhibits that have something in common, by what is known without making any codes. */
    duplicates: read.input(CaseId).output(z.array(DuplicateGroup)),
  },
  /** Two files laid over each other. */
  comparison: {
    /** Progress is a job of kind `compare`, whose id is that of the comparison. */
    run: write.input(CaseId.extend(ComparisonRequest.shape)).output(Job),
    list: read.input(CaseId).output(z.array(ComparisonListing)),
    get: read.input(CaseId.extend({ comparison: z.string() })).output(Comparison),
  },
  /** Which copy came from which; see resources/docs/lineage.md. */
  lineage: {
    /** None: every exhibit. Progress is a job of kind `lineage`, whose id is that of the graph. */
    run: write.input(CaseId.extend({ evidence: z.array(Sha256).default([]) })).output(Job),
    list: read.input(CaseId).output(z.array(LineageListing)),
    get: read.input(CaseId.extend({ lineage: z.string() })).output(Lineage),
    /** The graph as a drawing with thumbnails, or as GraphML for other programs. */
    written: read
      .input(
        CaseId.extend({
          lineage: z.string(),
          format: z.enum(['svg', 'graphml']),
          language: z.enum(languages),
        }),
      )
      .output(z.object({ text: z.string() })),
  },
  /** Known originals and what was marked here, per user of this machine. */
  register: {
    /** Newest first. `search`: part of a name or note, an identifier, or the beginning of a hash. */
    list: read
      .input(z.object({ ...Page, search: z.string().max(1000).default('') }).prefault({}))
      .output(z.object({ total: z.number().int(), entries: z.array(RegisterEntry) })),
    show: read.input(OneEntry).output(RegisterEntry),
    note: write.input(OneEntry.extend({ note: RegisterNote })).output(RegisterEntry),
    remove: write.input(OneEntry).output(z.object({})),
    /** Enter evidence as a known original; `keep`: with a copy of the file. Progress is a job of kind `register`. */
    add: write
      .input(OneEvidence.extend({ note: RegisterNote.default(''), keep: z.boolean().default(true) }))
      .output(RegisterEntry),
    /** All finished entries as a new file, signed by this installation. */
    export: write.input(z.object({ out: z.string().min(1) })).output(RegisterExport),
    /** The entries of somebody else's register; nothing is entered unless its signature holds. */
    import: write.input(z.object({ path: z.string().min(1) })).output(RegisterImport),
  },
  /** Lists of hashes of others (PDQ, vPDQ, MD5, SHA-256 as CSV), which traces search as well. */
  hashList: {
    list: read.output(z.array(HashListView)),
    /** `fresh` is false when the same file was imported before. */
    import: write
      .input(
        z.object({
          path: z.string().min(1),
          name: z.string().max(200).default(''),
          /** Kind of all rows, where the file does not say it. */
          kind: z.enum(['pdq', 'vpdq', 'md5', 'sha256']).nullable().default(null),
        }),
      )
      .output(z.object({ list: HashList, fresh: z.boolean() })),
    remove: write.input(z.object({ list: HashList.shape.id })).output(z.object({})),
  },
  /** Sensor-noise fingerprints of cameras, of this installation; see resources/docs/sensor-noise.md. */
  camera: {
    list: read.output(z.object({ cameras: z.array(Camera), problems: z.array(z.string()) })),
    /** From files, folders and exhibits. Progress is a job of kind `camera`, of no case without exhibits. */
    add: write
      .input(
        z.object({
          name: z.string().max(200),
          paths: z.array(z.string().min(1)).max(2000).default([]),
          exhibits: CaseId.extend({ chosen: z.array(Sha256).min(1).max(2000) })
            .nullable()
            .default(null),
        }),
      )
      .output(MadeCamera),
    remove: write.input(z.object({ camera: Sha256 })).output(z.object({})),
  },
  /** Where evidence was seen: recorded by the examiner, in versions. */
  publication: {
    get: read.input(OneEvidence).output(PublicationRecord.nullable()),
    /** All versions, the first one first. */
    history: read.input(OneEvidence).output(z.array(PublicationRecord)),
    save: write.input(OneEvidence.extend({ publication: Publication })).output(PublicationRecord),
  },
  /** Shadows, reflections and parallel lines the analyst draws on a picture; see resources/docs/geometry.md. */
  geometry: {
    get: read.input(OneEvidence).output(GeometryRecord.nullable()),
    /** All versions, the first one first. */
    history: read.input(OneEvidence).output(z.array(GeometryRecord)),
    save: write.input(OneEvidence.extend({ geometry: Geometry })).output(GeometryRecord),
    /** Is there a light, mirror or direction the marks have in common? Nothing is kept. */
    evaluate: read.input(OneEvidence.extend({ geometry: Geometry })).output(GeometryEvaluation),
  },
  /** Where several methods point at the same place, and the regions the analyst draws; see resources/docs/regions.md. */
  regions: {
    /** Of the latest run of each method; nothing is kept. */
    agreement: read.input(OneEvidence).output(Agreement),
    get: read.input(OneEvidence).output(RegionRecord.nullable()),
    /** All versions, the first one first. */
    history: read.input(OneEvidence).output(z.array(RegionRecord)),
    save: write.input(OneEvidence.extend({ regions: AnalystRegions })).output(RegionRecord),
    /** Which methods point there too, and what their maps say inside and outside. Nothing is kept. */
    measure: read.input(OneEvidence.extend({ regions: AnalystRegions })).output(z.array(RegionMeasurement)),
  },
  /** Duties to label, clause by clause; see resources/docs/duties.md. */
  duties: {
    catalogue: read.output(DutyCatalogue),
    /** What was chosen last in this case; `null`: nothing yet, and nothing is guessed. */
    choice: read.input(CaseId).output(DutyChoice.nullable()),
    choose: write.input(CaseId.extend({ choice: DutyChoice })).output(DutyChoice),
    /** Empty `evidence`: everything in the case. By what is recorded; runs no analysis. */
    evaluate: read
      .input(
        CaseId.extend({
          evidence: z.array(Sha256).default([]),
          choice: DutyChoice,
        }),
      )
      .output(DutyMatrix),
  },
  /** Request, propositions, findings of the examiner, conclusion and review; see resources/docs/conclusions.md. */
  conclusion: {
    get: read.input(CaseId).output(CaseConclusion),
    /** All versions of what can be rewritten, the first one first. */
    history: read.input(CaseId).output(
      z.object({
        assignments: z.array(versioned(Assignment)),
        guards: z.array(versioned(Guard)),
        opinions: z.array(versioned(KeptOpinion)),
      }),
    ),
    saveAssignment: write.input(CaseId.extend({ assignment: Assignment })).output(versioned(Assignment)),
    /** Results stay covered on screen until there are propositions. Off needs a reason. */
    switchGuard: write
      .input(CaseId.extend({ on: z.boolean(), reason: z.string().max(10_000).default('') }))
      .output(z.object({})),
    /** None: all exhibits. */
    uncover: write
      .input(CaseId.extend({ evidence: z.array(Sha256).default([]), reason: z.string().max(10_000) }))
      .output(z.object({})),
    saveOpinion: write.input(CaseId.extend({ opinion: Opinion })).output(versioned(KeptOpinion)),
    /** One more entry of the peer-review log. */
    review: write.input(CaseId.extend({ entry: ReviewEntry })).output(versioned(ReviewEntry)),
  },
  job: {
    list: read.output(z.array(Job)),
    cancel: write.input(z.object({ job: z.string() })).output(Job),
  },
  report: {
    /** Empty `evidence`: everything in the case. The file goes to the case's `reports/` folder. */
    export: write
      .input(
        CaseId.extend({
          evidence: z.array(Sha256).default([]),
          format: ReportFormat,
          language: z.enum(languages),
          /** `evidence`: refused while a mandatory part is empty. */
          kind: ReportKind.default('working'),
          /** Why it is exported with empty parts all the same; printed. */
          incomplete: z.string().max(2000).nullable().default(null),
          /** What is taken out before anything is written; absent: nothing. */
          redaction: RedactionOrder.optional(),
          /** For `jsonld`: what is published. Only conclusions and this are written; absent: the report as linked data. */
          publishing: Publishing.optional(),
        }),
      )
      .output(z.object({ name: z.string(), path: z.string(), sha256: Sha256, address: z.string() })),
    list: read.input(CaseId).output(z.array(ReportListing)),
    reveal: read.input(CaseId.extend({ name: z.string() })).output(z.object({})),
  },
  /** Lists of whom to believe, per user of this machine; see resources/docs/trust-lists.md. */
  trust: {
    lists: read.output(TrustOverview),
    certificates: read.input(OneTrustList).output(z.array(CertificateFacts)),
    products: read.input(OneTrustList).output(z.array(ConformingProduct)),
    denials: read.output(z.array(Denial)),
    /** What an import of these files would change; nothing is written. */
    diff: read.input(TrustFiles).output(TrustExamination),
    /** The present edition of a list against the one before it. */
    history: read.input(OneTrustList).output(TrustDiff),
    import: write.input(TrustFiles).output(TrustExamination),
    setEnabled: write.input(OneTrustList.extend({ enabled: z.boolean() })).output(TrustListView),
    /** The edition before the present one counts again, and the present one is kept in its place. */
    rollback: write.input(OneTrustList).output(TrustListView),
    remove: write.input(OneTrustList).output(z.object({})),
    deny: write.input(z.object({ entry: TypedDenyEntry })).output(Denial),
    undeny: write.input(z.object({ id: z.string().min(1) })).output(z.object({})),
  },
  credential: {
    /** The certificate authority of this installation, by which own media are signed. */
    authority: read.output(AuthorityFacts),
    /** Without a passphrase the private keys are only protected by the file system. */
    createAuthority: write
      .input(
        z.object({
          organisation: z.string(),
          name: z.string(),
          passphrase: z.string().min(1).nullable().default(null),
        }),
      )
      .output(AuthorityFacts),
    /** A signed copy of evidence, checked by both engines; the evidence itself stays what it is. */
    sign: write
      .input(
        OneEvidence.extend({
          request: SigningRequest,
          /** Path of the new file; `null`: in the case's `exports/` folder. */
          out: z.string().min(1).nullable().default(null),
          /** Paths of a certificate chain and its key; `null`: the own authority. */
          certificate: z.object({ chain: z.string(), key: z.string() }).nullable().default(null),
          passphrase: z.string().min(1).nullable().default(null),
        }),
      )
      .output(SignedFile),
  },
};
export type Contract = typeof contract;
