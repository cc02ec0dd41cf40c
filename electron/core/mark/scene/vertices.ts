import type { SymbolSequence } from '../code/parity-solving.ts';
import { type AddressBook, codedBits, SYMBOL_BITS, symbolAt } from '../code/self-locating.ts';
import type { Scene } from './scene-file.ts';

/**
 * The fragile layer: three bits in the least significant bits of a vertex, one for each coordinate. A vertex is known by
 * the other bits of its three coordinates, so that vertices at one point change alike and no seam opens, and their order
 * does not matter. A coordinate moves by one step of its 24-bit mantissa at most, 2⁻²³ of its size.
 */
export const VERTICES_PURPOSE = 'scene vertices';
const VERTICES = 100_000;
const ACCESSORS = 4000;
const FLOAT = 5126;
const SIZE = 12;

/** Positions of vertices in a buffer: three 32-bit numbers every `stride` bytes. */
interface Positions {
  readonly buffer: number;
  readonly start: number;
  readonly stride: number;
  readonly count: number;
}

/** Change positions in place. `contents` are copies of the buffers. Returns the number of different vertices that carry. */
export function markVertices(
  scene: Scene,
  contents: readonly (Uint8Array | null)[],
  payload: bigint,
  book: AddressBook,
): number {
  const coded = codedBits(payload);
  const known = new Map<string, number>();
  const all = positionsOf(scene, contents);
  const corners = cornersOf(all, contents);
  for (const positions of all) {
    const view = viewOf(contents[positions.buffer]!);
    for (let index = 0; index < positions.count; index += 1) {
      const at = positions.start + index * positions.stride;
      const name = nameOf(view, at);
      if (name === null || corners.has(name)) continue;
      let symbol = known.get(name);
      if (symbol === undefined) {
        if (known.size >= VERTICES) continue;
        symbol = symbolAt(book.address(Buffer.from(name, 'latin1')), coded);
        known.set(name, symbol);
      }
      for (let axis = 0; axis < 3; axis += 1) {
        const word = view.getUint32(at + axis * 4, true);
        view.setUint32(at + axis * 4, ((word & ~1) | ((symbol >> (2 - axis)) & 1)) >>> 0, true);
      }
    }
  }
  return known.size;
}

/** Symbols of all vertices, one for each that differs. */
export function vertexSymbols(
  scene: Scene,
  contents: readonly (Uint8Array | null)[],
  book: AddressBook,
): SymbolSequence {
  const symbols = new Map<string, number>();
  const all = positionsOf(scene, contents);
  const corners = cornersOf(all, contents);
  for (const positions of all) {
    const view = viewOf(contents[positions.buffer]!);
    for (let index = 0; index < positions.count && symbols.size < VERTICES; index += 1) {
      const at = positions.start + index * positions.stride;
      const name = nameOf(view, at);
      if (name === null || corners.has(name) || symbols.has(name)) continue;
      const bit = (axis: number): number => view.getUint32(at + axis * 4, true) & 1;
      symbols.set(name, (bit(0) << 2) | (bit(1) << 1) | bit(2));
    }
  }
  const bits = new Uint16Array(symbols.size * SYMBOL_BITS);
  const read = new Uint8Array(symbols.size);
  let index = 0;
  for (const [name, symbol] of symbols) {
    const address = book.address(Buffer.from(name, 'latin1'));
    bits.set(address.bits, index * SYMBOL_BITS);
    read[index] = symbol ^ address.mask;
    index += 1;
  }
  return { count: symbols.size, bits, symbols: read };
}

