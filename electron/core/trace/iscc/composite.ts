import { codeSubTypes, encodeHeader, mainTypes, mediaTypes } from './header.ts';
import { joined, type Unit } from './unit.ts';

/** Optional units in the order of their flags, 4, 2 and 1 (ISO 24138:2024). */
const optional = ['meta', 'semantic', 'content'] as const;

/**
 * The ISCC-CODE of a file (ISO 24138:2024): the first 64 bits of each of its units behind one header.
 *
 * @param units in any order; one data and one instance unit at least
 * @param wide 128 bits for each of the two, when there are no others
 * @returns header and body; `null` when the units make no code
 */
export function compositeCode(units: readonly Unit[], wide = false): Uint8Array | null {
  const sorted = units.toSorted(
    (first, second) => mainTypes.indexOf(first.mainType) - mainTypes.indexOf(second.mainType),
  );
  const names = sorted.map(({ mainType }) => mainType);
  if (new Set(names).size !== names.length) return null;
  if (names.at(-2) !== 'data' || names.at(-1) !== 'instance') return null;
  const broad = wide && units.length === 2 && units.every(({ digest }) => digest.length >= 16);
  const bytes = broad ? 16 : 8;
  if (units.some(({ digest }) => digest.length < bytes)) return null;
  const media = new Set(sorted.flatMap((unit) => unit.media ?? []));
  if (media.size > 1) return null;
  const [about] = media;
  const without = broad ? codeSubTypes.wide : units.length === 2 ? codeSubTypes.sum : codeSubTypes.none;
  const subType = about === undefined ? without : mediaTypes.indexOf(about);
  const flags = optional.reduce((sum, name, at) => (names.includes(name) ? sum | (4 >> at) : sum), 0);
  const header = encodeHeader({ mainType: 'code', subType, version: 0, length: flags });
  return joined(header, ...sorted.map(({ digest }) => digest.subarray(0, bytes)));
}
