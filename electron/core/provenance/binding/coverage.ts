import { open } from 'node:fs/promises';
import type { BindingDetail, Coverage } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import type { Media } from '#shared/domain/media.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import { readStructure, structureFormat } from '../../media/structure/structure.ts';
import { carrierLimits } from '../carriers/carrier.ts';
import type { EmbeddedStore } from '../carriers/embedded-store.ts';
import type { StoredAssertion, StoredManifest } from '../jumbf/manifest-store.ts';
import { checkBmffHash, readBmffHash } from './bmff-hash.ts';
import { checkBoxHash, readBoxHash } from './box-hash.ts';
import { coverageSpans } from './coverage-spans.ts';
import { checkDataHash, readDataHash } from './data-hash.ts';
import { FileHash } from './file-hash.ts';
import { bindingKind, describeBinding, hardBindings } from './hard-bindings.ts';
import { type BindingOutcome, fitsNothing, notComputed } from './outcome.ts';
import { union } from './ranges.ts';
import { checkTextHash } from './text-hash.ts';

export interface BindingInput {
  /** The file the credential is about: of a sidecar the file beside it. */
  readonly path: string;
  readonly size: number;
  readonly media: Pick<Media, 'format'>;
  readonly store: Pick<EmbeddedStore, 'carrier' | 'occupied'>;
  /** The manifest whose hard binding holds: the first standard one up the chain of update manifests (§15.12). */
  readonly manifest: StoredManifest;
  /** Update manifests were added behind it, so that the store takes more room than its binding left out. */
  readonly updated: boolean;
  readonly signal: AbortSignal;
}

export interface BindingReading {
  readonly bindings: BindingDetail[];
  /** `null`: no hard binding that could be computed. */
  readonly coverage: Coverage | null;
}

/**
 * Compute the hard bindings of a manifest over the file, and tell for every byte whether it is under the
 * hash. A byte that is hashed is `protected`, also within the carrier; of the rest, bytes of the carrier
 * are `credential`; everything else is `unprotected`.
 */
export async function coverageOf(input: BindingInput): Promise<BindingReading> {
  const fallback = input.manifest.claims[0]?.algorithm ?? null;
  const bindings: BindingDetail[] = [];
  const covered: ByteRange[] = [];
  const carriers: ByteRange[] = [...occupiedBy(input)];
  let known = false;
  for (const assertion of hardBindings(input.manifest)) {
    const outcome = await check(input, assertion, fallback);
    bindings.push({ ...describeBinding(assertion, fallback, outcome.problem), matches: outcome.matches });
    carriers.push(...outcome.carriers);
    if (outcome.covered === null) continue;
    known = true;
    covered.push(...outcome.covered);
  }
  if (!known) return { bindings, coverage: null };
  const structure = structureFormat(input.media.format);
  const spans =
    structure === null
      ? [{ start: 0, length: input.size, owner: input.media.format, role: 'content' as const }]
      : (await readStructure(input.path, structure, { signal: input.signal })).spans;
  return { bindings, coverage: coverageSpans(input.size, spans, union(covered), union(carriers)) };
}

/** A sidecar takes no byte of the file it speaks about. */
function occupiedBy({ store }: BindingInput): readonly ByteRange[] {
  return store.carrier === 'sidecar' ? [] : store.occupied;
}

async function check(
  input: BindingInput,
  assertion: StoredAssertion,
  algorithm: string | null,
): Promise<BindingOutcome> {
  const { path, size, media, updated, signal } = input;
  const { label, value } = assertion;
  const kind = bindingKind(label);
  if (kind === 'collection') return notComputed('other-files');
  if (kind === 'multi-asset') return notComputed('parts-not-checked');
  const handle = await open(path, 'r');
  const reader = new ByteReader(path);
  try {
    const file = new FileHash(handle, signal);
    if (kind === 'data') {
      const hash = readDataHash(value);
      if (hash === null) return fitsNothing('malformed');
      const [wrapper] = input.store.carrier === 'text-variation-selectors' ? input.store.occupied : [];
      if (wrapper !== undefined) {
        // the carrier reads no more of a text than this either
        if (size > carrierLimits.textBytes) return notComputed('text-too-long');
        return checkTextHash(await handle.readFile(), hash, { algorithm, wrapper, updated });
      }
      const grown = updated ? occupiedBy(input) : null;
      return await checkDataHash(file, hash, { size, algorithm, grown });
    }
    if (kind === 'bmff') {
      const hash = readBmffHash(value, label);
      return hash === null ? fitsNothing('malformed') : await checkBmffHash(file, reader, hash, algorithm);
    }
    const hash = readBoxHash(value);
    const options = { format: media.format, store: occupiedBy(input), algorithm };
    return hash === null ? fitsNothing('malformed') : await checkBoxHash(file, reader, hash, options);
  } finally {
    reader.close();
    await handle.close();
  }
}