/** Positions in plain 32-bit numbers whose bytes nothing else reads: not sparse, quantised or compressed. */
function positionsOf(scene: Scene, contents: readonly (Uint8Array | null)[]): Positions[] {
  const used = new Set(
    scene.meshes.flatMap(({ primitives }) =>
      primitives.flatMap(({ attributes }) => attributes.POSITION ?? []),
    ),
  );
  if (scene.accessors.length > ACCESSORS) return [];
  return [...used].flatMap((index): Positions[] => {
    const accessor = scene.accessors[index];
    const view = accessor?.bufferView === undefined ? undefined : scene.bufferViews[accessor.bufferView];
    if (accessor === undefined || view === undefined || accessor.sparse !== undefined) return [];
    if (accessor.componentType !== FLOAT || accessor.type !== 'VEC3' || accessor.count === 0) return [];
    if (view.extensions !== undefined || shared(scene, index)) return [];
    const stride = view.byteStride ?? SIZE;
    const start = view.byteOffset + accessor.byteOffset;
    const end = start + (accessor.count - 1) * stride + SIZE;
    const size = contents[view.buffer]?.length ?? 0;
    if (stride < SIZE || end > size || end > view.byteOffset + view.byteLength) return [];
    return [{ buffer: view.buffer, start, stride, count: accessor.count }];
  });
}

/** Does another accessor, or another view, read bytes of this one? */
function shared({ accessors, bufferViews }: Scene, index: number): boolean {
  const own = accessors[index]!;
  const view = bufferViews[own.bufferView!]!;
  const end = view.byteOffset + view.byteLength;
  const overlapped = bufferViews.some(
    (other, at) =>
      at !== own.bufferView &&
      other.buffer === view.buffer &&
      other.byteOffset < end &&
      other.byteOffset + other.byteLength > view.byteOffset,
  );
  if (overlapped) return true;
  const stride = view.byteStride ?? SIZE;
  const from = own.byteOffset % stride;
  return accessors.some((other, at) => {
    if (at === index || other.bufferView !== own.bufferView) return false;
    const size = componentsOf(other.type) * sizeOf(other.componentType);
    const apart = other.byteOffset >= own.byteOffset + (own.count - 1) * stride + SIZE;
    const before = other.byteOffset + (other.count - 1) * (view.byteStride ?? size) + size <= own.byteOffset;
    if (apart || before) return false;
    if (view.byteStride === undefined) return true;
    const beside = other.byteOffset % stride;
    return beside < from + SIZE && beside + size > from;
  });
}

function componentsOf(type: string): number {
  return { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 }[type] ?? 16;
}

function sizeOf(componentType: number): number {
  return { 5120: 1, 5121: 1, 5122: 2, 5123: 2 }[componentType] ?? 4;
}

/**
 * Vertices at the ends of a bounding box stay, and with them what the accessor says of its least and greatest values;
 * so do those at the same point in another mesh, or a seam would open there.
 */
function cornersOf(all: readonly Positions[], contents: readonly (Uint8Array | null)[]): ReadonlySet<string> {
  const corners = new Set<string>();
  for (const { buffer, start, stride, count } of all) {
    const view = viewOf(contents[buffer]!);
    const low = new Float32Array(3).fill(Infinity);
    const high = new Float32Array(3).fill(-Infinity);
    const value = (index: number, axis: number): number =>
      view.getFloat32(start + index * stride + axis * 4, true);
    for (let index = 0; index < count; index += 1)
      for (let axis = 0; axis < 3; axis += 1) {
        low[axis] = Math.min(low[axis]!, value(index, axis));
        high[axis] = Math.max(high[axis]!, value(index, axis));
      }
    for (let index = 0; index < count; index += 1)
      for (let axis = 0; axis < 3; axis += 1) {
        if (value(index, axis) !== low[axis] && value(index, axis) !== high[axis]) continue;
        const name = nameOf(view, start + index * stride);
        if (name !== null) corners.add(name);
      }
  }
  return corners;
}

/** All bits of a vertex but the three last ones; `null` for numbers too small, infinite or none, where a bit is no small step. */
function nameOf(view: DataView, at: number): string | null {
  const name = Buffer.alloc(SIZE);
  for (let axis = 0; axis < 3; axis += 1) {
    const word = view.getUint32(at + axis * 4, true);
    const exponent = (word >>> 23) & 0xff;
    if (exponent < 27 || exponent === 0xff) return null;
    name.writeUInt32LE((word & ~1) >>> 0, axis * 4);
  }
  return name.toString('latin1');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
