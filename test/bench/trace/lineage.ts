import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lineageModel } from '#core/trace/lineage/weights.ts';
import { type MeasuredFamily, measuredFamily, scenesIn } from './lineage/families.ts';
import { comparePeers } from './lineage/peer-table.ts';
import { report } from './lineage/report.ts';
import { signTable } from './lineage/sign-table.ts';
import { measuredSigns, trained } from './lineage/training.ts';
import { variants } from './lineage/truth.ts';

/**
 * How often edges drawn with an arrow are right, and the first of a family is named, on generated trees of copies.
 *
 *   node test/bench/trace/lineage.ts FOLDER… [--trees 40] [--size 8] [--side 640] [--keep FILE] [--train]
 *
 * Trees with even numbers train the weights (`--train` prints them for `core/trace/lineage/weights.ts`), those with odd
 * numbers are reported. `--keep` writes what was measured and takes it from there the next time.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    trees: { type: 'string', default: '40' },
    size: { type: 'string', default: '8' },
    side: { type: 'string', default: '640' },
    keep: { type: 'string', default: '' },
    train: { type: 'boolean', default: false },
    wrong: { type: 'boolean', default: false },
  },
});

async function measured(): Promise<MeasuredFamily[]> {
  const known: MeasuredFamily[] =
    values.keep !== '' && existsSync(values.keep) ? JSON.parse(await readFile(values.keep, 'utf8')) : [];
  const wanted = Number(values.trees);
  if (known.length >= wanted) return known.slice(0, wanted);
  const scenes = await scenesIn(positionals, Number(values.side));
  if (scenes.length === 0) throw new Error('no pictures large enough in the folders');
  const folder = await mkdtemp(join(tmpdir(), 'assay-lineage-'));
  try {
    for (let tree = known.length; tree < wanted; tree += 1) {
      // Scenes of the two halves differ: neighbours of one scene never stand on both sides.
      const half = scenes.filter((_, index) => index % 2 === tree % 2);
      const scene = half[(tree >> 1) % half.length] ?? scenes[0]!;
      known.push(await measuredFamily(scene, Number(values.size), tree + 1, Number(values.side), folder));
      if (values.keep !== '') await writeFile(values.keep, JSON.stringify(known));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return known;
}

const families = await measured();
const [training, testing] = [0, 1].map((half) => families.filter((_, index) => index % 2 === half)) as [
  MeasuredFamily[],
  MeasuredFamily[],
];
const model = values.train ? trained(training) : lineageModel;
if (values.train) {
  for (const name of measuredSigns) {
    const { for: speaks, against } = model.weights[name];
    console.info(`  ${name}: { for: ${speaks}, against: ${against} },`);
  }
  const { weights: _, ...others } = model;
  console.info(JSON.stringify(others));
}
report(training, 'training half', model, values.wrong);
report(testing, 'other half', model, values.wrong);
report(variants(testing, 4), 'other half, two of eight gone', model, values.wrong);
comparePeers(testing, model);
signTable(families);
const time = families.reduce((sum, family) => sum + family.milliseconds, 0);
const pairs = families.reduce((sum, family) => sum + family.pairs.length, 0);
console.info(`\n${Math.round(time / pairs)} ms a pair, files read and decoded included`);
