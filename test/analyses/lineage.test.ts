import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultLimits } from '#core/media/limits.ts';
import { buildLineage, type ComparedPair, type LineageSource } from '#core/trace/lineage/build.ts';
import type { PairEvidence, SignName, Signs } from '#core/trace/lineage/evidence.ts';
import { noFacts } from '#core/trace/lineage/facts.ts';
import { linkPair } from '#core/trace/lineage/pair-task.ts';
import type { Media } from '#shared/domain/media.ts';
import { decoded, open, type Raster } from '../fixtures/make/copy-steps.ts';
import { type CopyNode, copyBy, firstOf, seeded } from '../fixtures/make/copy-trees.ts';
import { patchwork } from '../fixtures/make/patchwork.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-lineage-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };

interface Kept {
  readonly node: CopyNode;
  readonly path: string;
  readonly media: Media;
}

async function kept(node: CopyNode, name: string): Promise<Kept> {
  const path = join(folder, name);
  await writeFile(path, node.bytes);
  const { format } = node;
  return { node, path, media: { kind: 'image', format, mime: `image/${format}`, extensionFits: true } };
}

const told = (first: Kept, second: Kept): Promise<PairEvidence> =>
  linkPair(
    { first: { path: first.path, media: first.media }, second: { path: second.path, media: second.media } },
    context,
  );

function sourceOf({ media }: Kept, index: number): LineageSource {
  const sha256 = index.toString(16).padStart(64, '0');
  return { facts: noFacts(sha256), name: `item ${index}`, number: index + 1, media, content: null };
}

/** The one that was changed bears the sign, its source does not. */
function expectSign(signs: Signs, name: SignName, copy: 0 | 1): void {
  const sign = signs[name]!;
  expect(sign[copy]).toBeGreaterThan(0.4);
  expect(sign[copy === 1 ? 0 : 1]).toBeLessThan(0.15);
}

const scene = patchwork(420, 315, 4);

describe('a saving as JPEG', () => {
  it('finds the compression of the source in an enlarged copy, and not in one of the same scene saved by itself', async () => {
    const [bad, other] = [await firstOf(scene, 60), await firstOf(scene, 90)];
    const source = await kept(bad, 'grid-source.jpeg');
    const copy = await kept(await copyBy(bad, 1, ['enlarged'], 3, 'jpeg', 92), 'grid-copy.jpeg');
    const stranger = await kept(await copyBy(other, 1, ['enlarged'], 3, 'jpeg', 92), 'grid-stranger.jpeg');
    expect((await told(source, copy)).signs.generation![1]).toBeGreaterThan(0.6);
    expect((await told(source, stranger)).signs.generation![1]).toBe(0);
  });
});

describe('pictures as cameras store them, soft at the finest', () => {
  /** Blurred by a lens, then the noise of a sensor on every pixel. */
  async function soft(width: number, height: number): Promise<Raster> {
    const blurred = await decoded(
      await open(patchwork(width, height, 11))
        .blur(1.1)
        .png()
        .toBuffer(),
    );
    const next = seeded(5);
    const data = Uint8Array.from(blurred.data, (value) => {
      const noise = next() + next() + next() - 1.5;
      return Math.min(255, Math.max(0, Math.round(value + 5 * noise)));
    });
    return { width, height, data };
  }

  it('one that was reduced is led back to the large one, whose detail enlarging could not bring', async () => {
    const first = await firstOf(await soft(900, 675), 95);
    const half = await sharp(first.bytes).resize(450).jpeg({ quality: 84 }).toBuffer();
    const large = await kept(first, 'camera.jpeg');
    const copy = await kept({ ...first, bytes: half }, 'camera-half.jpeg');
    const evidence = await told(copy, large);
    expectSign(evidence.signs, 'reduced', 0);
    expect(evidence.signs.enlarged).toEqual([0, 0]);
    const { edges } = buildLineage([copy, large].map(sourceOf), [{ first: 0, second: 1, evidence }], 0);
    expect(edges.map(({ from, to, directed }) => [from, to, directed])).toEqual([['n2', 'n1', true]]);
  });

  it('one that was enlarged is led back to the small one, though the small one is saved worse', async () => {
    const first = await firstOf(await soft(450, 338), 84);
    const double = await sharp(first.bytes).resize(900).jpeg({ quality: 95 }).toBuffer();
    const small = await kept(first, 'small.jpeg');
    const copy = await kept({ ...first, bytes: double }, 'small-twice.jpeg');
    const evidence = await told(copy, small);
    expectSign(evidence.signs, 'enlarged', 0);
    expect(evidence.signs.reduced).toEqual([0, 0]);
    const { edges } = buildLineage([copy, small].map(sourceOf), [{ first: 0, second: 1, evidence }], 0);
    expect(edges.map(({ from, to, directed }) => [from, to, directed])).toEqual([['n2', 'n1', true]]);
  });
});

