import { basename } from 'node:path';
import { identify } from '../../intake/identify.ts';
import type { EmbeddedStore } from '../carriers/embedded-store.ts';
import { findStores } from '../carriers/find-stores.ts';
import { patchStore, type StoreEdit } from '../carriers/patch.ts';

/** The store of a file the engine has just written, found by our own reading of the container. */
export async function readDraftStore(path: string, signal: AbortSignal): Promise<Uint8Array> {
  return new Uint8Array((await draftStore(path, signal)).bytes);
}

/**
 * Change bytes of the store where they lie in the file. Nothing else of the file changes but the container's
 * own checksum over them.
 *
 * @param expected the store as the engine handed it over: what lies in the file must be the same
 */
export async function writeStoreEdits(
  path: string,
  expected: Uint8Array,
  edits: readonly StoreEdit[],
  signal: AbortSignal,
): Promise<void> {
  if (edits.length === 0) return;
  const store = await draftStore(path, signal);
  if (!Buffer.from(store.bytes).equals(expected))
    throw new Error('The store in the new file differs from the one the engine handed over');
  const outcome = await patchStore(path, store, edits);
  if (!outcome.done) throw new Error(`The new file cannot be completed: ${outcome.problem}`);
}

async function draftStore(path: string, signal: AbortSignal): Promise<EmbeddedStore> {
  const found = await findStores(path, await identify(path, basename(path)), { signal });
  const [store, ...others] = found.stores;
  if (store === undefined || others.length > 0)
    throw new Error(
      `The new file holds ${found.stores.length} stores (${found.damage ?? 'read to its end'})`,
    );
  return store;
}
