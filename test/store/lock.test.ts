import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { isLockHeld } from '#core/case/lock.ts';
import { openCase } from '#core/case/open.ts';
import {
  fakeEvidence,
  newCase,
  problemOf,
  reopen,
  someAcquisition,
  temporaryFolder,
  testPorts,
} from './support/case.ts';

const holderScript = fileURLToPath(new URL('./support/hold-case.ts', import.meta.url));
const children: ChildProcessWithoutNullStreams[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Another process that opens the case; resolves with what it said. */
async function openElsewhere(directory: string) {
  const child = spawn(process.execPath, [holderScript, directory]);
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

async function closedCase() {
  const store = await newCase();
  store.addEvidence(fakeEvidence(1), someAcquisition);
  await store.close();
  return store.folder;
}

describe('a case open in another process', () => {
  test('cannot be opened for writing; the message names who holds it', async () => {
    const folder = await closedCase();
    const { child, said } = await openElsewhere(folder.directory);
    expect(said).toBe('open');
    const begun = performance.now();
    const opened = await openCase(folder.directory, testPorts());
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(opened).toMatchObject({ ok: false, problem: { code: 'locked', detail: 'session child-session' } });
    const message = opened.ok ? null : opened.problem.message;
    for (const text of Object.values(message ?? {})) {
      expect(text).toContain('Other examiner');
      expect(text).toContain(String(child.pid));
    }
    expect(message?.['zh-CN']).toContain('只读');
  });

  test('can be read beside it, in its last committed state, without a trace', async () => {
    const folder = await closedCase();
    await openElsewhere(folder.directory);
    const reader = await reopen(folder.directory, { readOnly: true });
    expect(reader.info()).toMatchObject({ evidenceCount: 1, readOnly: true });
    // created, opened, added, closed, and the other process's opening: none of the reader's.
    expect(
      reader
        .custody(0, 100)
        .map((event) => event.actor)
        .at(-1),
    ).toBe('Other examiner');
    expect(reader.custodyCount()).toBe(5);
    expect(() => reader.putSetting('a', 1)).toThrow('read-only');
    expect(await isLockHeld(folder)).toBe(true);
  });

  test('is free at once when it is closed', async () => {
    const folder = await closedCase();
    const { child } = await openElsewhere(folder.directory);
    child.stdin.write('close\n');
    await once(child, 'exit');
    expect(existsSync(folder.holder)).toBe(false);
    expect(await isLockHeld(folder)).toBe(false);
    await reopen(folder.directory);
  });

  test('is free at once when it is killed, whatever its holder file still says', async () => {
    const folder = await closedCase();
    const { child } = await openElsewhere(folder.directory);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(readFileSync(folder.holder, 'utf8')).toContain('Other examiner');
    const store = await reopen(folder.directory);
    expect(JSON.parse(readFileSync(folder.holder, 'utf8'))).toMatchObject({ process: process.pid });
    expect(store.custody(0, 100).map((event) => event.action)).toEqual([
      'case.created',
      'case.opened',
      'evidence.added',
      'case.closed',
      'case.opened',
      'case.opened',
    ]);
  });

  test('and the other way round: this process holds, the other is told', async () => {
    const store = await newCase();
    const { said } = await openElsewhere(store.folder.directory);
    expect(said).toBe('locked');
  });
});

describe('the lock', () => {
  test('also holds within one process, and a reader’s coming and going does not drop it', async () => {
    const store = await newCase();
    expect(await problemOf(openCase(store.folder.directory, testPorts()))).toBe('locked');
    const reader = await reopen(store.folder.directory, { readOnly: true });
    await reader.close();
    expect(await problemOf(openCase(store.folder.directory, testPorts()))).toBe('locked');
    const { said } = await openElsewhere(store.folder.directory);
    expect(said).toBe('locked');
  });

  test('is let go by every opening that fails', async () => {
    const folder = await closedCase();
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await problemOf(openCase(folder.directory, testPorts(), { migrations: [] }))).toBe('newer');
    }
    await reopen(folder.directory);
  });

  test('with hostile text in the holder file: shown escaped, or not at all', async () => {
    const folder = await closedCase();
    await openElsewhere(folder.directory);
    const holder = { session: 's', host: 'h', process: 1, since: 'x' };
    writeFileSync(folder.holder, JSON.stringify({ ...holder, actor: 'Eve\u202E\n' }));
    const opened = await openCase(folder.directory, testPorts());
    expect(opened.ok ? '' : opened.problem.message.en).toContain('Eve\\u{202E}\\u{A}');
    for (const text of ['{', '[]', ' '.repeat(5000), JSON.stringify({ ...holder, actor: 7 })]) {
      writeFileSync(folder.holder, text);
      const again = await openCase(folder.directory, testPorts());
      expect(again.ok ? '' : again.problem.message.en).toContain('open in another process');
    }
  });

  test('file with content, or a link in its place, is refused', async () => {
    const folder = await closedCase();
    writeFileSync(folder.lock, 'content');
    expect(await problemOf(openCase(folder.directory, testPorts()))).toBe('damaged');
    rmSync(folder.lock);
    const outside = join(temporaryFolder(), 'outside');
    symlinkSync(outside, folder.lock);
    expect(await problemOf(openCase(folder.directory, testPorts()))).toBe('damaged');
    expect(existsSync(outside)).toBe(false);
    rmSync(folder.lock);
    await reopen(folder.directory);
  });
});

describe.skipIf(process.platform === 'win32' || process.getuid?.() !== 0)(
  'a medium that cannot be written',
  () => {
    /** As root nothing is unwritable: drop to an account that owns nothing, for the length of the test. */
    async function asNobody<T>(work: () => Promise<T>): Promise<T> {
      process.seteuid?.(65534);
      try {
        return await work();
      } finally {
        process.seteuid?.(0);
      }
    }

    test('is opened read-only, without a file beside the database', async () => {
      const folder = await closedCase();
      chmodSync(join(folder.directory, '..'), 0o755);
      const before = readdirSync(folder.directory).sort();
      await asNobody(async () => {
        expect(await problemOf(openCase(folder.directory, testPorts()))).toBe('not-writable');
        const reader = await reopen(folder.directory, { readOnly: true });
        expect(reader.info().evidenceCount).toBe(1);
        await reader.close();
      });
      expect(readdirSync(folder.directory).sort()).toEqual(before);
    });
  },
);
