import { endianness } from 'node:os';
import { crc32 } from 'node:zlib';
import { codeBytes } from './hamming.ts';

/**
 * A file of codes: a header, then batches one after the other, each complete in itself. All numbers are little-endian.
 *
 * | header | bytes |
 * |---|---|
 * | `ASSAYIDX` | 8 |
 * | version, generation (counts rewritings of the file) | 4, 4 |
 * | CRC-32 of these 16 bytes | 4 |
 * | zero | 12 |
 *
 * | batch | bytes |
 * |---|---|
 * | `BTCH`, kind (1: codes, 2: removed owners), count, number of the batch (0, 1, 2…) | 4 each |
 * | length of the content, CRC-32 of the content, zero, CRC-32 of these 28 bytes | 4 each |
 * | content: `count` codes of 32 bytes, `count` owners, `count` positions; or `count` owners | 40 or 4 × count |
 *
 * A batch counts when both sums are right and its number is the next one. Whatever follows the last one that counts
 * was being written when the writer ended, and nobody was told that it is kept.
 */

export const headerBytes = 32;
export const batchHeadBytes = 32;
export const formatVersion = 1;
/** Most codes, or owners, of one batch. */
export const mostInBatch = 1 << 20;

const magic = Buffer.from('ASSAYIDX', 'latin1');
const batchMagic = 0x48435442;
export const kinds = { codes: 1, removal: 2 } as const;

export interface CodeBatch {
  /** 32 bytes each. */
  readonly codes: Uint8Array;
  readonly owners: Uint32Array;
  readonly positions: Uint32Array;
}

export interface BatchHead {
  readonly kind: (typeof kinds)[keyof typeof kinds];
  readonly count: number;
  readonly number: number;
  readonly length: number;
  readonly sum: number;
}

export type Header = { readonly version: number; readonly generation: number } | null;

export function encodeHeader(generation: number): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  magic.copy(bytes);
  bytes.writeUInt32LE(formatVersion, 8);
  bytes.writeUInt32LE(generation, 12);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 16)), 16);
  return bytes;
}

/** `null`: not the header of a file of codes. */
export function decodeHeader(bytes: Buffer): Header {
  if (bytes.length < headerBytes || !bytes.subarray(0, 8).equals(magic)) return null;
  if (bytes.readUInt32LE(16) !== crc32(bytes.subarray(0, 16))) return null;
  return { version: bytes.readUInt32LE(8), generation: bytes.readUInt32LE(12) };
}

export function encodeCodes({ codes, owners, positions }: CodeBatch, number: number): Buffer {
  const count = owners.length;
  const bytes = Buffer.alloc(batchHeadBytes + count * (codeBytes + 8));
  bytes.set(codes, batchHeadBytes);
  writeWords(bytes, owners, batchHeadBytes + count * codeBytes);
  writeWords(bytes, positions, batchHeadBytes + count * (codeBytes + 4));
  return withHead(bytes, kinds.codes, count, number);
}

export function encodeRemoval(owners: Uint32Array, number: number): Buffer {
  const bytes = Buffer.alloc(batchHeadBytes + owners.length * 4);
  writeWords(bytes, owners, batchHeadBytes);
  return withHead(bytes, kinds.removal, owners.length, number);
}

/** `null`: no batch begins here. */
export function decodeHead(bytes: Buffer): BatchHead | null {
  if (bytes.length < batchHeadBytes || bytes.readUInt32LE(0) !== batchMagic) return null;
  if (bytes.readUInt32LE(28) !== crc32(bytes.subarray(0, 28))) return null;
  const kind = bytes.readUInt32LE(4);
  const count = bytes.readUInt32LE(8);
  const length = bytes.readUInt32LE(16);
  if ((kind !== kinds.codes && kind !== kinds.removal) || count > mostInBatch) return null;
  if (length !== count * (kind === kinds.codes ? codeBytes + 8 : 4)) return null;
  return { kind, count, length, number: bytes.readUInt32LE(12), sum: bytes.readUInt32LE(20) };
}

/** Content of a batch of codes; the codes are a view. */
export function decodeCodes(content: Buffer, count: number): CodeBatch {
  return {
    codes: content.subarray(0, count * codeBytes),
    owners: readWords(content, count * codeBytes, count),
    positions: readWords(content, count * (codeBytes + 4), count),
  };
}

/** Copied: a view would need an aligned place, and a machine of this order of bytes. */
export function readWords(bytes: Buffer, at: number, count: number): Uint32Array {
  const words = new Uint32Array(count);
  const own = Buffer.from(words.buffer);
  bytes.copy(own, 0, at, at + count * 4);
  if (endianness() === 'BE') own.swap32();
  return words;
}

function writeWords(bytes: Buffer, words: Uint32Array, at: number): void {
  const own = bytes.subarray(at, at + words.length * 4);
  own.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
  if (endianness() === 'BE') own.swap32();
}

function withHead(bytes: Buffer, kind: number, count: number, number: number): Buffer {
  const content = bytes.subarray(batchHeadBytes);
  bytes.writeUInt32LE(batchMagic, 0);
  bytes.writeUInt32LE(kind, 4);
  bytes.writeUInt32LE(count, 8);
  bytes.writeUInt32LE(number, 12);
  bytes.writeUInt32LE(content.length, 16);
  bytes.writeUInt32LE(crc32(content), 20);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 28)), 28);
  return bytes;
}
