// biome-ignore-all lint/suspicious/noControlCharactersInRegex: signatures are made of them
import type { ByteReader } from '#core/media/structure/byte-reader.ts';
import { adtsFrame, mpegAudioFrame } from '#core/media/structure/mpeg-audio-frame.ts';
import type { MediaFormat } from '#shared/domain/media.ts';

type Test = (reader: ByteReader, head: string) => boolean;
const at =
  (text: string, offset = 0): Test =>
  (_reader, head) =>
    head.startsWith(text, offset);
const pattern =
  (expression: RegExp): Test =>
  (_reader, head) =>
    expression.test(head);

/** Binary signatures in the order they are tried: the surer first. `head` is ISO 8859-1 text. */
const signatures: readonly (readonly [MediaFormat, Test])[] = [
  ['jpeg', jpeg],
  ['png', at('\x89PNG\r\n\x1a\n')],
  ['gif', at('GIF8')],
  ['webp', pattern(/^RIFF[\s\S]{4}WEBP/)],
  ['wav', pattern(/^(RIFF|RIFX|RF64|BW64)[\s\S]{4}WAVE/)],
  ['avi', pattern(/^RIFF[\s\S]{4}AVI[ X]/)],
  ['midi', pattern(/^(MThd\0\0\0\x06|RIFF[\s\S]{4}RMID)/)],
  ['aiff', pattern(/^FORM[\s\S]{4}AIF[FC]/)],
  ['psd', pattern(/^8BPS\0[\x01\x02]/)],
  ['exr', at('v/1\x01')],
  ['jxl', at('\xff\x0a')],
  ['jxl', at('\0\0\0\x0cJXL \r\n\x87\n')],
  ['jp2', at('\0\0\0\x0cjP  \r\n\x87\n')],
  ['jp2', at('\xff\x4f\xff\x51')],
  ['raw', pattern(/^(FUJIFILMCCD-RAW|IIRO|IIRS|MMOR|IIU\0|FOVb|\0MRM|II\x1a\0\0\0HEAPCCDR)/)],
  ['bmp', bitmap],
  ['matroska', at('\x1a\x45\xdf\xa3')],
  ['flv', pattern(/^FLV[\x01-\x04][\0-\x0f]\0\0\0\x09/)],
  ['asf', at('\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c')],
  ['mpeg-ps', at('\0\0\x01\xba')],
  ['mpeg-ts', transportStream],
  ['flac', at('fLaC')],
  ['ogg', at('OggS\0')],
  ['amr', pattern(/^#!AMR(-WB|_MC1\.0|-WB_MC1\.0)?\n/)],
  ['glb', pattern(/^glTF[\x01\x02]\0\0\0/)],
  ['usd', pattern(/^(PXR-USDC|#usda )/)],
  ['fbx', at('Kaydara FBX Binary  \0')],
  [
    'ply',
    pattern(/^ply\r?\n(comment [^\n]*\n|obj_info [^\n]*\n)*format (ascii|binary_(little|big)_endian) /),
  ],
  ['rtf', at('{\\rtf')],
  ['font', pattern(/^(%!PS-AdobeFont|%!FontType|\x80\x01[\s\S]{4}%!)/)],
  ['postscript', pattern(/^(%!PS|\x04%!PS|\xc5\xd0\xd3\xc6)/)],
  ['ole2', at('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
  ['zip', pattern(/^PK(\x03\x04|\x05\x06|\x07\x08)/)],
  ['gzip', at('\x1f\x8b\x08')],
  ['7z', at("7z\xbc\xaf'\x1c")],
  ['rar', at('Rar!\x1a\x07')],
  ['bzip2', pattern(/^BZh[1-9](1AY&SY|\x17\x72\x45\x38\x50\x90)/)],
  ['xz', at('\xfd7zXZ\0')],
  ['zstd', at('\x28\xb5\x2f\xfd')],
  ['c2pa', (_reader, head) => head.startsWith('jumb', 4) && head.startsWith('jumd', 12)],
  ['icc', at('acsp', 36)],
  ['font', font],
  ['ico', icon],
  ['tar', tar],
  ['mp3', mpegAudio],
  ['aac', adts],
  ['aac', at('ADIF')],
  ['stl', binaryStl],
  // the header may follow up to 1,024 bytes of anything (ISO 32000-1, implementation note 13)
  ['pdf', (_reader, head) => head.slice(0, 1024).includes('%PDF-')],
];

/** The binary format whose signature the file carries, or null. */
export function signatureOf(reader: ByteReader, head: string): MediaFormat | null {
  return signatures.find(([, test]) => test(reader, head))?.[0] ?? null;
}

/** A damaged second marker does not make it another format: a name or a marker soon after is enough. */
function jpeg(_reader: ByteReader, head: string): boolean {
  if (!head.startsWith('\xff\xd8')) return false;
  return (
    head.startsWith('\xff', 2) || /JFIF|Exif|\xff[\xc0-\xc4\xda-\xdd\xe0-\xef]\0/.test(head.slice(2, 64))
  );
}

function bitmap(reader: ByteReader, head: string): boolean {
  if (!head.startsWith('BM') || reader.size < 18) return false;
  return [12, 16, 40, 52, 56, 64, 108, 124].includes(reader.u32(14, true));
}

function icon(reader: ByteReader, head: string): boolean {
  if (!/^\0\0[\x01\x02]\0/.test(head) || reader.size < 22) return false;
  const count = reader.u16(4, true);
  const offset = reader.u32(18, true);
  return count > 0 && count < 1024 && reader.u8(9) === 0 && offset >= 6 + count * 16 && offset < reader.size;
}

/** Sync bytes at packet distance: 188, with a four-byte time stamp (M2TS), or with 16 bytes of parity. */
function transportStream(reader: ByteReader): boolean {
  return [
    [0, 188],
    [4, 192],
    [0, 204],
  ].some(([first, step]) => {
    const packets = Math.min(5, Math.floor((reader.size - first!) / step!));
    if (packets < 3) return false;
    return Array.from({ length: packets }, (_, index) => reader.u8(first! + index * step!)).every(
      (byte) => byte === 0x47,
    );
  });
}

function font(reader: ByteReader, head: string): boolean {
  // Macintosh resource file with the resources in the data fork (dfont)
  if (head.startsWith('\0\0\x01\0') && reader.size > 286 && reader.u32(4) === 256 + reader.u32(8))
    return head.length > 256;
  if (/^(OTTO|ttcf|wOFF|wOF2|typ1)/.test(head)) return true;
  if (!/^(\0\x01\0\0|true)/.test(head) || reader.size < 28) return false;
  const tables = reader.u16(4);
  return tables > 0 && tables < 128 && /^[\x20-\x7e]{4}$/.test(head.slice(12, 16));
}

function tar(reader: ByteReader, head: string): boolean {
  if (head.startsWith('ustar', 257)) return true;
  if (head.length < 512 || head.charCodeAt(0) === 0) return false;
  // headers before POSIX have no magic: the checksum decides
  const stored = /^[ 0]*([0-7]{1,6})[\0 ]/.exec(head.slice(148, 156))?.[1];
  if (stored === undefined) return false;
  const block = reader.bytes(0, 512).fill(0x20, 148, 156);
  return block.reduce((sum, byte) => sum + byte, 0) === Number.parseInt(stored, 8);
}

function binaryStl(reader: ByteReader): boolean {
  return reader.size >= 134 && 84 + reader.u32(80, true) * 50 === reader.size;
}

/** After an ID3v2 tag, whose length is four seven-bit bytes. */
function afterTag(reader: ByteReader): number {
  if (!reader.matches(0, 'ID3') || reader.size < 10) return 0;
  const [a, b, c, d] = reader.bytes(6, 4);
  return 10 + (a! << 21) + (b! << 14) + (c! << 7) + d! + (reader.u8(5) & 0x10 ? 10 : 0);
}

function mpegAudio(reader: ByteReader, head: string): boolean {
  const start = afterTag(reader);
  if (head.startsWith('ID3') && reader.size >= 10) {
    // a tag alone is enough, unless another format follows it (Musepack, Monkey's Audio, True Audio, WavPack)
    const next = reader.latin1(start, 4);
    return !/^(MP\+|MPCK|MAC |TTA1|wvpk|OFR |DSD )/.test(next) && !adtsAt(reader, start);
  }
  const first = mpegAudioFrame(reader, 0);
  return first > 0 && (mpegAudioFrame(reader, first) > 0 || first === reader.size);
}

/** Two ADTS frames in a row, or one that fills the file. */
function adtsAt(reader: ByteReader, start: number): boolean {
  const first = adtsFrame(reader, start);
  return first > 0 && (start + first === reader.size || adtsFrame(reader, start + first) > 0);
}

function adts(reader: ByteReader): boolean {
  return adtsAt(reader, afterTag(reader));
}

/** A FLAC stream may hide behind an ID3v2 tag. */
export function flacAfterTag(reader: ByteReader): boolean {
  return reader.matches(afterTag(reader), 'fLaC');
}
