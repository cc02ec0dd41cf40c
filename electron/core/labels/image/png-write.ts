import { crc32 } from 'node:zlib';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer } from '../define.ts';
import type { Splice } from '../write-plan.ts';
import { damagedContainer, planXmp, type XmpHome } from './plan-xmp.ts';
import { inflated, type PngChunk, textOf, walkChunks, xmpKeyword } from './png-chunks.ts';

const CHUNK_BYTES = 16 * 1024 * 1024;

/**
 * The XMP packet of a PNG in an uncompressed iTXt chunk before the image data (XMP specification part 3, 1.1.5;
 * TC260-PG-20259A). One that stands behind the image data moves before it, where every reader looks.
 */
export function writePng(
  reader: ByteReader,
  entries: readonly LabelEntry[],
  signal: AbortSignal,
): WriteAnswer {
  return planXmp(reader, entries, () => find(reader, signal));
}

function find(reader: ByteReader, signal: AbortSignal): XmpHome {
  const chunks: PngChunk[] = [];
  const packets: Uint8Array[] = [];
  let [header, pixels]: (number | null)[] = [null, null];
  let problem: string | null = null;
  const outcome = walkChunks(reader, signal, (chunk) => {
    const { type, start, end, body, length } = chunk;
    if (type === 'IHDR') header ??= end;
    if (type === 'IDAT') pixels ??= start;
    if (type !== 'iTXt' && type !== 'tEXt' && type !== 'zTXt') return;
    if (reader.latin1(body, xmpKeyword.length + 1) !== `${xmpKeyword}\0`) return;
    const text = length > CHUNK_BYTES ? null : textOf(type, reader.bytes(body, length));
    const packet = text?.compressed ? inflated(text.raw, CHUNK_BYTES) : text?.raw;
    if (packet === undefined || typeof packet === 'string') problem = `${type} at byte ${start}`;
    else {
      chunks.push(chunk);
      packets.push(packet);
    }
  });
  if ('problem' in outcome) throw damagedContainer(outcome.problem);
  if (problem !== null) throw damagedContainer(problem);
  if (header === null || pixels === null) throw damagedContainer('no IHDR or IDAT');
  const [place, first] = [header, pixels];
  return {
    place: 'iTXt XMP',
    packets,
    put(packet, index) {
      const data = internationalText(packet);
      const old = index === null ? undefined : chunks[index]!;
      const splices: Splice[] =
        old === undefined
          ? [{ from: place, to: place, data }]
          : old.start < first
            ? [{ from: old.start, to: old.end, data }]
            : [
                { from: place, to: place, data },
                { from: old.start, to: old.end, data: new Uint8Array() },
              ];
      return splices;
    },
  };
}

/** Compression flag and method 0, no language tag, no translated keyword (11.3.3.4). */
function internationalText(packet: Uint8Array): Buffer {
  const head = Buffer.from(`\0\0\0\0iTXt${xmpKeyword}\0\0\0\0\0`, 'latin1');
  const chunk = Buffer.concat([head, packet, Buffer.alloc(4)]);
  chunk.writeUInt32BE(chunk.length - 12, 0);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4);
  return chunk;
}
