import { createXXHash32 } from 'hash-wasm';
import { chunkLength, longestChunk } from './chunks.ts';
import { MinHash } from './minhash.ts';
import type { Unit } from './unit.ts';

/** The Data-Code of a stream of bytes: minimum hashes of its content-defined chunks. */
export interface DataHasher {
  push(bytes: Uint8Array): void;
  /** The unit and the number of chunks; afterwards the hasher is spent. */
  finish(): { readonly unit: Unit; readonly chunks: number };
}

export async function dataHasher(): Promise<DataHasher> {
  const hash = await createXXHash32(0);
  const minima = new MinHash();
  let held: Uint8Array = new Uint8Array(0);
  let chunks = 0;
  const take = (data: Uint8Array, start: number, length: number): void => {
    const digest = hash
      .init()
      .update(data.subarray(start, start + length))
      .digest('binary');
    minima.add(((digest[0]! << 24) | (digest[1]! << 16) | (digest[2]! << 8) | digest[3]!) >>> 0);
    chunks += 1;
  };
  return {
    push(bytes) {
      const data = held.length === 0 ? bytes : joinedBytes(held, bytes);
      let start = 0;
      while (data.length - start >= longestChunk) {
        const length = chunkLength(data, start, data.length);
        take(data, start, length);
        start += length;
      }
      held = data.slice(start);
    },
    finish() {
      let start = 0;
      // An empty stream is one empty chunk.
      do {
        const length = chunkLength(held, start, held.length);
        take(held, start, length);
        start += length;
      } while (start < held.length);
      return { unit: { mainType: 'data', media: null, digest: minima.digest() }, chunks };
    },
  };
}

function joinedBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const out = new Uint8Array(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}
