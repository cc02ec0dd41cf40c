import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram } from '#core/media/program-paths.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { openSampleCase } from '../../electron/starter/sample.ts';
import { makeSampleFiles } from '../../electron/starter/sample-files.ts';
import { openCore, type TestCore } from '../support/hosts.ts';

const ffmpeg = (await findProgram('ffmpeg')).found;

describe('the sample case', () => {
  let core: TestCore;
  let caseId = '';
  let evidence: readonly Evidence[] = [];
  const named = (name: string) => evidence.find((item) => item.name === name)!;

  beforeAll(async () => {
    core = await openCore('loopback');
    await openSampleCase(core.app);
    caseId = core.app.cases.opened()[0]!.id;
    const listed = core.app.evidence.list({ caseId, offset: 0, limit: 100, search: '', kind: '' });
    evidence = listed.ok ? listed.value.items : [];
  });
  afterAll(() => core.close());

  test('holds small files of several kinds, taken in as samples', () => {
    expect(core.app.cases.opened()[0]).toMatchObject({ name: 'Sample', readOnly: false });
    expect(evidence.length).toBeGreaterThanOrEqual(ffmpeg ? 8 : 6);
    expect(evidence.every((item) => item.acquisitions[0]!.how === 'sample')).toBe(true);
    expect(evidence.reduce((sum, item) => sum + item.size, 0)).toBeLessThan(3_000_000);
    const kinds = new Set(evidence.map((item) => item.media.kind));
    expect([...kinds].sort()).toEqual(ffmpeg ? ['audio', 'image', 'text', 'video'] : ['image', 'text']);
  });

  test('two of them differ in metadata only', () => {
    const same = core.app.evidence.sameContent(caseId, named('lake.jpg').sha256);
    expect(same.ok && same.value.map((item) => item.name)).toEqual(['lake-other-date.jpg']);
  });

  test('is being examined, and what is in the files is found', async () => {
    const job = core.app.jobs.list().find((one) => one.kind === 'examine')!;
    expect(job.state).toBe('running');
    // That every method ends on every file is seen end to end (`stages.spec`); here, two of them are waited for.
    core.app.jobs.cancel(job.id);
    await core.app.jobs.settled(job.id);
    const only = ['labels.declared', 'metadata.consistency'];
    const asked = core.app.examine.start({ caseId, evidence: [], only, parameters: {}, again: true });
    expect(asked.ok && (await core.app.jobs.settled(asked.value.id)).state).toBe('done');
    const codes = (name: string) => {
      const runs = core.app.examine.runs(caseId, named(name).sha256);
      return runs.ok ? runs.value.flatMap((run) => run.findings.map((finding) => finding.code)) : [];
    };
    const runs = evidence.flatMap((item) => {
      const found = core.app.examine.runs(caseId, item.sha256);
      return found.ok ? found.value : [];
    });
    expect(runs.filter((run) => run.outcome === 'failed')).toEqual([]);
    expect(codes('lake-edited.jpg')).toContain('software.editor');
    expect(codes('lake.jpg')).not.toContain('software.editor');
    const labels = core.app.examine.runs(caseId, named('still-life-labelled.png').sha256);
    const declared = labels.ok ? labels.value.find((run) => run.analysis === 'labels.declared') : undefined;
    expect(declared?.findings.filter((finding) => finding.bearing === 'supports').length).toBe(2);
  });
});

test('the same files whenever they are made, but for the signature', async () => {
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'assay-sample-')));
  try {
    const made = await Promise.all(folders.map(makeSampleFiles));
    const hashes = made.map(({ paths }, index) =>
      paths
        .filter((path) => !path.endsWith('lake-signed.jpg'))
        .map((path) => [
          path.slice(folders[index]!.length),
          createHash('sha256').update(readFileSync(path)).digest('hex'),
        ]),
    );
    expect(hashes[0]!.length).toBeGreaterThanOrEqual(6);
    expect(hashes[0]).toEqual(hashes[1]);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
});
