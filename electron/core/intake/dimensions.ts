import type { ByteReader } from '#core/media/structure/byte-reader.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import {
  type PictureSize,
  sizeOfGif,
  sizeOfHeif,
  sizeOfJp2,
  sizeOfJxl,
  sizeOfWebp,
} from './dimensions-containers.ts';
import { sizeOfTiff } from './dimensions-tiff.ts';

const SEGMENTS = 2_000;
const CHUNKS = 200;

/** Pixels and frames from the header, bounded in time; empty when the header does not tell. */
export function pictureSize(reader: ByteReader, format: MediaFormat): PictureSize {
  const size = measure(reader, format);
  // a zero or absurd value in a damaged header is no information
  const good = (value: number | undefined) =>
    value !== undefined && Number.isSafeInteger(value) && value > 0 && value < 2 ** 31 ? value : undefined;
  const [width, height, frames] = [good(size.width), good(size.height), good(size.frames)];
  return {
    ...(width === undefined || height === undefined ? {} : { width, height }),
    ...(frames === undefined ? {} : { frames }),
  };
}

function measure(reader: ByteReader, format: MediaFormat): PictureSize {
  switch (format) {
    case 'jpeg':
      return sizeOfJpeg(reader);
    case 'png':
      return sizeOfPng(reader);
    case 'gif':
      return sizeOfGif(reader);
    case 'webp':
      return sizeOfWebp(reader);
    case 'bmp':
      return sizeOfBmp(reader);
    case 'tiff':
    case 'dng':
    case 'raw':
      return sizeOfTiff(reader);
    case 'heif':
    case 'avif':
      return sizeOfHeif(reader);
    case 'jp2':
      return sizeOfJp2(reader);
    case 'jxl':
      return sizeOfJxl(reader);
    case 'psd':
      return { width: reader.u32(18), height: reader.u32(14), frames: 1 };
    case 'ico':
      return { width: reader.u8(6) || 256, height: reader.u8(7) || 256, frames: reader.u16(4, true) };
    case 'exr':
      return sizeOfExr(reader);
    default:
      return {};
  }
}

/** First frame header (ITU-T T.81, B.2.2). */
function sizeOfJpeg(reader: ByteReader): PictureSize {
  let at = 2;
  for (let segment = 0; segment < SEGMENTS; segment += 1) {
    at = reader.find(0xff, at, Math.min(reader.size, at + 65_536));
    if (at < 0 || at + 9 > reader.size) return {};
    const code = reader.u8(at + 1);
    if (code === 0xff) at += 1;
    else if (code < 0xc0 || (code >= 0xd0 && code <= 0xd8)) at += 2;
    else if (code === 0xd9 || code === 0xda) return {};
    else if (code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc) {
      return { width: reader.u16(at + 7), height: reader.u16(at + 5), frames: 1 };
    } else at += 2 + reader.u16(at + 2);
  }
  return {};
}

function sizeOfPng(reader: ByteReader): PictureSize {
  let size: PictureSize = {};
  let at = 8;
  for (let chunk = 0; chunk < CHUNKS && at + 12 <= reader.size; chunk += 1) {
    const type = reader.latin1(at + 4, 4);
    if (type === 'IHDR' && at + 16 <= reader.size)
      size = { width: reader.u32(at + 8), height: reader.u32(at + 12), frames: 1 };
    else if (type === 'acTL') return { ...size, frames: reader.u32(at + 8) };
    else if (type === 'IDAT' || type === 'IEND') break;
    at += 12 + reader.u32(at);
  }
  return size;
}

function sizeOfBmp(reader: ByteReader): PictureSize {
  if (reader.u32(14, true) === 12)
    return { width: reader.u16(18, true), height: reader.u16(20, true), frames: 1 };
  // a negative height means rows from the top
  return { width: reader.i32(18, true), height: Math.abs(reader.i32(22, true)), frames: 1 };
}

/** The data window is a required header attribute (OpenEXR file layout). */
function sizeOfExr(reader: ByteReader): PictureSize {
  const at = reader.search(Buffer.from('dataWindow\0box2i\0'), 8, 65_536);
  if (at < 0) return {};
  const [left, top, right, bottom] = [0, 4, 8, 12].map((offset) => reader.i32(at + 21 + offset, true));
  return { width: right! - left! + 1, height: bottom! - top! + 1, frames: 1 };
}
