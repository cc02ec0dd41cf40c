import { writeFileSync } from 'node:fs';
import { identify } from '#core/intake/identify.ts';
import { Media } from '#shared/domain/media.ts';
import { containerTokens, mediaSeeds } from '../media-seeds.ts';
import type { FuzzTarget } from '../target.ts';

/** What a file is, by its content and its name. */
export const target: FuzzTarget = {
  name: 'identify',
  tokens: containerTokens,
  seeds: mediaSeeds,
  async read({ hint, bytes }, path) {
    writeFileSync(path, bytes);
    Media.parse(await identify(path, `a.${hint}`));
  },
};
