import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CaseStore } from '#core/case/store.ts';
import { verifyCase } from '#core/case/verify.ts';
import { listReports } from '#core/work/report-list.ts';
import { packed, packedCase, signingPorts } from '../support/packages.ts';
import { newCase, reopen, temporaryFolder } from './support/case.ts';

/** Write a file below the case folder; the value is its hash. */
function put(store: CaseStore, path: string, text: string): string {
  mkdirSync(join(store.folder.directory, path, '..'), { recursive: true });
  writeFileSync(join(store.folder.directory, path), text);
  return createHash('sha256').update(text).digest('hex');
}

/** A case with a document of each kind that has more than one file. */
async function documentedCase(): Promise<CaseStore> {
  const store = await newCase();
  const record = put(store, 'reports/report-1.json', '{}');
  store.recordReport(put(store, 'reports/report-1.pdf', 'pdf'), { name: 'report-1.pdf', record });
  const picture = put(store, 'comparisons/c1/first.png', 'picture');
  store.recordDocument('comparison.made', put(store, 'comparisons/c1.json', '{}'), {
    comparison: 'c1',
    artifacts: [`first.png ${picture}`],
  });
  const sidecar = put(store, 'exports/signed-1.c2pa', 'credential');
  const path = join(store.folder.exports, 'signed-1.wav');
  store.recordSigned(put(store, 'exports/signed-1.wav', 'copy'), { path, sidecar });
  return store;
}

const found = async (store: CaseStore) => {
  const { state, problems } = await verifyCase(store);
  return { state, problems: problems.map(({ code, object }) => `${code} ${object}`) };
};

test('what was recorded of a document is no stranger: records, pictures, credentials beside copies', async () => {
  const store = await documentedCase();
  expect(await found(store)).toEqual({ state: 'intact', problems: [] });
  put(store, 'exports/signed-1.c2pa', 'another credential');
  expect(await found(store)).toEqual({
    state: 'damaged',
    problems: ['document-changed exports/signed-1.c2pa'],
  });
});

test('files nobody recorded are named, are no reports, harm nothing recorded, and stay', async () => {
  const store = await documentedCase();
  const strangers = [
    'reports/report-2.pdf',
    'reports/report-2.json',
    'exports/copy\u202E.jpg',
    'comparisons/c1/second.png',
    'comparisons/c2/first.png',
  ];
  for (const path of strangers) put(store, path, 'left by a crash, or put there');
  symlinkSync('/etc/passwd', join(store.folder.reports, 'report-3.pdf'));
  const named = [
    'document-unknown reports/report-2.json',
    'document-unknown reports/report-2.pdf',
    'document-unknown reports/report-3.pdf',
    'document-unknown exports/copy\\u{202E}.jpg',
    'document-unknown comparisons/c1/second.png',
    'document-unknown comparisons/c2/',
  ];
  expect(await found(store)).toEqual({ state: 'intact', problems: named });
  expect((await listReports(store, 'case')).map(({ name }) => name)).toEqual(['report-1.pdf']);
  await store.close();
  const again = await reopen(store.folder.directory);
  expect(await found(again)).toEqual({ state: 'intact', problems: named });
  for (const path of strangers) expect(existsSync(join(store.folder.directory, path))).toBe(true);
  put(again, 'reports/report-1.pdf', 'changed');
  expect((await verifyCase(again)).state).toBe('damaged');
});

test('what no run made is named among what runs made, and what they made is not', async () => {
  const folder = temporaryFolder();
  const store = await packedCase(folder, [Buffer.from('exhibit')], signingPorts());
  const [run] = store
    .listEvidence({ offset: 0, limit: 1, filter: {} })
    .items.flatMap(({ sha256 }) => store.runs(sha256).filter(({ artifacts }) => artifacts.length > 0));
  expect(await found(store)).toEqual({ state: 'intact', problems: [] });
  put(store, `derived/${run!.id}/other.png`, 'put there');
  put(store, 'derived/0b0e7a86-0000-4000-8000-000000000000/map.png', 'left by a crash');
  put(store, 'derived/note.txt', 'put there');
  expect(await found(store)).toEqual({
    state: 'intact',
    problems: [
      'document-unknown derived/0b0e7a86-0000-4000-8000-000000000000/',
      `document-unknown derived/${run!.id}/other.png`,
      'document-unknown derived/note.txt',
    ].sort(),
  });
  await store.close();
});

test('a package leaves out what nobody recorded, and says so', async () => {
  const folder = temporaryFolder();
  const store = await packedCase(folder, [Buffer.from('exhibit')], signingPorts());
  put(store, 'reports/report-2.html', 'nobody recorded this');
  put(store, 'derived/left/map.png', 'nor this');
  const out = join(folder, 'package');
  await packed(store, out);
  await store.close();
  expect(existsSync(join(out, 'data/reports/report-1.html'))).toBe(true);
  expect(existsSync(join(out, 'data/reports/report-2.html'))).toBe(false);
  const names = JSON.parse(readFileSync(join(out, 'data/names.json'), 'utf8'));
  expect(names.leftOut).toEqual(['data/figures/left/', 'data/reports/report-2.html']);
});
