/**
 * Mutated labels: labelled files of every container, damaged by a seeded generator and read as `assay labels`
 * reads them. Ends with an error when a reader threw or took long. Files that were said to be read whole and to
 * carry nothing are listed by carrier, to be judged by eye: `own` is a label whose own bytes or header were
 * changed, `resized` one that was cut out or destroyed, `whole` one of which every byte still stands in the file.
 * The last two are right only where the change made another valid file, or renamed what leads to the label.
 *
 *   node test/fuzz/labels.ts [--count 10000] [--seed 1] [--from 0] [--keep DIRECTORY]
 *
 * Resume with `--from` the last number printed: what is done to a file depends on seed and number only.
 */
import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type LabelMutationSummary, runLabelMutations } from '../support/label-mutations.ts';

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
function say(summary: LabelMutationSummary): void {
  console.info(
    `${from + summary.files} of ${from + count}: ${words(summary.outcomes)}; slowest ${summary.slowestMilliseconds} ms (${summary.slowest}), broken ${summary.broken.length}`,
  );
}

const started = performance.now();
const summary = await runLabelMutations({
  seed: Number(values.seed),
  from,
  count,
  ...(values.keep === undefined ? {} : { keep: values.keep }),
  onProgress: (done, so) => {
    if (done % 1000 === 0) say(so);
  },
});
say(summary);
console.info(`${summary.sources} labelled files to start from`);
for (const line of summary.broken) console.info(line);
const byCarrier = Object.groupBy(summary.silent, ({ carrier, label }) => `${carrier} ${label}`);
for (const [name, cases] of Object.entries(byCarrier).sort()) {
  console.info(`nothing found, read as whole: ${name} ${cases?.length}`);
  for (const { number, source, kind, change } of cases?.slice(0, 40) ?? [])
    console.info(`  #${number} ${source} ${kind}, bytes ${change[0]} to ${change[1]}`);
}
console.info(`${((performance.now() - started) / 1000).toFixed(0)} s`);
process.exitCode = summary.files === count && summary.broken.length === 0 ? 0 : 1;
