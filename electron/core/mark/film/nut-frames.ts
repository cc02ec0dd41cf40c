/**
 * Raw frames with their times in a pipe: NUT (M. Niedermayer, "NUT Open Container Format", 2006–2013), which FFmpeg
 * both writes and reads. Everything but the samples is passed on as it came, so that each frame keeps its time.
 */
export type NutPiece =
  /** Headers, synchronisation points, the index; the header of a frame too. */
  | { readonly kind: 'structure'; readonly bytes: Uint8Array }
  /** One frame, in memory that is used again after the next two. */
  | { readonly kind: 'frame'; readonly data: Uint8Array };

const MAGIC = 'nut/multimedia container\0';
const MAIN_STARTCODE = 0x4e4d7a56_1f5f04adn;
/** First byte of every start code; no frame begins with it. */
const STARTCODE = 0x4e;
/** No header of a film without sound is larger; more is another file. */
const LARGEST_HEADER = 1 << 20;

const flag = {
  codedTime: 8,
  stream: 16,
  size: 32,
  checksum: 64,
  reserved: 128,
  elision: 1024,
  matchTime: 2048,
  coded: 4096,
  invalid: 8192,
} as const;

interface FrameCode {
  readonly flags: number;
  readonly multiple: number;
  readonly size: number;
  readonly reserved: number;
  readonly elision: number;
}

class Incomplete extends Error {}

/** Fields one after another; `Incomplete` at the end of what has come so far. */
class Fields {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  byte(): number {
    if (this.at >= this.#bytes.length) throw new Incomplete();
    const byte = this.#bytes[this.at]!;
    this.at += 1;
    return byte;
  }

  /** Seven bits a byte, the highest first. */
  number(): number {
    let value = 0;
    for (;;) {
      const byte = this.byte();
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  }

  skip(count: number): void {
    if (this.at + count > this.#bytes.length) throw new Incomplete();
    this.at += count;
  }
}

/**
 * Cut a stream of NUT with one raw picture stream into frames of `frameBytes` and the rest.
 *
 * @throws when the stream is none FFmpeg writes, or ends within a frame.
 */
export async function* nutPieces(
  chunks: AsyncIterable<Uint8Array>,
  frameBytes: number,
): AsyncGenerator<NutPiece> {
  const frames = [Buffer.alloc(frameBytes), Buffer.alloc(frameBytes), Buffer.alloc(frameBytes)];
  let table: FrameTable | null = null;
  let pending: Buffer = Buffer.alloc(0);
  /** The frame that is being filled, and how far it is. */
  let filling: { readonly data: Buffer; at: number } | null = null;
  for await (const chunk of chunks) {
    let rest: Buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (rest.length > 0) {
      if (filling !== null) {
        const copied = rest.copy(filling.data, filling.at);
        filling.at += copied;
        rest = rest.subarray(copied);
        if (filling.at < frameBytes) break;
        yield { kind: 'frame', data: filling.data };
        filling = null;
        continue;
      }
      pending = pending.length === 0 ? rest : Buffer.concat([pending, rest]);
      rest = Buffer.alloc(0);
      const header = readHeader(pending, table);
      if (header === null) {
        if (pending.length > LARGEST_HEADER) throw new Error('not a stream of raw frames');
        pending = Buffer.from(pending);
        break;
      }
      table = header.table;
      yield { kind: 'structure', bytes: pending.subarray(0, header.length) };
      rest = pending.subarray(header.length);
      pending = Buffer.alloc(0);
      if (header.frameBytes === null) continue;
      if (header.frameBytes !== frameBytes)
        throw new Error(`a frame of ${header.frameBytes} bytes, not ${frameBytes}`);
      const data = frames.shift()!;
      frames.push(data);
      filling = { data, at: 0 };
    }
  }
  if (filling !== null || pending.length > 0) throw new Error('the stream of raw frames ends within a frame');
}

/** What each first byte of a frame means. */
type FrameTable = readonly FrameCode[];

interface Header {
  readonly length: number;
  readonly table: FrameTable | null;
  /** Of the frame that follows; `null`: none does. */
  readonly frameBytes: number | null;
}

/** The next header of any kind; `null` while it is not all there. */
function readHeader(bytes: Buffer, table: FrameTable | null): Header | null {
  try {
    if (table === null && bytes.length >= MAGIC.length && bytes.toString('latin1', 0, MAGIC.length) === MAGIC)
      return { length: MAGIC.length, table, frameBytes: null };
    if (bytes[0] === STARTCODE) return readPacket(bytes, table);
    if (table !== null) return readFrame(bytes, table);
    if (bytes.length >= MAGIC.length) throw new Error('not a stream of raw frames');
    return null;
  } catch (error) {
    if (error instanceof Incomplete) return null;
    throw error;
  }
}

function readPacket(bytes: Buffer, table: FrameTable | null): Header {
  const fields = new Fields(bytes);
  fields.skip(8);
  const size = fields.number();
  if (size > LARGEST_HEADER) throw new Error('not a stream of raw frames');
  // A long header has a check sum of its own.
  if (size > 4096) fields.skip(4);
  const body = fields.at;
  fields.skip(size);
  const main = bytes.readBigUInt64BE(0) === MAIN_STARTCODE;
  return {
    length: fields.at,
    table: main ? frameTable(bytes.subarray(0, fields.at - 4), body) : table,
    frameBytes: null,
  };
}

function readFrame(bytes: Buffer, table: FrameTable): Header {
  const fields = new Fields(bytes);
  const code = table[fields.byte()]!;
  if (code.flags & flag.invalid) throw new Error('a frame with an invalid code');
  let { flags, size, elision, reserved } = code;
  if (flags & flag.coded) flags ^= fields.number();
  if (flags & flag.stream) fields.number();
  if (flags & flag.codedTime) fields.number();
  if (flags & flag.size) size += code.multiple * fields.number();
  if (flags & flag.matchTime) fields.number();
  if (flags & flag.elision) elision = fields.number();
  if (flags & flag.reserved) reserved = fields.number();
  for (let index = 0; index < reserved; index += 1) fields.number();
  if (flags & flag.checksum) fields.skip(4);
  // Beginnings that many frames share may stand in the main header instead: of frames up to 4096 bytes only.
  if (elision !== 0) throw new Error('a frame whose beginning is left out');
  return { length: fields.at, table, frameBytes: size };
}

/** What each first byte of a frame means, from the main header. */
function frameTable(bytes: Buffer, body: number): FrameTable {
  const fields = new Fields(bytes, body);
  if (fields.number() > 3) fields.number();
  fields.number();
  fields.number();
  const bases = fields.number();
  for (let index = 0; index < bases * 2; index += 1) fields.number();
  const codes: FrameCode[] = [];
  let [multiple, elision] = [1, 0];
  while (codes.length < 256) {
    const flags = fields.number();
    const given = fields.number();
    if (given > 0) fields.number();
    if (given > 1) multiple = fields.number();
    if (given > 2) fields.number();
    const size = given > 3 ? fields.number() : 0;
    const reserved = given > 4 ? fields.number() : 0;
    const count = given > 5 ? fields.number() : multiple - size;
    if (given > 6) fields.number();
    if (given > 7) elision = fields.number();
    for (let index = 8; index < given; index += 1) fields.number();
    if (count <= 0 || count > 256) throw new Error('a table of frame codes that does not end');
    for (let index = 0; index < count; index += 1) {
      if (codes.length === STARTCODE)
        codes.push({ flags: flag.invalid, multiple: 0, size: 0, reserved: 0, elision: 0 });
      codes.push({ flags, multiple, size: size + index, reserved, elision });
    }
  }
  return codes;
}
