import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identify } from '#core/intake/identify.ts';
import { readLabels } from '#core/labels/read-labels.ts';
import { aigcJson, aigcPacket, userCommentSegment } from '../../fixtures/make/aigc.ts';
import { ascii, box, fullBox, u32 } from '../../fixtures/make/boxes.ts';
import { makeClip, testSource } from '../../fixtures/make/clips.ts';
import { plainJpeg, plainPng } from '../../fixtures/make/containers.ts';
import { samsungTrailer } from '../../fixtures/make/label-images.ts';
import { labelPlaces } from '../../fixtures/make/label-places/all.ts';
import { id3Frame, id3Tag, movieWith, userText } from '../../fixtures/make/label-sound-film.ts';
import { makeArchive, makeOffice, officeEntries } from '../../fixtures/make/packages.ts';
import { makeDocumentPdf } from '../../fixtures/make/pdf.ts';
import { makeGltf } from '../../fixtures/make/scenes.ts';
import { makeMp3 } from '../../fixtures/make/small-formats.ts';
import { extendedXmpSegments, xmpPacket, xmpSegment } from '../../fixtures/make/xmp.ts';
import { type LabelDesk, producer } from '../../support/labelling.ts';

/** A file that is not written as asked, and the words it is refused with. */
export interface RefusalRow {
  readonly what: string;
  readonly words: string;
}

