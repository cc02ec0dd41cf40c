import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ReportKind } from '#shared/contract/contract.ts';
import { AnalysisCard } from '#shared/domain/analysis-card.ts';
import { CustodyEvent } from '#shared/domain/case.ts';
import { Checkpoint } from '#shared/domain/checkpoint.ts';
import { Comparison } from '#shared/domain/comparison.ts';
import { Evidence } from '#shared/domain/evidence.ts';
import { GeometryEvaluation, GeometryRecord } from '#shared/domain/geometry.ts';
import { LabelSurvival } from '#shared/domain/label-survival.ts';
import { Lineage } from '#shared/domain/lineage.ts';
import { MarkSurvival } from '#shared/domain/mark-survival.ts';
import { MediaFormat, MediaKind } from '#shared/domain/media.ts';
import { DutyMatrix } from '#shared/domain/obligation.ts';
import { CaseConclusion } from '#shared/domain/opinion.ts';
import { PublicationRecord } from '#shared/domain/publication.ts';
import { RedactionLog } from '#shared/domain/redaction.ts';
import { Agreement, RegionMeasurement, RegionRecord } from '#shared/domain/region.ts';
import { Report } from '#shared/domain/report.ts';
import { Reproduction } from '#shared/domain/reproduction.ts';
import { Run } from '#shared/domain/run.ts';
import { Trace } from '#shared/domain/trace.ts';
import { canonicalJson } from '../../canonical-json.ts';
import type { ReportInput, ReportItem } from '../input.ts';

/** One piece of evidence as the command line prints it with `--json`; the record has the same, and more. */
export const EvidenceEntry = z.object({
  sha256: Evidence.shape.sha256,
  name: z.string(),
  kind: MediaKind,
  format: MediaFormat,
  number: Evidence.shape.number,
  sha512: Evidence.shape.sha512,
  size: Evidence.shape.size,
  nameBytes: z.string(),
  media: Evidence.shape.media,
  content: Evidence.shape.content,
  acquisitions: Evidence.shape.acquisitions,
  runs: z.array(Run.omit({ evidence: true })),
});
export type EvidenceEntry = z.infer<typeof EvidenceEntry>;

/**
 * The machine-readable record of a report: everything the printed forms show (`report`, in one language) and
 * everything they shorten (`evidence`, in all languages). Written as canonical JSON (RFC 8785), so that its
 * bytes, and with them the SHA-256 in the footer of the printed forms, follow from the values alone.
 */
export const ReportRecord = z.object({
  format: z.literal('assay-record'),
  version: z.literal(1),
  generatedAt: z.string(),
  offsetMinutes: z.number().int(),
  examiner: z.string(),
  generator: z.object({ name: z.string(), version: z.string() }),
  case: z.object({ id: z.string(), name: z.string(), createdAt: z.string() }).nullable(),
  evidence: z.array(EvidenceEntry),
  /** What the examiner recorded of where exhibits were published, the latest version of each. */
  publications: z.array(PublicationRecord),
  /** What was drawn on exhibits, the latest version of each, and what it says. */
  geometries: z.array(z.object({ record: GeometryRecord, evaluation: GeometryEvaluation })),
  /** Where methods point at the same place, and what the analyst marked, of each exhibit that has either. */
  regions: z.array(
    z.object({
      evidence: Evidence.shape.sha256,
      agreement: Agreement,
      record: RegionRecord.nullable(),
      measurements: z.array(RegionMeasurement),
    }),
  ),
  /** What came of repeating runs on exhibits of the report, in the order it was done. */
  reproductions: z.array(Reproduction),
  /** `null`: nothing is said of what the report is for. */
  kind: ReportKind.nullable(),
  /** The reason for exporting with empty parts; `null`: none was given. */
  incomplete: z.string().nullable(),
  /** Request, propositions, findings of the examiner, conclusions and reviews; `null`: no case. */
  conclusion: CaseConclusion.nullable(),
  /** `null`: the examiner has chosen no jurisdiction, role and date. */
  duties: DutyMatrix.nullable(),
  /** `null`: no exhibit of the report is taken for a copy of another one of it. */
  survival: LabelSurvival.nullable(),
  /** The latest run of the survival lab on each exhibit that has one. */
  markSurvival: z.array(MarkSurvival),
  /** The newest trace of each exhibit that has one. */
  traces: z.array(Trace),
  /** The newest comparison of each pair whose suspect is an exhibit of the report. */
  comparisons: z.array(Comparison),
  /** The newest lineages that relate exhibits of the report to each other. */
  lineages: z.array(Lineage),
  /** Cards of all analyses of the generator: also of those that were not run. */
  analyses: z.array(AnalysisCard),
  /** Engines of the machine when the report was made; null: missing. */
  engines: z.record(z.string(), z.string().nullable()),
  custody: z.object({ total: z.number().int(), events: z.array(CustodyEvent) }).nullable(),
  /** The last signed statement of the end of the custody log; `null`: none was signed, or there is no case. */
  checkpoint: Checkpoint.nullable(),
  /** What was taken out of this record and of every printed form alike; absent: nothing was. */
  redaction: RedactionLog.optional(),
  report: Report,
});
export type ReportRecord = z.infer<typeof ReportRecord>;

