import type { MediaFormat, MediaKind } from '#shared/domain/media.ts';

export interface FormatFacts {
  readonly kind: MediaKind;
  readonly mime: string;
  /** Extensions that fit the content, lower-case, without the dot. */
  readonly extensions: readonly string[];
}

const facts = (kind: MediaKind, mime: string, extensions: string): FormatFacts => ({
  kind,
  mime,
  extensions: extensions === '' ? [] : extensions.split(' '),
});

/** Kind, media type and usual extensions of every format told apart by content. */
export const formatFacts: Readonly<Record<MediaFormat, FormatFacts>> = {
  jpeg: facts('image', 'image/jpeg', 'jpg jpeg jpe jfif jif jps mpo thm insp'),
  png: facts('image', 'image/png', 'png apng'),
  gif: facts('image', 'image/gif', 'gif giff'),
  webp: facts('image', 'image/webp', 'webp'),
  tiff: facts('image', 'image/tiff', 'tif tiff btf tf8 gtiff geotiff gpr hdp'),
  heif: facts('image', 'image/heif', 'heic heif heics heifs hif hiec avci avcs'),
  avif: facts('image', 'image/avif', 'avif avifs'),
  bmp: facts('image', 'image/bmp', 'bmp dib rle'),
  jxl: facts('image', 'image/jxl', 'jxl'),
  jp2: facts('image', 'image/jp2', 'jp2 j2k j2c jpc jpf jpx jpm jph jhc j2k'),
  psd: facts('image', 'image/vnd.adobe.photoshop', 'psd psb'),
  svg: facts('image', 'image/svg+xml', 'svg'),
  ico: facts('image', 'image/vnd.microsoft.icon', 'ico cur'),
  exr: facts('image', 'image/x-exr', 'exr'),
  dng: facts('image', 'image/x-adobe-dng', 'dng'),
  raw: facts(
    'image',
    'image/x-raw',
    'raw cr2 cr3 crw nef nrw arw srf sr2 orf ori rw2 rwl raf pef srw x3f mrw iiq 3fr fff erf mef mos kdc dcr mdc tif',
  ),
  mp4: facts(
    'video',
    'video/mp4',
    'mp4 m4v mp4v m4p 3gp 3gpp 3g2 3gp2 f4v f4p mj2 ismv dash lrv insv cmfv qt',
  ),
  mov: facts('video', 'video/quicktime', 'mov qt mqv moov'),
  matroska: facts('video', 'video/x-matroska', 'mkv mk3d mka mks'),
  webm: facts('video', 'video/webm', 'webm weba'),
  avi: facts('video', 'video/x-msvideo', 'avi divx'),
  flv: facts('video', 'video/x-flv', 'flv f4v'),
  'mpeg-ts': facts('video', 'video/mp2t', 'ts mts m2ts m2t tsv tp'),
  'mpeg-ps': facts('video', 'video/mpeg', 'mpg mpeg vob m2p ps mod evo'),
  asf: facts('video', 'video/x-ms-asf', 'asf wmv wma dvr-ms'),
  'mp4-fragment': facts('video', 'video/iso.segment', 'm4s cmfv cmfa mp4 m4f'),
  m4a: facts('audio', 'audio/mp4', 'm4a m4b m4p m4r mp4 f4a f4b cmfa 3gp isma aac alac'),
  wav: facts('audio', 'audio/vnd.wave', 'wav wave bwf rf64 bw64 w64'),
  mp3: facts('audio', 'audio/mpeg', 'mp3 mp2 mp1 mpga mpa'),
  aac: facts('audio', 'audio/aac', 'aac adts adif'),
  flac: facts('audio', 'audio/flac', 'flac fla'),
  ogg: facts('audio', 'audio/ogg', 'ogg oga ogv opus spx ogx ogm'),
  aiff: facts('audio', 'audio/aiff', 'aif aiff aifc afc'),
  amr: facts('audio', 'audio/amr', 'amr awb'),
  midi: facts('audio', 'audio/midi', 'mid midi kar rmi'),
  gltf: facts('scene', 'model/gltf+json', 'gltf vrm'),
  glb: facts('scene', 'model/gltf-binary', 'glb vrm'),
  usdz: facts('scene', 'model/vnd.usdz+zip', 'usdz reality'),
  usd: facts('scene', 'model/vnd.usd', 'usd usda usdc'),
  obj: facts('scene', 'model/obj', 'obj'),
  stl: facts('scene', 'model/stl', 'stl'),
  ply: facts('scene', 'model/x-ply', 'ply splat'),
  fbx: facts('scene', 'application/vnd.autodesk.fbx', 'fbx'),
  text: facts(
    'text',
    'text/plain',
    'txt text log md markdown csv tsv srt vtt ass lrc ini conf cfg toml yaml yml tex rst asc pem eml mbox ics vcf vcard url nfo py js ts c h cpp java sh bat diff patch sql manifest torrent',
  ),
  markdown: facts('text', 'text/markdown', 'md markdown mdown mkd txt text'),
  html: facts('text', 'text/html', 'html htm xhtml xht shtml mhtml mht'),
  xml: facts(
    'text',
    'application/xml',
    'xml aae xsd xsl xslt rdf kml gpx plist rss atom dae x3d collada xmp opf ttml dfxp srt mpd ism fb2 inx xht musicxml xlf',
  ),
  json: facts(
    'text',
    'application/json',
    'json jsonl ndjson geojson jsonld webmanifest ipynb topojson har map lottie',
  ),
  csv: facts('text', 'text/csv', 'csv tsv tab txt'),
  rtf: facts('document', 'application/rtf', 'rtf doc'),
  pdf: facts('document', 'application/pdf', 'pdf ai'),
  docx: facts(
    'document',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'docx docm dotx dotm',
  ),
  xlsx: facts(
    'document',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'xlsx xlsm xltx xltm xlsb xlam',
  ),
  pptx: facts(
    'document',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    'pptx pptm potx potm ppsx ppsm',
  ),
  odf: facts(
    'document',
    'application/vnd.oasis.opendocument',
    'odt ods odp odg odf odb odc odi ott ots otp otg',
  ),
  epub: facts('document', 'application/epub+zip', 'epub'),
  postscript: facts('document', 'application/postscript', 'ps eps epsf epsi ai'),
  ole2: facts(
    'document',
    'application/x-ole-storage',
    'doc dot xls xlt xla ppt pot pps msg msi vsd pub fpx thumbs db mpp one',
  ),
  zip: facts(
    'archive',
    'application/zip',
    'zip jar apk ipa war cbz kmz aar xpi 3mf numbers pages key sketch eip lfp whl nupkg',
  ),
  gzip: facts('archive', 'application/gzip', 'gz tgz svgz emz gzip'),
  tar: facts('archive', 'application/x-tar', 'tar ova'),
  '7z': facts('archive', 'application/x-7z-compressed', '7z'),
  rar: facts('archive', 'application/vnd.rar', 'rar cbr'),
  bzip2: facts('archive', 'application/x-bzip2', 'bz2 tbz tbz2 bz'),
  xz: facts('archive', 'application/x-xz', 'xz txz'),
  zstd: facts('archive', 'application/zstd', 'zst zstd'),
  c2pa: facts('unknown', 'application/c2pa', 'c2pa jumbf'),
  font: facts('unknown', 'font/sfnt', 'ttf otf ttc otc woff woff2 pfb pfa dfont'),
  icc: facts('unknown', 'application/vnd.iccprofile', 'icc icm'),
  xmp: facts('unknown', 'application/rdf+xml', 'xmp xml'),
  empty: facts('unknown', 'application/x-empty', ''),
  unknown: facts('unknown', 'application/octet-stream', ''),
};

const known = new Map<string, MediaFormat[]>();
for (const [format, { extensions }] of Object.entries(formatFacts)) {
  for (const extension of extensions)
    known.set(extension, [...(known.get(extension) ?? []), format as MediaFormat]);
}

/** Several unrelated formats use these, some of them without a signature. */
const ambiguous = new Set(['raw', 'mod', 'torrent', 'plist', 'lfp', 'key', 'map', 'tp', 'rle']);

/**
 * Does the name's extension fit the content? `null` when the name has none, or when neither the content nor
 * the extension is one we know: then there is nothing to compare.
 */
export function extensionFits(name: string | null, format: MediaFormat): boolean | null {
  const extension = /[^.]\.([^./\\]{1,16})$/.exec(name ?? '')?.[1]?.toLowerCase();
  if (extension === undefined || format === 'empty') return null;
  if (formatFacts[format].extensions.includes(extension)) return true;
  // content without a signature of ours under an extension we do not know says nothing
  if ((format === 'unknown' || format === 'text') && (!known.has(extension) || ambiguous.has(extension)))
    return null;
  return false;
}
