import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { randomNumbers } from '../mutations.ts';
import { Coverage } from './coverage.ts';
import { damage } from './mutator.ts';
import type { FuzzInput } from './target.ts';
import { type FuzzTargetName, keptSeeds, loadTarget } from './targets.ts';

/** What the thread is told. */
export interface ThreadOrder {
  readonly target: FuzzTargetName;
  readonly seed: number;
  readonly milliseconds: number;
  /** What is being read, for whoever watches: a count, the length, then the bytes. */
  readonly watched: SharedArrayBuffer;
}

/** What it says: a fault, or how far it is. */
export type ThreadNews =
  | { readonly kind: 'fault'; readonly what: string; readonly input: FuzzInput }
  | { readonly kind: 'slow'; readonly milliseconds: number; readonly input: FuzzInput }
  | { readonly kind: 'far'; readonly runs: number; readonly corpus: number; readonly coverage: number }
  | { readonly kind: 'over'; readonly found: readonly (FuzzInput & { readonly fresh: number })[] };

const SLOW = 1500;
const order = workerData as ThreadOrder;
const port = parentPort!;
const say = (news: ThreadNews) => port.postMessage(news);
const target = await loadTarget(order.target);

const folder = mkdtempSync(join(tmpdir(), 'assay-fuzz-'));
const path = join(folder, 'input');
const state = new Int32Array(order.watched, 0, 2);
const shown = new Uint8Array(order.watched, 8);
const random = randomNumbers(order.seed);
const coverage = new Coverage();
const corpus: (FuzzInput & { readonly fresh: number })[] = [];
const faults = new Set<string>();
let runs = 0;

async function run(input: FuzzInput): Promise<number> {
  const copied = input.bytes.subarray(0, shown.length);
  shown.set(copied);
  Atomics.store(state, 1, copied.length);
  Atomics.add(state, 0, 1);
  const start = performance.now();
  try {
    await target.read(input, path);
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // Told once for each place it comes from.
    const place = what.split('\n').slice(1, 4).join();
    if (!faults.has(place)) say({ kind: 'fault', what, input });
    faults.add(place);
  }
  const milliseconds = performance.now() - start;
  if (milliseconds > SLOW) say({ kind: 'slow', milliseconds, input });
  runs += 1;
  return coverage.take();
}

/** Later finds reach further, and small ones are read faster: both are taken more often. */
function choose(): FuzzInput {
  const place = random() < 0.5 ? random() : 1 - random() ** 2;
  const one = corpus[Math.floor(place * corpus.length)] ?? corpus[0]!;
  const two = corpus[Math.floor(random() * corpus.length)] ?? one;
  return two.bytes.length < one.bytes.length && random() < 0.5 ? two : one;
}

try {
  const seeds = [...(await target.seeds()), ...(await keptSeeds(target.name))];
  for (const seed of seeds) corpus.push({ ...seed, fresh: await run(seed) });
  const given = corpus.length;
  const end = performance.now() + order.milliseconds;
  let told = performance.now();
  while (performance.now() < end) {
    const input = damage(choose(), corpus, target.tokens, random);
    const fresh = await run(input);
    if (fresh > 0) corpus.push({ ...input, fresh });
    if (performance.now() - told < 5000) continue;
    told = performance.now();
    say({ kind: 'far', runs, corpus: corpus.length, coverage: coverage.size });
  }
  say({ kind: 'far', runs, corpus: corpus.length, coverage: coverage.size });
  say({ kind: 'over', found: corpus.slice(given) });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
