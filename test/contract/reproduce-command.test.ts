import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runKey } from '#core/analysis/run-key.ts';
import { openCase } from '#core/case/open.ts';
import { createNodePorts } from '#core/node-ports.ts';
import { Reproduction } from '#shared/domain/reproduction.ts';
import type { Run } from '#shared/domain/run.ts';
import { createNodeWorkers } from '#workers/node-workers.ts';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import { CommandLine, type CommandResult } from '../support/command-line.ts';

const assay = new CommandLine();
afterAll(() => assay.remove());
const folder = assay.path('matter.case');
const only = 'container.structure,pixels.error-level';

beforeAll(async () => {
  const photo = assay.path('photo.jpg');
  writeFileSync(photo, await makeJpeg({ width: 160, height: 120 }));
  expect((await assay.run(['examine', photo, '--case', folder, '--only', only])).status).toBe(0);
});

function told({ stdout }: CommandResult): Reproduction[] {
  return Reproduction.array().parse((JSON.parse(stdout) as { runs: unknown }).runs);
}

/** What a tamperer who knows the format, or an older version of the program, would have left: sound in itself. */
async function recordOther(of: string, change: (run: Run) => Run): Promise<string> {
  const { ports, release } = await createNodePorts({
    host: 'command-line',
    log: () => undefined,
    workers: (temporary) => createNodeWorkers(temporary, {}, 1),
  });
  try {
    const opened = await openCase(folder, ports);
    if (!opened.ok) throw new Error(opened.problem.code);
    const { store } = opened;
    const [evidence] = store.listEvidence({ offset: 0, limit: 1 }).items;
    const run = store.latestRuns(evidence!.sha256).find(({ analysis }) => analysis === of)!;
    const other = { ...change(run), id: ports.id() };
    if (run.artifacts.length > 0)
      cpSync(store.derivedPath(run.id), store.derivedPath(other.id), { recursive: true });
    store.recordRun({ ...other, key: runKey(other) });
    await store.close();
    return other.id;
  } finally {
    await release();
  }
}

describe('assay reproduce', () => {
  test('finds what it recorded identical, says so in the chain, and leaves no files', async () => {
    const before = readdirSync(join(folder, 'derived'));
    const result = await assay.run(['reproduce', 'all', '--case', folder, '--json']);
    expect([result.status, result.stderr]).toEqual([0, '']);
    const runs = told(result);
    expect(runs.map(({ analysis, verdict }) => `${analysis} ${verdict}`)).toEqual([
      'container.structure identical',
      'pixels.error-level identical',
    ]);
    for (const { answer, key } of runs) {
      expect(answer.repeated).toBe(answer.recorded);
      expect(key.repeated).toBe(key.recorded);
    }
    expect(readdirSync(join(folder, 'derived'))).toEqual(before);
    expect((await assay.run(['verify', folder])).status).toBe(0);
    const one = await assay.run([
      'reproduce',
      runs[0]!.run,
      '--case',
      folder,
      '--read-only',
      '--language',
      'zh-CN',
    ]);
    expect([one.status, one.stdout]).toEqual([0, expect.stringContaining('完全一致 1')]);
  });

  test('names what differs and the version that changed, and keeps the repetition when asked', async () => {
    const changed = await recordOther('container.structure', (run) => ({
      ...run,
      result: { ...(run.result as object), size: 7 },
    }));
    const engine = await recordOther('pixels.error-level', (run) => ({
      ...run,
      engines: { ...run.engines, sharp: '0.1 (libvips 8.0)' },
    }));
    const result = await assay.run(['reproduce', '1', '--case', folder, '--json', '--record']);
    expect(result.status).toBe(1);
    const [structure, level] = told(result);
    expect(structure).toMatchObject({
      run: changed,
      verdict: 'different',
      causes: ['unexplained'],
      differenceCount: 1,
    });
    expect(structure!.differences).toMatchObject([{ pointer: '/result/size', recorded: '7' }]);
    expect(level).toMatchObject({ run: engine, verdict: 'identical', causes: ['engine-changed'] });
    expect(level!.engines).toMatchObject([{ name: 'sharp', recorded: '0.1 (libvips 8.0)' }]);
    expect(readdirSync(join(folder, 'derived'))).toContain(level!.kept);
    expect((await assay.run(['verify', folder])).status).toBe(0);
    const plain = await assay.run(['reproduce', structure!.kept!, '--case', folder]);
    expect([plain.status, plain.stdout]).toEqual([0, expect.stringContaining('Identical 1')]);
  });

  test('says which method, parameters or file it cannot repeat with', async () => {
    const gone = await recordOther('container.structure', (run) => ({ ...run, analysis: 'pixels.gone' }));
    const result = await assay.run(['reproduce', gone, '--case', folder]);
    expect([result.status, result.stdout]).toEqual([
      1,
      expect.stringMatching(/Not repeated.*\n.*does not have the method/),
    ]);
    for (const args of [['no-such-run'], ['99'], ['all', '--record', '--read-only']]) {
      const refused = await assay.run(['reproduce', ...args, '--case', folder]);
      expect([refused.status, refused.stdout]).toEqual([2, '']);
    }
  });
});
