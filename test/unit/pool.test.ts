import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defaultLimits, type Limits } from '#core/media/limits.ts';
import type { TaskOptions, Workers } from '#core/ports.ts';
import { createPool } from '#workers/pool.ts';
import { endOfComplaints, type Transport } from '#workers/protocol.ts';
import { emptyView } from '#workers/sandbox/view.ts';
import { createForkTransport } from '#workers/transport-fork.ts';

// In the strongest sandbox there is here.
vi.stubEnv('ASSAY_SANDBOX', '');

const entry = fileURLToPath(new URL('../support/misbehaving-worker.ts', import.meta.url));
let temporary: string;
let pool: Workers;

/** Processes started by the pool under test, as this machine numbers them; a worker may see other numbers. */
let started: number[];

function open(size = 1): Workers {
  const transport = createForkTransport({ entry, heapMebibytes: 512, temporary });
  started = [];
  return createPool({
    size,
    transport: {
      ...transport,
      start(listener, purpose) {
        const child = transport.start(listener, purpose);
        started.push(child.pid!);
        return child;
      },
    },
    graceMs: 200,
    viewOf: (task, input) =>
      task === 'crash-once' ? { read: [], write: [dirname(String(input))] } : emptyView,
  });
}

function options(limits: Partial<Limits> = {}, more: Partial<TaskOptions> = {}): TaskOptions {
  return { priority: 'batch', limits: { ...defaultLimits, ...limits }, ...more };
}

function alive(pid: number): boolean {
  return spawnSync('kill', ['-0', String(pid)]).status === 0;
}

beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), 'assay-pool-'));
});
afterEach(() => pool.close());
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe('a task', () => {
  test('gives its value, checked against the schema', async () => {
    pool = open();
    expect(await pool.run('echo', { a: 1 }, z.object({ a: z.number() }), options())).toMatchObject({
      ok: true,
      value: { a: 1 },
    });
    const wrong = await pool.run('echo', { a: 'one' }, z.object({ a: z.number() }), options());
    expect(wrong).toMatchObject({ ok: false, failure: { code: 'task-failed' } });
  });

  test('carries typed arrays without turning them into text', async () => {
    pool = open();
    const answer = await pool.run('echo', new Float32Array([1.5, 2]), z.instanceof(Float32Array), options());
    expect(answer).toMatchObject({ ok: true, value: new Float32Array([1.5, 2]) });
  });

  test('keeps what was complained about on standard error', async () => {
    pool = open();
    const answer = await pool.run('complain', null, z.string(), options());
    expect(answer.ok).toBe(true);
    expect(answer.stderr).toBe('corrupt data, going on\n');
  });

  test('waits for complaints that come after the answer, and not for ever', async () => {
    const late = (told: boolean): Transport => ({
      ...{ protections: [], confinesFiles: false },
      start: (listener) => ({
        pid: undefined,
        send(message) {
          if (message.type !== 'task') return;
          listener.message({ type: 'value', id: message.id, value: 'read' });
          setTimeout(() => listener.stderr(`corrupt data${told ? endOfComplaints(message.id) : ''}`), 30);
        },
        kill: () => undefined,
      }),
    });
    for (const told of [true, false]) {
      const other = createPool({ size: 1, transport: late(told) });
      const answer = await other.run('read', null, z.string(), options());
      expect([answer.ok, answer.stderr]).toEqual([true, 'corrupt data']);
      await other.close();
    }
  });

  test('reports progress within 0…1', async () => {
    pool = open();
    const seen: number[] = [];
    await pool.run(
      'progress',
      null,
      z.null(),
      options({}, { onProgress: (fraction) => seen.push(fraction) }),
    );
    expect(seen).toEqual([0.25, 0.5, 1, 0]);
  });

  test('that throws is one failed task; the worker lives on', async () => {
    pool = open();
    await pool.run('echo', 1, z.number(), options());
    expect(await pool.run('throw', null, z.unknown(), options())).toMatchObject({
      ok: false,
      failure: { code: 'task-failed', message: 'a fault of the method' },
    });
    expect(await pool.run('limit', null, z.unknown(), options())).toMatchObject({
      ok: false,
      failure: { code: 'limit-reached' },
    });
    await pool.run('echo', 1, z.number(), options());
    expect(started).toHaveLength(1);
  });
});

