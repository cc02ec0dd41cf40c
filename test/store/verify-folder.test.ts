import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createCase } from '#core/case/create.ts';
import type { Migration } from '#core/case/migrate.ts';
import { migrations } from '#core/case/migrations/index.ts';
import { verifyFolder } from '#core/case/verify-folder.ts';
import { intakeFiles } from '#core/intake/intake.ts';
import type { Verification } from '#shared/domain/case.ts';
import { identifyNothing, reopen, temporaryFolder, testPorts } from './support/case.ts';
import { tamperFile } from './support/tamper.ts';

const page = 4096;

/** A closed case with one evidence: its folder and the path of the stored file. */
async function closedCase(
  schema: readonly Migration[] = migrations,
): Promise<{ directory: string; database: string; evidence: string }> {
  const place = join(temporaryFolder(), 'matter.case');
  const made = await createCase(place, 'Matter 1', testPorts(), { migrations: schema });
  if (!made.ok) throw new Error(made.problem.code);
  const { store } = made;
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

test('a case of any earlier schema is verified and read as it is, to the byte', async () => {
  for (let known = 1; known < migrations.length; known += 1) {
    const { directory, database, evidence } = await closedCase(migrations.slice(0, known));
    const before = readFileSync(database);
    expect(await verified(directory), `schema ${known}`).toMatchObject({
      ...{ state: 'intact', evidenceChecked: 1, eventsChecked: 4, problems: [] },
    });
    const store = await reopen(directory, { readOnly: true });
    expect(store.info()).toMatchObject({ evidenceCount: 1, readOnly: true });
    expect([store.dutyChoice(), store.caseNotes.opinion.latest()]).toEqual([null, null]);
    expect(() => store.recordOpened({})).toThrow('read-only');
    await store.close();
    expect(readFileSync(database)).toEqual(before);
    expect(readdirSync(directory).filter((name) => name.startsWith('case-v'))).toEqual([]);

    tamperFile(database, "UPDATE evidence SET name = 'other'");
    chmodSync(evidence, 0o644);
    writeFileSync(evidence, 'a file that was taken up');
    chmodSync(evidence, 0o444);
    expect(codes(await verified(directory))).toEqual(['record-changed', 'evidence-changed']);
    tamperFile(database, 'CREATE VIEW evil AS SELECT 1');
    expect(codes(await verified(directory))).toContain('database-damaged');
  }
});

test('a folder that is no case is refused', async () => {
  const answer = await verifyFolder(temporaryFolder(), testPorts());
  expect(answer).toMatchObject({ ok: false, problem: { code: 'not-a-case' } });
});
