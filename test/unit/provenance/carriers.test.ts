import { Buffer } from 'node:buffer';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { StoreCarrier } from '#core/provenance/carriers/embedded-store.ts';
import { fileRanges } from '#core/provenance/carriers/embedded-store.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { box } from '../../fixtures/make/boxes.ts';
import { plainPng, pngChunk } from '../../fixtures/make/containers.ts';
import { makeRiff, riffChunk } from '../../fixtures/make/riff.ts';
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
  otherBox,
  pdfStream,
  pdfWith,
  pngWith,
  storeBox,
  svgWith,
  textWrapper,
  tiffWith,
  webpWith,
} from '../../fixtures/make/store-carriers.ts';
import { findIn, viaPieces } from '../../support/stores.ts';

const store = makeStore();
const second = makeStore(900, 99);
const html = (body: string): Buffer =>
  Buffer.from(`<!doctype html><html><head>${body}</head><p>x</p></html>`);
const zipName = 'META-INF/content_credential.c2pa';

/** Carriers, files made from the annex's words, and whether the store's bytes lie in the file as they are. */
const whole: readonly (readonly [string, MediaFormat, StoreCarrier, Uint8Array, boolean])[] = [
  ['JPEG', 'jpeg', 'jpeg-app11', jpegWith(...jpegSegments(store)), true],
  ['PNG', 'png', 'png-caBX', pngWith(store), true],
  ['GIF', 'gif', 'gif-application', gifWith(store), true],
  ['TIFF, little-endian', 'tiff', 'tiff-tag-52545', tiffWith(store, true, false), true],
  ['TIFF, big-endian', 'dng', 'tiff-tag-52545', tiffWith(store, false, false), true],
  ['BigTIFF, little-endian', 'tiff', 'tiff-tag-52545', tiffWith(store, true, true), true],
  ['BigTIFF, big-endian', 'raw', 'tiff-tag-52545', tiffWith(store, false, true), true],
  ['WebP', 'webp', 'webp-riff', webpWith(store), true],
  [
    'WAVE',
    'wav',
    'wav-riff',
    makeRiff('WAVE', riffChunk('data', Buffer.alloc(7)), riffChunk('C2PA', store)),
    true,
  ],
  [
    'AVI',
    'avi',
    'avi-riff',
    makeRiff('AVI ', riffChunk('JUNK', Buffer.alloc(3)), riffChunk('C2PA', store)),
    true,
  ],
  ['MP4', 'mp4', 'bmff-uuid', movieWith(store), true],
  ['JPEG XL', 'jxl', 'jxl-jumb', jxlWith(store), true],
  ['SVG', 'svg', 'svg-manifest', svgWith(store), false],
  ['ID3v2.3', 'mp3', 'id3-geob', id3With(store, 3, false), true],
  ['ID3v2.3, unsynchronised', 'mp3', 'id3-geob', id3With(store, 3, true), true],
  ['ID3v2.4', 'flac', 'id3-geob', id3With(store, 4, false), true],
  ['ID3v2.4, unsynchronised', 'mp3', 'id3-geob', id3With(store, 4, true), true],
  ['PDF', 'pdf', 'pdf-embedded-file', pdfWith(store), true],
  ['PDF, compressed', 'pdf', 'pdf-embedded-file', pdfWith(store, 'deflate'), false],
  [
    'PDF, specification in an object stream',
    'pdf',
    'pdf-embedded-file',
    pdfWith(store, 'object-stream'),
    true,
  ],
  ['font', 'font', 'font-table', fontWith(store), true],
  [
    'ZIP',
    'epub',
    'zip-entry',
    makeZip(['mimetype', Buffer.from('application/epub+zip')], [zipName, store]),
    true,
  ],
  ['sidecar', 'c2pa', 'sidecar', store, true],
  ['text', 'text', 'text-variation-selectors', Buffer.from(`Some words.${textWrapper(store)}`), false],
  [
    'text in UTF-16',
    'text',
    'text-variation-selectors',
    Buffer.from(`\ufeffSome words.${textWrapper(store)}`, 'utf16le'),
    false,
  ],
  [
    'HTML script',
    'html',
    'html-script',
    html(`<script>"<link>"</script><script type="application/c2pa">${store.toString('base64')}</script>`),
    false,
  ],
  [
    'Markdown comment',
    'markdown',
    'structured-text',
    Buffer.from(
      `<!-- -----BEGIN C2PA MANIFEST----- ${dataAddress(store)} -----END C2PA MANIFEST----- -->\n# T\n`,
    ),
    false,
  ],
  [
    'front matter',
    'markdown',
    'structured-text',
    Buffer.from(
      `---\ntitle: x\nc2pa: |\n  -----BEGIN C2PA MANIFEST-----\n  ${dataAddress(store)}\n  -----END C2PA MANIFEST-----\n---\ntext\n`,
    ),
    false,
  ],
  [
    'line comments, wrapped base64',
    'text',
    'structured-text',
    Buffer.from(
      `// -----BEGIN C2PA MANIFEST-----\n${dataAddress(store)
        .match(/.{1,64}/g)!
        .map((line) => `// ${line}`)
        .join('\n')}\n// -----END C2PA MANIFEST-----\nconst a = 1;\n`,
    ),
    false,
  ],
];

