import { basename } from 'node:path';
import { identify } from '../../intake/identify.ts';
import type { EmbeddedStore } from '../carriers/embedded-store.ts';
import { findStores } from '../carriers/find-stores.ts';
import { patchStore, type StoreEdit } from '../carriers/patch.ts';
import { activeManifest } from '../jumbf/addresses.ts';
import { readManifestStore } from '../jumbf/read-store.ts';

/**
 * The store of a file the engine has just written, found by our own reading of the container.
 *
 * @param manifest label of the new manifest: the last one of the store that is meant
 */
export async function readDraftStore(
  path: string,
  manifest: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  return new Uint8Array((await draftStore(path, manifest, signal)).bytes);
}

/**
 * Change bytes of the store where they lie in the file. Nothing else of the file changes but the container's
 * own checksum over them.
 *
 * @param manifest label of the new manifest
 * @param expected the store as the engine handed it over: what lies in the file must be the same
 */
export async function writeStoreEdits(
  path: string,
  manifest: string,
  expected: Uint8Array,
  edits: readonly StoreEdit[],
  signal: AbortSignal,
): Promise<void> {
  if (edits.length === 0) return;
  const store = await draftStore(path, manifest, signal);
  if (!Buffer.from(store.bytes).equals(expected))
    throw new Error('The store in the new file differs from the one the engine handed over');
  const outcome = await patchStore(path, store, edits);
  if (!outcome.done) throw new Error(`The new file cannot be completed: ${outcome.problem}`);
}

/**
 * The one store whose active manifest is the new one. An updated BMFF file holds two (C2PA 2.2 §A.5.2): that of the
 * first signing in `uuid "original"`, and in `uuid "update"` the one that is to be signed.
 */
async function draftStore(path: string, manifest: string, signal: AbortSignal): Promise<EmbeddedStore> {
  const found = await findStores(path, await identify(path, basename(path)), { signal });
  const [store, ...others] = found.stores.filter(
    ({ bytes }) => activeManifest(readManifestStore(bytes))?.label === manifest,
  );
  if (store === undefined || others.length > 0)
    throw new Error(
      `The new manifest ends ${others.length + (store === undefined ? 0 : 1)} of ${found.stores.length} stores of the new file (${found.damage ?? 'read to its end'})`,
    );
  return store;
}
