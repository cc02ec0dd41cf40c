import type { ByteReader } from '../../media/structure/byte-reader.ts';

/** One of the outermost chunks: `RIFF`, its big-endian and 64-bit forms, and OpenDML's further ones. */
export interface Form {
  readonly signature: string;
  /** `WAVE`, `AVI `, `AVIX`, `WEBP`. */
  readonly type: string;
  readonly start: number;
  /** First chunk inside. */
  readonly body: number;
  /** Behind its last byte, clipped to the file. */
  readonly end: number;
  readonly little: boolean;
  /** The header leaves the size open (0 or FFFFFFFF), as writers do that cannot go back. */
  readonly open: boolean;
  /** Bytes it claims beyond the end of the file. */
  readonly missing: number;
  /** Sizes above 32 bits, from the `ds64` chunk (EBU Tech 3306). */
  readonly sizes: ReadonlyMap<string, number>;
}

/** A chunk, clipped to its parent. */
export interface Chunk {
  readonly name: string;
  readonly start: number;
  readonly body: number;
  /** Behind its data, the pad byte not counted. */
  readonly end: number;
  /** Where the next chunk begins. */
  readonly next: number;
  /** Bytes it claims beyond the end of its parent. */
  readonly missing: number;
}

/** The outermost chunks of a file. */
export function formsOf(reader: ByteReader): Form[] {
  const forms: Form[] = [];
  let at = 0;
  while (at + 12 <= reader.size && forms.length < 1000) {
    const signature = reader.latin1(at, 4);
    const type = reader.latin1(at + 8, 4);
    if (!['RIFF', 'RIFX', 'RF64', 'BW64'].includes(signature) || (at > 0 && type !== 'AVIX')) break;
    const little = signature !== 'RIFX';
    const wide = signature === 'RF64' || signature === 'BW64';
    const sizes = wide ? longSizes(reader, at) : new Map<string, number>();
    const declared = sizes.get('RIFF') ?? reader.u32(at + 4, little);
    const open = !wide && (declared === 0 || declared === 0xffffffff);
    const stated = open ? reader.size : at + 8 + declared;
    const end = Math.min(stated, reader.size);
    forms.push({
      signature,
      type,
      start: at,
      body: at + 12,
      end,
      little,
      open,
      missing: stated - end,
      sizes,
    });
    if (end <= at) break;
    at = end + (declared & 1 && end < reader.size && reader.u8(end) === 0 ? 1 : 0);
  }
  return forms;
}

function longSizes(reader: ByteReader, start: number): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  const body = start + 20;
  if (!reader.matches(start + 12, 'ds64') || body + 28 > reader.size) return sizes;
  sizes.set('RIFF', reader.u64(body, true)).set('data', reader.u64(body + 8, true));
  const entries = Math.min(reader.u32(body + 24, true), 1000);
  for (let index = 0; index < entries && body + 40 + index * 12 <= reader.size; index += 1) {
    const at = body + 28 + index * 12;
    sizes.set(reader.latin1(at, 4), reader.u64(at + 4, true));
  }
  return sizes;
}

/** Chunks between two offsets. Returns what ended the walk too early, or `null`. */
export function* chunksIn(
  reader: ByteReader,
  from: number,
  to: number,
  { little, sizes }: Pick<Form, 'little' | 'sizes'>,
): Generator<Chunk, string | null> {
  let at = from;
  while (at + 8 <= to) {
    const name = reader.latin1(at, 4);
    if (!/^[\x20-\x7e]{4}$/.test(name)) {
      const zero = reader.filled(0, at, Math.min(to, at + 65536));
      return zero ? null : `no chunk at offset ${at}`;
    }
    const short = reader.u32(at + 4, little);
    const length = short === 0xffffffff ? (sizes.get(name) ?? to - at - 8) : short;
    const end = Math.min(to, at + 8 + length);
    const next = end + padding(reader, length, end, to);
    yield { name, start: at, body: at + 8, end, next, missing: at + 8 + length - end };
    at = next;
  }
  return null;
}

/** Chunks begin on even offsets (RIFF 1991, chapter 2); some writers forget the pad byte, and the next name tells. */
function padding(reader: ByteReader, length: number, end: number, limit: number): 0 | 1 {
  if (length % 2 === 0 || end >= limit) return 0;
  const forgotten =
    reader.u8(end) !== 0 &&
    end + 8 <= limit &&
    /^[A-Za-z0-9_ ]{4}$/.test(reader.latin1(end, 4)) &&
    !/^[A-Za-z0-9_ ]{4}$/.test(reader.latin1(end + 1, 4));
  return forgotten ? 0 : 1;
}

/** Type of a list chunk, or `null` for any other. */
export function listType(reader: ByteReader, { name, body, end }: Chunk): string | null {
  return name === 'LIST' && end - body >= 4 ? reader.latin1(body, 4) : null;
}

/** A chunk with its pad byte. */
export function makeChunk(name: string, data: Uint8Array, little = true): Buffer {
  const chunk = Buffer.alloc(8 + data.length + (data.length & 1));
  chunk.write(name, 0, 'latin1');
  if (little) chunk.writeUInt32LE(data.length, 4);
  else chunk.writeUInt32BE(data.length, 4);
  chunk.set(data, 8);
  return chunk;
}
