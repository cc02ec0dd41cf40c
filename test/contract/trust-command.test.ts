import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Denial, TrustExamination, TrustOverview } from '#shared/domain/trust.ts';
import { type Authority, makeAuthority } from '../fixtures/make/signed.ts';
import { opensslMarks } from '../fixtures/make/trust-files.ts';
import { CommandLine, type CommandResult } from '../support/command-line.ts';
import { opensslPresent, trustPresent, trustRoot } from '../support/trust.ts';

/** `assay trust` as a script sees it. */
const assay = new CommandLine();
afterAll(() => assay.remove());

function document<T>(result: CommandResult, shape: z.ZodType<T>): T {
  return shape.parse(JSON.parse(result.stdout));
}
const Listing = TrustOverview.extend({ denials: z.array(Denial) });
const trust = (...args: string[]) => assay.run(['trust', ...args]);

describe.skipIf(!opensslPresent)('assay trust', () => {
  let one: Authority;
  let two: Authority;
  const path = assay.path('roots.pem');

  test('says what to do as long as no list is in use', async () => {
    const folder = assay.path('keys');
    mkdirSync(folder);
    one = makeAuthority(folder, 'one', ['emailProtection']);
    two = makeAuthority(folder, 'two', ['emailProtection']);
    const { status, stdout, stderr } = await trust('list');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('assay trust import');
    expect(stdout).toContain('Nikon');
    const chinese = await trust('list', '--language', 'zh-CN');
    expect(chinese.stdout).toContain('尼康');
  });

  test('diff writes nothing; import does; list has it with its hash', async () => {
    writeFileSync(path, one.root);
    const diff = await trust('diff', path, '--json');
    expect([diff.status, diff.stderr]).toEqual([0, '']);
    expect(document(diff, TrustExamination).proposals[0]).toMatchObject({ id: 'user-roots', state: 'new' });
    expect(readdirSync(assay.path('data', 'trust'))).toEqual([]);
    expect((await trust('import', path)).stdout).toMatch(
      /^imported {2}user-roots {2}own list of signers {2}1/,
    );
    const { lists } = document(await trust('list', '--json'), Listing);
    expect(lists.map(({ id }) => id)).toEqual(['user-roots', 'deny-built-in']);
    expect((await trust('show', 'user-roots')).stdout).toContain(opensslMarks(one.root).sha256);
  });

  test('a new edition is told line by line, and taken back', async () => {
    writeFileSync(path, two.root);
    const { stdout } = await trust('diff', path);
    expect(stdout).toMatch(/^would replace {2}user-roots/);
    expect(stdout).toMatch(new RegExp(`\\+ .*\\n {6}${opensslMarks(two.root).sha256}`));
    expect(stdout).toMatch(new RegExp(`− .*\\n {6}${opensslMarks(one.root).sha256}`));
    expect((await trust('import', path)).stdout).toMatch(/^replaced/);
    expect((await trust('rollback', 'user-roots')).status).toBe(0);
    expect((await trust('show', 'user-roots')).stdout).toContain(opensslMarks(one.root).sha256);
  });

  test('switches, denies and removes', async () => {
    expect((await trust('disable', 'user-roots')).stdout).toMatch(/ off /);
    expect((await trust('enable', 'user-roots')).stdout).toMatch(/ on /);
    const { keySha256 } = opensslMarks(one.root);
    const denied = await trust(
      'deny',
      '--key',
      keySha256,
      '--reason',
      'lost',
      '--reason-zh',
      '丢失',
      '--json',
    );
    const { id } = document(denied, Denial);
    expect(document(await trust('list', '--json'), Listing).denials.at(-1)).toMatchObject({
      list: 'deny-own',
      entry: { keySha256, reason: { en: 'lost', 'zh-CN': '丢失' } },
    });
    expect((await trust('undeny', id)).status).toBe(0);
    expect((await trust('remove', 'user-roots')).status).toBe(0);
    expect(readdirSync(assay.path('data', 'trust'))).toEqual([]);
  });

  test('a refused file is named on standard error, status 1', async () => {
    writeFileSync(path, one.root + one.key);
    const key = await trust('import', path, '--json');
    expect(key.status).toBe(1);
    expect(document(key, TrustExamination).refused.map(({ code }) => code)).toEqual(['private-key']);
    const page = assay.path('page.pem');
    writeFileSync(page, '<!doctype html><title>x</title>');
    const web = await trust('import', page, '--language', 'zh-CN');
    expect([web.status, web.stdout]).toEqual([1, '']);
    expect(web.stderr).toContain('page.pem 是网页');
    expect(readdirSync(assay.path('data', 'trust'))).toEqual([]);
  });

  test('an official name with unknown bytes waits for the user’s word', async () => {
    const official = assay.path('C2PA-TRUST-LIST.pem');
    writeFileSync(official, one.root);
    const asked = await trust('import', official);
    expect(asked.status).toBe(1);
    expect(asked.stdout).toMatch(/^undecided[\s\S]*--official or --own/);
    expect((await trust('import', official, '--official')).status).toBe(0);
    const { lists } = document(await trust('list', '--json'), Listing);
    expect(lists[0]).toMatchObject({ id: 'c2pa', tier: 'official', editionKnown: false });
    expect((await trust('list')).stdout).toContain('edition not known to this version');
    expect((await trust('remove', 'c2pa')).status).toBe(0);
  });

  test('a folder named by the environment is shown, and not written', async () => {
    const folder = assay.path('named');
    mkdirSync(folder);
    writeFileSync(join(folder, 'mine.pem'), one.root);
    const environment = { ASSAY_TRUST: folder };
    const { lists, managed } = document(await assay.run(['trust', 'list', '--json'], environment), Listing);
    expect([managed, lists.map(({ id, held }) => [id, held])]).toEqual([
      false,
      [
        ['user-mine', 'folder'],
        ['deny-built-in', 'built-in'],
      ],
    ]);
    const refused = await assay.runAlone(['trust', 'import', path], environment);
    expect([refused.status, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('ASSAY_TRUST');
    expect(readdirSync(folder)).toEqual(['mine.pem']);
  });

  test.each([
    [['trust', 'remove', 'absent']],
    [['trust', 'enable', 'deny-built-in']],
    [['trust', 'show', '../..']],
    [['trust', 'deny', '--serial', '1', '--reason', 'x']],
    [['trust', 'deny', '--issuer', 'CN=X']],
    [['trust', 'import']],
    [['trust', 'import', 'x.pem', '--own', '--official']],
  ])('assay %s → 2', async (args) => {
    const { status, stdout, stderr } = await assay.run(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});

describe.skipIf(!trustPresent)('the published lists', () => {
  test('are imported as a folder, and their verdicts’ key names them', async () => {
    const result = await assay.runAlone(['trust', 'import', trustRoot, '--json']);
    expect([result.status, result.stderr]).toEqual([0, '']);
    const { proposals } = document(result, TrustExamination);
    expect(proposals.map(({ id, editionKnown }) => [id, editionKnown])).toEqual(
      ['conforming-products', 'interim', 'c2pa', 'c2pa-tsa'].map((id) => [id, true]),
    );
    expect((await trust('import', trustRoot)).stdout).toMatch(/^(unchanged| {2})/);
  });
});
