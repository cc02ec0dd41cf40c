import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, expect } from 'vitest';
import type { CasePorts } from '#core/case/case-ports.ts';
import { createCase } from '#core/case/create.ts';
import { type OpenOptions, openCase } from '#core/case/open.ts';
import type { NewEvidence } from '#core/case/rows.ts';
import type { CaseStore } from '#core/case/store.ts';
import type { IdentifyContent } from '#core/intake/record.ts';
import type { Acquisition } from '#shared/domain/evidence.ts';
import type { Run } from '#shared/domain/run.ts';

const folders: string[] = [];
const stores: CaseStore[] = [];

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-store-'));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Ports with a clock that can be set; without one, the real clock. */
export function testPorts(clock: () => Date = () => new Date()): CasePorts {
  return { clock, id: () => randomUUID(), actor: 'Examiner 检验员', session: 'session-1' };
}

/** A new open case, closed after the test. */
export async function newCase(ports = testPorts(), name = 'Matter 1'): Promise<CaseStore> {
  const made = await createCase(join(temporaryFolder(), 'matter.case'), name, ports);
  if (!made.ok) throw new Error(made.problem.message.en);
  stores.push(made.store);
  return made.store;
}

export async function reopen(directory: string, options: OpenOptions = {}): Promise<CaseStore> {
  const opened = await openCase(directory, testPorts(), options);
  if (!opened.ok)
    throw new Error(`${opened.problem.code}: ${opened.problem.detail ?? opened.problem.message.en}`);
  stores.push(opened.store);
  return opened.store;
}

/** The code a case could not be opened with; fails when it could. */
export async function problemOf(opening: ReturnType<typeof openCase>): Promise<string> {
  const opened = await opening;
  if (opened.ok) stores.push(opened.store);
  expect(opened.ok).toBe(false);
  return opened.ok ? '' : opened.problem.code;
}

/** Stands in for the workers: these tests are about bytes, not about formats. */
export const identifyNothing: IdentifyContent = async () => ({
  media: { kind: 'unknown', format: 'unknown', mime: 'application/octet-stream', extensionFits: null },
  content: { state: 'not-applicable' },
});

/** Hash by another program than ours. */
export function hashBy(program: 'sha256sum' | 'sha512sum', path: string | Buffer): string {
  const input = typeof path === 'string' ? [path] : ['-'];
  const output = execFileSync(program, input, typeof path === 'string' ? {} : { input: path });
  return output.toString('latin1').replace(/^\\/, '').split(' ')[0] ?? '';
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

/** An evidence record without a file. */
export function fakeEvidence(number: number): NewEvidence {
  return {
    sha256: hex(number, 64),
    sha512: hex(number, 128),
    size: number,
    chunks: Buffer.alloc(32, number % 256),
    name: `photo-${number}.jpg`,
    nameBytes: Buffer.from(`photo-${number}.jpg`).toString('hex'),
    media: { kind: 'image', format: 'jpeg', mime: 'image/jpeg', width: 4, height: 3, extensionFits: true },
    content: { state: 'known', of: 'pixels', sha256: hex(number >> 1, 64), method: 'test', warnings: [] },
  };
}

export const someAcquisition: Acquisition = {
  how: 'file',
  path: '/evidence/photo.jpg',
  pathBytes: Buffer.from('/evidence/photo.jpg').toString('hex'),
  modifiedAt: null,
  acquiredAt: '2026-01-01T00:00:00.000Z',
  actor: 'Examiner',
};

export function fakeRun(evidence: string, id: string, change: Partial<Run> = {}): Run {
  return {
    id,
    evidence,
    analysis: 'container.structure',
    version: 1,
    parameters: {},
    engines: {},
    key: hex(7, 64),
    outcome: 'nothing-found',
    warnings: [],
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    result: { parts: [] },
    findings: [],
    figures: [],
    artifacts: [],
    ...change,
  };
}

/** Edit a closed case as somebody with a database tool would: append-only triggers are put aside and back. */
export function tamper(store: CaseStore, sql: string): void {
  const database = new Sqlite(store.folder.database);
  try {
    const triggers = database
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
      )
      .all();
    for (const trigger of triggers) database.exec(`DROP TRIGGER ${trigger.name}`);
    database.pragma('foreign_keys = OFF');
    database.exec(sql);
    for (const trigger of triggers) database.exec(trigger.sql);
  } finally {
    database.close();
  }
}
