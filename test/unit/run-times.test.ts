import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyses } from '#core/analysis/registry.generated.ts';
import { prepareRun } from '#core/analysis/run.ts';
import { fakeEvidence } from '../store/support/records.ts';

test('a run began when a worker took it up, not when it was queued', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-times-'));
  const path = join(folder, 'file');
  writeFileSync(path, 'x');
  let now = Date.parse('2026-01-01T00:00:00Z');
  const workers = {
    async run() {
      // A minute behind others, then a second of work.
      now += 61_000;
      const failure = { code: 'task-failed', message: 'no matter' };
      return { ok: false, failure, stderr: '', durationMs: 1000 };
    },
  };
  const ports = { id: () => 'one', clock: () => new Date(now), workers } as never;
  const request = {
    analysis: analyses[0]!,
    evidence: fakeEvidence(1),
    parameters: {},
    engines: {},
    path,
    companion: null,
    work: folder,
    derived: () => folder,
    priority: 'batch',
  } as never;
  try {
    const run = await (await prepareRun(request, ports))();
    expect(run).toMatchObject({ startedAt: '2026-01-01T00:01:00.000Z', durationMs: 1000 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
