import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import { unprotectedContent } from '#core/provenance/binding/exclusion-checks.ts';
import type { Coverage } from '#shared/domain/credential-detail.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { box } from '../fixtures/make/boxes.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { type Authority, makeAuthority, type SignedContent, signFile } from '../fixtures/make/signed.ts';
import { engineBinding, ownBinding } from '../support/binding.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { jpegBoxAssertion } from '../support/jpeg-boxes.ts';

/**
 * Files signed here in every format the engine writes. What our coverage says of a byte is held against what
 * the engine says of the file with that byte changed: it is another program, and it hashes by itself.
 */
const opensslPresent = (process.env.PATH ?? '').split(':').some((path) => existsSync(join(path, 'openssl')));
const sample = (name: string) => corpus('c2pa-rs-fixtures', 'sdk', 'tests', 'fixtures', name);
const created = 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture';
const actions = {
  label: 'c2pa.actions',
  data: { actions: [{ action: 'c2pa.created', digitalSourceType: created }] },
};

interface Case {
  readonly name: string;
  readonly format: MediaFormat;
  readonly mime: string;
  readonly source: () => string | Promise<string>;
  readonly content?: SignedContent;
  /** Blocks of 4 KiB with a Merkle tree over them; how many rows of proofs stand beside the manifest. */
  readonly merkle?: number;
}

let folder: string;
let authority: Authority;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-binding-'));
  if (opensslPresent) authority = makeAuthority(folder, 'binding', ['1.3.6.1.4.1.62558.2.1']);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A film with boxes that hold a stranger's words and are left out of every BMFF hash. */
