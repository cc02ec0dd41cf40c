/**
 * Writes small WebAssembly modules of 128-bit vector instructions, for inner loops that are a straight line of the same
 * arithmetic on every pixel: JavaScript has no vectors, and such a line takes several times as long in it.
 * WebAssembly Core Specification 2.0, W3C 2024, chapter 5 (binary format).
 */
export class VectorFunction {
  readonly #code: number[] = [];
  readonly #parameters: number;
  #vectors = 0;

  /** @param parameters 32-bit integers, locals 0, 1, 2 … */
  constructor(parameters: number) {
    this.#parameters = parameters;
  }

  /** Push four floats from memory: the address is local `pointer` plus `offset` bytes. */
  load(pointer: number, offset: number): this {
    this.get(pointer);
    return this.#vector(0x00, 2, ...unsigned(offset));
  }

  /** Push one float from memory four times. */
  loadSame(pointer: number, offset: number): this {
    this.get(pointer);
    return this.#vector(0x09, 2, ...unsigned(offset));
  }

  /** Store a vector local at local `pointer` plus `offset` bytes. */
  store(pointer: number, offset: number, vector: number): this {
    this.get(pointer).get(vector);
    return this.#vector(0x0b, 2, ...unsigned(offset));
  }

  /** Push the same float four times. */
  constant(value: number): this {
    const bytes = new Uint8Array(Float32Array.of(value, value, value, value).buffer);
    return this.#vector(0x0c, ...bytes);
  }

  /** Push the same integer four times. */
  integer(value: number): this {
    const bytes = new Uint8Array(Int32Array.of(value, value, value, value).buffer);
    return this.#vector(0x0c, ...bytes);
  }

  /** Push the same 16-bit integer eight times. */
  shorts(value: number): this {
    return this.integer(value * 0x10001);
  }

  get(local: number): this {
    this.#code.push(0x20, ...unsigned(local));
    return this;
  }

  /** Pop into a local. */
  set(local: number): this {
    this.#code.push(0x21, ...unsigned(local));
    return this;
  }

  /** Pop into a new vector local and give its number. */
  keep(): number {
    const local = this.#parameters + this.#vectors;
    this.#vectors += 1;
    this.set(local);
    return local;
  }

  add(): this {
    return this.#vector(0xe4);
  }

  subtract(): this {
    return this.#vector(0xe5);
  }

  multiply(): this {
    return this.#vector(0xe6);
  }

  /** Of floats: the nearest whole number, the even one of two. */
  nearest(): this {
    return this.#vector(0x6a);
  }

  squareRoot(): this {
    return this.#vector(0xe3);
  }

  absolute(): this {
    return this.#vector(0xe0);
  }

  /** Of floats: all bits set where the first is less, which is the integer −1. */
  less(): this {
    return this.#vector(0x43);
  }

  /** Ones in each of the sixteen bytes. */
  onesInBytes(): this {
    return this.#vector(0x62);
  }

  addBytes(): this {
    return this.#vector(0x6e);
  }

  /** The sums of four neighbouring bytes, unsigned. */
  bytesToIntegers(): this {
    return this.#vector(0x7d).#vector(0x7f);
  }

  and(): this {
    return this.#vector(0x4e);
  }

  or(): this {
    return this.#vector(0x50);
  }

  exclusiveOr(): this {
    return this.#vector(0x51);
  }

  subtractIntegers(): this {
    return this.#vector(0xb1);
  }

  /** The greater of signed 16-bit integers. */
  greaterShorts(): this {
    return this.#vector(0x98);
  }

  /** Of signed 16-bit integers: all bits set where the first is less. */
  lessShorts(): this {
    return this.#vector(0x2f);
  }

  /** Move a pointer on. */
  advance(pointer: number, bytes: number): this {
    this.get(pointer);
    this.#code.push(0x41, ...signed(bytes), 0x6a);
    return this.set(pointer);
  }

  /** The body once for every 16 bytes: `moving` locals go up by 16 until the first of them reaches local `end`. */
  loop(moving: readonly number[], end: number, body: () => void): this {
    this.#code.push(0x03, 0x40);
    body();
    for (const local of moving) this.advance(local, 16);
    this.get(moving[0]!).get(end);
    this.#code.push(0x49, 0x0d, 0, 0x0b);
    return this;
  }

  /** Number of parameters, and the body with its size before it. */
  finished(): { readonly parameters: number; readonly body: readonly number[] } {
    const locals = this.#vectors === 0 ? [0] : [1, ...unsigned(this.#vectors), 0x7b];
    const body = [...locals, ...this.#code, 0x0b];
    return { parameters: this.#parameters, body: [...unsigned(body.length), ...body] };
  }

  #vector(operation: number, ...rest: readonly number[]): this {
    this.#code.push(0xfd, ...unsigned(operation), ...rest);
    return this;
  }
}

export interface VectorModule<Name extends string> {
  readonly memory: ArrayBuffer;
  readonly call: Readonly<Record<Name, (...parameters: number[]) => void>>;
}

/** Of the platform, not among the declarations for Node; only what is used. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

/** @param bytes of memory, rounded up to whole pages of 64 KiB */
export function vectorModule<Name extends string>(
  bytes: number,
  functions: Readonly<Record<Name, VectorFunction>>,
): VectorModule<Name> {
  const names = Object.keys(functions) as Name[];
  const made = names.map((name) => functions[name].finished());
  const section = (id: number, items: readonly (readonly number[])[]): number[] => {
    const content = [...unsigned(items.length), ...items.flat()];
    return [id, ...unsigned(content.length), ...content];
  };
  const label = (name: string): number[] => [...unsigned(name.length), ...Buffer.from(name, 'latin1')];
  const types = made.map(({ parameters }) => [0x60, parameters, ...Array<number>(parameters).fill(0x7f), 0]);
  const module = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(
      3,
      names.map((_, index) => unsigned(index)),
    ),
    ...section(5, [[0, ...unsigned(Math.ceil(bytes / 65_536))]]),
    ...section(7, [
      [...label('memory'), 2, 0],
      ...names.map((name, index) => [...label(name), 0, ...unsigned(index)]),
    ]),
    ...section(
      10,
      made.map(({ body }) => body),
    ),
  ]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module));
  const { memory } = exports as { readonly memory: { readonly buffer: ArrayBuffer } };
  return { memory: memory.buffer, call: exports as VectorModule<Name>['call'] };
}

/** LEB128 of a positive number that is read as one with a sign: a further byte where the last would have its bit. */
function signed(value: number): number[] {
  const bytes = unsigned(value);
  if ((bytes.at(-1)! & 64) === 0) return bytes;
  bytes[bytes.length - 1]! |= 128;
  return [...bytes, 0];
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}
