import type { ByteReader } from './byte-reader.ts';

const rates = [
  [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

/** Bytes of the MPEG audio frame at `offset` (ISO/IEC 11172-3, 2.4.1.3), or 0 when there is none. */
export function mpegAudioFrame(reader: ByteReader, offset: number): number {
  if (offset < 0 || offset + 4 > reader.size) return 0;
  const header = reader.u32(offset);
  const version = (header >>> 19) & 3;
  const layer = 4 - ((header >>> 17) & 3);
  const rate = (header >>> 12) & 15;
  const frequency = (header >>> 10) & 3;
  if (header >>> 21 !== 0x7ff || version === 1 || layer === 4 || rate === 0 || rate === 15 || frequency === 3)
    return 0;
  const table = version === 3 ? layer - 1 : layer === 1 ? 3 : 4;
  const hertz = [44_100, 48_000, 32_000][frequency]! / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const bits = rates[table]![rate]! * 1000;
  const padding = (header >>> 9) & 1;
  if (layer === 1) return (Math.floor((12 * bits) / hertz) + padding) * 4;
  return Math.floor(((layer === 3 && version !== 3 ? 72 : 144) * bits) / hertz) + padding;
}

/** Bytes of the ADTS frame at `offset` (ISO/IEC 14496-3, 1.A.2), or 0 when there is none. */
export function adtsFrame(reader: ByteReader, offset: number): number {
  if (offset < 0 || offset + 7 > reader.size || (reader.u16(offset) & 0xfff6) !== 0xfff0) return 0;
  const length =
    ((reader.u8(offset + 3) & 3) << 11) | (reader.u8(offset + 4) << 3) | (reader.u8(offset + 5) >> 5);
  return length < 7 ? 0 : length;
}