describe('a store in each carrier', () => {
  it.each(whole)('%s', async (name, format, carrier, file, inPlace) => {
    const found = await findIn(file, format);
    expect(found.damage).toBeNull();
    expect(found.complete).toBe(true);
    expect(found.stores).toHaveLength(1);
    const [only] = found.stores;
    expect(only!.carrier).toBe(carrier);
    expect(only!.incomplete).toBeUndefined();
    expect(Buffer.from(only!.bytes).equals(store)).toBe(true);
    const departures = {
      'text in UTF-16': 1,
      ZIP: 1, // the fixture's entries have checksums
    }[name];
    expect(only!.problems).toHaveLength(departures ?? 0);
    // positions: through the pieces when the bytes lie there, and always inside what is occupied
    expect(only!.pieces.length > 0).toBe(inPlace);
    if (inPlace) expect(viaPieces(file, only!).equals(store)).toBe(true);
    for (const piece of only!.pieces)
      expect(
        only!.occupied.some(([at, length]) => piece.file >= at && piece.file + piece.length <= at + length),
      ).toBe(true);
    const ranges = fileRanges(only!.pieces, [100, 2000]);
    if (inPlace)
      expect(Buffer.concat(ranges.map(([at, length]) => file.subarray(at, at + length)))).toEqual(
        store.subarray(100, 2100),
      );
    // removing what is occupied removes the store
    const rest = Buffer.from(file);
    for (const [at, length] of only!.occupied) rest.fill(0x20, at, at + length);
    expect((await findIn(rest, 'unknown')).stores).toEqual([]);
  });

  it('is not seen in files without one', async () => {
    for (const [format, file] of [
      ['jpeg', jpegWith(...jpegSegments(otherBox()))],
      ['png', Buffer.from(plainPng())],
      ['jxl', Buffer.concat([box('JXL ', Buffer.from('0d0a870a', 'hex')), otherBox()])],
      ['webp', makeRiff('WEBP', riffChunk('VP8 ', Buffer.alloc(10)))],
      ['text', Buffer.from('Words with ❤️ and 葛󠄀 and 1️⃣: no payload.')],
      ['html', html('<script type="module">1 < 2</script>')],
      ['zip', makeZip(['a', Buffer.from('b')])],
    ] as const) {
      const { stores, hidden, damage, complete } = await findIn(file, format);
      expect({ stores, hidden, damage, complete }).toEqual({
        stores: [],
        hidden: [],
        damage: null,
        complete: true,
      });
    }
  });
});

