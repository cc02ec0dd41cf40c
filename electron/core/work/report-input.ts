import type { ReportFormat, ReportKind } from '#shared/contract/contract.ts';
import type { CustodyEvent } from '#shared/domain/case.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { Publishing } from '#shared/domain/newsroom.ts';
import type { RedactionOrder } from '#shared/domain/redaction.ts';
import { analysisCard } from '../analysis/card.ts';
import { latestCheckpoint } from '../case/checkpoint-log.ts';
import type { CaseStore } from '../case/store.ts';
import { dutyCatalogue } from '../labels/obligations/matrix.ts';
import { engineNames, engineVersions } from '../media/engines.ts';
import type { Ports } from '../ports.ts';
import type { ReportConclusion, ReportInput, ReportItem } from '../report/input.ts';
import type { SectionId } from '../report/section.ts';
import { version } from '../version.ts';
import type { Comparing } from './comparing.ts';
import { conclusionOf } from './conclusions.ts';
import { dutiesOf } from './duties.ts';
import { orderedAnalyses } from './examination.ts';
import { judgeGeometry } from './geometry.ts';
import { survivalOfCopies } from './labels.ts';
import type { Lineages } from './lineages.ts';
import { agreementOn, measureRegions } from './regions.ts';
import type { SurvivalLab } from './survival.ts';
import type { Tracing } from './tracing.ts';
import type { Viewing } from './viewing.ts';

export interface ReportRequest {
  readonly caseId: string;
  /** Empty: everything in the case. */
  readonly evidence: readonly string[];
  readonly format: ReportFormat;
  readonly language: Language;
  /** Absent: a working report. */
  readonly kind?: ReportKind;
  /** Why it is exported although mandatory parts are empty or results covered; printed. */
  readonly incomplete?: string | null;
  /** What is taken out before anything is written; absent: nothing. */
  readonly redaction?: RedactionOrder | undefined;
  /** What a newsroom fills in, for reviews in JSON-LD. */
  readonly publishing?: Publishing | undefined;
  /** Only these sections; absent: all. */
  readonly sections?: readonly SectionId[];
}

/** Where results that belong to no single run come from. */
export interface ReportSources {
  readonly viewing: Viewing;
  readonly survival: SurvivalLab;
  readonly tracing: Pick<Tracing, 'latest'>;
  readonly comparing: Pick<Comparing, 'latest'>;
  readonly lineages: Pick<Lineages, 'printed'>;
}

/** Custody events printed in a report, of the first and of the last ones; it says how many there are. */
const printedEvents = { first: 40, last: 60 } as const;

/** By evidence. */
export type PicturePaths = ReadonlyMap<string, string>;

/** What is printed, and where the pictures of it lie. */
export async function gatherInput(
  store: CaseStore,
  request: ReportRequest,
  now: Date,
  ports: Ports,
  { viewing, survival, tracing, comparing, lineages }: ReportSources,
): Promise<{ input: ReportInput; previews: PicturePaths; overviews: PicturePaths }> {
  const previews = new Map<string, string>();
  const overviews = new Map<string, string>();
  const items: ReportItem[] = [];
  for (const evidence of chosenEvidence(store, request.evidence)) {
    const runs = store.latestRuns(evidence.sha256);
    const preview = await viewing.thumbnail(store, evidence);
    const record = store.publication(evidence.sha256);
    const reproductions = store.reproductions(runs.map(({ id }) => id));
    const drawn = {
      ...geometryOf(store, evidence),
      ...(await regionsOf(store, { evidence, runs }, ports)),
    };
    const outlined = runs.some(({ figures }) => figures.some(({ kind }) => kind === 'regions'));
    const overview =
      outlined || 'geometry' in drawn || 'regions' in drawn ? await viewing.overview(store, evidence) : null;
    if (overview !== null) overviews.set(evidence.sha256, overview.path);
    const known = {
      evidence,
      runs,
      ...(reproductions.length === 0 ? {} : { reproductions }),
      ...(record === null ? {} : { publication: record }),
      ...drawn,
      ...(overview === null
        ? {}
        : { overview: { sha256: overview.sha256, width: overview.width, height: overview.height } }),
    };
    if (preview === null) {
      items.push(known);
      continue;
    }
    const { path, sha256, width, height } = preview;
    previews.set(evidence.sha256, path);
    items.push({ ...known, preview: { sha256, width, height } });
  }
  const hashes = items.map(({ evidence }) => evidence.sha256);
  const versions = await engineVersions(engineNames);
  const engines = Object.fromEntries(
    engineNames.map((name) => {
      const entry = versions[name];
      return [name, 'version' in entry ? entry.version : null];
    }),
  );
  const { id, name, createdAt } = store.info();
  store.makeCheckpoint('report');
  const total = store.custodyCount();
  const input: ReportInput = {
    language: request.language,
    generatedAt: now.toISOString(),
    offsetMinutes: -now.getTimezoneOffset(),
    examiner: ports.actor,
    assay: version,
    case: { id, name, createdAt },
    items,
    analyses: orderedAnalyses.map(analysisCard),
    engines,
    custody: { total, events: custodyExtract(store, total) },
    checkpoint: latestCheckpoint(store)?.checkpoint ?? null,
    ...dutiesOfReport(store, items),
    markSurvival: await survival.latest(store, hashes),
    traces: await tracing.latest(store, hashes),
    comparisons: await comparing.latest(store, hashes),
    lineages: await lineages.printed(store, hashes, request.language),
    kind: request.kind ?? 'working',
    ...((request.incomplete?.trim() ?? '') === '' ? {} : { incomplete: request.incomplete!.trim() }),
    conclusion: conclusionOfReport(store, hashes),
    ...(request.sections === undefined ? {} : { sections: request.sections }),
  };
  return { input, previews, overviews };
}

