import { type Localized, localized, verbatim } from '../domain/localized.ts';
import type { MediaFormat } from '../domain/media.ts';

/** Names that are not simply the code in capitals. */
const names: Partial<Readonly<Record<MediaFormat, Localized>>> = {
  webp: verbatim('WebP'),
  dng: verbatim('DNG'),
  raw: localized('camera raw', '相机 RAW'),
  jp2: verbatim('JPEG 2000'),
  jxl: verbatim('JPEG XL'),
  exr: verbatim('OpenEXR'),
  mov: verbatim('QuickTime'),
  matroska: verbatim('Matroska'),
  webm: verbatim('WebM'),
  'mp4-fragment': localized('MP4 fragment', 'MP4 片段'),
  ogg: verbatim('Ogg'),
  gltf: verbatim('glTF'),
  text: localized('plain text', '纯文本'),
  markdown: verbatim('Markdown'),
  odf: verbatim('OpenDocument'),
  postscript: verbatim('PostScript'),
  zip: verbatim('ZIP'),
  gzip: verbatim('gzip'),
  tar: verbatim('tar'),
  '7z': verbatim('7z'),
  bzip2: verbatim('bzip2'),
  xz: verbatim('xz'),
  zstd: verbatim('Zstandard'),
  font: localized('font', '字体'),
  icc: localized('ICC profile', 'ICC 配置文件'),
  empty: localized('empty file', '空文件'),
  unknown: localized('unknown format', '未知格式'),
};

/** A format as people write it: `JPEG`, `WebP`, `plain text`. */
export function formatName(format: MediaFormat): Localized {
  return names[format] ?? verbatim(format.toUpperCase());
}
