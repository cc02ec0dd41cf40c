import { writeFileSync } from 'node:fs';
import { findStores } from '#core/provenance/carriers/find-stores.ts';
import { MediaFormat } from '#shared/domain/media.ts';
import { containerTokens, storeSeeds } from '../media-seeds.ts';
import { type FuzzTarget, must } from '../target.ts';

const signal = new AbortController().signal;

/** Where a file of any format carries a manifest store. */
export const target: FuzzTarget = {
  name: 'carriers',
  tokens: [
    ...containerTokens,
    'jumb',
    'jumd',
    'c2pa',
    'caBX',
    'C2PA_GIF',
    'GEOB',
    'C2PATXT\0',
    'application/c2pa',
    'EmbeddedFiles',
  ],
  seeds: async () => storeSeeds(),
  async read({ hint, bytes }, path) {
    writeFileSync(path, bytes);
    const { stores } = await findStores(path, { format: MediaFormat.parse(hint) }, { signal });
    for (const { pieces } of stores)
      for (const { file, length } of pieces)
        must(file >= 0 && length >= 0 && file + length <= bytes.length, 'a piece lies in the file');
  },
};
