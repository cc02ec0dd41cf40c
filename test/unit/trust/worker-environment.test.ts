import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import type { FromWorker } from '#workers/protocol.ts';
import { emptyView } from '#workers/sandbox/view.ts';
import { createForkTransport } from '#workers/transport-fork.ts';
import { createUtilityTransport } from '#workers/transport-utility.ts';

// In the strongest sandbox there is here.
vi.stubEnv('ASSAY_SANDBOX', '');

const environment = { ASSAY_TRUST: '/lists' };
const purpose = { view: emptyView, memoryBytes: 1024 ** 3 };
const listener = { message: () => undefined, stderr: () => undefined, exit: () => undefined };

/** The environment a forked worker finds. */
function told(): Promise<{ readonly seen: Record<string, string>; readonly confined: boolean }> {
  const entry = fileURLToPath(new URL('../../support/environment-worker.ts', import.meta.url));
  const transport = createForkTransport({ entry, heapMebibytes: 64, temporary: tmpdir(), environment });
  return new Promise((resolve) => {
    const taking = {
      ...listener,
      message(message: FromWorker) {
        if (message.type !== 'value') return;
        worker.kill();
        resolve({
          seen: message.value as Record<string, string>,
          confined: transport.confinesFiles,
        });
      },
    };
    const worker = transport.start(taking, purpose);
  });
}

test('a forked worker is told the folder of lists, and keeps nothing else of the host', async () => {
  vi.stubEnv('ASSAY_SECRET', 'token');
  const { seen } = await told();
  expect(seen.ASSAY_TRUST).toBe('/lists');
  expect(seen.ASSAY_SECRET).toBeUndefined();
});

test('compiled code is handed only to a worker whose sandbox keeps it from writing there', async () => {
  vi.stubEnv('NODE_COMPILE_CACHE', '/compiled');
  const strongest = await told();
  expect(strongest.seen.NODE_COMPILE_CACHE).toBe(strongest.confined ? '/compiled' : undefined);
  vi.stubEnv('ASSAY_SANDBOX', 'namespaces');
  const { seen, confined } = await told();
  expect([confined, seen.NODE_COMPILE_CACHE]).toEqual([false, undefined]);
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
  createUtilityTransport(electron, options).start(listener, purpose);
  expect(given.map((env) => env.ASSAY_TRUST)).toEqual(['/lists']);
});
