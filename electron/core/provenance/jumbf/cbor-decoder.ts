import type { CborBounds, CborValue } from './cbor.ts';

/** Thrown inside the decoder only: unwinding a recursive reader by values would double its length. */
export class CborFault extends Error {}

/** A break stop code (RFC 8949 §3.2.1) where an item could stand. */
const stop = Symbol('break');
type Break = typeof stop;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

interface Head {
  readonly major: number;
  readonly info: number;
  readonly argument: number | bigint;
}

/** Holds the position in one input while it is read. */
export class CborDecoder {
  position = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #most: number;
  #items: number;
  #depth: number;

  constructor(bytes: Uint8Array, bounds: CborBounds) {
    // A Buffer would give Buffers for byte strings: equal values are to look equal whatever came in.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#most = bounds.items;
    this.#items = bounds.items;
    this.#depth = bounds.depth;
  }

  get items(): number {
    return this.#most - this.#items;
  }

  item(): CborValue {
    const value = this.#itemOrBreak();
    if (value === stop) this.#fail('break without an indefinite length', this.position - 1);
    return value;
  }

  /** Go to the value of `step`. `false`: it is not there. */
  enter(step: string | number): boolean {
    let head = this.#head();
    while (head.major === 6) head = this.#head();
    if (head.major !== 4 && head.major !== 5) return false;
    const count = head.info === 31 ? Number.POSITIVE_INFINITY : Number(head.argument);
    for (let index = 0; index < count; index++) {
      if (head.info === 31 && this.#bytes[this.position] === 0xff) return false;
      if (head.major === 4) {
        if (index === step) return true;
      } else if (this.item() === step) return true;
      this.item();
    }
    return false;
  }

  #itemOrBreak(): CborValue | Break {
    const start = this.position;
    if (--this.#items < 0) this.#fail('more items than are read', start);
    const { major, info, argument } = this.#head();
    const open = info === 31;
    if (open && (major < 2 || major === 6)) this.#fail('indefinite length where none can be', start);
    switch (major) {
      case 0:
        return argument;
      case 1:
        return typeof argument === 'bigint' || argument >= Number.MAX_SAFE_INTEGER
          ? -1n - BigInt(argument)
          : -1 - argument;
      case 2:
        return open ? joined(this.#chunks(2)) : this.#take(argument, start);
      case 3:
        return open
          ? this.#chunks(3)
              .map((chunk) => this.#text(chunk, start))
              .join('')
          : this.#text(this.#take(argument, start), start);
      case 4:
        return this.#inside(start, () => this.#array(open ? null : argument, start));
      case 5:
        return this.#inside(start, () => this.#map(open ? null : argument, start));
      case 6:
        return this.#inside(start, () => {
          if (typeof argument === 'bigint') this.#fail('tag number beyond 2^53', start);
          return { tag: argument, value: this.item() };
        });
      default:
        return open ? stop : this.#simple(info, argument, start);
    }
  }

  #head(): Head {
    const start = this.position;
    const initial = this.#bytes[start];
    if (initial === undefined) this.#fail('ends inside an item', start);
    const info = initial & 31;
    this.position += 1;
    let argument: number | bigint = info;
    if (info >= 24 && info <= 27) {
      const size = 1 << (info - 24);
      if (this.#bytes.length - this.position < size) this.#fail('ends inside an item', start);
      argument = this.#unsigned(size);
      this.position += size;
    } else if (info > 27 && info < 31) this.#fail('reserved length', start);
    return { major: initial >> 5, info, argument };
  }

  #unsigned(size: number): number | bigint {
    if (size === 1) return this.#view.getUint8(this.position);
    if (size === 2) return this.#view.getUint16(this.position);
    if (size === 4) return this.#view.getUint32(this.position);
    const value = this.#view.getBigUint64(this.position);
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
  }

  #take(length: number | bigint, start: number): Uint8Array {
    if (length > this.#bytes.length - this.position) this.#fail('string longer than the input', start);
    const from = this.position;
    this.position += Number(length);
    return this.#bytes.subarray(from, this.position);
  }

  /** Chunks of a string of indefinite length: definite strings of the same kind (RFC 8949 §3.2.3). */
  #chunks(major: number): Uint8Array[] {
    const chunks: Uint8Array[] = [];
    for (;;) {
      const start = this.position;
      if (--this.#items < 0) this.#fail('more items than are read', start);
      const head = this.#head();
      if (head.major === 7 && head.info === 31) return chunks;
      if (head.major !== major || head.info === 31) this.#fail('wrong chunk in a string', start);
      chunks.push(this.#take(head.argument, start));
    }
  }

  #text(bytes: Uint8Array, start: number): string {
    try {
      return utf8.decode(bytes);
    } catch (error) {
      if (error instanceof TypeError) this.#fail('text is not UTF-8', start);
      throw error;
    }
  }

  #array(length: number | bigint | null, start: number): CborValue[] {
    const values: CborValue[] = [];
    this.#each(length, 1, start, (first) => {
      values.push(first);
    });
    return values;
  }

  #map(length: number | bigint | null, start: number): Map<CborValue, CborValue> {
    const map = new Map<CborValue, CborValue>();
    // Byte strings and compound keys are equal by content, not by identity.
    const compound = new Set<string>();
    this.#each(length, 2, start, (key, keyStart) => {
      if (typeof key === 'object' && key !== null) {
        const encoded = this.#bytes.subarray(keyStart, this.position);
        const name = Buffer.from(key instanceof Uint8Array ? key : encoded).toString('latin1');
        const kind = key instanceof Uint8Array ? 'bytes' : 'item';
        if (compound.has(`${kind} ${name}`)) this.#fail('map key occurs twice', keyStart);
        compound.add(`${kind} ${name}`);
      } else if (map.has(key)) {
        this.#fail(`map key ${JSON.stringify(String(key).slice(0, 100))} occurs twice`, keyStart);
      }
      map.set(key, this.item());
    });
    return map;
  }

  /** @param least smallest number of bytes one entry takes: a length beyond that is a lie */
  #each(
    length: number | bigint | null,
    least: number,
    start: number,
    entry: (first: CborValue, at: number) => void,
  ): void {
    if (length !== null && length > (this.#bytes.length - this.position) / least) {
      this.#fail('more entries than the input can hold', start);
    }
    const count = length === null ? Number.POSITIVE_INFINITY : Number(length);
    for (let index = 0; index < count; index++) {
      const at = this.position;
      const first = this.#itemOrBreak();
      if (first === stop) {
        if (length !== null) this.#fail('break without an indefinite length', at);
        return;
      }
      entry(first, at);
    }
  }

  #inside<T>(start: number, read: () => T): T {
    if (--this.#depth < 0) this.#fail('nested deeper than is read', start);
    const value = read();
    this.#depth += 1;
    return value;
  }

  /** Simple values and floating-point numbers (RFC 8949 §3.3). */
  #simple(info: number, argument: number | bigint, start: number): CborValue {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22) return null;
    if (info === 23) return undefined;
    if (info === 25) return halfFloat(Number(argument));
    if (info === 26) return this.#view.getFloat32(start + 1);
    if (info === 27) return this.#view.getFloat64(start + 1);
    return this.#fail(`simple value ${argument} has no meaning`, start);
  }

  #fail(what: string, at: number): never {
    throw new CborFault(`CBOR: ${what} at offset ${at}`);
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(chunks));
}

/** IEEE 754 binary16 from its bits (RFC 8949 appendix D). */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (mantissa + 1024) * 2 ** (exponent - 25);
}
