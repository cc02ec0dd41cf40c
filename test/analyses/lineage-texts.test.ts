import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultLimits } from '#core/media/limits.ts';
import { buildLineage, type ComparedPair } from '#core/trace/lineage/build.ts';
import type { PairEvidence } from '#core/trace/lineage/evidence.ts';
import { noFacts } from '#core/trace/lineage/facts.ts';
import { linkPair } from '#core/trace/lineage/pair-task.ts';
import type { LineageEdge } from '#shared/domain/lineage.ts';
import { chinese, english } from '../fixtures/make/running-text.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-lineage-texts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };
const media = { kind: 'text', format: 'text', mime: 'text/plain', extensionFits: true } as const;

async function told(first: string, second: string): Promise<PairEvidence> {
  const paths = ['first', 'second'].map((name) => join(folder, `${name}.txt`));
  await writeFile(paths[0]!, first);
  await writeFile(paths[1]!, second);
  return await linkPair({ first: { path: paths[0], media }, second: { path: paths[1], media } }, context);
}

async function edgesOf(texts: readonly string[]): Promise<LineageEdge[]> {
  const pairs: ComparedPair[] = [];
  for (const [first, one] of texts.entries()) {
    for (const [second, other] of texts.entries()) {
      if (second > first) pairs.push({ first, second, evidence: await told(one, other) });
    }
  }
  const sources = texts.map((_, index) => ({
    facts: noFacts(`${index}`.padStart(64, '0')),
    ...{ name: `text ${index}`, number: index + 1, media, content: null },
  }));
  return buildLineage(sources, pairs, 0).edges;
}

const paragraphs = (text: string): string[] => text.split('\n\n');
/** What the edges say, by places in the list. */
const drawn = (edges: readonly LineageEdge[]): string[] =>
  edges
    .map(({ from, to, state }) => `${Number(from.slice(1)) - 1} ${state} ${Number(to.slice(1)) - 1}`)
    .sort();

describe('a text, an excerpt of it, and one of that', () => {
  it.each([
    ['English', english, 'By the desk:\n\n', 60],
    ['Chinese', chinese, '本报讯：\n\n', 24],
  ] as const)('%s: each is probably taken from the one before it', async (_, whole, heading, cut) => {
    const excerpt = paragraphs(whole).slice(1, 4).join('\n\n');
    // Begins within a sentence, ends in an ellipsis, and has a line of its own.
    const torn = `${heading}…${excerpt.slice(cut, Math.round(excerpt.length * 0.55))}…`;
    expect(drawn(await edgesOf([torn, whole, excerpt]))).toEqual(['1 probably 2', '2 probably 0']);
  });

  it('holds when marks between the words were lost', async () => {
    const marked = english.replaceAll(' the ', ' the\u200b ');
    const excerpt = paragraphs(english).slice(2).join('\n\n');
    const [edge] = await edgesOf([excerpt, marked]);
    expect(edge).toMatchObject({ from: 'n2', to: 'n1', state: 'probably' });
    expect(edge!.evidence.map(({ cue }) => cue)).toEqual(expect.arrayContaining(['excerpt', 'hidden']));
    expect(edge!.evidence.every(({ says }) => says === 'forward')).toBe(true);
  });
});

it('an excerpt that begins and ends within sentences bears that sign, one of whole paragraphs does not', async () => {
  const whole = paragraphs(english).slice(1, 3).join('\n\n');
  expect((await told(english, whole)).signs.torn).toEqual([0, 0]);
  expect((await told(english, whole.slice(40, -60))).signs.torn).toEqual([0, 1]);
  expect((await told(whole.slice(40), english)).signs.torn).toEqual([0.5, 0]);
  const other = paragraphs(chinese)[2]!;
  expect((await told(other.slice(8, 130), chinese)).signs.torn).toEqual([1, 0]);
});

it('two excerpts that overlap, and two versions of a text, have no direction', async () => {
  const [a, b, c, d] = paragraphs(english) as [string, string, string, string];
  expect(drawn(await edgesOf([`${a}\n\n${b}`, `${b}\n\n${c}`]))).toEqual(['0 same-source 1']);
  const edited = `${a}\n\n${b.replace('harbour', 'port')}\n\n${c}\n\n${d}`;
  expect(drawn(await edgesOf([`${a}\n\n${b}\n\n${c}\n\n${d}`, edited]))).toEqual(['0 same-source 1']);
});