async function filmWithRoom(): Promise<string> {
  const plain = makeClip(folder, 'plain.mp4', [
    ...testSource(1, '96x64', 10),
    '-c:v',
    'libx264',
    '-c:a',
    'aac',
  ]);
  const path = join(folder, 'room.mp4');
  const words = Buffer.from('anything may stand here '.repeat(12));
  await writeFile(path, Buffer.concat([await readFile(plain), box('free', words), box('skip', words)]));
  return path;
}
const tone = (name: string, codec: string) =>
  makeClip(folder, name, ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=1', '-c:a', codec]);

/** Their updates are a store of their own behind the parent's, and leave its hash as it is. */
const structureOfBoxes: ReadonlySet<MediaFormat> = new Set(['heif', 'avif', 'mp4', 'mov', 'm4a']);

const apollo = sample('earth_apollo17.jpg');
const cases: readonly Case[] = [
  { name: 'JPEG in several segments', format: 'jpeg', mime: 'image/jpeg', source: () => apollo },
  {
    name: 'JPEG by boxes, Exif left out',
    format: 'jpeg',
    mime: 'image/jpeg',
    source: () => apollo,
    content: corpusPresent ? { assertions: [actions, jpegBoxAssertion(apollo)] } : { assertions: [] },
  },
  { name: 'PNG', format: 'png', mime: 'image/png', source: () => sample('libpng-test.png') },
  { name: 'WebP', format: 'webp', mime: 'image/webp', source: () => sample('sample1.webp') },
  { name: 'GIF', format: 'gif', mime: 'image/gif', source: () => sample('sample1.gif') },
  { name: 'TIFF', format: 'tiff', mime: 'image/tiff', source: () => sample('test.tiff') },
  { name: 'SVG', format: 'svg', mime: 'image/svg+xml', source: () => sample('sample1.svg') },
  { name: 'JPEG XL', format: 'jxl', mime: 'image/jxl', source: () => sample('sample1.jxl') },
  { name: 'HEIF', format: 'heif', mime: 'image/heif', source: () => sample('sample1.heif') },
  { name: 'AVIF', format: 'avif', mime: 'image/avif', source: () => sample('sample1.avif') },
  { name: 'MP4 with free boxes', format: 'mp4', mime: 'video/mp4', source: filmWithRoom },
  { name: 'MP4, Merkle tree, proofs', format: 'mp4', mime: 'video/mp4', source: filmWithRoom, merkle: 3 },
  {
    name: 'MOV, Merkle tree, leaves',
    format: 'mov',
    mime: 'video/quicktime',
    source: () => sample('c.mov'),
    merkle: 0,
  },
  { name: 'MOV', format: 'mov', mime: 'video/quicktime', source: () => sample('c.mov') },
  { name: 'M4A', format: 'm4a', mime: 'audio/mp4', source: () => tone('tone.m4a', 'aac') },
  { name: 'WAV', format: 'wav', mime: 'audio/wav', source: () => tone('tone.wav', 'pcm_s16le') },
  { name: 'AVI', format: 'avi', mime: 'video/avi', source: () => sample('test.avi') },
  {
    name: 'MP3',
    format: 'mp3',
    mime: 'audio/mpeg',
    source: () => corpus('audio', 'chroma', 'tests', 'data', 'test.mp3'),
  },
  { name: 'FLAC', format: 'flac', mime: 'audio/flac', source: () => tone('tone.flac', 'flac') },
];

describe.skipIf(!corpusPresent || !opensslPresent)('coverage against the engine', () => {
  it.for(cases)('$name', { timeout: 120_000 }, async ({ name, format, mime, source, content, merkle }) => {
    const path = join(folder, `${name.replaceAll(/\W+/g, '-')}-${basename(await source())}`);
    const base = offlineSettings([]);
    const settings =
      merkle === undefined
        ? base
        : {
            ...base,
            core: { ...base.core, merkle_tree_chunk_size_in_kb: 4, merkle_tree_max_proofs: merkle },
          };
    signFile(await source(), path, mime, authority, content ?? { assertions: [actions] }, settings);
    expect(await engineBinding(path, mime)).toBe('match');
    const own = await ownBinding(path, format);
    const coverage = own?.coverage;
    if (!coverage) throw new Error('no coverage');
    expect(own.bindings).toHaveLength(1);
    expect(own.bindings[0]).toMatchObject({ matches: true, problem: null });
    expect(coverage.protected + coverage.credential + coverage.unprotected).toBe(own.size);
    expect(coverage.spans.reduce((end, span) => (span.start === end ? end + span.length : -1), 0)).toBe(
      own.size,
    );
    expect(unprotectedContent(coverage).content).toBe(0);

    const bytes = await readFile(path);
    const changed = async (offset: number) => {
      bytes[offset]! ^= 0x11;
      await writeFile(`${path}.flip`, bytes);
      bytes[offset]! ^= 0x11;
      const own = await ownBinding(`${path}.flip`, format);
      return {
        engine: await engineBinding(`${path}.flip`, mime),
        own: own?.bindings[0]?.matches ?? 'gone',
        offset,
      };
    };
    let mismatches = 0;
    for (const offset of sampled(coverage, 'protected', 0)) {
      const answer = await changed(offset);
      expect(answer).not.toMatchObject({ engine: 'match' });
      expect(answer).not.toMatchObject({ own: true });
      if (answer.engine === 'mismatch') mismatches += 1;
    }
    // a change may also hide the store from the engine; most must be seen as what they are
    expect(mismatches).toBeGreaterThan(12);
    // the header of an excluded box or segment makes it the one that is left out
    const free = sampled(coverage, 'unprotected', format === 'jpeg' ? 4 : 8);
    for (const offset of free) {
      expect(await changed(offset)).toEqual({ offset, engine: 'match', own: true });
    }
    if (name.includes('free boxes') || name.includes('left out')) expect(free.length).toBeGreaterThan(12);
  });
});

describe.skipIf(!corpusPresent || !opensslPresent)('bindings under an update manifest', () => {
  // Room for the update moves what lies behind the store; RIFF and TIFF then have other sizes in their headers,
  // which breaks the parent's hash for the engine as well.
  const chosen = cases.filter(
    ({ content, format, merkle }) => !content && merkle === undefined && !structureOfBoxes.has(format),
  );
  it.for(chosen)('$name', { timeout: 60_000 }, async ({ name, format, mime, source }) => {
    const signed = join(folder, `signed-${name.replaceAll(/\W+/g, '-')}`);
    const updated = `${signed}-update`;
    signFile(await source(), signed, mime, authority, { assertions: [actions] }, offlineSettings([]));
    const update: SignedContent = { assertions: [], intent: 'update' };
    signFile(signed, updated, mime, authority, update, offlineSettings([]));
    const engine = await engineBinding(updated, mime);
    const own = await ownBinding(updated, format);
    expect(own?.bindings.map(({ matches }) => matches)).toEqual([engine === 'match']);
    if (['jpeg', 'png', 'gif', 'svg', 'jxl'].includes(format)) {
      expect(engine).toBe('match');
      expect(own?.coverage?.unprotected).toBe(0);
    }
  });
});

/** Up to about 24 offsets of a state: both ends of the outermost spans of it, others spread over all its bytes. */
function sampled({ spans }: Coverage, state: string, skip: number): number[] {
  const runs: { start: number; end: number }[] = [];
  for (const span of spans) {
    if (span.state !== state) continue;
    const last = runs.at(-1);
    if (last?.end === span.start) last.end += span.length;
    else runs.push({ start: span.start, end: span.start + span.length });
  }
  const usable = runs.flatMap(({ start, end }) => (end > start + skip ? [{ start: start + skip, end }] : []));
  const total = usable.reduce((sum, { start, end }) => sum + end - start, 0);
  const offsets = new Set(usable.slice(0, 4).flatMap(({ start, end }) => [start, end - 1]));
  for (let index = 0; index < 18 && total > 0; index += 1) {
    let position = Math.floor(((index + 0.5) / 18) * total);
    const run = usable.find(({ start, end }) => {
      if (position < end - start) return true;
      position -= end - start;
      return false;
    });
    if (run !== undefined) offsets.add(run.start + position);
  }
  return [...offsets];
}
