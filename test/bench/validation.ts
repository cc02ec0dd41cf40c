/**
 * How often the methods for still images are right and wrong: on untouched and tampered pictures made from photographs,
 * as they are and laundered. The photographs are split by a hash of their names; only the reporting half is written.
 *
 *     node test/bench/validation.ts FOLDER [--corpus-name NAME] [--half choosing|reporting] [--seed 7]
 *         [--megapixels 2] [--tampered 1] [--photographs N] [--methods id,id…] [--minutes M] [--trials FILE] [--write]
 *
 * `--trials` keeps every single reading, one JSON object a line; `--join FILE,FILE…` makes the tables from such files, of
 * runs with different methods on the same photographs, and runs nothing.
 *
 * Photographs come in the order of another hash; after M minutes no further one is begun, and the count is printed.
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { analyses } from '#core/analysis/registry.generated.ts';
import { adapters, unscored } from './validation/adapters.ts';
import { donorFor, halfOf, photographsIn, seedOf } from './validation/photographs.ts';
import { generatedModule, kindTable, mainTable, measurementOf } from './validation/summary.ts';
import { joinedRuns, type Run, trialLines } from './validation/trial-lines.ts';
import { type Trial, trialsOf } from './validation/trials.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    'corpus-name': { type: 'string' },
    half: { type: 'string', default: 'reporting' },
    seed: { type: 'string', default: '7' },
    megapixels: { type: 'string', default: '2' },
    tampered: { type: 'string', default: '1' },
    photographs: { type: 'string' },
    methods: { type: 'string' },
    minutes: { type: 'string', default: '60' },
    trials: { type: 'string' },
    join: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
// Processor time of a method is that of this process; threads would not change it, but they disturb others.
sharp.concurrency(1);
const run = values.join === undefined ? await newRun() : await joinedRuns(values.join.split(','));
const { heading, trials } = run;
const chosen = adapters.filter((adapter) => trials.some((trial) => trial.adapter === adapter));
if (values.write && (heading.half !== 'reporting' || chosen.length < adapters.length))
  throw new Error('--write: the reporting half and all methods only');
if (values.trials !== undefined) await writeFile(values.trials, trialLines(run));
const others = analyses
  .map(({ id }) => id)
  .filter((id) => id.startsWith('pixels.') && !adapters.some((adapter) => adapter.id === id))
  .map((id) => `- ${id}: ${unscored[id] ?? 'no adapter yet: not measured'}`);
console.info(`${heading.corpus}; up to ${heading.megapixels} megapixels; files ${heading.files.join(', ')}
Photographs: ${heading.photographs.join(', ')}

${mainTable(trials, chosen)}

Kinds, as saved once after tampering:

${kindTable(trials, chosen)}

${others.join('\n')}`);
if (values.write) {
  const file = new URL('../../electron/core/pixels/error-rates.generated.ts', import.meta.url);
  await writeFile(file, generatedModule(measurementOf(trials, chosen, heading.corpus)));
}

async function newRun(): Promise<Run> {
  const [folder] = positionals;
  if (folder === undefined) throw new Error('usage: node test/bench/validation.ts FOLDER [options]');
  const { half } = values;
  if (half !== 'choosing' && half !== 'reporting') throw new Error('--half: choosing or reporting');
  const named = values.methods?.split(',');
  const tried = adapters.filter(({ id }) => named === undefined || named.includes(id));
  const photographs = (await photographsIn(folder))
    .filter(({ name }) => halfOf(name) === half)
    .sort((one, other) => seedOf('order', one.name) - seedOf('order', other.name));
  const most = Number(values.photographs ?? photographs.length);
  const [seed, megapixels, tampered] = [values.seed, values.megapixels, values.tampered].map(Number) as [
    number,
    number,
    number,
  ];
  const digest = createHash('sha256');
  const used: string[] = [];
  const made: Trial[] = [];
  const begun = performance.now();
  for (const [index, photograph] of photographs.slice(0, most).entries()) {
    if (performance.now() - begun > Number(values.minutes) * 60_000) break;
    const donor = donorFor(photographs, index);
    const setting = { seed, megapixels, tampered, adapters: tried, digest };
    made.push(...(await trialsOf(photograph, index, donor, setting)));
    used.push(photograph.name);
    const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
    process.stderr.write(`${photograph.name}: ${made.length} trials, ${minutes} min\n`);
  }
  const name = values['corpus-name'] ?? basename(folder);
  const corpus = `${name}: ${half} half, n = ${used.length}, seed ${seed}`;
  const files = [digest.digest('hex').slice(0, 16)];
  return { heading: { half, corpus, seed, megapixels, photographs: used, files }, trials: made };
}
