import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintLines, failureReason } from '#core/media/complaints.ts';
import { type ProgramOptions, runProgram } from '#core/media/spawn.ts';

const unix = process.platform !== 'win32';
const linux =
  process.platform === 'linux' && existsSync('/usr/bin/prlimit') && existsSync('/usr/bin/setpriv');
const node = process.execPath;

function options(changes: Partial<ProgramOptions> = {}): ProgramOptions {
  return { signal: new AbortController().signal, timeMs: 20_000, outputBytes: 1 << 20, ...changes };
}

/** A process that ended but was not yet collected by its new parent (state Z) is not alive. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !linux || readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.charAt(0) !== 'Z';
  } catch (error) {
    if (
      (error as NodeJS.ErrnoException).code === 'ESRCH' ||
      (error as NodeJS.ErrnoException).code === 'ENOENT'
    )
      return false;
    throw error;
  }
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-spawn-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('runProgram', () => {
  it('passes arguments as they are, through no shell', async () => {
    const words = ['a b', '$(touch x)', '`id`', '"', "'", ';', '|', '中文', '-rf', '%PATH%'];
    const answer = await runProgram(
      node,
      ['-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', ...words],
      options(),
    );
    expect(answer.ok && JSON.parse(Buffer.from(answer.stdout).toString())).toEqual(words);
  });

  it('gives the child nothing of our environment', async () => {
    process.env.ASSAY_TEST_SECRET = 'secret';
    const answer = await runProgram(
      node,
      ['-e', 'console.log(JSON.stringify(process.env))'],
      options({ directory: folder }),
    );
    const environment = answer.ok
      ? (JSON.parse(Buffer.from(answer.stdout).toString()) as Record<string, string>)
      : {};
    expect(environment).not.toHaveProperty('ASSAY_TEST_SECRET');
    expect(environment).not.toHaveProperty('NODE_ENV');
    expect(environment.LANG).toBe('C.UTF-8');
    expect(environment.HOME).toBe(folder);
  });

  it('keeps stderr and the exit code', async () => {
    const answer = await runProgram(
      node,
      ['-e', 'console.error("complaint"); process.exitCode = 3'],
      options(),
    );
    expect(answer).toMatchObject({ ok: true, exitCode: 3, stderr: 'complaint\n' });
  });

  it('bounds stderr', async () => {
    const answer = await runProgram(node, ['-e', 'console.error("x".repeat(3e6))'], options());
    expect(answer.ok && answer.stderr.length).toBeLessThan(200_000);
    expect(answer.ok && answer.stderr).toMatch(/… \d+ more bytes/);
  });

  it('reads input and closes stdin without it', async () => {
    const echo = 'process.stdin.pipe(process.stdout)';
    const fed = await runProgram(node, ['-e', echo], options({ input: Buffer.from('fed') }));
    expect(fed.ok && Buffer.from(fed.stdout).toString()).toBe('fed');
    const closed = await runProgram(node, ['-e', echo], options());
    expect(closed.ok && closed.stdout.length).toBe(0);
  });

  it('says which program is missing', async () => {
    const answer = await runProgram('/nonexistent/program', [], options());
    expect(answer).toMatchObject({ ok: false, failure: { code: 'missing' } });
    expect((await runProgram('no-such-program-here', [], options())).ok).toBe(false);
    // A relative path would depend on where we were started.
    expect((await runProgram('./package.json', [], options())).ok).toBe(false);
  });

  it('hands large output on in pieces and waits for the consumer', async () => {
    let bytes = 0;
    let together = 0;
    const script =
      'const b = Buffer.alloc(1 << 16); let n = 0; const w = () => { while (n++ < 128) if (!process.stdout.write(b)) return process.stdout.once("drain", w); }; w()';
    const answer = await runProgram(
      node,
      ['-e', script],
      options({
        outputBytes: 1 << 25,
        async onStdoutChunk(chunk) {
          together += 1;
          expect(together).toBe(1);
          await wait(1);
          together -= 1;
          bytes += chunk.length;
        },
      }),
    );
    expect(answer.ok).toBe(true);
    expect(bytes).toBe(128 * 65_536);
  });

  it('lets a fault of the consumer through and ends the program', async () => {
    const run = runProgram(
      node,
      ['-e', 'console.log(1); setInterval(() => 0, 1000)'],
      options({
        onStdoutChunk() {
          throw new Error('a bug of ours');
        },
      }),
    );
    await expect(run).rejects.toThrow('a bug of ours');
  });
});

describe.skipIf(!unix)('limits of runProgram', () => {
  it('ends a program at its time limit, with what it started', async () => {
    const file = join(folder, 'grandchild');
    const started = performance.now();
    const script = `sleep 60 & echo $! > ${file}; wait`;
    const answer = await runProgram('sh', ['-c', script], options({ timeMs: 400, fileBytes: 1000 }));
    expect(answer).toMatchObject({ ok: false, failure: { code: 'timed-out' } });
    expect(performance.now() - started).toBeLessThan(5_000);
    if (!linux) return;
    await wait(100);
    expect(alive(Number(await readFile(file, 'utf8')))).toBe(false);
  });

  it('ends a program on abort within half a second', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    const started = performance.now();
    const answer = await runProgram('sleep', ['60'], options({ signal: controller.signal }));
    expect(answer).toMatchObject({ ok: false, failure: { code: 'aborted' } });
    expect(performance.now() - started).toBeLessThan(200 + 500 + 300);
    expect(await runProgram('sleep', ['60'], options({ signal: controller.signal }))).toMatchObject({
      ok: false,
    });
  });

  it('ends a program that prints too much', async () => {
    const answer = await runProgram('yes', [], options({ outputBytes: 100_000 }));
    expect(answer).toMatchObject({ ok: false, failure: { code: 'output-limit' } });
  });

  it('tells a crash from an exit', async () => {
    const answer = await runProgram('sh', ['-c', 'echo broken >&2; kill -SEGV $$'], options());
    expect(answer).toMatchObject({ ok: false, failure: { code: 'killed', signal: 'SIGSEGV' } });
    if (!answer.ok)
      expect(failureReason(answer.failure)).toMatchObject({ code: 'engine-crashed', detail: 'broken' });
  });
});

describe.skipIf(!linux)('limits of the operating system', () => {
  it('bounds memory', async () => {
    const script = '$x = "a" x 400_000_000; print length $x';
    const free = await runProgram('perl', ['-e', script], options());
    expect(free.ok && Buffer.from(free.stdout).toString()).toBe('400000000');
    const bound = await runProgram('perl', ['-e', script], options({ memoryBytes: 200_000_000 }));
    expect(bound.ok && bound.exitCode === 0).toBe(false);
  });

  it('lets a child write no file', async () => {
    const target = join(folder, 'written');
    await runProgram('sh', ['-c', `echo text > ${target}`], options());
    expect((await readFile(target)).length).toBe(0);
    const allowed = await runProgram(
      'sh',
      ['-c', `echo text > ${target}; cat ${target}`],
      options({ fileBytes: 1000 }),
    );
    expect(allowed.ok && Buffer.from(allowed.stdout).toString()).toBe('text\n');
  });

  it('lets no child outlive the process that started it', async () => {
    const script = join(folder, 'parent.ts');
    const file = join(folder, 'child-pid');
    const module = fileURLToPath(new URL('../../../electron/core/media/spawn.ts', import.meta.url));
    await writeFile(
      script,
      `import { runProgram } from ${JSON.stringify(module)};
       await runProgram('sh', ['-c', 'echo $$ > ${file}; exec sleep 60'],
         { signal: new AbortController().signal, timeMs: 60000, outputBytes: 1000, fileBytes: 1000 });`,
    );
    const parent = spawn(node, [script], { stdio: 'ignore' });
    for (let tries = 0; tries < 100 && !existsSync(file); tries += 1) await wait(50);
    await wait(50);
    const child = Number(await readFile(file, 'utf8'));
    expect(alive(child)).toBe(true);
    parent.kill('SIGKILL');
    for (let tries = 0; tries < 40 && alive(child); tries += 1) await wait(50);
    expect(alive(child)).toBe(false);
  });

  it('costs little', () => {
    const time = (args: string[]) => {
      const started = performance.now();
      for (let count = 0; count < 5; count += 1) execFileSync(args[0]!, args.slice(1));
      return (performance.now() - started) / 5;
    };
    const plain = time(['true']);
    const wrapped = time([
      'setpriv',
      '--pdeathsig',
      'KILL',
      '--no-new-privs',
      'prlimit',
      '--core=0:0',
      'true',
    ]);
    expect(wrapped - plain).toBeLessThan(100);
  });
});

describe('complaintLines', () => {
  it('drops addresses, counts repeats and bounds the list', () => {
    const stderr = '[h264 @ 0x55d0c0ffee] error\n[h264 @ 0x55d0c0ffff] error\n\nother\n';
    expect(complaintLines(stderr)).toEqual(['[h264] error (×2)', 'other']);
    expect(complaintLines('a\nb\nc\n', 2)).toEqual(['a', 'b', '… 1 more']);
  });
});
