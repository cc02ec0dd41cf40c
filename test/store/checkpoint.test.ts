import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { checkpointText, readCheckpointText } from '#core/case/checkpoint.ts';
import { checkpointEvery, latestCheckpoint } from '#core/case/checkpoint-log.ts';
import { createCase } from '#core/case/create.ts';
import { openCase } from '#core/case/open.ts';
import type { CaseStore } from '#core/case/store.ts';
import { verifyCase } from '#core/case/verify.ts';
import { verifyFolder } from '#core/case/verify-folder.ts';
import { createCheckpointKey } from '#core/work/checkpoint-key.ts';
import { custody } from '../torture/custody.ts';
import { newCase, reopen, tamper, temporaryFolder, testPorts } from './support/case.ts';

function keyIn(folder: string, { log = vi.fn() } = {}) {
  return createCheckpointKey({
    host: 'command-line',
    id: randomUUID,
    log,
    paths: { data: folder, cases: folder, temporary: folder, trust: folder, trustManaged: false },
  });
}

async function signedCase(folder = temporaryFolder()) {
  const key = keyIn(folder);
  await key.prepare();
  const ports = { ...testPorts(), checkpoints: key.signer };
  return { key, ports, folder, store: await newCase(ports) };
}

const actions = (store: CaseStore) => store.custody(0, 1000).map(({ action }) => action);

test('one at each hundredth event, on request and at close; each covers its own announcement', async () => {
  const { store } = await signedCase();
  for (let index = 0; index < checkpointEvery; index += 1)
    store.recordReport(String(index).padStart(64, '0'), {});
  expect(actions(store).indexOf('checkpoint.signed')).toBe(checkpointEvery);
  store.makeCheckpoint('report');
  await store.close();
  const again = await reopen(store.folder.directory, { readOnly: true });
  const rows = again.tables.checkpoints.rows().map(({ document }) => readCheckpointText(document));
  expect(rows.map((read) => (read.ok ? read.checkpoint.reason : read.why))).toEqual([
    'events',
    'report',
    'close',
  ]);
  for (const read of rows) {
    if (!read.ok) continue;
    const [event] = again.custody(read.checkpoint.sequence - 1, 1);
    expect(event).toMatchObject({ action: 'checkpoint.signed', hash: read.checkpoint.hash });
  }
  expect(actions(again).slice(-2)).toEqual(['case.closed', 'checkpoint.signed']);
  const { state, checkpoints } = await verifyCase(again);
  expect([state, checkpoints?.count, checkpoints?.missing]).toEqual(['intact', 3, 0]);
});

test('OpenSSL agrees: the signature is Ed25519 over the canonical text without itself', async () => {
  const { store, folder } = await signedCase();
  store.makeCheckpoint('asked');
  const { checkpoint, text } = latestCheckpoint(store)!;
  const at = (name: string) => join(folder, name);
  const { signature, ...rest } = checkpoint;
  const keys = Object.keys(rest).sort() as (keyof typeof rest)[];
  writeFileSync(at('signed'), `{${keys.map((key) => `"${key}":${JSON.stringify(rest[key])}`).join(',')}}`);
  writeFileSync(at('signature'), Buffer.from(signature, 'base64'));
  writeFileSync(at('key.der'), Buffer.from(checkpoint.publicKey, 'base64'));
  const verify = () =>
    execFileSync(
      'openssl',
      ['pkeyutl', '-verify', '-pubin', '-keyform', 'DER', '-inkey', at('key.der'), '-rawin'].concat([
        '-in',
        at('signed'),
        '-sigfile',
        at('signature'),
      ]),
      { stdio: 'pipe' },
    ).toString();
  expect(verify()).toContain('Signature Verified Successfully');
  expect(
    createHash('sha256')
      .update(readFileSync(at('key.der')))
      .digest('hex'),
  ).toBe(checkpoint.keyId);
  writeFileSync(at('signed'), readFileSync(at('signed'), 'utf8').replace('asked', 'close'));
  expect(verify).toThrow();
  // Nor does our own reading take anything else than what was signed.
  expect(readCheckpointText(text).ok).toBe(true);
  for (const change of [{ sequence: 1 }, { at: '2020' }, { case: 'x' }, { hash: 'a'.repeat(64) }])
    expect(readCheckpointText(checkpointText({ ...checkpoint, ...change }))).toEqual({
      ok: false,
      why: 'signature',
    });
});

