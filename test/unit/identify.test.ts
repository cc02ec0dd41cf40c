import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extensionFits, formatFacts } from '#core/intake/formats.ts';
import { identify } from '#core/intake/identify.ts';
import { exiftoolScript } from '#core/media/program-paths.ts';
import { Media, mediaFormats } from '#shared/domain/media.ts';
import { ascii, box, fullBox, handler, makeHeif, makeMovie, u32 } from '../fixtures/make/boxes.ts';
import { makeGif } from '../fixtures/make/gif.ts';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import { makePng, pngChunk } from '../fixtures/make/png.ts';
import { makeWave } from '../fixtures/make/riff.ts';
import { makeBmp, makeGlb, makeMp3, makePdf, makeZip } from '../fixtures/make/small-formats.ts';
import { makeTiff } from '../fixtures/make/tiff.ts';
import { corpus, corpusPresent, corpusRoot } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';

const exiftool = (await exiftoolScript()) ?? '';
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-identify-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function look(bytes: Uint8Array | string, name: string | null = null) {
  const path = join(folder, 'file');
  await writeFile(path, bytes);
  return Media.parse(await identify(path, name));
}

describe('identify', () => {
  it('knows a kind, a type and extensions for every format', () => {
    expect(Object.keys(formatFacts).sort()).toEqual([...mediaFormats].sort());
  });

  it('tells binary formats by their content', async () => {
    const tiff = makeTiff([
      { tag: 256, type: 3, value: [30] },
      { tag: 257, type: 3, value: [20] },
    ]);
    const cases: readonly (readonly [string, Uint8Array, object])[] = [
      [
        'jpeg',
        await makeJpeg(),
        { kind: 'image', format: 'jpeg', mime: 'image/jpeg', width: 40, height: 24, frames: 1 },
      ],
      ['png', makePng(), { format: 'png', width: 16, height: 9, frames: 1 }],
      ['apng', makePng({ before: [pngChunk('acTL', u32(7, 0))] }), { format: 'png', frames: 7 }],
      ['gif', makeGif(3), { format: 'gif', width: 4, height: 4, frames: 3 }],
      ['tiff', tiff, { format: 'tiff', width: 30, height: 20, frames: 1 }],
      ['dng', makeTiff([{ tag: 50706, type: 4, value: [1, 4] }]), { format: 'dng' }],
      [
        'raw',
        makeTiff([
          { tag: 262, type: 3, value: [32803] },
          { tag: 271, type: 2, value: ascii('Maker\0') },
        ]),
        { format: 'raw' },
      ],
      ['bmp', makeBmp(5, 3), { format: 'bmp', width: 5, height: 3 }],
      [
        'heic',
        makeHeif('heic', Buffer.alloc(9), tiff),
        { kind: 'image', format: 'heif', mime: 'image/heic', width: 320, height: 200 },
      ],
      [
        'avif',
        makeHeif('avif', Buffer.alloc(9), tiff),
        { kind: 'image', format: 'avif', width: 320, height: 200 },
      ],
      ['mp4', makeMovie(Buffer.alloc(9), [[0, 9]]), { kind: 'video', format: 'mp4' }],
      [
        'm4a by track',
        Buffer.concat([
          box('ftyp', ascii('isom\0\0\0\0')),
          box('moov', box('trak', box('mdia', handler('soun')))),
        ]),
        { kind: 'audio', format: 'm4a' },
      ],
      ['mov', Buffer.concat([box('ftyp', ascii('qt  \0\0\0\0')), box('moov')]), { format: 'mov' }],
      [
        'old mov',
        Buffer.concat([box('moov', fullBox('mvhd', Buffer.alloc(96))), box('mdat')]),
        { format: 'mov' },
      ],
      [
        'fragment',
        Buffer.concat([box('styp', ascii('msdh\0\0\0\0')), box('moof')]),
        { format: 'mp4-fragment' },
      ],
      ['c2pa', box('jumb', box('jumd', Buffer.alloc(20))), { format: 'c2pa', mime: 'application/c2pa' }],
      ['wav', makeWave(Buffer.alloc(8000)), { kind: 'audio', format: 'wav', durationSeconds: 1 }],
      ['mp3', makeMp3(), { kind: 'audio', format: 'mp3' }],
      ['glb', makeGlb(), { kind: 'scene', format: 'glb' }],
      ['pdf', makePdf(), { kind: 'document', format: 'pdf' }],
      ['zip', makeZip(['a', ascii('x')]), { kind: 'archive', format: 'zip' }],
      [
        'docx',
        makeZip(['[Content_Types].xml', ascii('x')], ['word/document.xml', ascii('x')]),
        { format: 'docx' },
      ],
      [
        'xlsx',
        makeZip(['[Content_Types].xml', ascii('x')], ['xl/workbook.xml', ascii('x')]),
        { format: 'xlsx' },
      ],
      [
        'pptx',
        makeZip(['[Content_Types].xml', ascii('x')], ['ppt/presentation.xml', ascii('x')]),
        { format: 'pptx' },
      ],
      ['epub', makeZip(['mimetype', ascii('application/epub+zip')]), { format: 'epub' }],
      ['odf', makeZip(['mimetype', ascii('application/vnd.oasis.opendocument.text')]), { format: 'odf' }],
      ['usdz', makeZip(['scene.usdc', ascii('PXR-USDC')]), { kind: 'scene', format: 'usdz' }],
      [
        'webp',
        await sharp({ create: { width: 11, height: 7, channels: 3, background: 'red' } })
          .webp()
          .toBuffer(),
        { format: 'webp', width: 11, height: 7, frames: 1 },
      ],
      ['empty', Buffer.alloc(0), { kind: 'unknown', format: 'empty', extensionFits: null }],
      [
        'noise',
        Buffer.from([0x80, 0, 1, 2, 0xff, 0, 3]),
        { kind: 'unknown', format: 'unknown', mime: 'application/octet-stream' },
      ],
    ];
    for (const [name, bytes, expected] of cases)
      expect([name, await look(bytes)]).toEqual([name, expect.objectContaining(expected)]);
  });

  it('tells kinds of text by what stands in it', async () => {
    const cases: readonly (readonly [string, string | Uint8Array])[] = [
      ['text', 'Just a line.\n'],
      ['text', '这是一个没有任何标记的中文文本文件。\n第二行。'],
      ['text', Buffer.from('\ufeff带有字节顺序标记的文本', 'utf16le')],
      ['text', Buffer.from('plain words in wide characters', 'utf16le')],
      // 中文文本，测试编码 in GBK
      ['text', Buffer.from('d6d0cec4cec4b1bea3acb2e2cad4b1e0c2eb', 'hex')],
      ['text', Buffer.from('Stra\xdfe und Caf\xe9 in ISO 8859-1', 'latin1')],
      ['text', '#!/bin/sh\n# comment\n- not markdown\n'],
      ['markdown', '# Title\n\nSome **bold** text and a [link](http://example.org).\n'],
      ['markdown', '# 标题\n\n- 第一项\n- 第二项\n'],
      ['csv', 'name,age,city\nAnn,30,Rome\n"Lee, B",41,Xi\'an\n'],
      ['csv', 'a\tb\n1\t2\n3\t4\n'],
      ['json', '{"a": [1, 2]}'],
      ['json', '{"a":1}\n{"a":2}\n'],
      ['json', '{"cut": "off'.concat('", "x": ')],
      ['gltf', '{"asset":{"version":"2.0"},"scenes":[]}'],
      ['svg', '<?xml version="1.0"?>\n<!-- c -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'],
      [
        'svg',
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [<!ENTITY a "b">]><svg:svg xmlns:svg="x"></svg:svg>',
      ],
      ['html', '<!DOCTYPE html>\n<title>x</title>'],
      ['html', '<html><body>x'],
      ['xml', '<?xml version="1.0"?><note><to>x</to></note>'],
      ['xml', '<COLLADA xmlns="x"></COLLADA>'],
      ['xmp', '<?xpacket begin="\ufeff" id="W5M0"?><x:xmpmeta/>'],
      ['xmp', '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>'],
      ['obj', 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n'],
      ['stl', 'solid a\n  facet normal 0 0 1\n'],
      ['ply', 'ply\nformat ascii 1.0\nelement vertex 1\n'],
      ['usd', '#usda 1.0\n'],
      ['rtf', '{\\rtf1 x}'],
      ['postscript', '%!PS-Adobe-3.0\n'],
    ];
    for (const [format, content] of cases) {
      const media = await look(content);
      expect([content, media.format]).toEqual([content, format]);
    }
  });

  it('compares the extension and never believes it', async () => {
    expect(await look(makePng(), 'photo.jpg')).toMatchObject({ format: 'png', extensionFits: false });
    expect(await look(makePng(), 'photo.PNG')).toMatchObject({ extensionFits: true });
    expect(await look(makePng(), 'photo')).toMatchObject({ extensionFits: null });
    expect(await look(makePng(), '.png')).toMatchObject({ extensionFits: null });
    expect(await look('words', 'notes.xyz')).toMatchObject({ extensionFits: null });
    expect(await look('words', 'film.mp4')).toMatchObject({ extensionFits: false });
    expect(await look(Buffer.from([0x80, 0, 1, 0xff]), 'a.heic')).toMatchObject({
      format: 'unknown',
      extensionFits: false,
    });
    expect(extensionFits('archive.tar.gz', 'gzip')).toBe(true);
  });

  it('throws for files that cannot be read, and for nothing else', async () => {
    await expect(identify(join(folder, 'absent'), null)).rejects.toThrow(/ENOENT/);
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom(
          '',
          '\xff\xd8',
          '\x89PNG\r\n\x1a\n',
          'RIFF\0\0\0\0WEBP',
          '\0\0\0\x20ftypheic',
          'II*\0',
          'PK\x03\x04',
          '\x1a\x45\xdf\xa3',
          'ID3\x03\0\0',
          '<',
          '{"',
          'GIF89a',
          'OggS\0',
          'BM',
          '8BPS\0\x01',
        ),
        async (bytes, start) => {
          await look(Buffer.concat([Buffer.from(start, 'latin1'), bytes]));
        },
      ),
      { numRuns: 600 },
    );
  });
});

