import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { findStores } from '#core/provenance/carriers/find-stores.ts';
import { type MediaFormat, mediaFormats } from '#shared/domain/media.ts';
import { makeZip } from '../../fixtures/make/small-formats.ts';
import {
  dataAddress,
  fontWith,
  gifWith,
  id3With,
  jpegSegments,
  jpegWith,
  jxlWith,
  makeStore,
  movieWith,
  pdfWith,
  pngWith,
  svgWith,
  textWrapper,
  tiffWith,
  webpWith,
} from '../../fixtures/make/store-carriers.ts';

const store = makeStore(1200);
const files: readonly (readonly [string, MediaFormat, Buffer])[] = [
  ['JPEG', 'jpeg', jpegWith(...jpegSegments(store, 1, 300))],
  ['PNG', 'png', pngWith(store)],
  ['GIF', 'gif', gifWith(store)],
  ['TIFF', 'tiff', tiffWith(store, true, false)],
  ['BigTIFF', 'tiff', tiffWith(store, false, true)],
  ['WebP', 'webp', webpWith(store)],
  ['MP4', 'mp4', movieWith(store)],
  ['JPEG XL', 'jxl', jxlWith(store)],
  ['SVG', 'svg', svgWith(store)],
  ['ID3v2.3', 'mp3', id3With(store, 3, true)],
  ['ID3v2.4', 'mp3', id3With(store, 4, true)],
  ['PDF', 'pdf', pdfWith(store)],
  ['PDF with object stream', 'pdf', pdfWith(store, 'object-stream')],
  ['PDF, compressed', 'pdf', pdfWith(store, 'deflate')],
  ['font', 'font', fontWith(store)],
  ['ZIP', 'zip', makeZip(['META-INF/content_credential.c2pa', store], ['a', Buffer.from('b')])],
  ['text', 'text', Buffer.from(`a${textWrapper(store)}`)],
  [
    'HTML',
    'html',
    Buffer.from(
      `<script type="application/c2pa">${store.toString('base64')}</script>\n<!-- -----BEGIN C2PA MANIFEST----- ${dataAddress(store)} -----END C2PA MANIFEST----- -->`,
    ),
  ],
];

type Mutation =
  | { readonly kind: 'set'; readonly at: number; readonly bytes: readonly number[] }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: readonly number[] }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number };

const place = fc.double({ min: 0, max: 1, noNaN: true });
// lengths and offsets at their limits do the most harm
const harm = fc.oneof(
  fc.constantFrom(
    [0xff, 0xff, 0xff, 0xff],
    [0, 0, 0, 0],
    [0x7f, 0xff, 0xff, 0xff],
    [0, 0, 0, 1],
    [0xff, 0],
    [0x80],
  ),
  fc.array(fc.nat(255), { minLength: 1, maxLength: 8 }),
);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: place, bytes: harm }),
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({ kind: fc.constant('insert' as const), at: place, bytes: harm }),
  fc.record({ kind: fc.constant('repeat' as const), at: place, length: fc.nat(400) }),
);

function mutated(file: Buffer, mutations: readonly Mutation[]): Buffer {
  let bytes = Buffer.from(file);
  for (const change of mutations) {
    const at = Math.floor(change.at * bytes.length);
    if (change.kind === 'set') bytes.set(change.bytes.slice(0, bytes.length - at), at);
    else if (change.kind === 'cut') bytes = bytes.subarray(0, at);
    else if (change.kind === 'insert')
      bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(change.bytes), bytes.subarray(at)]);
    else bytes = Buffer.concat([bytes.subarray(0, at + change.length), bytes.subarray(at)]);
  }
  return bytes;
}

const folder = mkdtempSync(join(tmpdir(), 'assay-mutations-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const signal = new AbortController().signal;

async function check(bytes: Buffer, format: MediaFormat): Promise<void> {
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  const { stores } = await findStores(path, { format }, { signal, scan: 'always' });
  for (const found of stores) {
    for (const [start, length] of found.occupied)
      expect(start >= 0 && start + length <= bytes.length).toBe(true);
    for (const piece of found.pieces) {
      const here = bytes.subarray(piece.file, piece.file + piece.length);
      expect(here.equals(found.bytes.subarray(piece.store, piece.store + piece.length))).toBe(true);
    }
  }
}

describe('mutated files never throw, and positions are always true', () => {
  it.each(files)('%s', async (_name, format, file) => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 6 }), (mutations) =>
        check(mutated(file, mutations), format),
      ),
      { numRuns: 100 },
    );
  });

  it('files of one kind read as another', async () => {
    for (const [, , file] of files) for (const format of mediaFormats) await check(file, format);
  });

  it('noise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), fc.constantFrom(...mediaFormats), (bytes, format) =>
        check(Buffer.from(bytes), format),
      ),
      { numRuns: 400 },
    );
  });
});

describe('files made to keep a reader busy', () => {
  const most = 4 * 1024 * 1024;
  const fill = (text: string): Buffer => Buffer.alloc(most, text, 'latin1');
  it.each<readonly [string, MediaFormat, Buffer]>([
    ['boxes without content', 'mp4', fill('\0\0\0\x08free')],
    [
      'chunks without content',
      'webp',
      Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP'), fill('ABCD\0\0\0\0')]),
    ],
    ['segments without content', 'jpeg', Buffer.concat([Buffer.from('ffd8', 'hex'), fill('\xff\xe2\0\x02')])],
    ['PDF strings that do not end', 'pdf', fill('1 0 obj (')],
    ['PDF dictionaries that do not end', 'pdf', fill('1 0 obj <</A ')],
    ['PDF streams that do not end', 'pdf', fill('1 0 obj <<>> stream\n')],
    [
      'PDF specifications',
      'pdf',
      fill('1 0 obj <</AFRelationship/C2PA_Manifest/EF<</F 1 0 R>>>> stream\nendstream '),
    ],
    ['tags', 'svg', Buffer.concat([Buffer.from('c2pa:manifest'), fill('<a>')])],
    ['manifest elements', 'svg', fill('<c2pa:manifest>')],
    ['scripts', 'html', Buffer.concat([Buffer.from('c2pa'), fill('<script>')])],
    [
      'marks',
      'text',
      Buffer.concat([fill('-----BEGIN C2PA MANIFEST-----'), Buffer.from('-----END C2PA MANIFEST-----')]),
    ],
    ['variation selectors', 'text', fill('\xf3\xa0\x84\x80')],
    ['single variation selectors', 'text', fill('a\xef\xb8\x81')],
    ['headers of stores', 'unknown', fill(makeStore(16).subarray(0, 32).toString('latin1'))],
    ['headers of stores in base64', 'unknown', fill(makeStore(16).toString('base64').slice(0, 40))],
    [
      'application extensions',
      'gif',
      Buffer.concat([Buffer.from('GIF89a\0\0\0\0\0\0\0'), fill('!\xff\x0bC2PA_GIF\x01\0\0\x01a\0')]),
    ],
    [
      'ID3 frames',
      'mp3',
      Buffer.concat([Buffer.from('ID3\x03\0\0\x01\x7f\x7f\x7f', 'latin1'), fill('TIT2\0\0\0\0\0\0')]),
    ],
  ])('%s', async (_name, format, bytes) => {
    // processor time, since other processes share the machine
    const started = process.cpuUsage();
    await check(bytes, format);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1e6).toBeLessThan(4);
  });
});
