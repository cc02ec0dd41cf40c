import { decodeHeader } from './header.ts';
import { simhash } from './simhash.ts';
import type { Unit } from './unit.ts';

/**
 * The Mixed-Code of several content units, as of a post with pictures and a text: their similarity hash, each with the
 * first byte of its header in front so that media do not mix.
 *
 * @param parts raw units, header and digest; taken raw because the sub type need not be known: the official vectors hold
 *   one (5) that the standard does not define
 * @param bits of the result; every part has as many at least
 * @returns `null` when there are fewer than two, or one that is not a content unit or too short
 */
export function mixedUnit(parts: readonly Uint8Array[], bits = 256): Unit | null {
  const bytes = bits / 8;
  if (parts.length < 2) return null;
  const digests = new Uint8Array(parts.length * bytes);
  for (const [at, part] of parts.entries()) {
    const read = decodeHeader(part);
    if (read?.header.mainType !== 'content' || read.body.length < bytes) return null;
    digests.set(part.subarray(0, 1), at * bytes);
    digests.set(read.body.subarray(0, bytes - 1), at * bytes + 1);
  }
  return { mainType: 'content', media: 'mixed', digest: simhash(digests, bytes) };
}
