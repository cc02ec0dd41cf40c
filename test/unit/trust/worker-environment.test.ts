import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createForkTransport } from '#workers/transport-fork.ts';
import { createUtilityTransport } from '#workers/transport-utility.ts';

const environment = { ASSAY_TRUST: '/lists' };
const listener = { message: () => undefined, stderr: () => undefined, exit: () => undefined };

test('a forked worker is told the folder of lists, and keeps nothing else of the host', async () => {
  const entry = fileURLToPath(new URL('../../support/environment-worker.ts', import.meta.url));
  process.env.ASSAY_SECRET = 'token';
  const transport = createForkTransport({ entry, heapMebibytes: 64, temporary: tmpdir(), environment });
  const told = await new Promise<Record<string, string>>((resolve) => {
    const worker = transport.start({
      ...listener,
      message(message) {
        if (message.type !== 'value') return;
        worker.kill();
        resolve(message.value as Record<string, string>);
      },
    });
  });
  delete process.env.ASSAY_SECRET;
  expect(told.ASSAY_TRUST).toBe('/lists');
  expect(told.ASSAY_SECRET).toBeUndefined();
});

test('so is a utility process', () => {
  const given: Record<string, string>[] = [];
  const child = { pid: 1, stderr: null, on: () => undefined, postMessage: () => undefined, kill: () => true };
  const electron = {
    fork(_path: string, _args: string[], options: { env: Record<string, string> }) {
      given.push(options.env);
      return child;
    },
  };
  const options = { entry: 'worker.js', heapMebibytes: 64, temporary: tmpdir(), environment };
  createUtilityTransport(electron, options).start(listener);
  expect(given.map((env) => env.ASSAY_TRUST)).toEqual(['/lists']);
});
