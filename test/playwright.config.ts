import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const chromium = [
  process.env.ASSAY_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

/** They look at the sample after its examination, which is done once for both. */
const onSample = ['**/reach.spec.ts', '**/stages.spec.ts'];

// No case of a test sets 64 MB aside for a full disk.
process.env.ASSAY_BALLAST = '0';

/** The system's Chromium; the flags keep it from looking for networks that are not there. */
export default defineConfig({
  testDir: fileURLToPath(new URL('./e2e', import.meta.url)),
  outputDir: fileURLToPath(new URL('../test-results', import.meta.url)),
  // Every file has a program and a browser of its own; alone it leaves a core idle.
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'sample', testMatch: '**/sample.setup.ts' },
    { name: 'loopback', testIgnore: ['**/desktop.spec.ts', ...onSample] },
    { name: 'on the sample', testMatch: [...onSample], dependencies: ['sample'] },
    { name: 'desktop', testMatch: '**/desktop.spec.ts' },
  ],
});
