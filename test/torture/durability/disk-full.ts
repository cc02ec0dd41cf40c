import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FillPoint } from './disk-full-process.ts';

const script = fileURLToPath(new URL('./disk-full-process.ts', import.meta.url));
const apart = ['--user', '--map-root-user', '--mount'];

/** May this account mount a file system of its own, seen by nobody else? */
export function mayMountApart(): boolean {
  const probe = ['sh', '-c', 'mount -t tmpfs -o size=1m tmpfs /mnt'];
  return process.platform === 'linux' && spawnSync('unshare', [...apart, ...probe]).status === 0;
}

/** Work on a case while its disk fills up, at so many points; see `disk-full-process.ts`. */
export function fillDisks(points: number): FillPoint[] {
  const run = spawnSync(
    'unshare',
    [...apart, process.execPath, '--disable-warning=ExperimentalWarning', script, String(points)],
    { encoding: 'utf8', maxBuffer: 1e8 },
  );
  if (run.status !== 0) throw new Error(`The disk could not be filled: ${run.stderr}`);
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FillPoint);
}
