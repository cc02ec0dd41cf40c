import { statSync } from 'node:fs';
import { readCredential } from '#core/media/c2pa.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { type BindingReading, coverageOf } from '#core/provenance/binding/coverage.ts';
import type { EmbeddedStore } from '#core/provenance/carriers/embedded-store.ts';
import { findStores } from '#core/provenance/carriers/find-stores.ts';
import type { StoredManifest } from '#core/provenance/jumbf/manifest-store.ts';
import { readManifestStore } from '#core/provenance/jumbf/read-store.ts';
import type { MediaFormat } from '#shared/domain/media.ts';

const signal = new AbortController().signal;

export interface OwnBinding extends BindingReading {
  readonly embedded: EmbeddedStore;
  readonly size: number;
}

/** Our computation over a file with an embedded store; `null` when there is none that can be read. */
export async function ownBinding(path: string, format: MediaFormat): Promise<OwnBinding | null> {
  const [embedded] = (await findStores(path, { format }, { signal })).stores;
  if (embedded === undefined) return null;
  const { manifests } = readManifestStore(embedded.bytes);
  const active = manifests.at(-1);
  // an update manifest of these files has its parent in front of it
  const manifest: StoredManifest | undefined = active?.kind === 'update' ? manifests.at(-2) : active;
  if (manifest === undefined) return null;
  const size = statSync(path).size;
  const updated = manifest !== active;
  const reading = await coverageOf({
    path,
    size,
    media: { format },
    store: embedded,
    manifest,
    updated,
    signal,
  });
  return { ...reading, embedded, size };
}

/** What the engine says about the content binding: `gone` when it finds no store it could read any more. */
export async function engineBinding(path: string, mime: string): Promise<'match' | 'mismatch' | 'gone'> {
  const reading = await readCredential(path, mime, { lists: [], limits: defaultLimits, signal });
  if (reading.state !== 'present') return 'gone';
  const codes = reading.store.statuses.filter(({ code }) => /^assertion\.(data|bmff|boxes)Hash\./.test(code));
  if (codes.some(({ kind }) => kind === 'failure')) return 'mismatch';
  return codes.some(({ code }) => code.endsWith('.match')) ? 'match' : 'gone';
}
