/**
 * How often the methods for still images are right and wrong: on untouched and tampered pictures made from photographs,
 * as they are and laundered. The photographs are split by a hash of their names; only the reporting half is written.
 *
 *     node test/bench/validation.ts FOLDER [--corpus-name NAME] [--half choosing|reporting] [--seed 7]
 *         [--megapixels 2] [--tampered 1] [--photographs N] [--methods id,id…] [--minutes M] [--write]
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
import { halfOf, photographsIn, seedOf } from './validation/photographs.ts';
import { generatedModule, kindTable, mainTable, measurementOf } from './validation/summary.ts';
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
    write: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('usage: node test/bench/validation.ts FOLDER [options]');
const { half } = values;
if (half !== 'choosing' && half !== 'reporting') throw new Error('--half: choosing or reporting');
const named = values.methods?.split(',');
if (values.write && (named !== undefined || half !== 'reporting'))
  throw new Error('--write: the reporting half and all methods only');

// Processor time of a method is that of this process; threads would not change it, but they disturb others.
sharp.concurrency(1);
const chosen = adapters.filter(({ id }) => named === undefined || named.includes(id));
const photographs = (await photographsIn(folder))
  .filter(({ name }) => halfOf(name) === half)
  .sort((one, other) => seedOf('order', one.name) - seedOf('order', other.name));
const most = Number(values.photographs ?? photographs.length);
const used: typeof photographs = [];
const [seed, megapixels, tampered] = [values.seed, values.megapixels, values.tampered].map(Number) as [
  number,
  number,
  number,
];
const digest = createHash('sha256');
const trials: Trial[] = [];
const begun = performance.now();
for (const [index, photograph] of photographs.slice(0, most).entries()) {
  if (performance.now() - begun > Number(values.minutes) * 60_000) break;
  const donor = photographs[(index + 1) % photographs.length]!;
  const setting = { seed, megapixels, tampered, adapters: chosen, digest };
  trials.push(...(await trialsOf(photograph, index, donor, setting)));
  used.push(photograph);
  const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
  process.stderr.write(`${photograph.name}: ${trials.length} trials, ${minutes} min\n`);
}

const name = values['corpus-name'] ?? basename(folder);
const corpus = `${name}: ${half} half, n = ${used.length}, seed ${seed}`;
const others = analyses
  .map(({ id }) => id)
  .filter((id) => id.startsWith('pixels.') && !adapters.some((adapter) => adapter.id === id))
  .map((id) => `- ${id}: ${unscored[id] ?? 'no adapter yet: not measured'}`);
console.info(`Half: ${half}. ${corpus}; up to ${megapixels} megapixels; files ${digest.digest('hex').slice(0, 16)}
Photographs: ${used.map((one) => one.name).join(', ')}

${mainTable(trials, chosen)}

Kinds, as saved once after tampering:

${kindTable(trials, chosen)}

${others.join('\n')}`);
if (values.write) {
  const file = new URL('../../electron/core/pixels/error-rates.generated.ts', import.meta.url);
  await writeFile(file, generatedModule(measurementOf(trials, chosen, corpus)));
}
