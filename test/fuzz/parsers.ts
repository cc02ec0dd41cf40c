/**
 * Our own byte parsers, fuzzed under the lead of V8's block coverage: a damaged file that runs code no file before it
 * ran is kept and damaged further. Ends with an error when a parser threw, broke what must hold of its answer, took
 * longer than ten seconds, or ran out of memory.
 *
 *   node test/fuzz/parsers.ts [--minutes 1] [--parser NAME] [--seed 1] [--keep DIRECTORY] [--save]
 *
 * `--minutes` are for all parsers together, or for the one that is named. `--keep` takes the files that broke something;
 * `--save` puts the few smallest of those that reached most new code into test/fuzz/seeds, which `npm test` replays.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { FuzzInput } from '../support/fuzz/target.ts';
import { type FuzzTargetName, fuzzTargets, seedFolder } from '../support/fuzz/targets.ts';
import type { ThreadNews, ThreadOrder } from '../support/fuzz/thread.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    parser: { type: 'string' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string' },
    save: { type: 'boolean', default: false },
  },
});
const HANGS = 10_000;
const chosen = fuzzTargets.filter((name) => values.parser === undefined || name === values.parser);
if (chosen.length === 0) throw new Error(`one of: ${fuzzTargets.join(', ')}`);
const each = (Number(values.minutes) * 60_000) / chosen.length;

const fileName = ({ hint, bytes }: FuzzInput) =>
  `${hint}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.bin`;

async function keep(folder: string | undefined, input: FuzzInput): Promise<string> {
  const name = fileName(input);
  if (folder === undefined) return name;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), input.bytes);
  return join(folder, name);
}

interface Outcome {
  runs: number;
  corpus: number;
  coverage: number;
  faults: number;
  slow: number;
}

/** One thread at a time: what it reads stands in shared memory, so that a hang or a crash can be named. */
function search(
  target: FuzzTargetName,
  seed: number,
  milliseconds: number,
  outcome: Outcome,
): Promise<'over' | 'ended'> {
  const watched = new SharedArrayBuffer(8 + 65_536);
  const state = new Int32Array(watched, 0, 2);
  const current = (): FuzzInput => ({
    hint: 'ended',
    bytes: Buffer.from(new Uint8Array(watched, 8, state[1])),
  });
  const folder = values.keep === undefined ? undefined : join(values.keep, target);
  return new Promise((settle) => {
    const worker = new Worker(new URL('../support/fuzz/thread.ts', import.meta.url), {
      workerData: { target, seed, milliseconds, watched } satisfies ThreadOrder,
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    const before = outcome.runs;
    let [reading, since] = [-1, performance.now()];
    const watch = setInterval(() => {
      const now = Atomics.load(state, 0);
      if (now !== reading) [reading, since] = [now, performance.now()];
      else if (now > 0 && performance.now() - since > HANGS) void ended(`hangs for ${HANGS} ms`);
    }, 500);
    async function ended(why: string): Promise<void> {
      clearInterval(watch);
      outcome.faults += 1;
      console.info(`${target}: ${why}: ${await keep(folder, current())}`);
      await worker.terminate();
      settle('ended');
    }
    worker.on('error', (error) => void ended(error.stack ?? String(error)));
    worker.on('message', async (news: ThreadNews) => {
      if (news.kind === 'far') Object.assign(outcome, { ...news, runs: before + news.runs });
      else if (news.kind === 'fault') {
        outcome.faults += 1;
        console.info(`${target}: ${await keep(folder, news.input)}\n${news.what}`);
      } else if (news.kind === 'slow') {
        outcome.slow += 1;
        console.info(`${target}: ${Math.round(news.milliseconds)} ms: ${await keep(folder, news.input)}`);
      } else {
        clearInterval(watch);
        if (values.save) await save(target, news.found);
        settle('over');
      }
    });
  });
}

/** The smallest files that together reached most of what the made seeds do not. */
async function save(target: string, found: Extract<ThreadNews, { kind: 'over' }>['found']): Promise<void> {
  const small = found.filter(({ bytes }) => bytes.length <= 3000);
  const best = small.toSorted((a, b) => b.fresh - a.fresh).slice(0, 8);
  for (const input of best) await keep(join(seedFolder, target), input);
}

let faults = 0;
for (const name of chosen) {
  const outcome: Outcome = { runs: 0, corpus: 0, coverage: 0, faults: 0, slow: 0 };
  const end = performance.now() + each;
  for (let seed = Number(values.seed); performance.now() < end - 500; seed += 1)
    if ((await search(name, seed, end - performance.now(), outcome)) === 'over') break;
  faults += outcome.faults;
  const { runs, corpus, coverage, slow } = outcome;
  console.info(
    `${name}: ${runs} files in ${Math.round(each / 1000)} s, ${corpus} kept, ${coverage} steps of coverage, ${outcome.faults} faults, ${slow} slow`,
  );
}
process.exitCode = faults === 0 ? 0 : 1;
