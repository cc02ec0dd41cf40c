/**
 * R14: the same file examined twice, on one processor and on two, gives the same answers byte for byte.
 *
 *   node test/torture/determinism.ts [--files DIRECTORY] [--count 200] [--only ID,…]
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordedAnswer } from '#core/analysis/compare-runs.ts';
import type { Run } from '#shared/domain/run.ts';
import { smallMedia } from '../support/small-media.ts';
import { chosenFiles } from './chosen-files.ts';
import { withCase } from './examined-case.ts';
import type { TortureRow } from './row.ts';

export interface DeterminismOptions {
  /** Files to examine; none: small ones of every format, made here. */
  readonly files?: readonly string[];
  /** Only these methods; absent: all. */
  readonly only?: readonly string[];
  /** Leave this process one processor for the runs of one thread, so that libraries start no more. */
  readonly pin?: boolean;
  onPass?(name: string, runs: number): void;
}

const threads = [1, 2] as const;
const passes = [1, 2] as const;
const target = 'canonical answers byte-identical: 2 runs × 1 and 2 threads';
/** Ended by time or memory: what a machine had to do beside it, and no answer to compare. */
const machineLimits = ['timed-out', 'memory-exceeded'];

export async function determinism(options: DeterminismOptions = {}): Promise<TortureRow> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-determinism-'));
  try {
    const files = options.files ?? (await madeFiles(folder));
    const answers = new Map<string, Map<string, string>>();
    let limited = 0;
    for (const count of threads) {
      for (const { name, run } of await examined(files, count, options)) {
        if (machineLimits.includes(run.reason?.code ?? '')) {
          limited += 1;
          continue;
        }
        const key = `${run.evidence} ${run.analysis}`;
        answers.set(key, (answers.get(key) ?? new Map()).set(name, recordedAnswer(run)));
      }
    }
    const differing = [...answers].filter(([, all]) => new Set(all.values()).size > 1).map(([key]) => key);
    const methods = new Set(differing.map((key) => key.split(' ')[1]));
    const times = threads.length * passes.length;
    const compared = [...answers.values()].filter((all) => all.size === times).length;
    return {
      goal: 'R14',
      target,
      reached: `${compared - differing.length} of ${compared} answers on ${files.length} files identical in ${times} runs${differing.length === 0 ? '' : `; differing: ${[...methods].join(', ')} (${differing.slice(0, 5).join('; ')})`}${limited === 0 ? '' : `; ${limited} runs ended by a limit`}`,
      passed: differing.length === 0 && compared > 0,
      command: 'node test/torture/determinism.ts',
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function madeFiles(folder: string): Promise<string[]> {
  const place = join(folder, 'files');
  await mkdir(place);
  const made: string[] = [];
  for (const [format, make] of smallMedia) {
    const path = join(place, `made.${format}`);
    await writeFile(path, await make());
    made.push(path);
  }
  return made;
}

/** All runs of both passes, each named by thread count and pass. */
async function examined(
  files: readonly string[],
  count: (typeof threads)[number],
  { only = [], pin = false, onPass }: DeterminismOptions,
): Promise<{ readonly name: string; readonly run: Run }[]> {
  if (pin && count === 1) keepProcessors('0');
  const environment = { VIPS_CONCURRENCY: String(count), UV_THREADPOOL_SIZE: String(2 * count) };
  try {
    return await withCase(files, count, environment, async ({ examine }) => {
      const runs: { name: string; run: Run }[] = [];
      for (const pass of passes) {
        const name = `${count} threads, pass ${pass}`;
        const found = await examine(only);
        runs.push(...found.map((run) => ({ name, run })));
        onPass?.(name, found.length);
      }
      return runs;
    });
  } finally {
    if (pin && count === 1) keepProcessors('0-1023');
  }
}

/** Children begin with the processors of the thread that starts them. */
function keepProcessors(list: string): void {
  execFileSync('taskset', ['-cp', list, String(process.pid)], { stdio: 'ignore' });
}

if (import.meta.main) {
  const { values } = (await import('node:util')).parseArgs({
    options: {
      files: { type: 'string' },
      count: { type: 'string', default: '200' },
      only: { type: 'string' },
    },
  });
  const files = await chosenFiles(values.files, Number(values.count));
  const row = await determinism({
    ...(files.length === 0 ? {} : { files }),
    ...(values.only === undefined ? {} : { only: values.only.split(',') }),
    pin: process.platform === 'linux',
    onPass: (name, runs) => console.info(`${name}: ${runs} runs`),
  });
  console.info(`${row.goal} ${row.passed ? 'passed' : 'FAILED'}: ${row.reached}`);
  process.exitCode = row.passed ? 0 : 1;
}
