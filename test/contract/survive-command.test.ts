import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MarkSurvival } from '#shared/domain/mark-survival.ts';
import { aigcJson, aigcPacket } from '../fixtures/make/aigc.ts';
import { pngWithXmp } from '../fixtures/make/xmp.ts';
import { CommandLine } from '../support/command-line.ts';
import { openCore, type TestCore } from '../support/hosts.ts';
import { granted, sha256Of } from '../support/signing.ts';

const picture = () => pngWithXmp(aigcPacket(aigcJson()));

describe('assay survive', () => {
  const assay = new CommandLine();
  const file = assay.path('labelled.png');
  beforeAll(() => writeFileSync(file, picture()));
  afterAll(() => assay.remove());

  test('prints one document, writes a report, and leaves nothing else behind', async () => {
    const before = sha256Of(file);
    const out = assay.path('out.html');
    const asked = ['--attacks', 'strip-metadata,jpeg:75,crop:50+jpeg:30,regenerate-model', '--report', out];
    const { status, stdout, stderr } = await assay.runAlone(['survive', file, ...asked, '--json']);
    expect([status, stderr.split('\n').length], stderr).toEqual([0, 3]);
    const survival = MarkSurvival.parse(JSON.parse(stdout));
    expect(survival.baseline.labels).toEqual(['gb45438-aigc']);
    expect(
      survival.attacks.map(({ id, steps }) => `${id} ${steps.map((step) => step.id).join(' ')}`),
    ).toEqual([
      'image.strip-metadata all',
      'image.jpeg q75',
      'image.crop:area50+image.jpeg:q30 both',
      'image.regenerate-model supplied',
    ]);
    const [stripped, , , model] = survival.attacks;
    expect(stripped?.steps[0]?.layers.label.fate).toBe('lost');
    expect(stripped?.thresholds.label).toEqual({ survives: null, lost: 'all', returns: false });
    expect(model?.steps[0]).toMatchObject({ notRun: { code: 'no-model' }, copy: null });
    const report = readFileSync(out, 'utf8');
    expect(report).toContain('What survives which processing');
    expect(report).toContain('Regeneration is reported apart');
    expect(report).not.toContain('Not examined');
    const record = JSON.parse(readFileSync(`${out}.json`, 'utf8'));
    expect(record.markSurvival).toEqual([survival]);
    expect(sha256Of(file)).toBe(before);
    expect(assay.leftovers()).toEqual([]);
  });

  test('says in Chinese what there is, and what there is not', async () => {
    const list = await assay.run(['--language', 'zh-CN', 'survive', '--list']);
    expect(list.status).toBe(0);
    expect(list.stdout).toMatch(/image\.jpeg {2}压缩 · 另存为 JPEG {2}\[q95 q85 q75\*/);
    const wrong = await assay.run(['--language', 'zh-CN', 'survive', file, '--attacks', 'nonsense']);
    expect([wrong.status, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain('没有此名称的攻击');
    expect((await assay.run(['survive'])).status).toBe(2);
  });
});

describe('the survival lab in a case', () => {
  let core: TestCore;
  beforeAll(async () => {
    core = await openCore('command-line');
  });
  afterAll(() => core.close());

  test('keeps its runs with the case, and records them in the custody chain', async () => {
    const { app, folder } = core;
    const { id: caseId, directory } = granted(await app.cases.create(`${folder}/lab.case`, 'lab'));
    writeFileSync(`${folder}/a.png`, picture());
    writeFileSync(`${folder}/a.zip`, Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1'));
    await app.jobs.settled(granted(app.evidence.add(caseId, [`${folder}/a.png`, `${folder}/a.zip`])).id);
    const { items } = granted(app.evidence.list({ caseId, offset: 0, limit: 10, search: '', kind: '' }));
    const [image, archive] = ['a.png', 'a.zip'].map((name) => items.find((item) => item.name === name)!);
    const asked = { caseId, key: null, identifiers: false };
    expect(app.survival.run({ ...asked, evidence: archive!.sha256, attacks: 'quick' })).toMatchObject({
      problem: { code: 'bad-request' },
    });
    const job = granted(app.survival.run({ ...asked, evidence: image!.sha256, attacks: 'flip,turn:90' }));
    const ended = await app.jobs.settled(job.id);
    expect(ended).toMatchObject({ state: 'done', kind: 'survive', done: 4, total: 4, problems: [] });
    const [kept] = granted(await app.survival.list(caseId));
    expect(kept).toMatchObject({ id: job.id, evidence: image!.sha256, attacks: 2, complete: true });
    expect(kept?.sha256).toBe(sha256Of(`${directory}/survival/${job.id}.json`));
    const run = granted(await app.survival.get(caseId, job.id));
    expect(run.attacks[0]?.steps.map(({ copy }) => copy?.format)).toEqual(['png', 'png']);
    const { events } = granted(app.custody(caseId, 0, 100));
    expect(events.filter(({ action }) => action === 'survival.measured').map(({ object }) => object)).toEqual(
      [kept?.sha256],
    );
    expect(await app.survival.get(caseId, 'none')).toMatchObject({ problem: { code: 'not-found' } });

    // Stopped before it measured anything, it leaves nothing.
    const stopped = granted(app.survival.run({ ...asked, evidence: image!.sha256, attacks: 'full' }));
    app.jobs.cancel(stopped.id);
    expect((await app.jobs.settled(stopped.id)).state).toBe('cancelled');
    expect(granted(await app.survival.list(caseId))).toHaveLength(1);
    expect(readdirSync(`${directory}/derived/.work`)).toEqual([]);
    expect(granted(await app.verify(caseId)).problems).toEqual([]);
  });
});
