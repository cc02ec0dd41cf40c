/**
 * Child process in a mount namespace of its own: works on a case on a small file system of memory that is filled up
 * at chosen points, and prints what came of each, one JSON document a line.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statfsSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openCase } from '#core/case/open.ts';
import { verifyCase } from '#core/case/verify.ts';
import { acknowledgements } from './acknowledgement.ts';
import { inspectCase, inspectorPorts } from './inspect-case.ts';
import { startWork, type WorkPlace, workPlace } from './working.ts';

export interface FillPoint {
  readonly free: number;
  /** What did not go on, in the words the examiner is given. */
  readonly refusals: readonly string[];
  /** What must not be: half of something in the case, an end without an answer, a case that cannot be read. */
  readonly faults: readonly string[];
}

const [points = '1'] = process.argv.slice(2);
const megabyte = 1_000_000;
const diskBytes = 24 * megabyte;
const ballastBytes = megabyte;
/** More than the second half of the work writes. */
const widest = 1.6 * megabyte;

const count = Number(points);
for (let point = 0; point < count; point += 1)
  writeSync(1, `${JSON.stringify(await fillUpTo(Math.round((widest * point) / Math.max(1, count - 1))))}\n`);
process.exit(0);

async function fillUpTo(free: number): Promise<FillPoint> {
  const place = workPlace({ ballastBytes });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', place.root]);
  const faults: string[] = [];
  try {
    await work(place, 1, faults);
    const fill = join(place.root, 'fill');
    leaveFree(fill, place.root, free);
    await work(place, 2, faults);
    const told = acknowledgements(place.order.acknowledgements);
    const refusals = told.flatMap((one) => (one.what === 'refused' && one.of !== 'open' ? [one.text] : []));
    for (const text of refusals) if (!/\d/.test(text)) faults.push(`no room is named: ${text}`);
    await read(place, faults);
    rmSync(fill);
    writeFileSync(place.order.acknowledgements, '');
    await work(place, 2, faults);
    const resumed = acknowledgements(place.order.acknowledgements);
    if (resumed.some(({ what }) => what === 'refused'))
      faults.push('after freeing, something was still refused');
    if (resumed.filter(({ what }) => what === 'evidence').length < 4)
      faults.push('after freeing, files are missing');
    const { lost, corrupt } = await inspectCase(place.order.directory, [...told, ...resumed]);
    faults.push(...lost, ...corrupt);
    return { free, refusals, faults };
  } finally {
    execFileSync('umount', ['--lazy', place.root]);
    place.remove();
  }
}

async function work(place: WorkPlace, seed: number, faults: string[]): Promise<void> {
  const { complaint, code } = await startWork({ ...place, order: { ...place.order, seed } }).over;
  if (complaint !== '' || code !== 0)
    faults.push(`the process ended with ${code}: ${complaint.slice(0, 400)}`);
}

/** What is held back from other accounts counts as well: the file system says what is available. */
function leaveFree(path: string, root: string, free: number): void {
  const { bavail, bsize } = statfsSync(root);
  writeFileSync(path, Buffer.alloc(Math.max(0, bavail * bsize - free)));
}

/** On the full disk: the case opens, is sound, and its evidence can be read. */
async function read(place: WorkPlace, faults: string[]): Promise<void> {
  const opened = await openCase(place.order.directory, inspectorPorts, { readOnly: true });
  if (!opened.ok) {
    faults.push(`cannot be read: ${opened.problem.code} ${opened.problem.detail ?? ''}`);
    return;
  }
  const { store } = opened;
  const { problems } = await verifyCase(store);
  faults.push(...problems.map(({ code, object }) => `${code} ${object}`));
  for (const { sha256, size } of store.listEvidence({ offset: 0, limit: 100 }).items)
    if (readFileSync(store.evidencePath(sha256)).length !== size) faults.push(`short: ${sha256}`);
  await store.close();
}
