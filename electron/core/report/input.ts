import type { ReportKind } from '#shared/contract/contract.ts';
import type { AnalysisCard } from '#shared/domain/analysis-card.ts';
import type { Case, CustodyEvent } from '#shared/domain/case.ts';
import type { Checkpoint } from '#shared/domain/checkpoint.ts';
import type { Comparison } from '#shared/domain/comparison.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { GeometryEvaluation, GeometryRecord } from '#shared/domain/geometry.ts';
import type { LabelSurvival } from '#shared/domain/label-survival.ts';
import type { Lineage } from '#shared/domain/lineage.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { MarkSurvival } from '#shared/domain/mark-survival.ts';
import type { DutyCatalogue, DutyMatrix } from '#shared/domain/obligation.ts';
import type { CaseConclusion } from '#shared/domain/opinion.ts';
import type { PublicationRecord } from '#shared/domain/publication.ts';
import type { RedactionLog } from '#shared/domain/redaction.ts';
import type { Agreement, RegionMeasurement, RegionRecord } from '#shared/domain/region.ts';
import type { Reproduction } from '#shared/domain/reproduction.ts';
import type { Run } from '#shared/domain/run.ts';
import type { Trace } from '#shared/domain/trace.ts';
import type { SectionId } from './section.ts';

/** A small picture of a piece of evidence, made by us: PNG, JPEG or WebP. */
interface PreviewPicture {
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

export interface ReportItem {
  readonly evidence: Evidence;
  /** Every recorded run on it, in full. */
  readonly runs: readonly Run[];
  /** What came of repeating them, in the order it was done; absent: none was repeated. */
  readonly reproductions?: readonly Reproduction[];
  /** The latest version of the record of where it was published; absent: nothing is recorded. */
  readonly publication?: PublicationRecord;
  /** The latest version of what was drawn on it, and what that says; absent: nothing is drawn. */
  readonly geometry?: ReportGeometry;
  /** What methods point at together, and what the analyst marked; absent: neither. */
  readonly regions?: ReportRegions;
  readonly preview?: PreviewPicture;
  /** Larger than the preview; marks and regions are drawn over it. Absent: there are none, or no picture. */
  readonly overview?: PreviewPicture;
}

/** Regions of one exhibit. */
export interface ReportRegions {
  readonly agreement: Agreement;
  /** `null`: the analyst drew none. */
  readonly record: RegionRecord | null;
  /** One for each region of the record, in its order; none when they could not be made. */
  readonly measurements: readonly RegionMeasurement[];
}

/** What an analyst drew on a picture, and whether it can belong together. */
export interface ReportGeometry {
  readonly record: GeometryRecord;
  readonly evaluation: GeometryEvaluation;
}

/** The exhibits held against duties to label, with the names of the rule packs. */
export interface ReportDuties {
  readonly matrix: DutyMatrix;
  readonly packs: readonly Pick<DutyCatalogue['packs'][number], 'id' | 'title' | 'note'>[];
}

/** Which copy came from which, with its drawings in the report's language. */
export interface ReportLineage {
  readonly lineage: Lineage;
  /** Nodes of each family that hangs together by links. */
  readonly families: readonly (readonly string[])[];
  /** One for each family that is not too large: SVG made by us, pixels. */
  readonly drawings: readonly { readonly svg: string; readonly width: number; readonly height: number }[];
  /** Families too large to be drawn. */
  readonly undrawn: number;
}

/** What people recorded about the case as a whole, and when propositions and results came about. */
export interface ReportConclusion extends CaseConclusion {
  /** When a group of propositions was first entered, by its id. */
  readonly entered: Readonly<Record<string, string>>;
  /** Start of the first run on each exhibit of the report. */
  readonly firstRuns: Readonly<Record<string, string>>;
}

/** Everything a report is composed of: plain data the caller has gathered. */
export interface ReportInput {
  readonly language: Language;
  /** ISO 8601, UTC. The only clock a report knows. */
  readonly generatedAt: string;
  /** Offset of the examiner's clock from UTC, minutes east; dates are shown with it. */
  readonly offsetMinutes: number;
  /** The acting examiner, as in the custody log. */
  readonly examiner: string;
  /** Version of this program. */
  readonly assay: string;
  /** Absent when files were examined without a case. */
  readonly case: Pick<Case, 'id' | 'name' | 'createdAt'> | null;
  readonly items: readonly ReportItem[];
  /** Cards of all analyses this program has; what has a card and no run is reported as not examined. */
  readonly analyses: readonly AnalysisCard[];
  /** Engines of this machine at the time of the report; `null`: missing. */
  readonly engines: Readonly<Record<string, string | null>>;
  /** The custody log: how many events there are, and those to print, in order, the last one included. */
  readonly custody: { readonly total: number; readonly events: readonly CustodyEvent[] } | null;
  /** The last signed statement of the end of that log; `null`: none was signed. Absent without a case. */
  readonly checkpoint?: Checkpoint | null;
  /** Absent: the examiner has chosen no jurisdiction, role and date; nothing is guessed. */
  readonly duties?: ReportDuties;
  /**
   * What became of labels, one passage for each copy of the choice whose exhibits are both items of the report.
   * Absent: there is none.
   */
  readonly survival?: LabelSurvival;
  /** The latest run of the survival lab on each item that has one. */
  readonly markSurvival?: readonly MarkSurvival[];
  /** The newest trace of each item that has one. */
  readonly traces?: readonly Trace[];
  /** The newest comparison of each pair whose suspect is an item. */
  readonly comparisons?: readonly Comparison[];
  /** The newest lineages that relate items to each other. */
  readonly lineages?: readonly ReportLineage[];
  /** For use within the examination, or to go out as evidence; absent: nothing is said. */
  readonly kind?: ReportKind;
  /** Why it is exported although mandatory parts are empty, as stated; absent: no reason was given. */
  readonly incomplete?: string;
  /** Absent: the files were examined without a case. */
  readonly conclusion?: ReportConclusion;
  /** What was taken out of all of this before; absent: nothing was. */
  readonly redaction?: RedactionLog;
  /** Only these sections, where they stand; absent: all. */
  readonly sections?: readonly SectionId[];
}
