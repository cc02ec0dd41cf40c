import { chmodSync, closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '#core/app-interface.ts';
import type { CaseStore } from '#core/case/store.ts';
import { verifyEvidenceFile } from '#core/case/verify-evidence.ts';
import { CHUNK_BYTES, type Evidence } from '#shared/domain/evidence.ts';
import { randomBytes } from './intake-races.ts';
import { seeded } from './sources.ts';

export interface Rot {
  readonly bits: number;
  readonly verified: number;
  readonly opened: number;
  readonly exported: number;
  /** The piece of 16 MiB named is the one with the bit. */
  readonly located: number;
}

/** Turn single bits of stored evidence over, one at a time, and ask everything that uses it. */
export async function turnBits(app: App, caseId: string, folder: string, bits: number): Promise<Rot> {
  const chance = seeded(10);
  const sizes = [3000, 40_000, 2 * CHUNK_BYTES + 70_000];
  const paths = sizes.map((size, index) => {
    const path = join(folder, `rot ${index}`);
    writeFileSync(path, randomBytes(size, chance));
    return path;
  });
  const added = app.evidence.add(caseId, paths);
  if (!added.ok) throw new Error(added.problem.message.en);
  await app.jobs.settled(added.value.id);
  const found = app.cases.store(caseId);
  if (!found.ok) throw new Error(found.problem.message.en);
  const store = found.value;
  const items = store.listEvidence({ offset: 0, limit: 10 }).items;
  const counts = { verified: 0, opened: 0, exported: 0, located: 0 };
  for (let bit = 0; bit < bits; bit += 1) {
    // The large one, of three pieces, in one turn of forty: each turn hashes it three times, which is what takes the time.
    const item = items[bit % 40 === 0 ? 2 : bit % 2];
    if (item === undefined) throw new Error('The files were not taken in');
    const at = Math.floor(chance() * item.size);
    const turn = () => turnBit(store.evidencePath(item.sha256), at, 1 << (bit % 8));
    turn();
    const { verified, located } = await standing(store, item, at);
    counts.verified += verified ? 1 : 0;
    counts.located += located ? 1 : 0;
    counts.opened += (await openingSees(app, caseId, item)) ? 1 : 0;
    const report = await app.report.export({
      ...{ caseId, evidence: [item.sha256], format: 'json', language: 'en' },
    });
    counts.exported += !report.ok && report.problem.code === 'case-damaged' ? 1 : 0;
    turn();
  }
  return { bits, ...counts };
}

async function standing(store: CaseStore, { sha256 }: Evidence, at: number) {
  const row = store.tables.evidence.row(sha256);
  if (row === null) throw new Error('The evidence has no row');
  const [problem] = await verifyEvidenceFile(store.folder, row, {});
  const [range] = problem?.ranges ?? [];
  const start = Math.floor(at / CHUNK_BYTES) * CHUNK_BYTES;
  return { verified: problem?.code === 'evidence-changed', located: range?.[0] === start };
}

/** An examination, as the next thing anybody does with an exhibit. */
async function openingSees(app: App, caseId: string, { sha256 }: Evidence): Promise<boolean> {
  const started = app.examine.start({
    ...{ caseId, evidence: [sha256], only: ['container.structure'], parameters: {}, again: true },
  });
  if (!started.ok) throw new Error(started.problem.message.en);
  await app.jobs.settled(started.value.id);
  const runs = app.examine.runs(caseId, sha256);
  const reason = runs.ok ? runs.value[0]?.reason : undefined;
  return reason?.code === 'evidence-changed';
}

function turnBit(path: string, at: number, mask: number): void {
  chmodSync(path, 0o644);
  const descriptor = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(descriptor, byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ mask;
  writeSync(descriptor, byte, 0, 1, at);
  closeSync(descriptor);
  chmodSync(path, 0o444);
}