describe('JPEG', () => {
  it('joins segments by box instance and sequence number among other boxes', async () => {
    const file = jpegWith(
      ...jpegSegments(otherBox(), 1),
      ...jpegSegments(store, 2),
      ...jpegSegments(otherBox(), 3),
    );
    const [only, ...more] = (await findIn(file, 'jpeg')).stores;
    expect(more).toEqual([]);
    expect(Buffer.from(only!.bytes).equals(store)).toBe(true);
    expect(only!.problems).toEqual([]);
  });

  it('says what is wrong with the numbers, and joins all the same where the length is right', async () => {
    const segments = jpegSegments(store);
    const swapped = [segments[1]!, segments[0]!, ...segments.slice(2)];
    const [first] = (await findIn(jpegWith(...swapped), 'jpeg')).stores;
    expect(Buffer.from(first!.bytes).equals(store)).toBe(true);
    expect(first!.problems.join()).toContain('order');
    const [zero] = (await findIn(jpegWith(...jpegSegments(store, 5, 1000, 0)), 'jpeg')).stores;
    expect(Buffer.from(zero!.bytes).equals(store)).toBe(true);
    expect(zero!.problems.join()).toContain('sequence numbers');
  });

  it('keeps what lies before a lost segment', async () => {
    const segments = jpegSegments(store).filter((_, index) => index !== 3);
    const [only] = (await findIn(jpegWith(...segments), 'jpeg')).stores;
    expect(only!.incomplete).toBe(true);
    expect(Buffer.from(only!.bytes).equals(store.subarray(0, 8 + 3000))).toBe(true);
  });

  it('reports two stores, and foreign data between segments', async () => {
    const { stores } = await findIn(jpegWith(...jpegSegments(store, 1), ...jpegSegments(second, 2)), 'jpeg');
    expect(stores.map(({ bytes }) => bytes.length)).toEqual([store.length, second.length]);
    for (const { problems } of stores) expect(problems.join()).toContain('one of 2 stores');
    const [a, ...rest] = jpegSegments(store);
    const mixed = await findIn(jpegWith(a!, ...jpegSegments(otherBox(), 1), ...rest), 'jpeg');
    expect(Buffer.from(mixed.stores[0]!.bytes).equals(store)).toBe(true);
    expect(mixed.stores[0]!.problems.join()).toContain('between the segments');
  });
});

describe('departures from the annex', () => {
  it('PNG: a wrong checksum, a chunk behind the image data', async () => {
    const file = pngWith(store);
    file[file.indexOf('caBX') + 4 + store.length] = file[file.indexOf('caBX') + 4 + store.length]! ^ 1;
    expect((await findIn(file, 'png')).stores[0]!.problems.join()).toContain('checksum');
    const late = Buffer.from(plainPng([], [pngChunk('caBX', store)]));
    expect((await findIn(late, 'png')).stores[0]!.problems.join()).toContain('behind the image data');
  });

  it('MP4: padding is allowed, an update comes before what it updates, merkle boxes are none', async () => {
    const [padded] = (await findIn(Buffer.concat([box('ftyp'), storeBox(store, 'manifest', 300)]), 'mp4'))
      .stores;
    expect(Buffer.from(padded!.bytes).equals(store)).toBe(true);
    expect(padded!.problems).toEqual([]);
    const updated = Buffer.concat([
      box('ftyp'),
      storeBox(store, 'original'),
      box('mdat', Buffer.alloc(9)),
      storeBox(second, 'update'),
      storeBox(Buffer.from('a0', 'hex'), 'merkle'),
    ]);
    const { stores } = await findIn(updated, 'mp4');
    expect(stores.map(({ place, bytes }) => [place, bytes.length])).toEqual([
      ['uuid "update"', second.length],
      ['uuid "original"', store.length],
    ]);
    expect(stores.flatMap(({ problems }) => problems)).toEqual([]);
    const late = Buffer.concat([box('ftyp'), box('mdat'), storeBox(store)]);
    expect((await findIn(late, 'mp4')).stores[0]!.problems.join()).toContain('behind the first');
  });

  it('JPEG XL: a compressed box is read', async () => {
    const packed = box('brob', Buffer.from('jumb'), brotliCompressSync(store.subarray(8)));
    const file = Buffer.concat([box('JXL ', Buffer.from('0d0a870a', 'hex')), packed]);
    const [only] = (await findIn(file, 'jxl')).stores;
    expect(Buffer.from(only!.bytes).equals(store)).toBe(true);
    expect(only!.problems.join()).toContain('compressed');
  });

  it('RIFF: RF64 sizes, and the further chunks of a long AVI', async () => {
    const ds64 = Buffer.alloc(28);
    const data = riffChunk('data', Buffer.alloc(40));
    data.writeUInt32LE(0xffffffff, 4);
    ds64.writeBigUInt64LE(40n, 8);
    const body = Buffer.concat([
      Buffer.from('WAVE'),
      riffChunk('ds64', ds64),
      data,
      riffChunk('C2PA', store),
    ]);
    body.writeBigUInt64LE(BigInt(body.length), 12);
    const file = Buffer.concat([Buffer.from('RF64\xff\xff\xff\xff', 'latin1'), body]);
    const found = await findIn(file, 'wav');
    expect(found.damage).toBeNull();
    expect(Buffer.from(found.stores[0]!.bytes).equals(store)).toBe(true);
    const long = Buffer.concat([
      makeRiff('AVI ', riffChunk('JUNK', Buffer.alloc(4))),
      makeRiff('AVIX', riffChunk('C2PA', store)),
    ]);
    expect((await findIn(long, 'avi')).stores[0]!.problems.join()).toContain('RIFF chunk 2');
  });

  it('PDF: the newest save first, earlier ones and those of parts marked', async () => {
    const specification = '<</Type/Filespec/AFRelationship/C2PA_Manifest/EF<</F 3 0 R>>>>';
    const saved = Buffer.concat([
      pdfWith(store),
      pdfStream(3, '/Type/EmbeddedFile', second),
      Buffer.from(`4 0 obj\n${specification}\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n`),
    ]);
    const { stores } = await findIn(saved, 'pdf');
    expect(stores.map(({ bytes, superseded }) => [bytes.length, superseded === true])).toEqual([
      [second.length, false],
      [store.length, true],
    ]);
    expect(stores.flatMap(({ problems }) => problems)).toEqual([]);
    const part = Buffer.concat([
      pdfWith(store),
      pdfStream(8, '/Type/EmbeddedFile', second),
      Buffer.from('9 0 obj\n<</AFRelationship/C2PA_Manifest/EF<</F 8 0 R>>>>\nendobj\n%%EOF\n'),
    ]);
    const parts = (await findIn(part, 'pdf')).stores;
    expect(parts[0]!.bytes.length).toBe(store.length);
    expect(parts[1]!.superseded).toBe(true);
    expect(parts[1]!.problems.join()).toContain('AF entry');
  });

  it('PDF: a file inside a stream does not pass for the document', async () => {
    const inner = pdfWith(second);
    const file = Buffer.concat([
      pdfWith(store),
      pdfStream(20, '/Type/EmbeddedFile', inner),
      Buffer.from('%%EOF\n'),
    ]);
    const { stores } = await findIn(file, 'pdf');
    expect(stores.map(({ bytes }) => bytes.length)).toEqual([store.length]);
  });

  it('font: an address beside the store or instead of it', async () => {
    const both = await findIn(fontWith(store, 'https://example.test/a.c2pa'), 'font');
    expect(both.remote).toBe('https://example.test/a.c2pa');
    expect(Buffer.from(both.stores[0]!.bytes).equals(store)).toBe(true);
    const only = await findIn(fontWith(Buffer.alloc(0), 'https://example.test/b.c2pa'), 'font');
    expect(only).toMatchObject({ stores: [], remote: 'https://example.test/b.c2pa' });
  });

  it('what is no store in the place of one is said to be so', async () => {
    for (const [format, file] of [
      ['png', pngWith(Buffer.from('nothing'))],
      ['webp', webpWith(Buffer.alloc(0))],
      ['svg', svgWith(Buffer.from('nothing'))],
      ['mp4', movieWith(Buffer.from('nothing at all'))],
    ] as const) {
      const [only] = (await findIn(file, format)).stores;
      expect(only!.incomplete).toBe(true);
      expect(only!.problems).not.toEqual([]);
    }
  });
});

