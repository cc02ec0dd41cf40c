import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { CommandLine } from '../support/command-line.ts';

const assay = new CommandLine();
afterAll(() => assay.remove());

test('assay package, verify and unpack hand a case on', async () => {
  const [folder, out, received] = ['matter.case', 'package', 'received.case'].map((name) => assay.path(name));
  const file = assay.path('note.txt');
  writeFileSync(file, 'note');
  if (folder === undefined || out === undefined || received === undefined) return;
  expect((await assay.run(['intake', file, '--case', folder])).status).toBe(0);
  const request = assay.path('request.tsq');
  const made = await assay.run(['package', folder, '--out', out, '--timestamp-request', request, '--json']);
  expect([made.status, made.stderr]).toEqual([0, '']);
  const { sha256, signer } = JSON.parse(made.stdout);
  expect(readFileSync(request).subarray(0, 2).toString('hex')).toBe('3039');

  const verified = await assay.run(['verify', out, '--json']);
  expect(verified.status).toBe(0);
  expect(JSON.parse(verified.stdout)).toMatchObject({ state: 'intact', first: null, items: [], signer });
  const unpacked = await assay.run(['unpack', out, '--out', received, '--language', 'zh-CN']);
  expect(unpacked.status).toBe(0);
  expect(unpacked.stdout).toContain(signer);
  const shown = await assay.run(['case', 'show', received, '--json']);
  expect(JSON.parse(shown.stdout).evidence).toMatchObject([{ name: 'note.txt' }]);
  const refused = await assay.run(['intake', file, '--case', received]);
  expect(refused.status).not.toBe(0);
  const whole = await assay.run(['verify', received, '--json']);
  expect(JSON.parse(whole.stdout)).toMatchObject({ state: 'intact', items: [] });

  // Only what is intact is taken from, and nothing is half done.
  rmSync(`${out}/data/versions.json`);
  const damaged = await assay.run(['verify', out, '--json']);
  expect(damaged.status).toBe(1);
  expect(JSON.parse(damaged.stdout)).toMatchObject({ state: 'incomplete', first: 'data/versions.json' });
  expect((await assay.run(['unpack', out, '--out', assay.path('other.case')])).status).toBe(2);
  expect((await assay.run(['package', folder])).status).toBe(2);
  expect((await assay.run(['package', out, '--timestamp', request])).status).toBe(2);
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
});