/** With the times at which propositions and results came about: whether the ones could sway the others. */
function conclusionOfReport(store: CaseStore, exhibits: readonly string[]): ReportConclusion {
  const entered: Record<string, string> = {};
  for (const { at, note } of store.caseNotes.assignment.versions())
    for (const { id } of note.pairs) entered[id] ??= at;
  const firstRuns = exhibits.flatMap((sha256) => {
    const starts = store.runs(sha256).map(({ startedAt }) => startedAt);
    const first = starts.sort()[0];
    return first === undefined ? [] : [[sha256, first] as const];
  });
  return { ...conclusionOf(store), entered, firstRuns: Object.fromEntries(firstRuns) };
}

/** What was drawn last on an exhibit, judged anew: the answer follows from the record alone. */
function geometryOf(store: CaseStore, evidence: Evidence): Pick<ReportItem, 'geometry'> {
  const record = store.geometry(evidence.sha256);
  if (record === null || record.geometry.groups.length === 0) return {};
  const evaluation = judgeGeometry(evidence, record.geometry);
  return evaluation.ok ? { geometry: { record, evaluation: evaluation.value } } : {};
}

/** What several methods point at, and what the analyst marked; both follow from what is recorded. */
async function regionsOf(
  store: CaseStore,
  { evidence, runs }: Pick<ReportItem, 'evidence' | 'runs'>,
  ports: Ports,
): Promise<Pick<ReportItem, 'regions'>> {
  const agreement = agreementOn(store, evidence.sha256, runs);
  if (!agreement.ok) return {};
  const known = store.regions(evidence.sha256);
  const record = known === null || known.regions.length === 0 ? null : known;
  if (record === null && !agreement.value.groups.some(({ analyses }) => analyses.length > 1)) return {};
  const measured = await measureRegions(store, evidence.sha256, record?.regions ?? [], ports);
  const measurements = measured.ok ? measured.value : [];
  return { regions: { agreement: agreement.value, record, measurements } };
}

/** By the choice that was recorded last; without one nothing is held against anything. */
function dutiesOfReport(
  store: CaseStore,
  items: readonly ReportItem[],
): Pick<ReportInput, 'duties' | 'survival'> {
  const choice = store.dutyChoice();
  if (choice === null || items.length === 0) return {};
  const matrix = dutiesOf(
    store,
    items.map(({ evidence }) => evidence),
    choice,
  );
  const packs = dutyCatalogue().packs.filter(({ id }) => matrix.duties.some(({ pack }) => pack === id));
  const printed = new Set(items.map(({ evidence }) => evidence.sha256));
  const survival = survivalOfCopies(
    store,
    choice.copies.filter(({ evidence, from }) => printed.has(evidence) && printed.has(from)),
  );
  return { duties: { matrix, packs }, ...(survival === null ? {} : { survival }) };
}

/**
 * What a court asks of a custody log: how the exhibits came in and who did what with them. Runs are by far the most events; those whose
 * results are printed are listed with them. The last event of the log is printed whatever it is.
 */
function custodyExtract(store: CaseStore, total: number): CustodyEvent[] {
  const chosen: CustodyEvent[] = [];
  const { first, last } = printedEvents;
  for (let offset = 0; offset < total; offset += 1000) {
    for (const event of store.custody(offset, Math.min(1000, total - offset)))
      if (event.action !== 'run.recorded' || event.sequence === total) chosen.push(event);
    if (chosen.length > first + last) chosen.splice(first, chosen.length - first - last);
  }
  return chosen;
}

/** None chosen: all of the case. */
export function* chosenEvidence(store: CaseStore, chosen: readonly string[]) {
  if (chosen.length > 0) {
    for (const sha256 of chosen) {
      const evidence = store.evidence(sha256);
      if (evidence !== null) yield evidence;
    }
    return;
  }
  for (let offset = 0; ; offset += 500) {
    const { items } = store.listEvidence({ offset, limit: 500 });
    yield* items;
    if (items.length < 500) return;
  }
}
