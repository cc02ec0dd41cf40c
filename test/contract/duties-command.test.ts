import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DutyMatrix } from '#shared/domain/obligation.ts';
import { aigcJson, aigcPacket } from '../fixtures/make/aigc.ts';
import { makePng } from '../fixtures/make/png.ts';
import { pngWithXmp } from '../fixtures/make/xmp.ts';
import { CommandLine } from '../support/command-line.ts';

const assay = new CommandLine();
afterAll(() => assay.remove());

describe('assay duties', () => {
  const labelled = assay.path('labelled.png');
  const stripped = assay.path('stripped.png');
  const record = assay.path('record.json');

  beforeAll(() => {
    writeFileSync(labelled, pngWithXmp(aigcPacket(aigcJson())));
    writeFileSync(stripped, makePng({ width: 64, height: 64 }));
    writeFileSync(record, JSON.stringify({ platform: '某平台', displayed: { notice: 'suspected' } }));
  });

  test('prints one document: a labelled image, and a stripped copy of it', async () => {
    const asked = ['--jurisdiction', 'cn, EU,CA', '--role', 'provider,platform', '--date', '2026-11-22'];
    const more = ['--publication', record, '--earlier', labelled, '--json'];
    const { status, stdout, stderr } = await assay.run(['duties', labelled, stripped, ...asked, ...more]);
    expect([status, stderr]).toEqual([0, '']);
    const matrix = DutyMatrix.parse(JSON.parse(stdout));
    expect(matrix.choice).toEqual({
      jurisdictions: ['CN', 'EU', 'US-CA'],
      roles: ['provider', 'platform'],
      date: '2026-11-22',
      copies: [{ evidence: matrix.exhibits[1]?.sha256, from: matrix.exhibits[0]?.sha256 }],
    });
    expect(matrix.exhibits.map(({ name }) => name)).toEqual(['labelled.png', 'stripped.png']);
    const row = (duty: string) =>
      matrix.exhibits.map(
        ({ sha256 }) => matrix.cells.find((cell) => cell.duty === duty && cell.evidence === sha256)?.outcome,
      );
    // By hand from the clauses: Art. 5; 6 (1) with the notice of another case; 10; 50 (2) in its transition;
    // 1.1.1 (unsigned, or nothing); § 22757.3 (b)(1)(A), (B); § 22757.3.1 before it applies.
    expect(row('CN-I-01')).toEqual(['pass', 'fail']);
    expect(row('CN-I-03')).toEqual(['pass', 'not-applicable']);
    expect(row('CN-P-01-1')).toEqual(['warn', 'not-applicable']);
    expect(row('CN-D-01')).toEqual(['undetermined', 'warn']);
    expect(row('EU-50-01')).toEqual(['pass', 'undetermined']);
    expect(row('EU-CoP-01')).toEqual(['warn', 'warn']);
    expect(row('CA-01')).toEqual(['pass', 'warn']);
    expect(row('CA-02')).toEqual(['warn', 'warn']);
    expect(row('CA-05')).toEqual(['not-applicable', 'not-applicable']);
  });

  test('asks for every choice by its name, and guesses none', async () => {
    const { status, stdout, stderr } = await assay.runAlone(['duties', stripped, '--role', 'user']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--jurisdiction, --date');
    expect(stderr).not.toContain('--role');
    expect(stderr).toContain('nothing is guessed');
  });

  test('prints the answers for people, in Chinese', async () => {
    const asked = ['--jurisdiction', 'CN', '--role', 'provider', '--date', '2026-11-22'];
    const { status, stdout } = await assay.run(['duties', stripped, ...asked, '--language', 'zh-CN']);
    expect(status).toBe(0);
    expect(stdout).toContain('CN-I-01  文件元数据隐式标识');
    expect(stdout).toContain('✗ 不符合');
    expect(stdout).toContain('不构成法律意见');
    expect(stdout).not.toContain('undetermined');
  });

  test('refuses what it does not know, and a record with a misspelt field', async () => {
    const typo = assay.path('typo.json');
    writeFileSync(typo, JSON.stringify({ plattform: 'x' }));
    const inner = assay.path('inner.json');
    writeFileSync(inner, JSON.stringify({ displayed: { notce: 'is' } }));
    const base = ['duties', stripped, '--jurisdiction', 'CN', '--role', 'user', '--date'];
    const [day, field, nested] = await Promise.all([
      assay.run([...base, '2026-02-30']),
      assay.run([...base, '2026-11-22', '--publication', typo]),
      assay.run([...base, '2026-11-22', '--publication', inner]),
    ]);
    expect(day).toMatchObject({ status: 2, stderr: expect.stringContaining('2026-02-30') });
    expect(field).toMatchObject({ status: 2, stderr: expect.stringContaining('plattform') });
    expect(nested).toMatchObject({ status: 2, stderr: expect.stringContaining('displayed.notce') });
  });
});
