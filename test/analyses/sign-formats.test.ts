import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { decode } from 'cborg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSecondOpinion } from '#core/media/c2pa-wasm.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { authorityAlgorithms } from '#shared/domain/signing.ts';
import { signables } from '../fixtures/make/signable.ts';
import { trustListOf } from '../fixtures/make/trust-list.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { granted, readAsStranger, SigningDesk, sha256Of } from '../support/signing.ts';

/**
 * Round trips of every format a credential can be put into. The truth is not ours: the C2PA engine reads what
 * was signed under settings written here, cborg decodes what lies in the file.
 */
const desk = new SigningDesk();
const mark = Buffer.from('mark \u00ff\u0000\u0017\u0018 水印', 'utf8');
const softBindings = [{ algorithm: 'org.example.mark.1', value: mark.toString('base64'), name: 'test' }];
let root: string;

beforeAll(async () => {
  root = (await desk.authority()).rootPem;
});
afterAll(() => desk.close());

/** The store's bytes as they lie in the file, found by nothing but the label of a box. */
function softBindingOnDisk(path: string): { readonly head: number; readonly value: unknown } {
  let file: Buffer = readFileSync(path);
  const element = /<c2pa:manifest[^>]*>([^<]+)</.exec(file.toString('latin1'))?.[1];
  if (element !== undefined) file = Buffer.from(element, 'base64');
  const blocks = file.indexOf('C2PA_GIF', 'latin1');
  if (blocks >= 0) file = joinSubBlocks(file, blocks + 11);
  const label = file.indexOf('c2pa.soft-binding\0', 'latin1');
  const type = file.indexOf('cbor', label, 'latin1');
  const length = file.readUInt32BE(type - 4) - 8;
  const content = file.subarray(type + 4, type + 4 + length);
  const key = content.indexOf('\x65value', 'latin1');
  return { head: content[key + 6]!, value: decode(content) };
}

/** GIF89a §15: data in blocks of at most 255 bytes, each behind its length, up to an empty one. */
function joinSubBlocks(file: Buffer, start: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = start; file[at] !== 0; at += 1 + file[at]!)
    parts.push(file.subarray(at + 1, at + 1 + file[at]!));
  return Buffer.concat(parts);
}

async function roundTrip(source: string, suffix: string, format: string): Promise<void> {
  for (const algorithm of authorityAlgorithms) {
    const before = sha256Of(source);
    const out = desk.path(`signed-${algorithm}-${basename(source, extname(source))}.${suffix}`);
    const identity = await desk.identity(algorithm);
    const signed = granted(await desk.sign({ source, out, softBindings }, identity));
    expect(signed.checks.map(({ name, state }) => [name, state])).toEqual([
      ['c2pa-node', 'Trusted'],
      ['c2pa-wasm', 'Trusted'],
    ]);
    expect(signed.sha256).toBe(sha256Of(out));
    expect(sha256Of(source), 'the source is only read').toBe(before);

    const read = await readAsStranger(out, signed.format, root);
    expect([read.validation_state, read.validation_status]).toEqual(['Trusted', undefined]);
    expect(read.active.signature_info.alg.toLowerCase()).toBe(algorithm);
    expect(read.active_manifest).toBe(signed.manifest);
    const options = {
      lists: [trustListOf(root, { tier: 'user', nextUpdate: null })],
      limits: defaultLimits,
      signal: new AbortController().signal,
    };
    const second = await readSecondOpinion(out, signed.format, options);
    expect(second.state === 'present' && second.store.engineState).toBe('Trusted');

    const { head, value } = softBindingOnDisk(out);
    // RFC 8949 §3.1: major type 2, a byte string; the engine alone writes 4, an array.
    expect(head >> 5, `${format}: major type on disk`).toBe(2);
    expect(value).toEqual({
      alg: 'org.example.mark.1',
      name: 'test',
      blocks: [{ scope: {}, value: new Uint8Array(mark) }],
      pad: new Uint8Array(),
    });
  }
}

describe('made files', () => {
  it('are of all seventeen formats', () => {
    expect(signables.length).toBe(17);
  });

  it.each(signables.map((one) => [one.suffix, one] as const))(
    '%s: signed inside, by both keys',
    async (suffix, one) => {
      const source = await one.make(desk.folder);
      await roundTrip(source, suffix, one.format);
      expect(readdirSync(desk.folder).filter((name) => name.includes('.signing'))).toEqual([]);
    },
  );

  it.each(signables.map((one) => [one.suffix, one] as const))(
    '%s: signed beside the file',
    async (suffix, one) => {
      const source = await one.make(desk.folder);
      const out = desk.path(`beside-${suffix}.${suffix}`);
      const identity = await desk.identity('es256');
      const signed = granted(await desk.sign({ source, out, sidecar: true, softBindings }, identity));
      const tagged = suffix === 'mp3' || suffix === 'flac';
      expect(sha256Of(out) === sha256Of(source), 'the copy is the source').toBe(!tagged);
      expect(signed.notes.some(({ en }) => en.includes('ID3'))).toBe(tagged);
      const beside = signed.sidecar!;
      expect(beside).toEqual({ path: desk.path(`beside-${suffix}.c2pa`), sha256: sha256Of(beside.path) });
      const store = readFileSync(beside.path);
      const read = await readAsStranger(out, signed.format, root, store);
      expect([read.validation_state, read.validation_status]).toEqual(['Trusted', undefined]);
      expect(softBindingOnDisk(beside.path).head >> 5).toBe(2);
      expect(signed.checks.map(({ state }) => state)).toEqual(['Trusted', 'binding-not-checked']);
    },
  );
});

describe.skipIf(!corpusPresent)('real files', () => {
  const folder = ['c2pa-rs-fixtures', 'sdk', 'tests', 'fixtures'];
  const names: readonly (readonly [name: string, format: string])[] = [
    ['earth_apollo17.jpg', 'jpeg'],
    ['sample1.png', 'png'],
    ['sample1.webp', 'webp'],
    ['sample1.gif', 'gif'],
    ['test.tiff', 'tiff'],
    ['sample1.svg', 'svg'],
    ['sample1.jxl', 'jxl'],
    ['sample1.heif', 'heif'],
    ['sample1.avif', 'avif'],
    ['c.mov', 'mov'],
    ['sample1.wav', 'wav'],
    ['test.avi', 'avi'],
  ];
  it.each(names)('%s', async (name, format) => {
    const source = join(desk.folder, name);
    copyFileSync(corpus(...folder, name), source);
    await roundTrip(source, extname(name).slice(1), format);
  });
});