/** ExifTool's names for what we tell apart. */
const fileTypes: Readonly<Record<string, string>> = {
  JPEG: 'jpeg',
  PNG: 'png',
  APNG: 'png',
  GIF: 'gif',
  WEBP: 'webp',
  TIFF: 'tiff',
  BTF: 'tiff',
  HEIC: 'heif',
  HEIF: 'heif',
  AVIF: 'avif',
  BMP: 'bmp',
  JXL: 'jxl',
  'JXL Codestream': 'jxl',
  JP2: 'jp2',
  J2C: 'jp2',
  PSD: 'psd',
  SVG: 'svg',
  ICO: 'ico',
  EXR: 'exr',
  DNG: 'dng',
  CR2: 'raw',
  CR3: 'raw',
  CRW: 'raw',
  NEF: 'raw',
  RAF: 'raw',
  RW2: 'raw',
  MRW: 'raw',
  X3F: 'raw',
  IIQ: 'raw',
  MP4: 'mp4',
  MOV: 'mov',
  M4A: 'm4a',
  MKV: 'matroska',
  WEBM: 'webm',
  AVI: 'avi',
  FLV: 'flv',
  M2TS: 'mpeg-ts',
  WMV: 'asf',
  WAV: 'wav',
  MP3: 'mp3',
  AAC: 'aac',
  FLAC: 'flac',
  OGG: 'ogg',
  OPUS: 'ogg',
  AIFF: 'aiff',
  PDF: 'pdf',
  DOCX: 'docx',
  ODS: 'odf',
  EPS: 'postscript',
  PS: 'postscript',
  ZIP: 'zip',
  GZIP: 'gzip',
  RAR: 'rar',
  ICC: 'icc',
  XMP: 'xmp',
  TTF: 'font',
  DFONT: 'font',
  RTF: 'rtf',
  JSON: 'json',
  HTML: 'html',
  PPT: 'ole2',
};

