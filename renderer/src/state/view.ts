import type { AssumedCopy } from '#shared/domain/assumed-copy.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import type { ByteRange, Figure } from '#shared/domain/figure.ts';
import type { MediaKind } from '#shared/domain/media.ts';
import type { DutyRole, Jurisdiction } from '#shared/domain/obligation.ts';
import { createStore, useStore } from './store.ts';

export const stages = [
  'intake',
  'examine',
  'trace',
  'compare',
  'conclude',
  'report',
  'mark',
  'survive',
] as const;
export type Stage = (typeof stages)[number];

/** `index` is the place in the list as filtered now; `sha256` is what is meant. */
export interface Selection {
  readonly sha256: Sha256;
  readonly index: number;
}

export type DetailTab = 'overview' | 'result' | 'method' | 'image' | 'geometry' | 'regions' | 'bytes';

/** What is asked of the duties; while it is filled in, parts may be empty. */
export interface DutyQuestion {
  readonly jurisdictions: readonly Jurisdiction[];
  readonly roles: readonly DutyRole[];
  /** ISO date. */
  readonly date: string;
  /** `null`: all of the case. */
  readonly exhibits: readonly Sha256[] | null;
}

export interface DutiesView {
  /** As filled in; `null`: as it was asked last. */
  readonly draft: DutyQuestion | null;
  /** What the matrix answers; `null`: the case's last choice, if there is one. */
  readonly asked: DutyQuestion | null;
  /** As assumed and not recorded, before there is a choice or read-only; `null`: those of the recorded choice. */
  readonly copies: readonly AssumedCopy[] | null;
  /** Rows: all, those that apply to some exhibit, those that some exhibit does not pass. */
  readonly rows: 'all' | 'applicable' | 'open';
  readonly cell: { readonly duty: string; readonly evidence: Sha256 } | null;
  /** The cell is shown at length. */
  readonly opened: boolean;
}

export type CompareTab = 'image' | 'alignment' | 'facts' | 'metadata' | 'labels' | 'bytes';

export type TracePage = 'sources' | 'duplicates' | 'lineage' | 'register';

export interface TraceView {
  readonly page: TracePage;
  /** A trace of the selected exhibit; `null`: its newest. */
  readonly opened: string | null;
}

export type ConcludePage = 'assignment' | 'opinion' | 'review' | 'duties' | 'publication';

export type MarkPage = 'exhibit' | 'files' | 'register';

/** A run of the survival lab that is looked at. */
export interface SurvivalView {
  readonly run: string | null;
  /** The cell of its table that is shown at length. */
  readonly cell: { readonly attack: string; readonly layer: string } | null;
}

export interface View {
  readonly caseId: string | null;
  readonly stage: Stage;
  /** Filter of the exhibit lists, shared by intake and examine. */
  readonly search: string;
  readonly kind: MediaKind | '';
  readonly selection: Selection | null;
  /** Analysis whose run is shown; kept when going to the next exhibit. */
  readonly analysis: string | null;
  readonly tab: DetailTab;
  /** Figure laid over the image, with the run it belongs to. */
  readonly overlay: { readonly run: string; readonly figure: Figure } | null;
  /** Bytes pointed at in a tree or a map. */
  readonly bytes: ByteRange | null;
  /** Exhibits to compare: up to four hashes. */
  readonly compared: readonly Sha256[];
  /** `null`: none was chosen yet. */
  readonly compareTab: CompareTab | null;
  /** Which file was laid over which; `null`: as the two compared exhibits were the last time. */
  readonly comparison: string | null;
  readonly trace: TraceView;
  readonly conclude: ConcludePage;
  readonly duties: DutiesView;
  readonly mark: MarkPage;
  /** Entry of the register that is shown. */
  readonly entry: number | null;
  readonly survival: SurvivalView;
}

const ofNoCase = {
  caseId: null,
  stage: 'intake',
  search: '',
  kind: '',
  selection: null,
  analysis: null,
  tab: 'overview',
  overlay: null,
  bytes: null,
  compared: [],
  compareTab: null,
  comparison: null,
  trace: { page: 'sources', opened: null },
  conclude: 'duties',
  duties: { draft: null, asked: null, copies: null, rows: 'applicable', cell: null, opened: false },
  mark: 'exhibit',
  entry: null,
  survival: { run: null, cell: null },
} as const satisfies View;

/** What is looked at. Nothing here is stored: a reload begins at the case's start. */
export const view = createStore<View>(ofNoCase);

export function useView<S>(choose: (value: View) => S): S {
  return useStore(view, choose);
}

export function enterCase(caseId: string, stage: Stage): void {
  view.set({ ...ofNoCase, caseId, stage });
}

export function leaveCase(): void {
  view.set(ofNoCase);
}

/** Overlays and byte ranges belong to one exhibit: they do not follow to the next. */
export function selectEvidence(selection: Selection | null): void {
  if (view.get().selection?.sha256 === selection?.sha256) {
    view.set({ selection });
    return;
  }
  view.set({ selection, overlay: null, bytes: null });
}

export function changeDuties(change: Partial<DutiesView>): void {
  view.set(({ duties }) => ({ duties: { ...duties, ...change } }));
}

export function changeTrace(change: Partial<TraceView>): void {
  view.set(({ trace }) => ({ trace: { ...trace, ...change } }));
}

/** An entry of the register, in the Mark stage. */
export function showEntry(entry: number): void {
  view.set({ stage: 'mark', mark: 'register', entry });
}

/** An entry of the register without leaving the Trace stage. */
export function showTracedEntry(entry: number): void {
  changeTrace({ page: 'register' });
  view.set({ stage: 'trace', entry });
}

/** A comparison that is kept or being made; `exhibits`: which of its two files the case holds, the original first. */
export function showComparison(comparison: string, exhibits: readonly Sha256[]): void {
  view.set({ comparison, compared: exhibits, compareTab: 'alignment', stage: 'compare' });
}

/** Two exhibits side by side, the presumed original first. */
export function comparePair(first: Sha256, second: Sha256): void {
  view.set({ compared: [first, second], comparison: null, compareTab: null, stage: 'compare' });
}

/** The result of an analysis on an exhibit in the Examine stage, and the bytes it speaks of. */
export function showResult(evidence: Selection, analysis: string, bytes: ByteRange | null): void {
  selectEvidence(evidence);
  view.set({ analysis, tab: 'result', bytes, stage: 'examine' });
}

export function selectAnalysis(analysis: string | null): void {
  view.set((current) => ({
    analysis,
    bytes: null,
    tab: analysis === null ? 'overview' : current.tab === 'method' ? 'method' : 'result',
  }));
}

/** At most four can be compared; the oldest choice gives way. */
export function compareEvidence(sha256: Sha256): void {
  view.set((current) => ({
    compared: [...current.compared.filter((other) => other !== sha256), sha256].slice(-4),
    comparison: null,
    stage: 'compare',
  }));
}

/** What became of the labels from one exhibit to the other, in the Compare stage. */
export function showPassage(from: Sha256, to: Sha256): void {
  view.set({ compared: [from, to], comparison: null, compareTab: 'labels', stage: 'compare' });
}
