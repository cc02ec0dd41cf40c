import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ReportFormat, ReportListing } from '#shared/contract/contract.ts';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { type Language, localized } from '#shared/domain/localized.ts';
import { analysisCard } from '../analysis/card.ts';
import type { CaseStore } from '../case/store.ts';
import { dutyCatalogue } from '../labels/obligations/matrix.ts';
import { engineNames, engineVersions } from '../media/engines.ts';
import { defaultLimits } from '../media/limits.ts';
import { writeNew } from '../new-file.ts';
import { insideFolder } from '../page-files.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { composeReport } from '../report/compose.ts';
import type { ReportInput, ReportItem } from '../report/input.ts';
import { pictureReferences } from '../report/picture-references.ts';
import { RenderResult } from '../report/render-job.ts';
import { reportResources } from '../report/resources.ts';
import type { SectionId } from '../report/section.ts';
import { reportRecord, writeJson } from '../report/writers/json.ts';
import { version } from '../version.ts';
import type { Comparing } from './comparing.ts';
import { dutiesOf } from './duties.ts';
import { orderedAnalyses } from './examination.ts';
import { judgeGeometry } from './geometry.ts';
import { survivalOfCopies } from './labels.ts';
import type { Lineages } from './lineages.ts';
import { agreementOn, measureRegions } from './regions.ts';
import type { SurvivalLab } from './survival.ts';
import type { Tracing } from './tracing.ts';
import type { Viewing } from './viewing.ts';

export interface MadeReport {
  readonly name: string;
  readonly path: string;
  /** The machine-readable record whose hash the printed forms carry; the report itself when that is the JSON. */
  readonly recordPath: string;
  readonly sha256: string;
  readonly address: string;
}

export interface ReportRequest {
  readonly caseId: string;
  /** Empty: everything in the case. */
  readonly evidence: readonly string[];
  readonly format: ReportFormat;
  readonly language: Language;
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

/** Custody events printed in a report: the last ones; the JSON names how many there are. */
const custodyEvents = 40;

/** Long reports of large cases take their time; the pictures are bounded by the writer. */
const renderLimits = { ...defaultLimits, timeMs: 300_000 };

/** Compose, render in a worker, write to the case's `reports/`, and record the export in the custody chain. */
export async function exportReport(
  store: CaseStore,
  request: ReportRequest,
  ports: Ports,
  sources: ReportSources,
  signal?: AbortSignal,
): Promise<Result<MadeReport>> {
  const absent = request.evidence.find((sha256) => store.evidence(sha256) === null);
  if (absent !== undefined) return problem('not-found', absent);
  const now = ports.clock();
  const { input, previews, overviews } = await gather(store, request, now, ports, sources);
  const report = composeReport(input);
  const record = writeJson(reportRecord(input, report));
  const stem = `report-${now.toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '')}-${ports.id().slice(0, 4)}`;
  const name = `${stem}.${request.format}`;
  const path = join(store.folder.reports, name);
  const recordPath = join(store.folder.reports, `${stem}.json`);
  await mkdir(store.folder.reports, { recursive: true });

  let sha256: string;
  if (request.format === 'json') {
    await writeNew(path, record.bytes);
    sha256 = record.sha256;
  } else {
    const pictures = pictureReferences(report).flatMap(({ key }) => {
      const found = picturePath(store, previews, overviews, key);
      return found === undefined ? [] : [{ key, path: found }];
    });
    const job = {
      report,
      recordSha256: record.sha256,
      format: request.format,
      pictures,
      resources: reportResources(),
      output: path,
    };
    const rendered = await ports.workers.run('report', job, RenderResult, {
      priority: 'interactive',
      limits: renderLimits,
      ...(signal === undefined ? {} : { signal }),
    });
    if (!rendered.ok)
      return problem(
        rendered.failure.code === 'cancelled' ? 'cancelled' : 'report-failed',
        rendered.failure.message,
      );
    sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    // What the worker says it wrote and what lies on the disk must be the same bytes.
    if (sha256 !== rendered.value.sha256)
      return problem('report-failed', 'the file read back differs from what was written');
    // The footer of the printed forms names the hash of the record: it has to be there to be compared.
    await writeNew(recordPath, record.bytes);
  }
  store.recordReport(sha256, {
    name,
    format: request.format,
    language: request.language,
    evidence: input.items.length,
    record: record.sha256,
  });
  return succeed({ name, path, recordPath, sha256, address: `/media/${request.caseId}/report/${name}` });
}

/** By evidence. */
type PicturePaths = ReadonlyMap<string, string>;

async function gather(
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
    custody: { total, events: store.custody(Math.max(0, total - custodyEvents), custodyEvents) },
    ...dutiesOfReport(store, items),
    markSurvival: await survival.latest(store, hashes),
    traces: await tracing.latest(store, hashes),
    comparisons: await comparing.latest(store, hashes),
    lineages: await lineages.printed(store, hashes, request.language),
    ...(request.sections === undefined ? {} : { sections: request.sections }),
  };
  return { input, previews, overviews };
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

function* chosenEvidence(store: CaseStore, chosen: readonly string[]) {
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

function picturePath(
  store: CaseStore,
  previews: PicturePaths,
  overviews: PicturePaths,
  key: string,
): string | undefined {
  const [kind, id, name] = key.split('/');
  if (kind === 'preview') return previews.get(id ?? '');
  if (kind === 'overview') return overviews.get(id ?? '');
  if (id === undefined || name === undefined) return undefined;
  if (kind === 'comparison') return join(store.folder.comparisons, basename(id), basename(name));
  if (kind !== 'run') return undefined;
  return join(store.derivedPath(id), basename(name));
}

/** The reports, newest first; the record written beside an HTML or PDF report stands with it. */
export async function listReports(store: CaseStore, caseId: string): Promise<ReportListing[]> {
  const files = new Map<string, Omit<ReportListing, 'record'>>();
  for (const entry of await readdir(store.folder.reports, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const { size, mtime } = await stat(join(store.folder.reports, entry.name));
    files.set(entry.name, {
      name: entry.name,
      size,
      modifiedAt: mtime.toISOString(),
      address: `/media/${caseId}/report/${encodeURIComponent(entry.name)}`,
    });
  }
  const belonging = new Set<string>();
  const recordOf = (name: string) => {
    const record = /\.(html|pdf)$/.test(name) ? files.get(name.replace(/\.[a-z]+$/, '.json')) : undefined;
    if (record !== undefined) belonging.add(record.name);
    return record ?? null;
  };
  return [...files.values()]
    .map((file) => ({ ...file, record: recordOf(file.name) }))
    .filter((file) => !belonging.has(file.name))
    .sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt));
}

export async function revealReport(
  store: CaseStore,
  name: string,
  ports: Ports,
): Promise<Result<Record<string, never>>> {
  if (ports.reveal === undefined) return problem('not-available-here', 'reveal');
  const path = await insideFolder(store.folder.reports, name);
  if (path === null)
    return fail('not-found', localized('There is no report of this name.', '没有此名称的报告。'), name);
  ports.reveal(path);
  return succeed({});
}