/** Where the two differ, and why ours is meant. */
const differences: Readonly<Record<string, string>> = {
  'exiftool-t-images/t/images/CaptureOne.eip': 'a ZIP with a raw file inside',
  'exiftool-t-images/t/images/OOXML.docx': 'ExifTool looks into a ZIP only without -fast2',
  'exiftool-t-images/t/images/XMP.xml': 'RDF in XML, which need not be XMP',
  'heif-avif/libheif/tests/data/lightning_mini.heif': 'brand mif3, newer than this ExifTool',
  'heif-avif/libheif/tests/data/simple_osm_tile_alpha.avif': 'brand mif3, newer than this ExifTool',
  'heif-avif/libheif/tests/data/simple_osm_tile_meta.avif': 'brand mif3, newer than this ExifTool',
};

describe.skipIf(!corpusPresent || exiftool === '' || spawnSync('perl', ['-v']).status !== 0)(
  'identify against ExifTool',
  () => {
    interface Report {
      readonly SourceFile: string;
      readonly FileType?: string;
      readonly ImageWidth?: number;
      readonly ImageHeight?: number;
    }
    let reports: readonly Report[] = [];
    beforeAll(() => {
      const files = corpusFiles(
        'exiftool-t-images',
        'metadata-goldens',
        'heif-avif',
        'c2pa-public-testfiles',
        'video',
        'audio',
        'photos',
        'pdq-tmk',
      )
        // cut down to less than a header or broken on purpose: no truth about them
        .filter((file) => !/ImageTestSuite|fuzzing|\.(txt|md)$/.test(file));
      const done = spawnSync(
        'perl',
        [
          exiftool,
          '-j',
          '-fast2',
          '-FileType',
          '-ImageWidth#',
          '-ImageHeight#',
          ...files.map((file) => corpus(file)),
        ],
        { encoding: 'utf8', maxBuffer: 1 << 28 },
      );
      reports = JSON.parse(done.stdout);
    }, 60_000);

    it('agrees about the format', async () => {
      let compared = 0;
      const odd: string[] = [];
      for (const { SourceFile, FileType } of reports) {
        const expected = fileTypes[FileType ?? ''];
        const file = relative(corpusRoot, SourceFile);
        if (expected === undefined || file in differences) continue;
        const { format } = await identify(SourceFile, null);
        if (format !== expected) odd.push(`${file}: ${format}, ExifTool ${FileType}`);
        compared += 1;
      }
      expect(odd).toEqual([]);
      expect(compared).toBeGreaterThan(500);
    });

    it('agrees about the size in pixels', async () => {
      let compared = 0;
      const odd: string[] = [];
      for (const { SourceFile, FileType, ImageWidth, ImageHeight } of reports) {
        const { format, width, height, kind } = await identify(SourceFile, null);
        if (
          kind !== 'image' ||
          format === 'raw' ||
          format === 'dng' ||
          ImageWidth === undefined ||
          width === undefined
        )
          continue;
        if (width !== ImageWidth || height !== ImageHeight)
          odd.push(
            `${relative(corpusRoot, SourceFile)} ${FileType}: ${width}×${height}, ExifTool ${ImageWidth}×${ImageHeight}`,
          );
        compared += 1;
      }
      expect(odd).toEqual([]);
      expect(compared).toBeGreaterThan(250);
    });

    it('takes a few milliseconds for each of all files', async () => {
      const files = corpusFiles();
      for (const file of files) Media.parse(await identify(corpus(file), file));
      expect(files.length).toBeGreaterThan(2_500);
    });

    it.skipIf(spawnSync('file', ['--version']).status !== 0)(
      'agrees with file(1) about damaged pictures',
      async () => {
        const files = corpusFiles('malformed').filter((file) =>
          /^\.(jpg|png|gif|bmp|tiff?|webp|heic|avif)$/.test(extname(file)),
        );
        const output = execFileSync(
          'file',
          ['--brief', '--mime-type', ...files.map((file) => corpus(file))],
          {
            encoding: 'utf8',
            maxBuffer: 1 << 26,
          },
        )
          .trim()
          .split('\n');
        let same = 0;
        const odd: string[] = [];
        for (const [index, file] of files.entries()) {
          const { format, mime } = await identify(corpus(file), null);
          const theirs = output[index]!.replace('image/x-ms-bmp', 'image/bmp');
          if (!theirs.startsWith('image/')) continue;
          if (mime === theirs || formatFacts[format].mime === theirs) same += 1;
          else odd.push(`${file}: ${mime}, file ${theirs}`);
        }
        expect(odd).toEqual([]);
        expect(same).toBeGreaterThan(300);
      },
    );
  },
);