describe('a worker that misbehaves', () => {
  test('crashing twice is a failed task, and the next one gets a fresh process', async () => {
    pool = open();
    const answers = await Promise.all([
      pool.run('echo', 'before', z.string(), options()),
      pool.run('crash', null, z.unknown(), options()),
      pool.run('echo', 'after', z.string(), options()),
    ]);
    expect(answers[0]).toMatchObject({ ok: true, value: 'before' });
    expect(answers[1]).toMatchObject({ ok: false, failure: { code: 'worker-crashed' } });
    expect(answers[1].ok ? '' : answers[1].failure.message).toContain('SIGSEGV');
    expect(answers[2]).toMatchObject({ ok: true, value: 'after' });
  });

  test('crashing once is retried in a fresh process', async () => {
    pool = open();
    expect(await pool.run('crash-once', join(temporary, 'mark'), z.string(), options())).toMatchObject({
      ok: true,
      value: 'second try',
    });
  });

  test('hanging ends at the time limit, even in a busy loop, and what it started goes with it', async () => {
    pool = open();
    // A marker that only this test's `sleep` carries.
    const answer = await pool.run('spawn-and-spin', 31_415, z.unknown(), options({ timeMs: 600 }));
    expect(answer).toMatchObject({ ok: false, failure: { code: 'timed-out' } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(started.filter(alive)).toEqual([]);
    expect(spawnSync('pgrep', ['-f', '^sleep 31415$']).status).toBe(1);
    expect(await pool.run('echo', 1, z.number(), options())).toMatchObject({ ok: true });
  });

  test('and busy does not outlive a host that was killed', async () => {
    pool = open();
    const host = spawn(
      process.execPath,
      [fileURLToPath(new URL('../support/doomed-host.ts', import.meta.url))],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [said] = (await once(host.stdout, 'data')) as [Buffer];
    const workers = said.toString().trim().split(' ').map(Number);
    expect(workers.every(alive)).toBe(true);
    host.kill('SIGKILL');
    await expect.poll(() => workers.filter(alive), { timeout: 8000, interval: 200 }).toEqual([]);
  }, 20_000);

  test('eating memory is ended at its limit', async () => {
    pool = open();
    const answer = await pool.run('grow', null, z.unknown(), options({ memoryBytes: 300 * 1024 * 1024 }));
    expect(answer).toMatchObject({ ok: false, failure: { code: 'memory-exceeded' } });
  });
});

describe('cancelling', () => {
  test.each(['polite-hang', 'spin'])('%s ends within a second', async (task) => {
    pool = open();
    await pool.run('echo', 1, z.number(), options());
    const controller = new AbortController();
    const running = pool.run(task, null, z.unknown(), options({}, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 200);
    const started = performance.now();
    expect(await running).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('a waiting task never starts', async () => {
    pool = open();
    const controller = new AbortController();
    const first = pool.run('polite-hang', null, z.unknown(), options({ timeMs: 500 }));
    const second = pool.run(
      'crash-once',
      join(temporary, 'never'),
      z.unknown(),
      options({}, { signal: controller.signal }),
    );
    controller.abort();
    expect(await second).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(await first).toMatchObject({ ok: false, failure: { code: 'timed-out' } });
  });

  test('closing settles everything', async () => {
    pool = open();
    const all = [pool.run('spin', null, z.unknown(), options()), pool.run('echo', 1, z.unknown(), options())];
    await pool.close();
    for (const answer of await Promise.all(all))
      expect(answer).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(await pool.run('echo', 1, z.unknown(), options())).toMatchObject({ ok: false });
  });
});

describe('order', () => {
  test('interactive work goes before batch work', async () => {
    pool = open();
    const order: string[] = [];
    const note = (name: string, priority: TaskOptions['priority']) =>
      pool.run('echo', name, z.string(), options({}, { priority })).then(() => order.push(name));
    await Promise.all([note('first', 'batch'), note('batch', 'batch'), note('interactive', 'interactive')]);
    expect(order).toEqual(['first', 'interactive', 'batch']);
  });
});

describe('what a worker can reach', () => {
  test('no variable of the environment but the few it needs', async () => {
    process.env.ASSAY_TEST_SECRET = 'token';
    pool = open();
    const names = await pool.run('environment', null, z.array(z.string()), options());
    delete process.env.ASSAY_TEST_SECRET;
    const allowed = [
      'PATH',
      'LANG',
      'HOME',
      'TMPDIR',
      'VIPS_BLOCK_UNTRUSTED',
      'ASSAY_FFMPEG',
      'ASSAY_FFPROBE',
      'ASSAY_PERL',
      'PWD',
      'NODE_CHANNEL_FD',
      'NODE_CHANNEL_SERIALIZATION_MODE',
      // Read by confined workers, which cannot write to it (`worker-environment.test`).
      'NODE_COMPILE_CACHE',
    ];
    expect(names.ok && names.value.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  test('no network, not even this machine', async (context) => {
    pool = open();
    if (pool.protections.find(({ id }) => id === 'network')?.active !== true)
      return context.skip('this system allows no network namespace to an ordinary process');
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const answer = await pool.run('connect', port, z.string(), options());
    server.close();
    expect(answer).toMatchObject({ ok: true });
    expect(answer.ok && answer.value).not.toBe('connected');
    // Under a filter of system calls even the question is refused.
    const seen = await pool.run('interfaces', null, z.array(z.string()), options());
    expect(seen.ok ? seen.value : []).toEqual([]);
  });
});
