import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { identify } from '#core/intake/identify.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { PairEvidence, signNames } from '#core/trace/lineage/evidence.ts';
import { linkPair } from '#core/trace/lineage/pair-task.ts';
import { lineageModel } from '#core/trace/lineage/weights.ts';
import { seeded } from '../../fixtures/make/copy-trees.ts';
import type { MeasuredFamily } from './lineage/families.ts';
import { report } from './lineage/report.ts';
import { signTable } from './lineage/sign-table.ts';
import { filmSteps, soundSteps, stepOf } from './lineage-media/steps.ts';

/**
 * How often edges between copies of films and sounds are right: seeded trees of copies made by ffmpeg.
 *
 *   node test/bench/trace/lineage-media.ts film|sound FILE… [--trees 12] [--size 5] [--seconds 12] [--from 0] [--seed 1] [--keep FILE] [--wrong]
 *
 * Each tree begins with `seconds` of one of the files. `--keep` writes what was measured and takes it from there the next
 * time, so that weights can be tried.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    trees: { type: 'string', default: '12' },
    size: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '12' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string', default: '' },
    wrong: { type: 'boolean', default: false },
  },
});
const [kind, ...sources] = positionals;
if ((kind !== 'film' && kind !== 'sound') || sources.length === 0)
  throw new Error('film or sound, and files');
const [steps, first] =
  kind === 'film'
    ? [
        filmSteps,
        {
          extension: 'mp4',
          args: ['-c:v', 'libx264', '-preset', 'fast', '-crf', '18', '-c:a', 'aac', '-b:a', '160k'],
        },
      ]
    : [soundSteps, { extension: 'wav', args: ['-vn', '-c:a', 'pcm_s16le'] }];

const context = {
  limits: { ...defaultLimits, timeMs: 900_000, frames: 1_000_000 },
  signal: new AbortController().signal,
  progress: () => undefined,
};
const ffmpeg = (...args: string[]): unknown =>
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-threads', '1', ...args]);

async function measuredTree(source: string, seed: number, folder: string): Promise<MeasuredFamily> {
  const next = seeded(seed);
  const count = Number(values.size);
  const parents: (number | null)[] = [null];
  const names = ['first'];
  const files = [join(folder, `${seed}-0.${first.extension}`)];
  ffmpeg(
    '-ss',
    values.from,
    '-t',
    values.seconds,
    '-i',
    source,
    '-map_metadata',
    '-1',
    ...first.args,
    files[0]!,
  );
  for (let index = 1; index < count; index += 1) {
    const parent = Math.floor(next() * index);
    const step = stepOf(steps, next);
    const file = join(folder, `${seed}-${index}.${step.extension}`);
    ffmpeg('-i', files[parent]!, '-map_metadata', '-1', ...step.args(next), file);
    parents.push(parent);
    names.push(step.name);
    files.push(file);
  }
  const media = await Promise.all(files.map((file) => identify(file, file)));
  const pairs: MeasuredFamily['pairs'][number][] = [];
  let milliseconds = 0;
  for (let one = 0; one < count; one += 1) {
    for (let other = one + 1; other < count; other += 1) {
      // Which of the two comes first in the question is left to chance.
      const [a, b] = (one * 7 + other * 3 + seed) % 2 === 0 ? [one, other] : [other, one];
      const start = performance.now();
      const input = {
        first: { path: files[a]!, media: media[a]! },
        second: { path: files[b]!, media: media[b]! },
      };
      const evidence = PairEvidence.parse(await linkPair(input, context));
      milliseconds += performance.now() - start;
      pairs.push({ first: a, second: b, evidence, mse: [-1, -1] });
    }
  }
  await Promise.all(files.map((file) => rm(file)));
  const contents = parents.map((_, index) => index);
  return { scene: source.split('/').at(-1)!, parents, steps: names, contents, pairs, milliseconds };
}

const families: MeasuredFamily[] =
  values.keep !== '' && existsSync(values.keep) ? JSON.parse(await readFile(values.keep, 'utf8')) : [];
const folder = await mkdtemp(join(tmpdir(), 'assay-lineage-media-'));
try {
  for (let tree = families.length; tree < Number(values.trees); tree += 1) {
    families.push(await measuredTree(sources[tree % sources.length]!, tree + Number(values.seed), folder));
    if (values.keep !== '') await writeFile(values.keep, JSON.stringify(families));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
report(families, kind, lineageModel, values.wrong);
signTable(
  families,
  signNames.filter((name) =>
    families.some(({ pairs }) => pairs.some(({ evidence }) => evidence.signs[name] !== undefined)),
  ),
);
const [time, pairs] = families.reduce(
  ([sum, count], family) => [sum + family.milliseconds, count + family.pairs.length] as const,
  [0, 0] as readonly [number, number],
);
console.info(`\n${Math.round(time / pairs)} ms a pair, files read and decoded included`);
