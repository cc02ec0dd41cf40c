import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CustodyEvent } from '#shared/domain/case.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Run } from '#shared/domain/run.ts';
import { canonicalJson } from '../canonical-json.ts';
import { latestCheckpoint } from '../case/checkpoint-log.ts';
import { errorCode } from '../case/problem.ts';
import { readRun } from '../case/rows.ts';
import type { CaseStore } from '../case/store.ts';
import { recordedDocuments } from '../case/verify-documents.ts';
import { filesNoRunMade } from '../case/verify-strangers.ts';
import { displayName } from '../intake/names.ts';
import type { BagWriter } from './bag-writer.ts';
import { caseFolders, dataNames, isSafePath } from './layout.ts';
import { nameMap } from './names.ts';
import { caseOntology } from './ontology.ts';

export interface PackedVersions {
  readonly assay: string;
  readonly node: string;
  readonly platform: string;
  readonly engines: Readonly<Record<string, string | null>>;
  readonly analyses: readonly { readonly id: string; readonly version: number }[];
}

const pageSize = 500;

/**
 * Write the payload: what the database says is read from `snapshot`, the copy that goes into the package, so that
 * nothing recorded meanwhile is half in it; files are copied from the case itself.
 */
export async function writeContents(
  snapshot: CaseStore,
  source: CaseStore,
  versions: PackedVersions,
  writer: BagWriter,
): Promise<void> {
  await writer.addExisting(dataNames.database);
  for (const { sha256 } of evidenceOf(snapshot))
    await writer.addFile(`data/evidence/${sha256}`, source.evidencePath(sha256), sha256);
  for (const { id, text, run } of runsOf(snapshot)) {
    // The very text whose hash is in the custody chain.
    await writer.addBytes(`data/results/${id}.json`, Buffer.from(text));
    for (const { name, sha256 } of run.artifacts)
      await writer.addFile(`data/figures/${id}/${name}`, join(source.derivedPath(id), name), sha256);
  }
  const made = await filesNoRunMade(source, new Map());
  const leftOut = made.map(({ shown }) => shown.replace(/^derived/, 'data/figures'));
  const recorded = new Set(recordedDocuments(snapshot).map(({ path }) => path));
  for (const [folder, inCase] of Object.entries(caseFolders)) {
    if (inCase === null || inCase === 'evidence' || inCase === 'derived') continue;
    const from = { directory: source.folder.directory, folder: inCase, recorded };
    await addTree(writer, from, `data/${folder}`, leftOut);
  }
  await writer.addBytes(dataNames.names, json({ ...nameMap(evidenceOf(snapshot)), leftOut }));
  await writer.addBytes(dataNames.versions, json({ format: 'assay-versions', version: 1, ...versions }));
  await writer.addBytes(
    dataNames.log,
    Buffer.from([...eventsOf(snapshot)].map((event) => `${canonicalJson(event)}\n`).join('')),
  );
  const checkpoint = latestCheckpoint(snapshot);
  if (checkpoint !== null) await writer.addBytes(dataNames.checkpoint, Buffer.from(`${checkpoint.text}\n`));
  const graph = caseOntology({
    info: snapshot.info(),
    assay: versions.assay,
    engines: versions.engines,
    evidence: evidenceOf(snapshot),
    runs: recordedRuns(snapshot),
    events: eventsOf(snapshot),
  });
  await writer.addBytes(dataNames.ontology, json(graph));
}

function json(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

export function* evidenceOf(store: CaseStore): Generator<Evidence> {
  for (let offset = 0; ; offset += pageSize) {
    const { items } = store.listEvidence({ offset, limit: pageSize });
    yield* items;
    if (items.length < pageSize) return;
  }
}

function* runsOf(
  store: CaseStore,
): Generator<{ readonly id: string; readonly text: string; readonly run: Run }> {
  for (let last = 0; ; ) {
    // Records may be large: one page is few of them.
    const rows = store.tables.runs.rowsAfter(last, 20);
    for (const row of rows) {
      last = row.number;
      yield { id: row.id, text: row.record, run: readRun(row) };
    }
    if (rows.length < 20) return;
  }
}

function* recordedRuns(store: CaseStore): Generator<Run> {
  for (const { run } of runsOf(store)) yield run;
}

function* eventsOf(store: CaseStore): Generator<CustodyEvent> {
  for (let offset = 0; ; offset += pageSize) {
    const events = store.custody(offset, pageSize);
    yield* events;
    if (events.length < pageSize) return;
  }
}

/** A folder inside the case, with slashes, and the documents in it that the custody chain tells of. */
interface Tree {
  readonly directory: string;
  readonly folder: string;
  readonly recorded: ReadonlySet<string>;
}

/**
 * Every recorded file below a folder of the case, under its own name where that is safe. Others are said to be left
 * out: what nobody recorded must not leave the case under a signature as if it were part of it.
 */
async function addTree(writer: BagWriter, tree: Tree, target: string, leftOut: string[]): Promise<void> {
  const folder = join(tree.directory, tree.folder);
  for (const entry of await entriesOf(folder)) {
    const path = `${target}/${entry.name}`;
    const inCase = `${tree.folder}/${entry.name}`;
    if (!isSafePath(path) || !(entry.isDirectory() || (entry.isFile() && tree.recorded.has(inCase)))) {
      leftOut.push(displayName(Buffer.from(path)));
    } else if (entry.isFile()) await writer.addFile(path, join(folder, entry.name));
    else await addTree(writer, { ...tree, folder: inCase }, path, leftOut);
  }
}

async function entriesOf(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    // A case that never had any.
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