const first = { labels: [{ standard: 'gb45438-aigc', ...producer }] };
const iptc = { labels: [{ standard: 'iptc-digital-source-type' }] };
const json = aigcJson();
const guid = '0123456789ABCDEF0123456789ABCDEF';
const place = (name: string): Uint8Array => {
  const found = labelPlaces.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no fixture is called ${name}`);
  return found.make(json);
};
const pdf = (trailer: string): Buffer =>
  makeDocumentPdf({ references: 'table', info: '/Title (Sea)', trailer });

type Case = readonly [what: string, name: string, bytes: Uint8Array, request?: object];

const spread = { labels: [{ standard: 'gb45438-aigc', propagator: 'P', propagateId: '1' }] };

const cases: readonly Case[] = [
  ['PNG labelled in a tEXt chunk', 'text.png', place('PNG tEXt'), spread],
  ['PNG cut short', 'cut.png', plainPng().slice(0, -12)],
  [
    'JPEG labelled in its UserComment',
    'comment.jpg',
    plainJpeg([userCommentSegment(`{"AIGC":${json}}`, 'ExifIFD', 'ASCII', true)]),
    spread,
  ],
  [
    'JPEG labelled in extended XMP',
    'extended.jpg',
    plainJpeg([
      xmpSegment(xmpPacket('', `xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="${guid}"`)),
      ...extendedXmpSegments(aigcPacket(json), guid, 2, [0, 1]),
    ]),
    spread,
  ],
  [
    'JPEG whose packet fills its segment',
    'full.jpg',
    plainJpeg([xmpSegment(xmpPacket(`<a:b xmlns:a="urn:a">${'x'.repeat(65_000)}</a:b>`))]),
  ],
  [
    'JPEG with data found by their offset behind the picture',
    'afcp.jpg',
    Buffer.concat([plainJpeg(), Buffer.alloc(20), ascii('AXS!'), u32(0, 0)]),
  ],
  ['DNG', 'negative.dng', Buffer.concat([place('DNG tag 0x02BC')]), iptc],
  ['HEIC', 'picture.heic', place('HEIC item in mdat')],
  ['AVIF', 'picture.avif', place('AVIF item, packed')],
  ['JPEG XL', 'picture.jxl', place('JPEG XL xml box')],
  ['JPEG 2000', 'picture.jp2', place('JPEG 2000 user box')],
  ['PSD', 'picture.psd', place('PSD image resource')],
  ['SVG', 'drawing.svg', place('SVG metadata')],
  ['MP4 with a compressed movie box', 'compressed.mp4', movieWith([box('cmov', box('dcom', ascii('zlib')))])],
  [
    'MP4 fragment alone',
    'fragment.m4s',
    Buffer.concat([box('styp', ascii('msdh'), u32(0)), box('moof', fullBox('mfhd', u32(1)))]),
  ],
  ['MP4 cut short', 'cut.mp4', movieWith([]).subarray(0, -20)],
  ['MP4 labelled in the list of a track', 'track.mp4', place('MP4 meta of a track'), spread],
  ['FLV', 'film.flv', place('FLV onMetaData')],
  ['AIFF', 'sound.aiff', place('AIFF annotation')],
  ['WAV labelled in LIST INFO', 'list.wav', place('WAV LIST INFO'), spread],
  ['WAV cut short', 'cut.wav', Buffer.from(place('WAV _PMX')).subarray(0, -40)],
  [
    'MP3 whose tag has a checksum',
    'checksum.mp3',
    Buffer.concat([
      id3Tag(
        3,
        0x40,
        Buffer.from([0, 0, 0, 10, 0x80, 0, 0, 0, 0, 0, 1, 2, 3, 4]),
        id3Frame(3, 'TIT2', Buffer.from('\0T')),
      ),
      makeMp3(8).subarray(26),
    ]),
  ],
  [
    'MP3 with a tag of version 2.2, XMP',
    'old.mp3',
    Buffer.concat([id3Tag(2, 0, id3Frame(2, 'TXX', userText(0, 'x', 'y'))), makeMp3(8).subarray(26)]),
    iptc,
  ],
  ['FLAC, XMP', 'sound.flac', place('FLAC comment'), iptc],
  ['Ogg, XMP', 'sound.opus', place('Opus comment'), iptc],
  [
    'DOCX with a signature',
    'signed.docx',
    makeArchive([...officeEntries('docx'), { name: '_xmlsignatures/origin.sigs', data: '' }]),
  ],
  [
    'DOCX with two parts of one name',
    'twice.docx',
    makeArchive([...officeEntries('docx', [['a', 'b']]), { name: 'docProps/custom.xml', data: '<x/>' }]),
  ],
  ['DOCX, XMP', 'plain.docx', makeOffice('docx'), iptc],
  ['PDF with a signature', 'signed.pdf', pdf('/Sig << /ByteRange [0 1 2 3] >>')],
  ['PDF that is encrypted', 'locked.pdf', pdf('/Encrypt 6 0 R')],
  ['PDF cut short', 'cut.pdf', pdf('').subarray(0, -60)],
  ['EPUB', 'book.epub', place('EPUB package metadata')],
  ['OpenDocument', 'text.odt', place('OpenDocument user-defined field')],
  ['Markdown with front matter in TOML', 'toml.md', Buffer.from('+++\ntitle = "a"\n+++\n\n# Sea\n')],
  ['plain text', 'plain.txt', Buffer.from('Words.\n')],
  ['glTF whose asset keeps a text', 'text.gltf', makeGltf({ asset: { version: '2.0', extras: 'a text' } })],
  ['USD', 'scene.usda', place('USDA custom layer data')],
  ['USDZ', 'scene.usdz', place('USDZ custom layer data')],
  ['a picture, schema.org', 'page.png', plainPng(), { labels: [{ standard: 'schema-org' }] }],
  [
    'a label that would be lowered',
    'lower.jpg',
    place('JPEG APP1 XMP'),
    { labels: [{ standard: 'gb45438-aigc', label: '3' }] },
  ],
  [
    'another producer over the one that is there',
    'other.jpg',
    place('JPEG APP1 XMP'),
    { labels: [{ standard: 'gb45438-aigc', producer: 'Another', produceId: '1' }] },
  ],
  [
    'a first label that names nobody',
    'nobody.jpg',
    plainJpeg(),
    { labels: [{ standard: 'gb45438-aigc', label: '1' }] },
  ],
];

/** Ask for each, and keep the words. One that is written after all is a fault. */
export async function runRefusals(desk: LabelDesk): Promise<RefusalRow[]> {
  const bare = makeClip(desk.folder, 'bare.aac', [...testSource(0.2), '-vn', '-c:a', 'aac']);
  const all: readonly Case[] = [...cases, ['AAC without a tag', 'stream.aac', await readFile(bare)]];
  const rows: RefusalRow[] = [];
  for (const [what, name, bytes, request] of all) {
    const path = desk.path(name);
    await writeFile(path, bytes);
    const words = await desk.refusal(path, request ?? first);
    rows.push({ what, words: words.replace(/^[a-z-]+: /, '') });
  }
  return rows;
}

/** Parts that are not read, said so: the file is then undetermined, never without a label. */
export async function runUnread(folder: string): Promise<RefusalRow[]> {
  const mini = Buffer.concat([
    box('ftyp', ascii('mif3'), ascii('avif'), ascii('avif')),
    box('mini', Buffer.alloc(40)),
  ]);
  const files: readonly (readonly [what: string, name: string, bytes: Uint8Array])[] = [
    ['HEIF in its compact form', 'mini.avif', mini],
    ['MP4 with a compressed movie box', 'cmov.mp4', movieWith([box('cmov', box('dcom', ascii('zlib')))])],
    ['PDF that is encrypted', 'unread.pdf', pdf('/Encrypt 6 0 R')],
    [
      'DOCX with an encrypted part',
      'unread.docx',
      makeArchive([...officeEntries('docx'), { name: 'docProps/custom.xml', data: '<x/>', encrypted: true }]),
    ],
    [
      'USDZ with a binary layer',
      'crate.usdz',
      makeArchive([{ name: 'scene.usdc', data: 'PXR-USDC\0\0', stored: true }]),
    ],
    [
      'JPEG with a broken trailer of Samsung',
      'trailer.jpg',
      Buffer.concat([
        plainJpeg(),
        samsungTrailer([0x0ba1, 'x', Buffer.alloc(9)]).subarray(0, -12),
        ascii('\xff\xff\0\0SEFT'),
      ]),
    ],
    [
      'Matroska that ends inside an element',
      'cut.mkv',
      Buffer.from(place('Matroska SimpleTag')).subarray(0, -60),
    ],
  ];
  const rows: RefusalRow[] = [];
  for (const [what, name, bytes] of files) {
    const path = join(folder, name);
    await writeFile(path, bytes);
    const { complete, warnings } = await readLabels(
      path,
      await identify(path, name),
      new AbortController().signal,
    );
    rows.push({ what, words: complete ? 'it was read whole' : warnings.join('; ') });
  }
  return rows;
}
