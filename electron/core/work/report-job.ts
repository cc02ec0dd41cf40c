import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import { blindReviewOf } from '#shared/domain/opinion.ts';
import type { Report } from '#shared/domain/report.ts';
import { standsAt } from '../case/folder.ts';
import type { CaseStore } from '../case/store.ts';
import { defaultLimits } from '../media/limits.ts';
import { writeNew } from '../new-file.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { composeReport } from '../report/compose.ts';
import type { ReportInput } from '../report/input.ts';
import { emptyParts } from '../report/mandatory.ts';
import { pictureReferences } from '../report/picture-references.ts';
import { withRedactedPictures } from '../report/redaction/pictures.ts';
import { RenderResult } from '../report/render-job.ts';
import { reportResources } from '../report/resources.ts';
import { reportRecord, writeJson } from '../report/writers/json.ts';
import { linkedReport } from '../report/writers/linked-data.ts';
import { newsroomReviews } from '../report/writers/newsroom.ts';
import { coveredOf, uncover } from './conclusions.ts';
import { damageAmong } from './evidence-check.ts';
import {
  chosenEvidence,
  gatherInput,
  type PicturePaths,
  type ReportRequest,
  type ReportSources,
} from './report-input.ts';
import { redactedInput } from './report-redaction.ts';

export interface MadeReport {
  readonly name: string;
  readonly path: string;
  /** The machine-readable record whose hash the printed forms carry; the report itself when that is the JSON. */
  readonly recordPath: string;
  readonly sha256: string;
  readonly address: string;
}

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
  const [unsound] = store.integrity();
  if (unsound !== undefined) return problem('case-damaged', unsound);
  const damage = await damageAmong(store, chosenEvidence(store, request.evidence), signal);
  if (damage !== null) return fail('case-damaged', damage);
  const now = ports.clock();
  const incomplete = request.incomplete?.trim() ?? '';
  const covered = coveredOf(
    store,
    [...chosenEvidence(store, request.evidence)].map(({ sha256 }) => sha256),
  );
  if (covered.length > 0) {
    if (incomplete === '') return fail('report-incomplete', stillCovered);
    // Printing results is looking at them: it leaves the same trace.
    const uncovered = uncover(store, covered, incomplete);
    if (!uncovered.ok) return uncovered;
  }
  if (incomplete === '' && blindReviewOf(store.caseNotes.review.versions()) !== null)
    return fail('report-incomplete', hiddenFromReviewer);
  const gathered = await gatherInput(store, request, now, ports, sources);
  const { previews, overviews } = gathered;
  const { input, blacked } =
    request.redaction === undefined
      ? { input: gathered.input, blacked: new Map() }
      : redactedInput(store, gathered.input, request.redaction);
  const empty = request.kind === 'evidence' ? emptyParts(input) : [];
  if (empty.length > 0 && incomplete === '')
    return problem('report-incomplete', empty.map((part) => part[request.language]).join('; '));
  const report = withRedactedPictures(composeReport(input), input, blacked);
  const record = writeJson(reportRecord(input, report));
  const stem = `report-${now.toISOString().replaceAll(/[-:]/g, '').replace(/\.\d+/, '')}-${ports.id().slice(0, 4)}`;
  const name = `${stem}.${request.format}`;
  const path = join(store.folder.reports, name);
  const recordPath = join(store.folder.reports, `${stem}.json`);
  await mkdir(store.folder.reports, { recursive: true });

  const files = { path, recordPath };
  // An identifier met twice in one second must not cost the report that has the name.
  for (const file of [path, recordPath])
    if ((await standsAt(file)) !== 'missing') return problem('report-failed', `${name}: EEXIST`);
  let recorded = false;
  try {
    const written = await writeReport(
      request,
      { input, report, record, files, previews, overviews },
      store,
      ports,
      signal,
    );
    if (!written.ok) return written;
    const detail = {
      name,
      format: request.format,
      language: request.language,
      evidence: input.items.length,
      record: record.sha256,
      kind: request.kind ?? 'working',
      ...(incomplete === '' ? {} : { incomplete, empty: empty.map(({ en }) => en) }),
    };
    const redacted = input.redaction === undefined ? null : { name, ...input.redaction };
    store.recordReport(written.value, detail, redacted);
    recorded = true;
    return succeed({
      ...{ name, path, sha256: written.value, address: `/media/${request.caseId}/report/${name}` },
      recordPath: request.format === 'jsonld' ? path : recordPath,
    });
  } finally {
    // What nobody recorded must not lie among the reports as if it were one.
    if (!recorded) for (const file of [path, recordPath]) await rm(file, { force: true });
  }
}

interface Composed {
  readonly input: ReportInput;
  readonly report: Report;
  readonly record: ReturnType<typeof writeJson>;
  readonly files: { readonly path: string; readonly recordPath: string };
  readonly previews: PicturePaths;
  readonly overviews: PicturePaths;
}

/** Write the report and, beside a printed form, its record. The value is the hash of the report. */
async function writeReport(
  { format, publishing, redaction }: ReportRequest,
  { input, report, record, files: { path, recordPath }, previews, overviews }: Composed,
  store: CaseStore,
  ports: Ports,
  signal: AbortSignal | undefined,
): Promise<Result<string>> {
  if (format === 'jsonld') {
    // What a newsroom publishes is asked for by filling it in; without that it is the report itself.
    const linked =
      publishing === undefined ? succeed(linkedReport(input)) : newsroomReviews(input, publishing, redaction);
    if (!linked.ok) return linked;
    await writeNew(path, linked.value);
    return succeed(createHash('sha256').update(linked.value).digest('hex'));
  }
  if (format === 'json') {
    await writeNew(path, record.bytes);
    return succeed(record.sha256);
  }
  const pictures = pictureReferences(report).flatMap(({ key }) => {
    const found = picturePath(store, previews, overviews, key);
    return found === undefined ? [] : [{ key, path: found }];
  });
  const job = {
    ...{ report, format, pictures, output: path },
    recordSha256: record.sha256,
    resources: reportResources(),
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
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  // What the worker says it wrote and what lies on the disk must be the same bytes.
  if (sha256 !== rendered.value.sha256)
    return problem('report-failed', 'the file read back differs from what was written');
  // The footer of the printed forms names the hash of the record: it has to be there to be compared.
  await writeNew(recordPath, record.bytes);
  return succeed(sha256);
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

const stillCovered = localized(
  'Results of exhibits of this report are covered until there are propositions. Enter them, or state a reason, which is recorded and printed. Nothing was written.',
  '在提出命题之前，本报告所含检材的结果处于遮盖状态。请填写命题，或说明理由（理由将被记录并印入报告）。未写入任何文件。',
);

const hiddenFromReviewer = localized(
  'A blind review is under way: a report would show the reviewer what is hidden from them. Wait until their own conclusion is recorded, or state a reason, which is recorded and printed. Nothing was written.',
  '盲审正在进行：报告会向复核人显示对其隐藏的内容。请待其记录自己的结论，或说明理由（理由将被记录并印入报告）。未写入任何文件。',
);
