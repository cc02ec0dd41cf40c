/**
 * Mutated credentials: signed files of every format, damaged by a seeded generator, each through the analysis
 * `provenance.c2pa` in the real worker pool. Ends with an error when a file crashed its worker, ran over a
 * limit, had no outcome, or was said to hold nothing with a manifest in it. A crash of this process would end it.
 *
 *   node test/fuzz/credentials.ts [--count 10000] [--seed 1] [--from 0] [--keep DIRECTORY]
 *
 * Resume with `--from` the last number printed: what is done to a file depends on seed and number only.
 */
import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type MutationSummary, runMutations } from '../support/credential-mutations.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    keep: { type: 'string' },
  },
});
const count = Number(values.count);
const from = Number(values.from);
if (values.keep !== undefined) await mkdir(values.keep, { recursive: true });

const words = (record: Readonly<Record<string, number>>) =>
  Object.entries(record)
    .map(([name, number]) => `${name} ${number}`)
    .join(', ') || 'none';
function say(summary: MutationSummary): void {
  console.info(
    `${from + summary.files} of ${from + count}: ${words(summary.outcomes)}; slowest ${summary.slowestMilliseconds} ms, peak ${summary.peakMebibytes} MiB, ${summary.processes} processes, remarkable ${summary.remarkable.length}`,
  );
}

const started = performance.now();
const summary = await runMutations({
  seed: Number(values.seed),
  from,
  count,
  ...(values.keep === undefined ? {} : { keep: values.keep }),
  onProgress: (done, so) => {
    if (done % 250 === 0) say(so);
  },
});
say(summary);
console.info(`read as intact although damaged (bytes no hash covers): ${words(summary.unnoticed)}`);
for (const line of summary.remarkable) console.info(line);
console.info(`${((performance.now() - started) / 1000).toFixed(0)} s`);
const sum = Object.values(summary.outcomes).reduce((total, number) => total + number, 0);
process.exitCode = sum === count && summary.remarkable.length === 0 ? 0 : 1;
