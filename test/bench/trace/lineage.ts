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
 *   node test/bench/trace/lineage.ts FOLDER… [--trees 40] [--size 8] [--side 640] [--large 12] [--keep FILE] [--train]
 *
 * Trees with even numbers train the weights (`--train` prints them for `core/trace/lineage/weights.ts`), those with odd
 * numbers are reported. `--large`: trees beside them of pictures as cameras store them, 2000 pixels and more, of six copies;
 * soft at the finest, which pictures reduced to `--side` are not. `--keep` writes what was measured and takes it from there the next time.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    trees: { type: 'string', default: '40' },
    size: { type: 'string', default: '8' },
    side: { type: 'string', default: '640' },
    large: { type: 'string', default: '0' },
    keep: { type: 'string', default: '' },
    train: { type: 'boolean', default: false },
    wrong: { type: 'boolean', default: false },
  },
});

/** Trees of one kind, those kept in the file first. */
async function measured(large: boolean): Promise<MeasuredFamily[]> {
  const keep = values.keep === '' ? '' : `${values.keep}${large ? '.large' : ''}`;
  const known: MeasuredFamily[] =
    keep !== '' && existsSync(keep) ? JSON.parse(await readFile(keep, 'utf8')) : [];
  const wanted = Number(large ? values.large : values.trees);
  if (known.length >= wanted) return known.slice(0, wanted);
  const scenes = await scenesIn(positionals, large ? largeSides[0] : Number(values.side));
  if (scenes.length === 0) throw new Error('no pictures large enough in the folders');
  const folder = await mkdtemp(join(tmpdir(), 'assay-lineage-'));
  try {
    for (let tree = known.length; tree < wanted; tree += 1) {
      // Scenes of the two halves differ: neighbours of one scene never stand on both sides.
      const half = scenes.filter((_, index) => index % 2 === tree % 2);
      const scene = half[(tree >> 1) % half.length] ?? scenes[0]!;
      const side = large
        ? largeSides[((tree >> 1) + Math.floor(tree / 6)) % largeSides.length]!
        : Number(values.side);
      const size = large ? largeSize : Number(values.size);
      known.push(await measuredFamily(scene, size, tree + (large ? 1001 : 1), side, folder, large));
      if (keep !== '') await writeFile(keep, JSON.stringify(known));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return known;
}

/** Longer sides of large scenes, pixels: reduced, and as they came from the camera. */
const largeSides = [2000, 3000, 4000] as const;
const largeSize = 6;

const families = [...(await measured(false)), ...(await measured(true))];
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
