import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { MediaFormat } from '#shared/domain/media.ts';
import { makeClip, testSource } from '../../fixtures/make/clips.ts';
import { makeJpeg } from '../../fixtures/make/jpeg.ts';
import { samsungTrailer } from '../../fixtures/make/label-images.ts';
import { id3Frame, id3Tag } from '../../fixtures/make/label-sound-film.ts';
import { makeArchive, makeOffice, officeEntries } from '../../fixtures/make/packages.ts';
import { panoramaPacket, withSpherical } from '../../fixtures/make/panoramas.ts';
import { makeDocumentPdf } from '../../fixtures/make/pdf.ts';
import { patternImage } from '../../fixtures/make/raster.ts';
import { makeBinaryGltf, makeGltf } from '../../fixtures/make/scenes.ts';
import { xmpPacket, xmpSegment } from '../../fixtures/make/xmp.ts';

/** A file without a label, of one form its container takes. */
export interface Base {
  readonly format: MediaFormat;
  readonly path: string;
}

const film = testSource(0.4, '64x48', 10);
const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=0.4'];
const title = ['-metadata', 'title=T', '-metadata', 'comment=C'];
const pictures = ['-c:v', 'mpeg4', '-c:a', 'aac'];

/** What ffmpeg makes: file name and arguments. */
const clips: readonly (readonly [format: MediaFormat, name: string, args: readonly string[]])[] = [
  ['mp4', 'itunes.mp4', [...film, ...pictures, ...title]],
  ['mp4', 'movie-first.mp4', [...film, ...pictures, ...title, '-movflags', 'faststart']],
  ['mp4', 'no-metadata.mp4', [...film, ...pictures, '-fflags', '+bitexact']],
  ['mp4', 'keys.mp4', [...film, ...pictures, ...title, '-movflags', 'use_metadata_tags+faststart']],
  ['mp4', 'fragments.mp4', [...film, ...pictures, '-movflags', 'frag_keyframe+empty_moov']],
  ['mp4', 'segment-index.mp4', [...film, ...pictures, '-movflags', 'dash+global_sidx']],
  ['mov', 'quicktime.mov', [...film, ...pictures, ...title]],
  ['mov', 'quicktime-first.mov', [...film, ...pictures, ...title, '-movflags', 'faststart']],
  ['m4a', 'sound.m4a', [...sound, '-c:a', 'aac', ...title]],
  ['matroska', 'film.mkv', [...film, ...pictures, ...title]],
  ['matroska', 'live.mkv', [...film, ...pictures, '-live', '1']],
  ['webm', 'sound.webm', [...sound, '-c:a', 'libopus']],
  ['webm', 'film.webm', [...film, '-c:v', 'libvpx', '-c:a', 'libopus']],
  ['avi', 'film.avi', [...film, '-c:v', 'mpeg4', '-c:a', 'pcm_s16le', ...title]],
  ['wav', 'sound.wav', [...sound, ...title]],
  ['wav', 'long.wav', [...sound, '-rf64', 'always']],
  ['mp3', 'sound.mp3', [...sound, ...title]],
  ['mp3', 'older.mp3', [...sound, ...title, '-id3v2_version', '3', '-write_id3v1', '1']],
  ['mp3', 'untagged.mp3', [...sound, '-id3v2_version', '0', '-write_xing', '0']],
  ['flac', 'sound.flac', [...sound, ...title]],
  ['ogg', 'vorbis.ogg', [...sound, '-c:a', 'libvorbis', ...title]],
  ['ogg', 'opus.opus', [...sound, '-c:a', 'libopus', ...title]],
  ['ogg', 'flac.ogg', [...sound, '-c:a', 'flac', '-f', 'ogg']],
  ['ogg', 'theora.ogv', [...film, '-c:v', 'libtheora', '-c:a', 'libvorbis']],
];

const page =
  '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Sea &amp; light</title>\n</head>\n<body><p>A light 中文</p></body>\n</html>\n';
const article = page.replace(
  '</head>',
  '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Article","headline":"Sea"}</script>\n</head>',
);
const xmp = xmpPacket('<dc:format>image/png</dc:format>', 'xmlns:dc="http://purl.org/dc/elements/1.1/"');

