import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Launch, WorkerOrder } from './sandbox.ts';
import { emptyView } from './view.ts';

/** Exit code of a trial that saw what it must not see. */
const sawTooMuch = 3;

/**
 * Start Node in a sandbox before it is trusted: it has to see its own folder, and must not see a file beside it. `null`
 * when that holds, otherwise what the launcher complained of.
 */
export function trial(
  launch: (order: WorkerOrder) => Launch,
  node: string,
  temporary: string,
): string | null {
  const home = mkdtempSync(join(temporary, 'trial-'));
  const outside = `${home}.outside`;
  writeFileSync(outside, '');
  const script = `
    const { readdirSync, readFileSync } = require('node:fs');
    readdirSync(${JSON.stringify(home)});
    try { readFileSync(${JSON.stringify(outside)}); } catch { process.exit(0); }
    process.exit(${sawTooMuch});`;
  const { command, descriptors } = launch({
    command: [node, '-e', script],
    view: emptyView,
    home,
    memoryBytes: 2 * 1024 ** 3,
    environment: { PATH: process.env.PATH ?? '' },
  });
  try {
    const { status, stderr, error } = spawnSync(command[0]!, command.slice(1), {
      env: { PATH: process.env.PATH ?? '' },
      // Index 3 is the message channel of a worker; here nothing stands in its place.
      stdio: ['ignore', 'ignore', 'pipe', 'ignore', ...descriptors],
      encoding: 'utf8',
      timeout: 10_000,
    });
    if (status === 0) return null;
    if (status === sawTooMuch) return 'a file outside could be read';
    return stderr?.trim().split('\n').at(-1) || error?.message || `exit code ${status}`;
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor);
    rmSync(home, { recursive: true, force: true });
    rmSync(outside, { force: true });
  }
}
