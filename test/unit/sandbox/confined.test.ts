import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defaultLimits } from '#core/media/limits.ts';
import { localized } from '#shared/domain/localized.ts';
import { createPool } from '#workers/pool.ts';
import { bubblewrap } from '#workers/sandbox/bubblewrap.ts';
import { namespaces } from '#workers/sandbox/namespaces.ts';
import type { Sandbox } from '#workers/sandbox/sandbox.ts';
import { seatbeltProfile } from '#workers/sandbox/seatbelt.ts';
import { trial } from '#workers/sandbox/trial.ts';
import { createForkTransport } from '#workers/transport-fork.ts';

const entry = fileURLToPath(new URL('../../support/prying-worker.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'assay-confined-'));
const [input, output, temporary] = ['in', 'out', 'temporary'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
for (const path of [input, output, temporary]) mkdirSync(path);
const secret = join(folder, 'secret');
const evidence = join(input, 'evidence');
writeFileSync(secret, 'secret');
writeFileSync(evidence, 'bytes', { mode: 0o444 });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function withPool(
  sandbox: Sandbox,
  use: (ask: (task: string, input?: unknown) => Promise<unknown>) => Promise<void>,
) {
  const transport = createForkTransport({ entry, heapMebibytes: 256, temporary, sandbox });
  const pool = createPool({ size: 1, transport, viewOf: () => ({ read: [input], write: [output] }) });
  const options = { priority: 'batch', limits: defaultLimits } as const;
  try {
    await use(async (task, given = null) => {
      const answer = await pool.run(task, given, z.unknown(), options);
      if (!answer.ok) throw new Error(answer.failure.message);
      return answer.value;
    });
  } finally {
    await pool.close();
  }
}

const tried = bubblewrap(entry, process.execPath, temporary);
const confined = tried.ok ? tried.sandbox : null;

/** Calls that harm nothing, by their numbers on x86-64, and the error the filter has to answer them with. */
const forbidden: readonly (readonly [name: string, error: number, ...words: number[]])[] = [
  ['ptrace', 1, 101, 0, 0, 0, 0],
  ['personality', 1, 135, 0xffffffff],
  ['keyctl', 1, 250, 0, -3, 0],
  ['userfaultfd', 1, 323, 1],
  ['name_to_handle_at', 1, 303, -100, 0, 0, 0, 0],
  ['unshare', 1, 272, 0],
  ['io_uring_setup', 38, 425, 0, 0],
  ['clone3', 38, 435, 0, 0],
  ['socket of the internet', 97, 41, 2, 1, 0],
  ['socket of netlink', 97, 41, 16, 3, 0],
];
/** Makes each call and prints the error it failed with, 0 when it did not. */
const caller = [
  'perl',
  '-e',
  `for (@ARGV) { my @call = map { 0 + $_ } split /,/; $! = 0; my $was = syscall(shift @call, @call); print $was == -1 ? 0 + $! : 0, "\\n" }`,
  ...forbidden.map(([, , ...words]) => words.join(',')),
];
const errorsIn = (printed: unknown) => String(printed).trim().split('\n').map(Number);

describe.skipIf(confined === null)(
  'a worker that was taken over, in Bubblewrap (skipped where it is missing)',
  () => {
    test('sees its file, its folder and the programs, and can alter none but its folder', async () => {
      await withPool(confined!, async (ask) => {
        expect(await ask('read', evidence)).toBe('done');
        expect(await ask('alter', evidence)).toMatch(/^(EROFS|EPERM|EACCES)$/);
        expect(readFileSync(evidence, 'utf8')).toBe('bytes');
        expect(await ask('write', join(input, 'new'))).toBe('EROFS');
        expect(await ask('write', join(output, 'result'))).toBe('done');
        expect(await ask('list', folder)).toEqual(['in', 'out', 'temporary']);
        for (const path of [secret, '/etc/passwd', '/etc/shadow'])
          expect([path, await ask('read', path)]).toEqual([path, expect.stringMatching(/^(ENOENT|EACCES)$/)]);
        for (const path of [
          join(folder, 'new'),
          '/tmp/new',
          '/new',
          '/dev/new',
          entry,
          join(homedir(), 'new'),
        ])
          expect([path, await ask('write', path)]).toEqual([
            path,
            expect.stringMatching(/^(ENOENT|EROFS|EACCES)$/),
          ]);
      });
    });

    test('is alone, without capabilities, under a filter, and starts nothing with more', async () => {
      await withPool(confined!, async (ask) => {
        // Bubblewrap's own first process, and the worker.
        expect(await ask('processes')).toBe(2);
        const status = String(await ask('status'));
        expect(status).toMatch(/^CapEff:\t0+$/m);
        expect(status).toMatch(/^CapBnd:\t0+$/m);
        expect(status).toMatch(/^NoNewPrivs:\t1$/m);
        expect(status).toMatch(/^Seccomp:\t2$/m);
        expect(await ask('run', ['/bin/true'])).toBe(0);
        expect(await ask('run', ['unshare', '--user', '/bin/true'])).not.toBe(0);
      });
    });

    test.skipIf(process.arch !== 'x64' || spawnSync('perl', ['-e', '1']).status !== 0)(
      'the kernel itself refuses each forbidden call, and only because of the filter',
      async () => {
        const expected = forbidden.map(([name, error]) => [name, error]);
        const named = (errors: readonly number[]) => forbidden.map(([name], index) => [name, errors[index]]);
        await withPool(confined!, async (ask) => {
          expect(named(errorsIn(await ask('print', caller)))).toEqual(expected);
        });
        const outside = errorsIn(spawnSync(caller[0]!, caller.slice(1), { encoding: 'utf8' }).stdout);
        expect(outside.filter((error, index) => error === forbidden[index]![1])).toEqual([]);
      },
    );

    test('every protection is said to be active', () => {
      expect(confined!.protections.filter(({ active }) => !active)).toEqual([]);
    });
  },
);

test('without Bubblewrap the status says what is missing, and why', () => {
  const why = localized('because', '因为');
  const { protections, confinesFiles } = namespaces(why);
  const missing = protections.filter(({ active }) => !active);
  for (const id of ['files', 'processes', 'privileges', 'system-calls'])
    expect(missing).toContainEqual({ id, active: false, note: why });
  const active = protections.filter((one) => one.active).map(({ id }) => id);
  expect(active).toEqual(expect.arrayContaining(['private-folder', 'environment']));
  expect(confinesFiles).toBe(false);
  expect(new Set(protections.map(({ id }) => id)).size).toBe(protections.length);
});

test('a launcher is not trusted when a worker in it sees a file outside, or does not start', () => {
  const open = trial(({ command }) => ({ command, descriptors: [] }), process.execPath, temporary);
  expect(open).toBe('a file outside could be read');
  const broken = trial(() => ({ command: ['/nowhere/launcher'], descriptors: [] }), 'node', temporary);
  expect(broken).toContain('ENOENT');
  expect(readdirSync(temporary).filter((name) => name.startsWith('trial-'))).toEqual([]);
});

test('a path cannot end its string in a profile of sandbox-exec', () => {
  const profile = seatbeltProfile({ read: ['/a") (allow default) ("'], write: ['/b\\"'] });
  expect(profile).toContain('(deny default)');
  const outside = profile.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  expect(outside).not.toContain('allow default');
  expect(outside).not.toContain('(allow network');
});