const documents: readonly (readonly [format: MediaFormat, name: string, bytes: Uint8Array])[] = [
  ...(['docx', 'xlsx', 'pptx'] as const).flatMap(
    (kind) =>
      [
        [kind, `plain.${kind}`, makeOffice(kind)],
        [kind, `stored.${kind}`, makeOffice(kind, null, { stored: true })],
        [kind, `descriptors.${kind}`, makeOffice(kind, null, { descriptor: true })],
        [
          kind,
          `zip64.${kind}`,
          makeArchive(officeEntries(kind, [['Client', 'A & B']], { wide: true }), true),
        ],
      ] as const,
  ),
  ['pdf', 'table.pdf', makeDocumentPdf({ references: 'table', info: '/Title (Sea)' })],
  ['pdf', 'stream.pdf', makeDocumentPdf({ references: 'stream', info: '/Title (Sea)' })],
  ['pdf', 'packed.pdf', makeDocumentPdf({ references: 'stream', info: '/Title (Sea)', packed: true, xmp })],
  ['pdf', 'no-information.pdf', makeDocumentPdf({ references: 'table', info: null })],
  ['markdown', 'plain.md', Buffer.from('# Sea\n\nWords, 中文 and `code`.\n')],
  ['markdown', 'front-matter.md', Buffer.from('---\ntitle:   "Sea"  # kept\n---\n\n# Sea\n\nWords.\n')],
  ['text', 'front-matter.txt', Buffer.from('---\ntitle: Sea\n---\nWords.\n')],
  ['html', 'plain.html', Buffer.from(page)],
  ['html', 'article.html', Buffer.from(article)],
  ['gltf', 'scene.gltf', makeGltf()],
  ['glb', 'scene.glb', makeBinaryGltf(makeGltf())],
  ['xmp', 'sidecar.xmp', Buffer.from(xmp)],
];

async function images(): Promise<(readonly [format: MediaFormat, name: string, bytes: Uint8Array])[]> {
  const picture = () => patternImage(61, 47);
  const exif = { IFD0: { Artist: 'A. Person', ImageDescription: 'A description' } };
  const frames = await Promise.all([1, 2, 3].map((seed) => patternImage(40, 30, seed).png().toBuffer()));
  const moving = () => sharp(frames, { join: { animated: true } });
  const trailer = samsungTrailer([0x0a01, 'Image_UTC_Data', Buffer.from('1732233600000')]);
  return [
    ['png', 'plain.png', await picture().png().toBuffer()],
    ['png', 'exif-alpha.png', await picture().ensureAlpha(0.5).withExif(exif).png().toBuffer()],
    ['png', 'deep.png', await picture().toColourspace('rgb16').png().toBuffer()],
    ['jpeg', 'plain.jpg', await makeJpeg({ width: 61, height: 47 })],
    ['jpeg', 'exif-progressive.jpg', await picture().withExif(exif).jpeg({ progressive: true }).toBuffer()],
    ['jpeg', 'samsung.jpg', Buffer.concat([await makeJpeg({ width: 61, height: 47 }), trailer])],
    [
      'jpeg',
      'panorama.jpg',
      await makeJpeg({ width: 64, height: 32, segments: [Buffer.from(xmpSegment(panoramaPacket(64, 32)))] }),
    ],
    ['webp', 'lossy.webp', await picture().webp().toBuffer()],
    ['webp', 'lossless-alpha.webp', await picture().ensureAlpha(0.5).webp({ lossless: true }).toBuffer()],
    ['webp', 'exif.webp', await picture().withExif(exif).webp().toBuffer()],
    ['webp', 'moving.webp', await moving().webp().toBuffer()],
    ['gif', 'plain.gif', await picture().gif().toBuffer()],
    ['gif', 'moving.gif', await moving().gif().toBuffer()],
    ['tiff', 'deflate.tif', await picture().tiff({ compression: 'deflate' }).toBuffer()],
    ['tiff', 'big.tif', await picture().tiff({ bigtiff: true, compression: 'lzw' }).toBuffer()],
    ['tiff', 'pages.tif', await moving().tiff({ compression: 'lzw' }).toBuffer()],
  ];
}

/** A base file for every form of every container that is written, put into `folder`. */
export async function makeBases(folder: string): Promise<Base[]> {
  const bases: Base[] = [];
  for (const [format, name, bytes] of [...(await images()), ...documents]) {
    const path = join(folder, name);
    await writeFile(path, bytes);
    bases.push({ format, path });
  }
  for (const [format, name, args] of clips) bases.push({ format, path: makeClip(folder, name, args) });
  const from = (name: string) => readFile(join(folder, name));
  const title = id3Tag(4, 0, id3Frame(4, 'TIT2', Buffer.from('\x03T')), Buffer.alloc(20));
  const stream = await readFile(makeClip(folder, 'bare.aac', [...sound, '-c:a', 'aac']));
  const composed = [
    ['mp4', 'spherical.mp4', withSpherical(await from('itunes.mp4'))],
    // what ffmpeg leaves without a place, and programs for radio put one in front of
    ['aac', 'tagged.aac', Buffer.concat([title, stream])],
  ] as const;
  for (const [format, name, bytes] of composed) {
    const path = join(folder, name);
    await writeFile(path, bytes);
    bases.push({ format, path });
  }
  return bases;
}
