import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Assignment } from '#shared/domain/assignment.ts';
import { Opinion, ReviewEntry } from '#shared/domain/opinion.ts';
import { makePng } from '../fixtures/make/png.ts';
import { CommandLine } from '../support/command-line.ts';
import { openCore } from '../support/hosts.ts';
import { hasProgram, outputOf } from '../support/report.ts';

const assay = new CommandLine();
afterAll(() => assay.remove());

describe('a case with the cover on, at the command line', () => {
  const folder = assay.path('matter.case');
  const file = assay.path('picture.png');
  const only = ['--only', 'metadata.fields'];

  beforeAll(async () => {
    writeFileSync(file, makePng({ width: 64, height: 48 }));
    expect((await assay.run(['intake', file, '--case', folder, '--covered'])).status).toBe(0);
  });

  test('examine runs, names what is covered, and shows it for a reason that is logged', async () => {
    const covered = await assay.run(['examine', '--case', folder, ...only, '--json']);
    expect(covered.status).toBe(1);
    expect(covered.stderr).toContain('Results are covered until there are propositions');
    const { evidence } = JSON.parse(covered.stdout) as { evidence: { sha256: string }[] };
    expect(evidence).toMatchObject([{ name: 'picture.png', runs: [] }]);
    const { sha256 } = evidence[0]!;
    const recorded = await assay.run(['case', 'show', folder, '--json']);
    expect([recorded.status, recorded.stderr.includes('picture.png')]).toEqual([1, true]);
    expect(JSON.parse(recorded.stdout)).toMatchObject({
      ...{ covered: [sha256], evidence: [{ name: 'picture.png', runs: [] }] },
    });
    // Whatever else would tell of a result keeps it back as well, and says how to go on.
    for (const command of [
      ['regions', folder],
      ['reproduce', 'all', '--case', folder],
    ]) {
      const kept = await assay.run([...command, '--json']);
      expect([kept.status, kept.stderr.includes('picture.png')]).toEqual([1, true]);
      expect(kept.stdout).not.toContain(sha256);
    }
    const out = assay.path('early.html');
    const refused = await assay.run(['report', '--case', folder, '--out', out]);
    expect([refused.status, refused.stderr.includes('are covered until')]).toEqual([2, true]);
    const reason = 'triage by a script';
    const shown = await assay.run([
      'examine',
      '--case',
      folder,
      ...only,
      '--json',
      '--without-propositions',
      reason,
    ]);
    expect([shown.status, shown.stderr]).toEqual([0, '']);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      evidence: [{ runs: [{ analysis: 'metadata.fields' }] }],
    });
  });

  test('no command states a conclusion', async () => {
    expect((await assay.run(['conclude', folder])).status).toBe(2);
  });

  test.skipIf(!hasProgram('pdftotext'))(
    'a report is a working one on each page, or demands what evidence must have',
    async () => {
      const working = assay.path('working.pdf');
      expect((await assay.run(['report', '--case', folder, '--out', working])).status).toBe(0);
      const pages = outputOf('pdftotext', '-layout', working, '-').split('\f').slice(0, -1);
      expect(pages.length).toBeGreaterThan(2);
      expect(pages.every((page) => page.includes('Working report of an examination'))).toBe(true);
      const evidence = assay.path('evidence.json');
      const order = ['report', '--case', folder, '--out', evidence, '--kind', 'evidence'];
      const refused = await assay.run(order);
      expect(refused.status).toBe(2);
      expect(refused.stderr).toContain('request: who asked; request: what was asked; propositions');
      expect((await assay.run([...order, '--incomplete', 'hearing at nine'])).status).toBe(0);
      expect(readFileSync(evidence, 'utf8')).toContain('Reason given: hearing at nine');
    },
  );

  test('no report shows a blind reviewer what is hidden from them', async () => {
    const core = await openCore('command-line');
    const opened = await core.app.cases.open(folder, false);
    if (!opened.ok) throw new Error(opened.problem.message.en);
    const { id } = opened.value;
    const { conclusion } = core.app;
    const pairs = [{ id: 'p', propositions: ['As it was stored', 'Altered'] }];
    expect(conclusion.saveAssignment(id, Assignment.parse({ pairs })).ok).toBe(true);
    const said = {
      pair: 'p',
      scale: 'support',
      degree: 'inconclusive',
      proposition: null,
      reasons: 'Small.',
    };
    expect(conclusion.saveOpinion(id, Opinion.parse({ conclusions: [said] })).ok).toBe(true);
    const begun = { step: 'begun', review: 'r', mode: 'blind', opinion: 1, reviewer: { name: 'B. Second' } };
    expect(conclusion.review(id, ReviewEntry.parse(begun)).ok).toBe(true);
    await core.close();
    const order = ['report', '--case', folder, '--out', assay.path('during.html')];
    const refused = await assay.run(order);
    expect([refused.status, refused.stderr.includes('A blind review is under way')]).toEqual([2, true]);
  });
});