test('without the passphrase a case opens, and what could not be signed is recorded as missing', async () => {
  const { key, ports, folder, store } = await signedCase();
  expect(statSync(join(folder, 'custody', 'checkpoint-key.pem')).mode & 0o777).toBe(0o600);
  const open = await key.facts();
  const wanted = { current: null, next: 'correct horse' };
  const protectedKey = await key.protect(wanted);
  expect(protectedKey).toMatchObject({ ok: true, value: { encrypted: true, ready: true } });
  expect(protectedKey.ok && open.ok && protectedKey.value.keyId === open.value.keyId).toBe(true);
  await store.close();

  const locked = keyIn(folder);
  await locked.prepare();
  const made = await createCase(join(folder, 'next.case'), 'Next', { ...ports, checkpoints: locked.signer });
  if (!made.ok) throw new Error(made.problem.code);
  made.store.makeCheckpoint('report');
  expect(made.store.custody(0, 10).at(-1)).toMatchObject({
    action: 'checkpoint.missing',
    detail: { reason: 'report', missing: 'passphrase-needed' },
  });
  expect(await locked.unlock('wrong')).toMatchObject({ ok: false, problem: { code: 'passphrase-wrong' } });
  expect(await locked.unlock('correct horse')).toMatchObject({ ok: true, value: { ready: true } });
  made.store.makeCheckpoint('report');
  expect(latestCheckpoint(made.store)?.checkpoint.keyId).toBe(open.ok && open.value.keyId);
  const { state, checkpoints } = await verifyCase(made.store);
  expect([state, checkpoints?.missing, checkpoints?.own]).toEqual(['intact', 1, true]);
  await made.store.close();
  // Taking the protection away needs the passphrase, also while the key is in use.
  expect(await locked.protect({ current: null, next: null })).toMatchObject({
    problem: { code: 'passphrase-needed' },
  });
});

test('a checkpoint that is removed, altered or of another key is found', async () => {
  const cases: readonly (readonly [string, readonly unknown[]])[] = [
    ['DELETE FROM checkpoint', ['record-missing', 'incomplete']],
    [
      `UPDATE checkpoint SET document = replace(document, 'close', 'asked')`,
      ['checkpoint-invalid', 'damaged'],
    ],
    ['DELETE FROM custody WHERE sequence > 2', ['chain-cut', 'damaged']],
  ];
  for (const [sql, [code, state]] of cases) {
    const { store, ports } = await signedCase();
    await store.close();
    tamper(store, sql);
    const answer = await verifyFolder(store.folder.directory, ports);
    if (!answer.ok) throw new Error(answer.problem.code);
    expect([answer.value.problems[0]?.code, answer.value.state]).toEqual([code, state]);
    expect(answer.value.first).toBe(code === 'chain-cut' ? 3 : 4);
  }
});

test('a key other accounts could read is put right and said so; a new key is told apart from the old one', async () => {
  const { folder, store, ports } = await signedCase();
  const path = join(folder, 'custody', 'checkpoint-key.pem');
  await store.close();
  chmodSync(path, 0o644);
  const log = vi.fn();
  await keyIn(folder, { log }).prepare();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(log).toHaveBeenCalledWith('error', expect.stringContaining('could read the key'), expect.anything());

  rmSync(path);
  const next = keyIn(folder);
  await next.prepare();
  const opened = await openCase(store.folder.directory, { ...ports, checkpoints: next.signer });
  if (!opened.ok) throw new Error(opened.problem.code);
  await opened.store.close();
  const answer = await verifyFolder(store.folder.directory, { ...ports, checkpoints: next.signer });
  expect(answer.ok && answer.value.checkpoints).toMatchObject({
    own: true,
    keys: [ports.checkpoints.keyId, next.signer.keyId],
  });
});

test('a file of a key that is none: the case works, nothing is overwritten', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'custody', 'checkpoint-key.pem');
  await keyIn(folder).prepare();
  writeFileSync(path, 'not a key');
  const key = keyIn(folder);
  await key.prepare();
  const store = await newCase({ ...testPorts(), checkpoints: key.signer });
  store.makeCheckpoint('asked');
  expect(store.custody(0, 10).at(-1)?.detail).toMatchObject({ missing: 'key-unreadable' });
  expect((await key.facts()).ok).toBe(false);
  expect(readFileSync(path, 'utf8')).toBe('not a key');
});

test('nine kinds of mutations in the database of a case: all detected, the first bad number named', async () => {
  expect(await custody({ count: 198, seed: 7 })).toMatchObject({ goal: 'R11', passed: true });
});
