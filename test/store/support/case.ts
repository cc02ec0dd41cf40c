import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import type { CasePorts } from '#core/case/case-ports.ts';
import { createCase } from '#core/case/create.ts';
import { type OpenOptions, openCase } from '#core/case/open.ts';
import type { CaseStore } from '#core/case/store.ts';
import type { IdentifyContent } from '#core/intake/record.ts';
import { tamperFile } from './tamper.ts';

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

export { fakeEvidence, fakeRun, someAcquisition } from './records.ts';

/** Edit a closed case as somebody with a database tool would. */
export function tamper(store: CaseStore, sql: string): void {
  tamperFile(store.folder.database, sql);
}
