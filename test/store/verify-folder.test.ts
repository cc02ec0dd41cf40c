import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyFolder } from '#core/case/verify-folder.ts';
import { intakeFiles } from '#core/intake/intake.ts';
import type { Verification } from '#shared/domain/case.ts';
import { identifyNothing, newCase, temporaryFolder, testPorts } from './support/case.ts';

const page = 4096;

/** A closed case with one evidence: its folder and the path of the stored file. */
async function closedCase(): Promise<{ directory: string; database: string; evidence: string }> {
  const store = await newCase();
  const path = join(temporaryFolder(), 'a.txt');
  writeFileSync(path, 'a file that was taken in');
  const { results } = await intakeFiles(store, [{ path, how: 'file' }], { identifyContent: identifyNothing });
  const evidence = store.evidencePath(results[0]!.evidence!.sha256);
  await store.close();
  return { directory: store.folder.directory, database: store.folder.database, evidence };
}

async function verified(directory: string): Promise<Verification> {
  const answer = await verifyFolder(directory, testPorts());
  if (!answer.ok) throw new Error(answer.problem.message.en);
  return answer.value;
}

const codes = (verification: Verification) => verification.problems.map((problem) => problem.code);

test('a sound case is sound, and looking leaves no trace', async () => {
  const { directory, database } = await closedCase();
  const before = readFileSync(database);
  expect(await verified(directory)).toMatchObject({ evidenceChecked: 1, problems: [] });
  expect(readFileSync(database)).toEqual(before);
});

test('whichever page of the database is overwritten, the answer is a verification that says so', async () => {
  const { directory, database } = await closedCase();
  const sound = readFileSync(database);
  for (let at = 0; at < statSync(database).size; at += page) {
    const damaged = Buffer.from(sound);
    damaged.fill(0xff, at, at + page);
    writeFileSync(database, damaged);
    expect((await verified(directory)).problems, `page ${at / page}`).not.toEqual([]);
  }
});

test('without any database the files are held against their names', async () => {
  const { directory, database, evidence } = await closedCase();
  writeFileSync(database, 'nothing like a database');
  expect(codes(await verified(directory))).toEqual(['database-damaged']);
  chmodSync(evidence, 0o644);
  writeFileSync(evidence, 'another file altogether!');
  const changed = await verified(directory);
  expect(changed.evidenceChecked).toBe(1);
  expect(codes(changed)).toEqual(['database-damaged', 'evidence-changed']);
});

test('a folder that is no case is refused', async () => {
  const answer = await verifyFolder(temporaryFolder(), testPorts());
  expect(answer).toMatchObject({ ok: false, problem: { code: 'not-a-case' } });
});
