import type { ByteRange } from '#shared/domain/figure.ts';

/** A stretch of a packet and where it lies in the file. */
export interface Run {
  readonly packet: number;
  readonly file: number;
  readonly length: number;
}

/** Where bytes of a packet lie in the file; over a page's end, from the first to the last. */
export function rangeIn(runs: readonly Run[], start: number, length: number): ByteRange {
  const place = (offset: number): number => {
    const run = runAt(runs, offset);
    return run === undefined ? 0 : run.file + offset - run.packet;
  };
  const first = place(start);
  return [first, length === 0 ? 0 : place(start + length - 1) + 1 - first];
}

/** The last run that begins at `offset` or before it, or the first; a packet of comments may lie on 60,000 pages. */
function runAt(runs: readonly Run[], offset: number): Run | undefined {
  let low = 0;
  let high = runs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (runs[middle]!.packet <= offset) low = middle;
    else high = middle - 1;
  }
  return runs[low];
}

/** How a codec's comments are found in its header packets, by what its first packet begins with. */
export interface Codec {
  readonly name: string;
  /** Number of header packets, the first included; `null`: the first packet tells. */
  readonly headers: number;
  /** Offset of the list in a packet that holds it, or `null`. `index`: which header packet it is. */
  comments(packet: Buffer, index: number): number | null;
}

const beginning =
  (text: string) =>
  (packet: Buffer): number | null =>
    packet.toString('latin1', 0, text.length) === text ? text.length : null;

/** The codec of a stream; `null` when its headers carry no comments, as far as is known. */
export function codecOf(first: Buffer): Codec | null {
  const head = first.toString('latin1', 0, 16);
  if (head.startsWith('\x01vorbis')) return { name: 'Vorbis', headers: 3, comments: beginning('\x03vorbis') };
  if (head.startsWith('OpusHead')) return { name: 'Opus', headers: 2, comments: beginning('OpusTags') };
  if (head.startsWith('\x80theora')) return { name: 'Theora', headers: 3, comments: beginning('\x81theora') };
  if (head.startsWith('\x80kate\0\0\0'))
    return { name: 'Kate', headers: Math.max(1, first[11] ?? 9), comments: beginning('\x81kate\0\0\0\0') };
  if (head.startsWith('OVP80')) return { name: 'VP8', headers: 2, comments: beginning('OVP80\x02 ') };
  if (head.startsWith('Speex   ')) {
    const extra = first.length >= 72 ? first.readUInt32LE(68) : 0;
    return {
      name: 'Speex',
      headers: 2 + Math.min(extra, 100),
      comments: (_, index) => (index === 1 ? 0 : null),
    };
  }
  if (head.startsWith('\x7fFLAC')) {
    // RFC 9639, 10.1: number of further header packets, 0 when not known; each is a metadata block
    const count = first.length >= 9 ? first.readUInt16BE(7) : 0;
    return {
      name: 'FLAC',
      headers: count === 0 ? 2 : 1 + Math.min(count, 1000),
      comments: (packet, index) => (index > 0 && packet.length > 4 && (packet[0]! & 0x7f) === 4 ? 4 : null),
    };
  }
  return null;
}

/** Skeletons, annotations, and pictures and sounds without a header for comments. */
const without = ['fishead\0', 'CMML', 'BBCD\0', 'PCM     ', '\x01video', '\x01audio', '\x01text'];

/** A stream known to have no comments, by its first packet. */
export function isWithoutComments(first: Buffer | undefined): boolean {
  const head = first?.toString('latin1', 0, 16) ?? '';
  return without.some((mark) => head.startsWith(mark));
}
