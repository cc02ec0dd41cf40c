import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { identify } from '#core/intake/identify.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { aligner } from '#core/trace/align/picture.ts';
import { applied, inverse } from '#core/trace/picture/homography.ts';
import type { Alignment } from '#shared/domain/comparison.ts';
import { type Homography, type Point, warp } from '#shared/numeric/warp.ts';
import { type EditPicture, laidBy, type Planted } from '../../fixtures/make/edited-pictures.ts';
import { type PlantedLaying, plantedEdits, plantedLayings } from './alignment/edits.ts';

/**
 * How exactly pictures are laid over each other and their changes found: corner error over planted homographies, F1 of
 * the change map over planted edits.
 *
 *   node test/bench/trace/alignment.ts FOLDER… [--pictures 6] [--edits NAME] [--layings NAME] [--keep DIR]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pictures: { type: 'string', default: '6' },
    edits: { type: 'string', default: '' },
    layings: { type: 'string', default: '' },
    /** Keep suspects and figures there. */
    keep: { type: 'string', default: '' },
    side: { type: 'string', default: '1400' },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'assay-alignment-'));
const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };

async function pictures(): Promise<readonly (EditPicture & { readonly name: string })[]> {
  const lists = await Promise.all(
    positionals.map(async (place) => (await readdir(place)).sort().map((name) => join(place, name))),
  );
  const paths = lists.flat().filter((path) => /\.(jpe?g|png|webp)$/i.test(path));
  const chosen = paths.filter(
    (_, index) => index % Math.max(1, Math.floor(paths.length / Number(values.pictures))) === 0,
  );
  const out: (EditPicture & { readonly name: string })[] = [];
  const side = Number(values.side);
  for (const path of chosen.slice(0, Number(values.pictures))) {
    const { data, info } = await sharp(path)
      .rotate()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels === 3) out.push({ name: basename(path), width: info.width, height: info.height, data });
  }
  return out;
}

interface Suspect {
  readonly path: string;
  readonly mask: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** From the suspect to the original. */
  readonly back: Homography;
}

async function suspectOf(edited: Planted, laying: PlantedLaying, path: string): Promise<Suspect> {
  const { size, corners, quality, gamma = 1, gains = [1, 1, 1] } = laying;
  const [width, height] = [Math.round(edited.width * size), Math.round(edited.height * size)];
  const soft = size < 1 ? await softened(edited, size) : edited;
  const places = corners.map(
    ([x, y]) => [x * width - 0.5, y * height - 0.5] as const,
  ) as unknown as readonly [Point, Point, Point, Point];
  const laid = laidBy(soft, places, { width, height });
  const curves = gains.map((gain) =>
    Uint8Array.from({ length: 256 }, (_, level) =>
      Math.min(255, Math.round(255 * gain * (level / 255) ** gamma)),
    ),
  );
  for (let at = 0; at < laid.data.length; at += 1) laid.data[at] = curves[at % 3]![laid.data[at]!]!;
  await writeFile(
    path,
    await sharp(laid.data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality })
      .toBuffer(),
  );
  return { path, mask: laid.mask, width, height, back: laid.back };
}

/** Detail that a smaller picture cannot hold is taken away first, as every program that reduces does. */
async function softened(edited: Planted, size: number): Promise<Planted> {
  const { width, height } = edited;
  const data = await sharp(edited.data, { raw: { width, height, channels: 3 } })
    .blur(0.45 / size)
    .raw()
    .toBuffer();
  return { ...edited, data };
}

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

/** Largest miss of the original's corners that are seen in the suspect or of the suspect's own, share of the diagonal. */
function cornerError(alignment: Answered['alignment'], suspect: Suspect): number {
  const { transform } = alignment;
  const truth = inverse([...suspect.back, 1]);
  if (transform?.kind !== 'picture' || truth === null) return Number.POSITIVE_INFINITY;
  const { width, height } = suspect;
  const diagonal = Math.hypot(width, height);
  let worst = 0;
  for (const [x, y] of [
    [-0.5, -0.5],
    [width - 0.5, -0.5],
    [width - 0.5, height - 0.5],
    [-0.5, height - 0.5],
  ] as const) {
    // The suspect's corner in the original by the truth, and back by what was found.
    const [u, v] = applied([...suspect.back, 1], x, y);
    const [p, q] = applied(transform.homography, u, v);
    worst = Math.max(worst, Math.hypot(p - x, q - y) / diagonal);
  }
  return worst;
}

interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Pixel by pixel; one counts as right when the other mask has one within `reach` pixels. */
async function scored(map: Uint8Array, suspect: Suspect, reach: number): Promise<Score> {
  const { width, height, mask } = suspect;
  const { data, info } = await sharp(map).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const rows = (y: number, xs: Float64Array, ys: Float64Array) => {
    for (let x = 0; x < xs.length; x += 1) xs[x] = ((x + 0.5) * info.width) / width - 0.5;
    ys.fill(((y + 0.5) * info.height) / height - 0.5);
  };
  const found = warp(
    {
      width: info.width,
      height: info.height,
      channels: 1,
      data: data.map((value) => (value > 64 ? 255 : 0)),
    },
    { width, height, background: [0], kernel: 'bilinear' },
    rows,
  ).map((value) => (value > 127 ? 1 : 0));
  const [wideMask, wideFound] = [
    spreadMask(mask, width, height, reach),
    spreadMask(found, width, height, reach),
  ];
  let [hits, all, seen, there] = [0, 0, 0, 0];
  for (let at = 0; at < mask.length; at += 1) {
    if (found[at] === 1) {
      all += 1;
      hits += wideMask[at]!;
    }
    if (mask[at] === 1) {
      there += 1;
      seen += wideFound[at]!;
    }
  }
  const precision = all === 0 ? 0 : hits / all;
  const recall = there === 0 ? 0 : seen / there;
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}

function spreadMask(mask: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  const across = new Uint8Array(mask.length);
  for (let y = 0; y < height; y += 1) {
    let last = Number.NEGATIVE_INFINITY;
    for (let x = 0; x < width + reach; x += 1) {
      if (x < width && mask[y * width + x] === 1) last = x;
      if (x >= reach && x - reach < width && last >= x - 2 * reach) across[y * width + x - reach] = 1;
    }
  }
  const out = new Uint8Array(mask.length);
  for (let x = 0; x < width; x += 1) {
    let last = Number.NEGATIVE_INFINITY;
    for (let y = 0; y < height + reach; y += 1) {
      if (y < height && across[y * width + x] === 1) last = y;
      if (y >= reach && y - reach < height && last >= y - 2 * reach) out[(y - reach) * width + x] = 1;
    }
  }
  return out;
}

const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
const percent = (share: number) => (100 * share).toFixed(1);

try {
  const all = await pictures();
  const edits = plantedEdits.filter(({ name }) => name.includes(values.edits));
  const layings = plantedLayings.filter(({ name }) => name.includes(values.layings));
  const corner = new Map<string, number[]>();
  const scores = new Map<string, Score[]>();
  const named = new Map<string, number>();
  const times: number[] = [];
  for (const [index, picture] of all.entries()) {
    const { width, height } = picture;
    const original = join(folder, `${index}.png`);
    await writeFile(
      original,
      await sharp(picture.data, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer(),
    );
    const other = all[(index + 1) % all.length]!;
    for (const edit of edits) {
      const edited = await edit.make(picture, other);
      for (const laying of layings) {
        const label = `${index} ${edit.name} ${laying.name}`.replace(/[^a-z0-9]+/gi, '-');
        const suspect = await suspectOf(edited, laying, join(folder, `${label}.jpg`));
        // Cut off with the rest: nothing to be found.
        if (!suspect.mask.includes(1)) continue;
        const { alignment, artifacts, milliseconds } = await answered(original, suspect.path);
        times.push(milliseconds);
        const error = cornerError(alignment, suspect);
        const reach = Math.max(4, Math.round(0.005 * Math.hypot(suspect.width, suspect.height)));
        const map = artifacts.get('change-map.png');
        const score =
          map === undefined ? { precision: 0, recall: 0, f1: 0 } : await scored(map, suspect, reach);
        corner.set(laying.name, [...(corner.get(laying.name) ?? []), error]);
        for (const key of [edit.name, laying.name]) scores.set(key, [...(scores.get(key) ?? []), score]);
        const inParts = alignment.changes.filter(
          ({ place, kind }) => place.kind === 'region' && kind !== 'cropped',
        );
        const right = inParts[0] !== undefined && edit.kinds.includes(inParts[0].kind);
        named.set(edit.name, (named.get(edit.name) ?? 0) + Number(right));
        if (score.f1 < 0.9 || error > 0.01 || !right || values.keep !== '')
          console.info(
            `  ${picture.name} · ${label}: corner ${percent(error)} %, P ${percent(score.precision)} R ${percent(score.recall)}, ${inParts.map(({ kind }) => kind).join(' ')}`,
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
    '| planted edit or laying | n | F1, mean (gate 0.9) | median | precision | recall | first change rightly named |\n|---|---|---|---|---|---|---|',
  );
  for (const [name, list] of scores) {
    const mean = (of: (score: Score) => number) =>
      list.reduce((sum, score) => sum + of(score), 0) / list.length;
    const right = named.get(name);
    console.info(
      `| ${name} | ${list.length} | ${mean(({ f1 }) => f1).toFixed(3)} | ${median(list.map(({ f1 }) => f1)).toFixed(3)} | ${mean(({ precision }) => precision).toFixed(3)} | ${mean(({ recall }) => recall).toFixed(3)} | ${right === undefined ? '' : `${percent(right / list.length)} %`} |`,
    );
  }
  console.info(
    `milliseconds from files to figures: median ${Math.round(median(times))}, worst ${Math.round(Math.max(...times))}`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
