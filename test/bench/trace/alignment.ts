import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { identify } from '#core/intake/identify.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { aligner } from '#core/trace/align/picture.ts';
import type { Alignment } from '#shared/domain/comparison.ts';
import type { EditPicture } from '../../fixtures/make/edited-pictures.ts';
import { plantedEdits } from './alignment/edits.ts';
import { plantedLayings } from './alignment/layings.ts';
import { NameTable, nameOf } from './alignment/names.ts';
import { cornerError, type Score, scored } from './alignment/scores.ts';
import { pictures, suspectOf } from './alignment/suspects.ts';

/**
 * How exactly pictures are laid over each other and their changes found: corner error over planted homographies, F1 of
 * the change map over planted edits, and what the changes are called.
 *
 *   node test/bench/trace/alignment.ts FOLDER… [--pictures 6] [--skip 0] [--edits NAME] [--layings 'NAME;NAME'] [--keep DIR]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pictures: { type: 'string', default: '6' },
    edits: { type: 'string', default: '' },
    layings: { type: 'string', default: '' },
    /** Keep suspects and figures there. */
    keep: { type: 'string', default: '' },
    skip: { type: 'string', default: '0' },
    side: { type: 'string', default: '1400' },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'assay-alignment-'));
const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };

interface Answered {
  readonly alignment: Omit<Alignment, 'artifacts'>;
  readonly artifacts: ReadonlyMap<string, Uint8Array>;
  readonly milliseconds: number;
}

async function answered(first: string, second: string): Promise<Answered> {
  const artifacts = new Map<string, Uint8Array>();
  const files = await Promise.all(
    [first, second].map(async (path) => ({ path, media: await identify(path, path) })),
  );
  const start = performance.now();
  const alignment = await aligner.align({
    first: files[0]!,
    second: files[1]!,
    context,
    artifact: async (name, _mime, bytes) => {
      artifacts.set(name, bytes);
    },
  });
  return { alignment, artifacts, milliseconds: performance.now() - start };
}

const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
const percent = (share: number) => (100 * share).toFixed(1);

try {
  const all = await pictures(positionals, {
    count: Number(values.pictures),
    side: Number(values.side),
    skip: Number(values.skip),
  });
  const edits = plantedEdits.filter(({ name, group }) => `${group}: ${name}`.includes(values.edits));
  const layings = plantedLayings.filter(({ name }) =>
    values.layings.split(';').some((part) => name.includes(part)),
  );
  const corner = new Map<string, number[]>();
  const scores = new Map<string, Score[]>();
  const names = new NameTable();
  const around = { right: 0, all: 0 };
  let further = 0;
  const times: number[] = [];
  for (const [index, picture] of all.entries()) {
    const other = all[(index + 1) % all.length]!;
    for (const edit of edits) {
      const edited = await edit.make(picture, other);
      const original = join(folder, 'original.png');
      await writeFile(original, await pngOf(edited.original ?? picture));
      for (const laying of layings) {
        const label = `${index} ${edit.name} ${laying.name}`.replace(/[^a-z0-9]+/gi, '-');
        const suspect = await suspectOf(edited, laying, join(folder, `${label}.jpg`));
        // Cut off with the rest: nothing to be found.
        if (!suspect.mask.includes(1)) continue;
        const { alignment, artifacts, milliseconds } = await answered(original, suspect.path);
        times.push(milliseconds);
        const error = cornerError(alignment.transform, suspect);
        const reach = Math.max(4, Math.round(0.005 * Math.hypot(suspect.width, suspect.height)));
        const map = artifacts.get('change-map.png');
        const score =
          map === undefined ? { precision: 0, recall: 0, f1: 0 } : await scored(map, suspect, reach);
        corner.set(laying.name, [...(corner.get(laying.name) ?? []), error]);
        for (const key of [edit.name, laying.name]) scores.set(key, [...(scores.get(key) ?? []), score]);
        const said = nameOf(alignment.changes, suspect);
        names.add(edit, said);
        const kinds = alignment.changes
          .filter(({ place }) => place.kind === 'region')
          .map(({ kind }) => kind);
        if (laying.around !== undefined) {
          around.all += 1;
          around.right += Number(kinds.includes(laying.around));
        } else further += Math.max(0, kinds.length - 1);
        const right = said === 'changed' || edit.kinds.includes(said as never);
        if (score.f1 < 0.9 || error > 0.01 || !right || values.keep !== '')
          console.info(
            `  ${picture.name} · ${label}: corner ${percent(error)} %, P ${percent(score.precision)} R ${percent(score.recall)}, called ${said}; ${kinds.join(' ')}`,
          );
        if (values.keep !== '') {
          const place = join(values.keep, label);
          await mkdir(place, { recursive: true });
          await writeFile(join(place, 'suspect.jpg'), await sharp(suspect.path).toBuffer());
          for (const [name, bytes] of artifacts) await writeFile(join(place, name), bytes);
          await writeFile(join(place, 'alignment.json'), JSON.stringify(alignment, null, 1));
        }
        await rm(suspect.path);
      }
    }
  }
  console.info(
    '| planted homography | n | corner error, median | worst (gate 1 % of the diagonal) |\n|---|---|---|---|',
  );
  for (const [name, list] of corner)
    console.info(
      `| ${name} | ${list.length} | ${percent(median(list))} % | ${(100 * Math.max(...list)).toFixed(2)} % |`,
    );
  console.info(
    '\n| planted edit or laying | n | F1, mean (gate 0.9) | median | precision | recall |\n|---|---|---|---|---|---|',
  );
  for (const [name, list] of scores) {
    const mean = (of: (score: Score) => number) =>
      (list.reduce((sum, score) => sum + of(score), 0) / list.length).toFixed(3);
    console.info(
      `| ${name} | ${list.length} | ${mean(({ f1 }) => f1)} | ${median(list.map(({ f1 }) => f1)).toFixed(3)} | ${mean(({ precision }) => precision)} | ${mean(({ recall }) => recall)} |`,
    );
  }
  console.info(`\n${names.print()}\n`);
  console.info(`what lies around or was cut off, rightly named: ${around.right} of ${around.all}`);
  console.info(`further parts named where one was planted, without frames and cuts: ${further}`);
  console.info(
    `milliseconds from files to figures: median ${Math.round(median(times))}, worst ${Math.round(Math.max(...times))}`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function pngOf({ width, height, data }: EditPicture): Promise<Buffer> {
  return await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
