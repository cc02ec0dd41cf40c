import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Comparison } from '#shared/domain/comparison.ts';
import type { Lineage } from '#shared/domain/lineage.ts';
import { Trace } from '#shared/domain/trace.ts';
import { patchwork } from '../fixtures/make/patchwork.ts';
import { english } from '../fixtures/make/running-text.ts';
import { CommandLine } from '../support/command-line.ts';

const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

function picture(seed: number) {
  const { width, height, data } = patchwork(900, 640, seed);
  return sharp(data, { raw: { width, height, channels: 3 } });
}

describe('assay register, trace, compare and fingerprint', () => {
  const assay = new CommandLine();
  const [original, stranger, crop, words, edited] = [
    ...['original.png', 'stranger.png', 'crop.jpg', 'words.txt', 'edited.txt'],
  ].map((name) => assay.path(name)) as [string, string, string, string, string];
  const json = async <T>(args: readonly string[]): Promise<{ status: number | null; value: T }> => {
    const { status, stdout, stderr } = await assay.run([...args, '--json']);
    expect(stdout, stderr).not.toBe('');
    return { status, value: JSON.parse(stdout) as T };
  };

  beforeAll(async () => {
    await picture(1).png().toFile(original);
    await picture(2).png().toFile(stranger);
    const cut = { left: 120, top: 80, width: 640, height: 450 };
    await picture(1).extract(cut).resize(800).jpeg({ quality: 60 }).toFile(crop);
    writeFileSync(words, english);
    writeFileSync(edited, english.replace(/^[^.]*\./, 'Nothing of the first sentence is left here.'));
  });
  afterAll(() => assay.remove());

  test('lead a crop back to the entry it was made from, and no further', async () => {
    const { status, value } = await json<{ entries: { number: number; copy: string; note: string }[] }>([
      ...['register', 'add', original, words, '--note', 'press kit'],
    ]);
    expect([status, value.entries.map(({ number, copy }) => [number, copy])]).toEqual([
      0,
      [
        [1, hashOf(original)],
        [2, hashOf(words)],
      ],
    ]);
    const traced = await json<{ files: { trace: unknown }[] }>(['trace', crop, edited, stranger]);
    const [first, second, third] = traced.value.files.map(({ trace }) => Trace.parse(trace));
    expect(traced.status).toBe(0);
    expect(first!.searched).toEqual({ entries: 2, exhibits: 2, lists: [] });
    expect(first!.candidates.map(({ claim, source }) => [claim, source.kind])).toEqual([
      ['copy', 'register'],
    ]);
    expect(first!.candidates[0]).toMatchObject({ source: { entry: 1, kept: true, note: 'press kit' } });
    expect(second!.candidates).toMatchObject([{ claim: 'copy', source: { entry: 2 }, name: 'words.txt' }]);
    // A search that finds nothing says what was searched.
    expect(third!.candidates).toEqual([]);
    expect(third!.methods.filter(({ state }) => state === 'searched').length).toBeGreaterThan(1);
  });

  test('compare a text with its original, passage by passage', async () => {
    const { status, value } = await json(['compare', words, edited]);
    const comparison = Comparison.parse(value);
    expect(status).toBe(0);
    expect(comparison).toMatchObject({ outcome: 'aligned', claim: 'copy', transform: { kind: 'text' } });
    expect(comparison.first.sha256).toBe(hashOf(words));
    const said = comparison.changes.map(({ statement }) => statement.en).join('\n');
    expect(said).toContain('Nothing of the first sentence');
    expect(said).toContain('Missing from the second');
  });

  test('print the codes others print', async () => {
    const { value } = await json<{
      files: { codes: { method: string; variant: string; code: string | null }[] }[];
    }>(['fingerprint', original]);
    const codes = value.files[0]!.codes;
    const of = (method: string, variant: string) =>
      codes.find((one) => one.method === method && one.variant === variant)?.code;
    expect(of('pdq', 'whole')).toMatch(/^[0-9a-f]{64}$/);
    // The Instance-Code begins with the BLAKE3 of the file (ISO 24138); its header is that of an instance of 256 bits.
    expect(of('iscc', 'instance')).toMatch(/^ISCC:IAD/);
  });

  test('give a register away, signed, and take it in elsewhere', async () => {
    const file = assay.path('ours.assay-register');
    const made = await json<{ entries: number; key: string; sha256: string }>(['register', 'export', file]);
    expect([made.status, made.value.entries, made.value.sha256]).toEqual([0, 2, hashOf(file)]);
    const elsewhere = { ASSAY_DATA: assay.path('elsewhere') };
    const taken = await assay.run(['register', 'import', file, '--json'], elsewhere);
    expect(JSON.parse(taken.stdout)).toMatchObject({ from: made.value.key, entered: 2, left: [] });
    const traced = await assay.run(['trace', crop, '--no-compare', '--json'], elsewhere);
    const [{ trace }] = JSON.parse(traced.stdout).files;
    // Without the file there are no pixels to tell a copy from another photograph of the same scene by.
    expect(trace.candidates).toMatchObject([
      { claim: 'likely', source: { origin: 'imported', kept: false, copy: hashOf(original) } },
    ]);
    const own = await json<{ files: { trace: { candidates: unknown[] } }[] }>([
      ...['trace', crop, '--register', assay.path('elsewhere', 'register')],
    ]);
    expect(own.value.files[0]!.trace.candidates).toMatchObject([{ source: { origin: 'imported' } }]);
    writeFileSync(file, Buffer.concat([readFileSync(file).subarray(0, -9), Buffer.alloc(9)]));
    const broken = await assay.run(['register', 'import', file], elsewhere);
    expect([broken.status, broken.stderr]).toEqual([2, expect.stringContaining('Nothing was imported')]);
  });

  test('relate a text and an excerpt of it, and draw them', async () => {
    const excerpt = assay.path('excerpt.txt');
    writeFileSync(excerpt, english.slice(english.length >> 2, (3 * english.length) >> 2));
    const [svg, graphml] = [assay.path('tree.svg'), assay.path('tree.graphml')];
    const { status, value } = await json<Lineage>([
      ...['lineage', words, excerpt, '--svg', svg, '--graphml', graphml],
    ]);
    const number = (id: string) => value.nodes.find((node) => node.id === id)?.name;
    expect([status, value.edges.map(({ from, to }) => [number(from), number(to)])]).toEqual([
      0,
      [['words.txt', 'excerpt.txt']],
    ]);
    expect(value.edges[0]).toMatchObject({ directed: true, state: 'probably', transform: { kind: 'text' } });
    expect(readFileSync(svg, 'utf8')).toContain('excerpt.txt');
    expect(readFileSync(graphml, 'utf8')).toMatch(/<edge [^>]*source=/);
    const alone = await assay.run(['lineage', words]);
    expect([alone.status, alone.stderr]).toEqual([2, expect.stringContaining('two different files')]);
  });

  test('say in Chinese what is wrong', async () => {
    const missing = await assay.run(['--language', 'zh-CN', 'trace', assay.path('none.png')]);
    expect([missing.status, missing.stdout]).toEqual([1, '']);
    expect(missing.stderr).toMatch(/[\u4e00-\u9fff]/);
    const out = await assay.run(['compare', words, edited, '--out', assay.folder]);
    expect([out.status, out.stderr]).toEqual([2, expect.stringContaining('exists already')]);
    expect(assay.leftovers()).toEqual([]);
  });
});
