import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { type MutationKind, mutate, randomNumbers } from './mutations.ts';
import { makeSignedMedia } from './signed-media.ts';
import { openWatchedPool, outcomeOf } from './watched-pool.ts';

export interface MutationOrder {
  readonly seed: number;
  /**
   * Number of the first file. What is done to a file depends on the seed and its number only; the signed bytes
   * differ from run to run in keys and identifiers, so keep what is to be looked at.
   */
  readonly from: number;
  readonly count: number;
  /** Folder in which files are kept that crashed a worker, ran over a limit or took long. */
  readonly keep?: string;
  onProgress?(done: number, summary: MutationSummary): void;
}

export interface MutationSummary {
  readonly files: number;
  /** How many runs ended with which outcome; the sum is the number of files. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Read as whole and intact although bytes differ from what was signed: changes where nothing is covered. */
  readonly unnoticed: Readonly<Record<string, number>>;
  /**
   * Files that crashed a worker, broke a limit, failed, or were said to hold nothing while a manifest is in
   * them: number, source and kind.
   */
  readonly remarkable: readonly string[];
  readonly slowestMilliseconds: number;
  readonly peakMebibytes: number;
  /** Worker processes started. */
  readonly processes: number;
}

/** Description box of a manifest (C2PA 2.2, 11.1.4.2): its type stands in every store. */
const manifestHeader = Buffer.from('6a756d6463326d6100110010800000aa00389b71', 'hex');
/** Slower than this is kept for a look, though within the limit. */
const SLOW_MILLISECONDS = 5000;

/** Signed files of every format, damaged and put through `provenance.c2pa` in the real pool, one by one. */
export async function runMutations(order: MutationOrder): Promise<MutationSummary> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-mutations-'));
  const pool = await openWatchedPool();
  const outcomes: Record<string, number> = {};
  const unnoticed: Record<string, number> = {};
  const remarkable: string[] = [];
  let slowestMilliseconds = 0;
  let peakBytes = 0;
  let files = 0;
  const summary = (): MutationSummary => ({
    files,
    outcomes: { ...outcomes },
    unnoticed: { ...unnoticed },
    remarkable: [...remarkable],
    slowestMilliseconds: Math.round(slowestMilliseconds),
    peakMebibytes: Math.round(peakBytes / 2 ** 20),
    processes: pool.started.length,
  });
  try {
    const sources = await makeSignedMedia(folder);
    for (let number = order.from; number < order.from + order.count; number += 1) {
      const random = randomNumbers(Math.imul(order.seed, 0x9e3779b1) ^ number);
      const pick = () => sources[Math.floor(random() * sources.length)]!;
      const source = pick();
      const { kind, bytes } = mutate(source.bytes, pick().bytes, random);
      const path = join(folder, `mutated${extname(source.name)}`);
      await writeFile(path, bytes);
      const run = await pool.run(path);
      files += 1;
      const outcome = outcomeOf(run);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      slowestMilliseconds = Math.max(slowestMilliseconds, run.milliseconds);
      peakBytes = Math.max(peakBytes, run.peakBytes);
      const sound =
        run.answer?.ok === true && !bytes.equals(source.bytes) && seemsIntact(run.answer.value.result);
      if (sound) unnoticed[kind] = (unnoticed[kind] ?? 0) + 1;
      const broken =
        !['found', 'nothing-found', 'undetermined', 'not-applicable'].includes(outcome) ||
        (outcome === 'nothing-found' && bytes.includes(manifestHeader)) ||
        run.milliseconds > SLOW_MILLISECONDS ||
        run.peakBytes > pool.limits.memoryBytes;
      if (broken) {
        remarkable.push(describe(number, source.name, kind, outcome, run.milliseconds));
        if (order.keep !== undefined)
          await copyFile(path, join(order.keep, `${order.seed}-${number}${extname(source.name)}`));
      }
      order.onProgress?.(files, summary());
    }
    return summary();
  } finally {
    await pool.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function describe(number: number, source: string, kind: MutationKind, outcome: string, ms: number): string {
  return `#${number} ${source} ${kind}: ${outcome} after ${Math.round(ms)} ms`;
}

function seemsIntact(result: unknown): boolean {
  const { state, verdict } = (result ?? {}) as {
    state?: unknown;
    verdict?: { content?: unknown; claims?: unknown; signature?: unknown };
  };
  return (
    state === 'present' &&
    verdict?.content === 'intact' &&
    verdict.claims === 'intact' &&
    verdict.signature === 'valid'
  );
}
