import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { defaultLimits } from '#core/media/limits.ts';
import { openVision } from '#core/media/vision.ts';
import { PairEvidence } from '#core/trace/lineage/evidence.ts';
import { linkPair } from '#core/trace/lineage/pair-task.ts';
import { pictureView } from '#core/trace/lineage/picture/view.ts';
import { type CopyNode, copyTree } from '../../../fixtures/make/copy-trees.ts';
import { dissimilarities } from './peers.ts';

/** A generated tree and everything found out about its pairs. */
export interface MeasuredFamily {
  readonly scene: string;
  readonly parents: readonly (number | null)[];
  readonly steps: readonly string[];
  /** Items with the same number have the same pixels; absent: as `contentsOf` says. */
  readonly contents?: readonly number[];
  readonly pairs: readonly {
    readonly first: number;
    readonly second: number;
    readonly evidence: PairEvidence;
    /** Mean squared error of the first laid on the second, and the other way round; −1: they do not lie on each other. */
    readonly mse: readonly [number, number];
  }[];
  readonly milliseconds: number;
}

const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };

/** Scenes: pictures below the folders, at least so large that reducing them frees them of earlier compression. */
export async function scenesIn(folders: readonly string[], side: number): Promise<string[]> {
  const out: string[] = [];
  for (const folder of folders) {
    for (const name of (await readdir(folder, { recursive: true })).sort()) {
      if (!/\.(jpe?g|png)$/i.test(name)) continue;
      const path = join(folder, name);
      const { width, height } = await sharp(path).metadata();
      if (Math.max(width, height) >= 1.15 * side && Math.min(width, height) >= 0.6 * side) out.push(path);
    }
  }
  return out;
}

export async function measuredFamily(
  scene: string,
  count: number,
  seed: number,
  side: number,
  folder: string,
  large = false,
): Promise<MeasuredFamily> {
  const { data, info } = await sharp(await readFile(scene))
    .rotate()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const nodes = await copyTree({ width: info.width, height: info.height, data }, count, seed, large);
  await mkdir(folder, { recursive: true });
  // The order of the list must not give the answer away.
  const order = nodes.map(({ index }) => (index * 5 + seed) % count);
  const opened = await openVision();
  if ('missing' in opened) throw new Error(opened.missing.text.en);
  const files = await Promise.all(
    nodes.map(async (node) => {
      const path = join(folder, `${seed}-${order[node.index]!}.${node.format}`);
      await writeFile(path, node.bytes);
      return {
        path,
        media: { kind: 'image', format: node.format, mime: `image/${node.format}`, extensionFits: true },
      };
    }),
  );
  const pairs: MeasuredFamily['pairs'][number][] = [];
  let milliseconds = 0;
  for (let first = 0; first < count; first += 1) {
    for (let second = first + 1; second < count; second += 1) {
      // Which of the two comes first in the question is left to chance as well.
      const [one, other] = order[first]! < order[second]! ? [first, second] : [second, first];
      const start = performance.now();
      const evidence = await linkPair({ first: files[one], second: files[other] }, context);
      milliseconds += performance.now() - start;
      const views = await Promise.all(
        [one, other].map((index) =>
          pictureView(files[index]!.path, nodes[index]!.format, opened.vision, defaultLimits),
        ),
      );
      const both = views.flatMap((view) => (view.ok ? [view.view] : []));
      const mse =
        evidence.transform?.kind === 'picture' && both.length === 2
          ? dissimilarities(both[0]!, both[1]!, evidence.transform)
          : ([-1, -1] as const);
      pairs.push({ first: one, second: other, evidence: PairEvidence.parse(evidence), mse });
    }
  }
  return {
    scene: scene.split('/').at(-1)!,
    parents: nodes.map(({ parent }) => parent),
    steps: nodes.map((node: CopyNode) => [...node.steps, node.format].join(' ')),
    pairs,
    milliseconds,
  };
}