describe('address of a store elsewhere', () => {
  const xmp = (value: string): Buffer =>
    Buffer.from(
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="${value}"/></rdf:RDF></x:xmpmeta>`,
    );
  const address = 'https://example.test/manifests/1';

  it.each([
    [
      'png',
      () =>
        Buffer.from(
          plainPng([
            pngChunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), xmp(address)])),
          ]),
        ),
    ],
    ['webp', () => makeRiff('WEBP', riffChunk('XMP ', xmp(address)))],
    [
      'mp4',
      () =>
        Buffer.concat([
          box('ftyp'),
          box('uuid', Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex'), xmp(address)),
        ]),
    ],
    ['svg', () => Buffer.from(`<svg><metadata>${xmp(address)}</metadata></svg>`)],
    ['html', () => html(`<link rel='c2pa-manifest' href="${address}">`)],
    [
      'markdown',
      () => Buffer.from(`<!-- -----BEGIN C2PA MANIFEST----- ${address} -----END C2PA MANIFEST----- -->\n`),
    ],
  ] as const)('%s', async (format, make) => {
    expect(await findIn(make(), format)).toMatchObject({ stores: [], remote: address });
  });

  it('the address of the embedded store itself is none', async () => {
    const file = makeRiff('WEBP', riffChunk('XMP ', xmp('self#jumbf=/c2pa/x')));
    expect((await findIn(file, 'webp')).remote).toBeNull();
  });
});