describe('files that cannot be linked', () => {
  it('pictures with nothing in common have no transform, and nothing else is said of them', async () => {
    const one = await kept(await firstOf(scene), 'one.jpeg');
    const other = await kept(await firstOf(patchwork(560, 420, 99)), 'other.jpeg');
    expect(await told(one, other)).toEqual({
      transform: null,
      reason: null,
      signs: {},
      distance: 0,
      words: null,
    });
  });

  it('a picture and a text, a picture without structure, and a damaged one give a reason', async () => {
    const one = await kept(await firstOf(scene), 'picture.jpeg');
    const text = join(folder, 'words.txt');
    await writeFile(text, 'nothing to see');
    const words = {
      path: text,
      media: { kind: 'text', format: 'text', mime: 'text/plain', extensionFits: true },
    };
    const answer = await linkPair({ first: { path: one.path, media: one.media }, second: words }, context);
    expect(answer.reason?.en).toMatch(/different kinds/);
    const flat = Buffer.alloc(300 * 200 * 3, 90);
    const plain = await kept(await firstOf({ width: 300, height: 200, data: flat }), 'plain.jpeg');
    expect((await told(one, plain)).reason?.en).toMatch(/too little structure/);
    const broken = { ...one, path: join(folder, 'broken.jpeg') };
    await writeFile(broken.path, one.node.bytes.subarray(0, 300));
    const damaged = await told(one, broken);
    expect(damaged.transform).toBeNull();
    expect(damaged.reason).not.toBeNull();
  });
});

describe('a tree of five', () => {
  it('is drawn as it was made, and every step is told by its sign', async () => {
    const first = await firstOf(scene, 93);
    const logo = await copyBy(first, 1, ['logo'], 2, 'jpeg', 84);
    const cropped = await copyBy(logo, 2, ['crop'], 5, 'jpeg', 78);
    const caption = await copyBy(first, 3, ['caption', 'reduced'], 6, 'jpeg', 76);
    const screen = await copyBy(cropped, 4, ['screenshot'], 8, 'png');
    const nodes = [first, logo, cropped, caption, screen];
    // Out of order, so that the order of the list cannot give the answer away.
    const order = [4, 0, 3, 2, 1];
    const files = await Promise.all(
      order.map((index) => kept(nodes[index]!, `tree-${index}.${nodes[index]!.format}`)),
    );
    const pairs: ComparedPair[] = [];
    for (let one = 0; one < files.length; one += 1) {
      for (let other = one + 1; other < files.length; other += 1) {
        pairs.push({ first: one, second: other, evidence: await told(files[one]!, files[other]!) });
      }
    }
    const between = (source: number, copy: number, name: SignName): void => {
      const places = [order.indexOf(source), order.indexOf(copy)].sort((a, b) => a - b);
      const pair = pairs.find(({ first: one, second: other }) => one === places[0] && other === places[1])!;
      expectSign(pair.evidence.signs, name, order[pair.first] === copy ? 0 : 1);
    };
    between(0, 1, 'overlay');
    between(1, 2, 'crop');
    between(0, 3, 'overlay');
    between(2, 4, 'frame');
    const parts = pairs.find(({ first: one, second: other }) => order[one] === 2 && order[other] === 1)!;
    expect(parts.evidence.transform?.cover[0]).toBeGreaterThan(0.99);
    expect(parts.evidence.transform?.cover[1]).toBeLessThan(0.97);
    const graph = buildLineage(files.map(sourceOf), pairs, 0);
    const nameOf = (id: string) => order[Number(id.slice(1)) - 1]!;
    const drawn = graph.edges.map(
      ({ from, to, directed }) => `${nameOf(from)}${directed ? '→' : '–'}${nameOf(to)}`,
    );
    expect(drawn.sort()).toEqual(['0→1', '0→3', '1→2', '2→4']);
    const likely = [...graph.nodes].sort((one, other) => (other.root ?? 0) - (one.root ?? 0));
    expect(nameOf(likely[0]!.id)).toBe(0);
    expect(graph.pairs).toEqual({ compared: 10, left: 0 });
    const crop = graph.edges.find(({ to }) => nameOf(to) === 2)!;
    expect(crop.summary.en).toMatch(/^cropped to \d+ %, .*JPEG 78$/);
    expect(crop.evidence[0]!.says).toBe('forward');
  });
});
