import { mkdir, rm } from 'node:fs/promises';
import { z } from 'zod';
import * as ownCodecs from '../mark/codecs/index.ts';
import { readLayers } from '../mark/survive-reading.ts';
import { LayerReading, ReadInput } from '../mark/survive-tasks.ts';
import { decodeEvidence } from '../media/image.ts';
import type { TaskContext } from '../media/task-context.ts';
import { findStores } from '../provenance/carriers/find-stores.ts';
import { activeManifest } from '../provenance/jumbf/addresses.ts';
import { readManifestStore } from '../provenance/jumbf/read-store.ts';

/** A store above this is not kept in the register, bytes. */
const largestStore = 32 * 1024 * 1024;

/** What a file says of its origin: label, credential and mark, and the credential as it stands in it. */
export const OriginReading = z.object({
  layers: LayerReading,
  /** The manifest store, base64; `null`: none, or too large to be kept. */
  store: z.base64().nullable(),
  /** Label of its active manifest. */
  manifest: z.string().nullable(),
});
export type OriginReading = z.infer<typeof OriginReading>;

/** In a worker: everything a file carries that leads back to its origin. */
export async function readOrigin(raw: unknown, context: TaskContext): Promise<OriginReading> {
  const { path, sha256, media, folder, search } = ReadInput.parse(raw);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    const decode = () => decodeEvidence({ path, sha256, media }, context.limits);
    const layers = await readLayers({ path, sha256, media, folder, decode }, search, context, ownCodecs);
    const { stores } = await findStores(path, media, { signal: context.signal });
    const whole = stores.find(({ incomplete, superseded }) => incomplete !== true && superseded !== true);
    if (whole === undefined) return { layers, store: null, manifest: null };
    const { bytes } = whole;
    return {
      layers,
      store: bytes.length > largestStore ? null : Buffer.from(bytes).toString('base64'),
      manifest: activeManifest(readManifestStore(bytes))?.label ?? null,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
