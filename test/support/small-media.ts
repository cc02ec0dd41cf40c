import type { MediaFormat } from '#shared/domain/media.ts';
import { makeHeif, makeMovie } from '../fixtures/make/boxes.ts';
import { makeExif } from '../fixtures/make/exif-block.ts';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import { melodySound } from '../fixtures/make/melody-sound.ts';
import { makePng, pngChunk } from '../fixtures/make/png.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { makeRawFilm } from '../fixtures/make/raw-film.ts';
import { keyed } from '../fixtures/make/rhythm-sound.ts';
import { makeWave } from '../fixtures/make/riff.ts';
import { english } from '../fixtures/make/running-text.ts';
import { makeBmp, makeGlb, makeMp3, makePdf, makeZip } from '../fixtures/make/small-formats.ts';

const pattern = () => patternImage(96, 64);
/** Holds the rhythm of GB 45438-2025, 5.3, and a tune long enough to be told by. */
const samples = Uint8Array.from(
  [...keyed('AI', { dot: 0.06, before: 0.3, after: 0.3, rate: 8000 }), ...melodySound(8000, 8)],
  (value) => 128 + 120 * value,
);

/** One small file of each format that can be made without other programs; the structure is right throughout. */
export const smallMedia: ReadonlyMap<MediaFormat, () => Promise<Uint8Array>> = new Map<
  MediaFormat,
  () => Promise<Uint8Array>
>([
  ['jpeg', () => makeJpeg({ width: 96, height: 64 })],
  ['png', async () => makePng({ width: 96, height: 64, before: [pngChunk('eXIf', makeExif({}))] })],
  ['gif', () => pattern().gif().toBuffer()],
  ['webp', () => pattern().webp().toBuffer()],
  ['tiff', () => pattern().tiff({ compression: 'lzw' }).toBuffer()],
  ['avif', () => pattern().avif({ effort: 0 }).toBuffer()],
  ['heif', async () => makeHeif('heic', Buffer.alloc(64, 7), makeExif({}))],
  ['bmp', async () => makeBmp()],
  ['svg', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')],
  [
    'mp4',
    async () =>
      makeMovie(Buffer.alloc(300, 5), [
        [0, 100],
        [100, 200],
      ]),
  ],
  ['wav', async () => makeWave(samples)],
  ['avi', async () => makeRawFilm(6)],
  ['mp3', async () => makeMp3(12)],
  ['pdf', async () => makePdf(1)],
  ['zip', async () => makeZip(['a.txt', Buffer.from('text')])],
  ['glb', async () => makeGlb()],
  ['text', async () => Buffer.from(`${english}\n普通文字。\n`)],
  ['json', async () => Buffer.from('{"a": 1}\n')],
]);
