import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CasePorts } from '#core/case/case-ports.ts';
import { openCase } from '#core/case/open.ts';
import type { CaseStore } from '#core/case/store.ts';
import { verifyCase } from '#core/case/verify.ts';
import type { Acknowledgement } from './acknowledgement.ts';

export interface Inspection {
  /** Acknowledged and not there. */
  readonly lost: readonly string[];
  /** There and not what was recorded, or not openable at all. */
  readonly corrupt: readonly string[];
  readonly openMs: number;
}

export const inspectorPorts: CasePorts = {
  clock: () => new Date(),
  id: () => crypto.randomUUID(),
  actor: 'Inspector',
  session: 'inspection',
};

/** Open a case as its next user would, and compare it with what its last user was told. */
export async function inspectCase(directory: string, told: readonly Acknowledgement[]): Promise<Inspection> {
  const begun = performance.now();
  const opened = await openCase(directory, inspectorPorts);
  const openMs = performance.now() - begun;
  if (!opened.ok) {
    const { code, detail } = opened.problem;
    // The case appears complete or not at all: before it was promised, nothing may be there.
    const notYet = code === 'not-a-case' && !told.some(({ what }) => what === 'case');
    return { lost: [], corrupt: notYet ? [] : [`cannot be opened: ${code} ${detail ?? ''}`], openMs };
  }
  const { store } = opened;
  try {
    const lost = told.filter((one) => !stands(store, one)).map((one) => JSON.stringify(one));
    const { problems } = await verifyCase(store);
    // A document that was written and never recorded is neither: nobody was told of it, and the check names it.
    const corrupt = problems
      .filter(({ code }) => code !== 'document-unknown')
      .map(({ code, object }) => `${code} ${object}`);
    const files = readdirSync(store.folder.evidence).length;
    const rows = store.info().evidenceCount;
    if (files !== rows) corrupt.push(`${files} evidence files for ${rows} rows`);
    return { lost, corrupt, openMs };
  } finally {
    await store.close();
  }
}

function stands(store: CaseStore, one: Acknowledgement): boolean {
  switch (one.what) {
    case 'evidence':
      return store.evidence(one.sha256) !== null;
    case 'run':
      return store.runById(one.id) !== null;
    case 'note':
      return notes[one.table](store, one.evidence).some(({ version }) => version === one.version);
    case 'report':
      return reportStands(store, one.name, one.sha256);
    default:
      return true;
  }
}

const notes = {
  publication: (store: CaseStore, evidence: string) => store.publicationVersions(evidence),
  regions: (store: CaseStore, evidence: string) => store.regionVersions(evidence),
  geometry: (store: CaseStore, evidence: string) => store.geometryVersions(evidence),
};

/** The file is what was promised, and the chain knows of it. */
function reportStands(store: CaseStore, name: string, sha256: string): boolean {
  const events = store.custody(0, 1_000_000);
  if (!events.some(({ action, object }) => action === 'report.exported' && object === sha256)) return false;
  try {
    const bytes = readFileSync(join(store.folder.reports, name));
    return createHash('sha256').update(bytes).digest('hex') === sha256;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
