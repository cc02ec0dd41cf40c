import { constants, gunzipSync, inflateSync } from 'node:zlib';
import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { damaged, type Gathering, keepText } from '../gathering.ts';
import { plainText } from '../text-decoding.ts';

/**
 * Generation data in the lowest bits of the alpha channel, column by column, most significant bit first: a mark of
 * fifteen letters, a big-endian length in bits, the text, gzipped or not (NovelAI/novelai-image-metadata,
 * `nai_meta.py`). A picture that is opaque is told by its first rows.
 */

const marks: ReadonlySet<string> = new Set(['stealth_pngcomp', 'stealth_pnginfo']);
const MARK_BITS = 15 * 8;
/** Bits of the mark's first letter: enough to turn almost every picture away. */
const FIRST_BITS = 8;
const FIRST_LETTER = 0x73;
const RAW_BYTES = 128 * 1024 * 1024;
const TEXT_BYTES = 4 * 1024 * 1024;

interface Picture {
  readonly reader: ByteReader;
  readonly pieces: readonly ByteRange[];
  readonly width: number;
  readonly height: number;
  readonly stride: number;
}

/** @param header the data of IHDR @param pieces the data of the IDAT chunks */
export function readStealthAlpha(
  reader: ByteReader,
  header: Buffer,
  pieces: readonly ByteRange[],
  gathering: Gathering,
): void {
  // eight bits, colour type 6, not interlaced: how the tools that write it save
  const applies = header.length === 13 && header.readUInt32BE(8) === 0x08060000 && header[12] === 0;
  const [first] = pieces;
  const last = pieces.at(-1);
  if (!applies || first === undefined || last === undefined) return;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (width === 0 || height === 0 || width > 0x7fffffff || height > 0x7fffffff) return;
  const picture: Picture = { reader, pieces, width, height, stride: 1 + 4 * width };
  const found = readPicture(picture);
  if (found === null) return;
  if ('problem' in found) damaged(gathering, `alpha channel: ${found.problem}`);
  else {
    const bytes: ByteRange = [first[0], last[0] + last[1] - first[0]];
    keepText(gathering, { place: 'alpha LSB', ...found, bytes });
  }
}

type Found = { readonly key: string; readonly text: string } | { readonly problem: string };

function readPicture(picture: Picture): Found | null {
  const { width, height, stride } = picture;
  if (width * height < MARK_BITS + 32) return null;
  for (const wanted of [FIRST_BITS, MARK_BITS]) {
    const rows = Math.min(height, wanted);
    if (rows * stride > RAW_BYTES)
      return { problem: 'the picture is too wide for its lowest bits to be read' };
    const raw = inflateRows(picture, rows);
    if (typeof raw === 'string') return { problem: raw };
    const bits = lowestBits(raw, stride, rows, Math.ceil(wanted / rows), wanted);
    if (typeof bits === 'string') return { problem: bits };
    if (wanted === FIRST_BITS ? bits[0] !== FIRST_LETTER : !marks.has(bits.toString('latin1'))) return null;
  }
  return readWhole(picture);
}

/** The mark stands there: what cannot be read from here on is damage. */
function readWhole(picture: Picture): Found {
  const { width, height, stride } = picture;
  if (height * stride > RAW_BYTES)
    return { problem: 'the picture is too large for its hidden text to be read' };
  const raw = inflateRows(picture, height);
  if (typeof raw === 'string') return { problem: raw };
  const take = (bits: number): Buffer | string =>
    lowestBits(raw, stride, height, Math.ceil(bits / height), bits);
  const head = take(MARK_BITS + 32);
  if (typeof head === 'string') return { problem: head };
  const length = head.readUInt32BE(15);
  if (length % 8 !== 0 || MARK_BITS + 32 + length > width * height)
    return { problem: `a hidden text of ${length} bits does not fit` };
  const all = take(MARK_BITS + 32 + length);
  if (typeof all === 'string') return { problem: all };
  const key = all.toString('latin1', 0, 15);
  const body = all.subarray(19);
  if (key === 'stealth_pnginfo') return { key, text: plainText(body.subarray(0, TEXT_BYTES)) };
  try {
    return { key, text: plainText(gunzipSync(body, { maxOutputLength: TEXT_BYTES })) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { problem: `the hidden text cannot be decompressed: ${error.message}` };
  }
}

/**
 * The first bits of the alpha channel's lowest bit plane, in columns. Every filter of PNG (9.2) works from the same
 * byte of the pixels to the left and above, so only the alpha of the columns wanted is rebuilt.
 */
function lowestBits(
  raw: Buffer,
  stride: number,
  rows: number,
  columns: number,
  count: number,
): Buffer | string {
  const alpha = new Uint8Array(columns * rows);
  for (let y = 0; y < rows; y += 1) {
    const filter = raw[y * stride]!;
    if (filter > 4) return `row ${y} has an unknown filter`;
    for (let x = 0; x < columns; x += 1) {
      const left = x > 0 ? alpha[(x - 1) * rows + y]! : 0;
      const up = y > 0 ? alpha[x * rows + y - 1]! : 0;
      const corner = x > 0 && y > 0 ? alpha[(x - 1) * rows + y - 1]! : 0;
      alpha[x * rows + y] = raw[y * stride + 4 * x + 4]! + predicted(filter, left, up, corner);
    }
  }
  const bits = Buffer.alloc(Math.ceil(count / 8));
  for (let at = 0; at < count; at += 1) bits[at >> 3]! |= (alpha[at]! & 1) << (7 - (at & 7));
  return bits;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const estimate = left + up - corner;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toCorner = Math.abs(estimate - corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** At least the first `rows` filtered rows, from as little of the compressed data as will do. */
function inflateRows({ reader, pieces, height, stride }: Picture, rows: number): Buffer | string {
  const wanted = rows * stride;
  const stored = pieces.reduce((sum, [, length]) => sum + length, 0);
  // no encoder needs more than this for so many bytes
  const total = Math.min(stored, 2 * wanted + 64 * 1024);
  const room = wanted + 8 * 1024 * 1024;
  let low = 0;
  let high = total;
  let size = Math.min(total, Math.max(4096, Math.ceil((wanted / (height * stride)) * stored * 1.25)));
  for (let attempt = 0; attempt < 40; attempt += 1) {
    let inflated: Buffer | null;
    try {
      inflated = inflateSync(compressed(reader, pieces, size), {
        maxOutputLength: room,
        finishFlush: constants.Z_SYNC_FLUSH,
      });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!('code' in error) || error.code !== 'ERR_BUFFER_TOO_LARGE') return error.message;
      inflated = null;
    }
    if (inflated !== null && inflated.length >= wanted) return inflated;
    if (inflated === null) high = size;
    else if (size === total) return 'the image data ends early';
    else low = size;
    size = high === total ? Math.min(total, size * 2) : Math.floor((low + high) / 2);
    if (high - low <= 1) break;
  }
  return 'the image data does not fit the size of the picture';
}

function compressed(reader: ByteReader, pieces: readonly ByteRange[], size: number): Buffer {
  const data = Buffer.alloc(size);
  let done = 0;
  for (const [start, length] of pieces) {
    for (const { view } of reader.views(start, start + Math.min(length, size - done))) {
      view.copy(data, done);
      done += view.length;
    }
    if (done >= size) break;
  }
  return data.subarray(0, done);
}
