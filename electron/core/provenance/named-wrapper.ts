import { readDataHash } from './binding/data-hash.ts';
import { bindingKind, hardBindings } from './binding/hard-bindings.ts';
import type { EmbeddedStore } from './carriers/embedded-store.ts';
import { readManifestStore } from './jumbf/read-store.ts';
import { boundManifest } from './own-reading.ts';

/**
 * Of several wrappers in one text the one whose own data hash leaves out exactly it (C2PA 2.4, A.8.4.1 rule 5 and
 * 15.12.1.3.1), and of those the last: it can have been made over a text with the others in it. `null`: there are
 * not several, or none of them does.
 */
export function namedWrapper(stores: readonly EmbeddedStore[]): EmbeddedStore | null {
  const wrappers = stores.filter(({ carrier }) => carrier === 'text-variation-selectors');
  return wrappers.length < 2 ? null : (wrappers.findLast(leavesItselfOut) ?? null);
}

function leavesItselfOut({ bytes, occupied: [wrapper] }: EmbeddedStore): boolean {
  const manifest = boundManifest(readManifestStore(bytes));
  if (manifest === null || wrapper === undefined) return false;
  return hardBindings(manifest).some(({ label, value }) => {
    const exclusions = bindingKind(label) === 'data' ? readDataHash(value)?.exclusions : undefined;
    const [range] = exclusions ?? [];
    return exclusions?.length === 1 && range?.[0] === wrapper[0] && range[1] === wrapper[1];
  });
}
