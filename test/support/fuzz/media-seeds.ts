import type { MediaFormat } from '#shared/domain/media.ts';
import { makeZip } from '../../fixtures/make/small-formats.ts';
import {
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
import { smallMedia } from '../small-media.ts';
import type { FuzzInput } from './target.ts';

/** Names and marks of all containers. */
export const containerTokens = [
  ...[
    'IHDR',
    'IDAT',
    'eXIf',
    'RIFF',
    'WEBP',
    'VP8X',
    'LIST',
    'ftyp',
    'moov',
    'trak',
    'stco',
    'stsz',
    'iloc',
    'iinf',
  ],
  ...[
    'meta',
    'mdat',
    'moof',
    'uuid',
    'GIF89a',
    'II*\0',
    'MM\0*',
    '\xff\xd8',
    '\xff\xda',
    '\xff\xe1',
    '\xff\xd9',
  ],
  ...[
    'PK\x01\x02',
    'PK\x03\x04',
    'PK\x05\x06',
    '%PDF-1.7',
    'endobj',
    'startxref',
    'xref',
    'trailer',
    'ID3\x04',
  ],
  ...['glTF', 'JSON', 'BIN\0', 'fLaC', 'OggS', 'FORM', '\x1aE\xdf\xa3', 'MPF\0', 'Exif\0\0'],
];

/** All that code makes by itself; not what other programs make, which differs between machines. */
export async function mediaSeeds(): Promise<FuzzInput[]> {
  const made: FuzzInput[] = [];
  for (const [format, make] of smallMedia) {
    const bytes = await make();
    if (bytes.length <= 24_000) made.push({ hint: format, bytes });
  }
  return [...made, ...storeSeeds()];
}

/** A small file of every format that carries a manifest store. */
export function storeSeeds(): FuzzInput[] {
  const store = makeStore(300);
  const files: readonly (readonly [MediaFormat, Uint8Array])[] = [
    ['jpeg', jpegWith(...jpegSegments(store, 1, 200))],
    ['png', pngWith(store)],
    ['gif', gifWith(store)],
    ['tiff', tiffWith(store, true, false)],
    ['tiff', tiffWith(store, false, true)],
    ['webp', webpWith(store)],
    ['mp4', movieWith(store)],
    ['jxl', jxlWith(store)],
    ['svg', svgWith(store)],
    ['mp3', id3With(store, 3, true)],
    ['mp3', id3With(store, 4, true)],
    ['pdf', pdfWith(store)],
    ['pdf', pdfWith(store, 'object-stream')],
    ['font', fontWith(store)],
    ['zip', makeZip(['META-INF/content_credential.c2pa', store], ['a', Buffer.from('b')])],
    ['text', Buffer.from(`a${textWrapper(store)}`)],
    ['html', Buffer.from(`<script type="application/c2pa">${store.toString('base64')}</script>`)],
  ];
  return files.map(([hint, bytes]) => ({ hint, bytes }));
}
