import { codeBytes, codeWords } from './hamming.ts';

/**
 * Codes in the order they came in, with the owner of each and its position within the owner. In chunks: nothing is
 * copied when the table grows, and no array comes near the longest the engine allows. The memory is shared, so that
 * another thread can be given the same codes without a copy. 40 bytes a code.
 */

/** Codes of a chunk. */
export const chunkCodes = 1 << 18;
export const chunkShift = 18;
export const chunkMask = chunkCodes - 1;

/** Owner of a code that was removed; no living code has it. */
export const nobody = 0xffffffff;

export interface CodeChunk {
  /** `chunkCodes × 8` words. */
  readonly codes: Uint32Array;
  readonly owners: Uint32Array;
  readonly positions: Uint32Array;
}

/** Most codes of a table: numbers of codes are 32-bit, and stay exact as small integers. */
export const mostCodes = 0x7fff_0000;

export class CodeTable {
  readonly chunks: CodeChunk[] = [];
  /** `codes` of each chunk: one step less on the way to a code. */
  readonly codeChunks: Uint32Array[] = [];
  #count = 0;
  #dead = 0;

  /** Codes in the table, removed ones included. */
  get count(): number {
    return this.#count;
  }

  /** Removed codes that still take up room. */
  get dead(): number {
    return this.#dead;
  }

  /** Append codes: `codes` holds 32 bytes for each of `owners` and `positions`. */
  append(codes: Uint8Array, owners: Uint32Array, positions: Uint32Array): void {
    const { length } = owners;
    if (codes.length !== length * codeBytes || positions.length !== length)
      throw new RangeError('codes, owners and positions of different number');
    if (this.#count + length > mostCodes) throw new RangeError('the index is full');
    let done = 0;
    while (done < length) {
      const at = this.#count & chunkMask;
      if (at === 0) this.#grow();
      const chunk = this.chunks[this.#count >>> chunkShift]!;
      const part = Math.min(length - done, chunkCodes - at);
      const bytes = new Uint8Array(chunk.codes.buffer, at * codeBytes, part * codeBytes);
      bytes.set(codes.subarray(done * codeBytes, (done + part) * codeBytes));
      chunk.owners.set(owners.subarray(done, done + part), at);
      chunk.positions.set(positions.subarray(done, done + part), at);
      this.#count += part;
      done += part;
    }
  }

  /** Mark the codes of these owners as removed, each owner's below the number given with it; how many there were. */
  bury(before: ReadonlyMap<number, number>): number {
    const [single] = before.size === 1 ? before : [];
    let buried = 0;
    this.chunks.forEach(({ owners }, number) => {
      const base = number * chunkCodes;
      const end = Math.min(chunkCodes, this.#count - base);
      for (let at = 0; at < end; at++) {
        const owner = owners[at]!;
        if (single !== undefined && owner !== single[0]) continue;
        if (base + at < (before.get(owner) ?? 0)) {
          owners[at] = nobody;
          buried += 1;
        }
      }
    });
    this.#dead += buried;
    return buried;
  }

  /** Move the living codes together, in their order; the numbers of codes change. */
  closeUp(): void {
    let to = 0;
    for (let id = 0; id < this.#count; id++) {
      const from = this.chunks[id >>> chunkShift]!;
      const at = id & chunkMask;
      if (from.owners[at] === nobody) continue;
      if (to !== id) {
        const chunk = this.chunks[to >>> chunkShift]!;
        const place = to & chunkMask;
        chunk.codes.set(from.codes.subarray(at * codeWords, (at + 1) * codeWords), place * codeWords);
        chunk.owners[place] = from.owners[at]!;
        chunk.positions[place] = from.positions[at]!;
      }
      to += 1;
    }
    this.#count = to;
    this.#dead = 0;
    this.chunks.length = (to + chunkMask) >>> chunkShift;
    this.codeChunks.length = this.chunks.length;
  }

  owner(id: number): number {
    return this.chunks[id >>> chunkShift]!.owners[id & chunkMask]!;
  }

  position(id: number): number {
    return this.chunks[id >>> chunkShift]!.positions[id & chunkMask]!;
  }

  /** Words of a code, a view. */
  code(id: number): Uint32Array {
    const at = (id & chunkMask) * codeWords;
    return this.chunks[id >>> chunkShift]!.codes.subarray(at, at + codeWords);
  }

  #grow(): void {
    const chunk = newChunk();
    this.chunks.push(chunk);
    this.codeChunks.push(chunk.codes);
  }

  /** Memory held, bytes. */
  get bytes(): number {
    return this.chunks.length * chunkCodes * (codeBytes + 8);
  }
}

function newChunk(): CodeChunk {
  const words = (length: number) => new Uint32Array(new SharedArrayBuffer(length * 4));
  return { codes: words(chunkCodes * codeWords), owners: words(chunkCodes), positions: words(chunkCodes) };
}
