import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const project = (name: string, timeout = 30_000) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: timeout, hookTimeout: timeout },
});

export default defineConfig({
  root,
  // The desktop host runs against a stub; nothing in the tests may load the real module.
  resolve: { alias: { electron: fileURLToPath(new URL('./support/electron-stub.ts', import.meta.url)) } },
  test: {
    pool: 'forks',
    // No case of a test sets 64 MB aside for a full disk; those that are about it say so.
    // A worker confined by Bubblewrap serves one exhibit; tests that open hundreds would start hundreds. The command line,
    // the end-to-end tests and those about the sandbox run in it.
    env: { ASSAY_BALLAST: '0', ASSAY_SANDBOX: 'namespaces' },
    // By itself vitest leaves one core to its own process, which has little to do here.
    maxWorkers: availableParallelism(),
    projects: [
      project('architecture'),
      project('unit'),
      project('contract', 120_000),
      project('store', 60_000),
      project('analyses', 120_000),
    ],
  },
});