/** One entry of `evidence`: what `--json` prints for a file. */
export function evidenceEntry({ evidence, runs }: Pick<ReportItem, 'evidence' | 'runs'>): EvidenceEntry {
  const { sha256, name, number, sha512, size, nameBytes, media, content, acquisitions } = evidence;
  return {
    sha256,
    name,
    kind: media.kind,
    format: media.format,
    number,
    sha512,
    size,
    nameBytes,
    media,
    content,
    acquisitions,
    runs: runs.map(({ evidence: _, ...run }) => run),
  };
}

export function reportRecord(input: ReportInput, report: Report): ReportRecord {
  const { generatedAt, offsetMinutes, examiner, custody } = input;
  return {
    format: 'assay-record',
    version: 1,
    generatedAt,
    offsetMinutes,
    examiner,
    generator: report.generator,
    case:
      input.case === null
        ? null
        : { id: input.case.id, name: input.case.name, createdAt: input.case.createdAt },
    evidence: [...input.items].sort((a, b) => a.evidence.number - b.evidence.number).map(evidenceEntry),
    publications: input.items.flatMap(({ publication }) => publication ?? []),
    geometries: input.items.flatMap(({ geometry }) => geometry ?? []),
    regions: input.items.flatMap(({ evidence, regions }) => {
      if (regions === undefined) return [];
      const { agreement, record, measurements } = regions;
      return [{ evidence: evidence.sha256, agreement, record, measurements: [...measurements] }];
    }),
    reproductions: input.items.flatMap(({ reproductions = [] }) => [...reproductions]),
    kind: input.kind ?? null,
    incomplete: input.incomplete ?? null,
    conclusion: conclusionOf(input),
    duties: input.duties?.matrix ?? null,
    survival: input.survival ?? null,
    markSurvival: [...(input.markSurvival ?? [])],
    traces: [...(input.traces ?? [])],
    comparisons: [...(input.comparisons ?? [])],
    lineages: (input.lineages ?? []).map(({ lineage }) => lineage),
    analyses: [...input.analyses],
    engines: { ...input.engines },
    custody: custody === null ? null : { total: custody.total, events: [...custody.events] },
    checkpoint: input.checkpoint ?? null,
    ...(input.redaction === undefined ? {} : { redaction: input.redaction }),
    report,
  };
}

function conclusionOf({ conclusion }: ReportInput): CaseConclusion | null {
  if (conclusion === undefined) return null;
  const { assignment, guard, opinion, reviews, ratios } = conclusion;
  return { assignment, guard, opinion, reviews, ratios };
}

/** The record's file: canonical JSON (RFC 8785), UTF-8, no byte after the last brace. */
export function writeJson(record: ReportRecord): { readonly bytes: Uint8Array; readonly sha256: string } {
  const bytes = Buffer.from(canonicalJson(record), 'utf8');
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}
