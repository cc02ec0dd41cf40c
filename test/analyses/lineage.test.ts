import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultLimits } from '#core/media/limits.ts';
import { buildLineage, type ComparedPair, type LineageSource } from '#core/trace/lineage/build.ts';
import type { PairEvidence, SignName } from '#core/trace/lineage/evidence.ts';
import { noFacts } from '#core/trace/lineage/facts.ts';
import { linkPair } from '#core/trace/lineage/pair-task.ts';
import type { Media } from '#shared/domain/media.ts';
import type { CopyStep } from '../fixtures/make/copy-steps.ts';
import { type CopyNode, copyBy, firstOf } from '../fixtures/make/copy-trees.ts';
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

const scene = patchwork(560, 420, 4);

describe('signs of one step', () => {
  /** What was done, and the sign the copy must bear; its source must not bear it. */
  const steps: readonly (readonly [CopyStep, SignName])[] = [
    ['crop', 'crop'],
    ['screenshot', 'frame'],
    ['meme', 'frame'],
    ['logo', 'overlay'],
    ['caption', 'overlay'],
    ['enlarged', 'enlarged'],
    ['reduced', 'reduced'],
  ];

  it.each(steps)('%s is told by %s', async (step, sign) => {
    const first = await firstOf(scene);
    const source = await kept(first, `${step}-source.jpeg`);
    const copy = await kept(await copyBy(first, 1, [step], 7), `${step}-copy.jpeg`);
    const [own, other] = (await told(source, copy)).signs[sign]!;
    expect(other).toBeGreaterThan(0.4);
    expect(own).toBeLessThan(0.15);
  });

  it('finds them whichever file comes first', async () => {
    const first = await firstOf(scene);
    const source = await kept(first, 'turned-source.jpeg');
    const copy = await kept(await copyBy(first, 1, ['crop', 'logo'], 5), 'turned-copy.jpeg');
    const { signs, transform } = await told(copy, source);
    for (const sign of ['crop', 'overlay'] as const) {
      expect(signs[sign]![0]).toBeGreaterThan(0.4);
      expect(signs[sign]![1]).toBeLessThan(0.15);
    }
    expect(transform?.cover[0]).toBeGreaterThan(0.99);
    expect(transform?.cover[1]).toBeLessThan(0.97);
  });

  it('finds the compression of the source in an enlarged copy, and not in one of the same scene saved by itself', async () => {
    const [bad, other] = [await firstOf(scene, 60), await firstOf(scene, 90)];
    const source = await kept(bad, 'grid-source.jpeg');
    const copy = await kept(await copyBy(bad, 1, ['enlarged'], 3, 'jpeg', 92), 'grid-copy.jpeg');
    const stranger = await kept(await copyBy(other, 1, ['enlarged'], 3, 'jpeg', 92), 'grid-stranger.jpeg');
    expect((await told(source, copy)).signs.generation![1]).toBeGreaterThan(0.6);
    expect((await told(source, stranger)).signs.generation![1]).toBe(0);
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

describe('a tree of six', () => {
  it('is drawn as it was made', async () => {
    const first = await firstOf(scene, 93);
    const logo = await copyBy(first, 1, ['logo'], 2, 'jpeg', 84);
    const cropped = await copyBy(logo, 2, ['crop'], 5, 'jpeg', 78);
    const screen = await copyBy(logo, 3, ['screenshot'], 8, 'png');
    const caption = await copyBy(first, 4, ['caption', 'reduced'], 6, 'jpeg', 76);
    const meme = await copyBy(cropped, 5, ['meme'], 9, 'jpeg', 70);
    const nodes = [first, logo, cropped, screen, caption, meme];
    // Out of order, so that the order of the list cannot give the answer away.
    const order = [3, 5, 0, 4, 2, 1];
    const files = await Promise.all(
      order.map((index) => kept(nodes[index]!, `tree-${index}.${nodes[index]!.format}`)),
    );
    const pairs: ComparedPair[] = [];
    for (let one = 0; one < files.length; one += 1) {
      for (let other = one + 1; other < files.length; other += 1) {
        pairs.push({ first: one, second: other, evidence: await told(files[one]!, files[other]!) });
      }
    }
    const graph = buildLineage(files.map(sourceOf), pairs, 0);
    const nameOf = (id: string) => order[Number(id.slice(1)) - 1]!;
    const drawn = graph.edges.map(
      ({ from, to, directed }) => `${nameOf(from)}${directed ? '→' : '–'}${nameOf(to)}`,
    );
    expect(drawn.sort()).toEqual(['0→1', '0→4', '1→2', '1→3', '2→5']);
    const likely = [...graph.nodes].sort((one, other) => (other.root ?? 0) - (one.root ?? 0));
    expect(nameOf(likely[0]!.id)).toBe(0);
    expect(graph.pairs).toEqual({ compared: 15, left: 0 });
    const crop = graph.edges.find(({ to }) => nameOf(to) === 2)!;
    expect(crop.summary.en).toMatch(/^cropped to \d+ %, .*JPEG 78$/);
    expect(crop.evidence[0]!.says).toBe('forward');
  });
});
