import { createBLAKE3 } from 'hash-wasm';
import type { Unit } from './unit.ts';

/** The Instance-Code of a stream of bytes: its BLAKE3 digest. */
export interface InstanceHasher {
  push(bytes: Uint8Array): void;
  finish(): Unit;
}

export async function instanceHasher(): Promise<InstanceHasher> {
  const hash = await createBLAKE3(256);
  hash.init();
  return {
    push(bytes) {
      hash.update(bytes);
    },
    finish() {
      return { mainType: 'instance', media: null, digest: hash.digest('binary') };
    },
  };
}
