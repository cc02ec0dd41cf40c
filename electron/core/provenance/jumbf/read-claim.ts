import { readHashedAddress } from './addresses.ts';
import type { CborValue } from './cbor.ts';
import { entryOf, isCborMap, listOf, textOf } from './cbor-values.ts';
import type { AssertionReference, JumbfBox, StoredClaim } from './manifest-store.ts';
import { type ReadingBudget, readCborBox } from './read-content.ts';

/** Lists of assertions by claim version (C2PA 2.2 §10.2; version 1 is deprecated). */
const lists = {
  1: [['assertions', 'listed']],
  2: [
    ['created_assertions', 'created'],
    ['gathered_assertions', 'gathered'],
  ],
} as const;

/**
 * The claim in a claim superbox; `null` with a report when the superbox has no content. A claim that cannot
 * be decoded has the value `null` and no references.
 */
export function readClaim(
  bytes: Uint8Array,
  box: JumbfBox,
  budget: ReadingBudget,
  report: (problem: string) => void,
): StoredClaim | null {
  const label = box.label ?? '';
  const parts = box.children.filter(({ type }) => type !== 'free');
  const part = parts.find(({ type }) => type === 'cbor');
  if (parts.length !== 1) report(`claim at offset ${box.range[0]} has ${parts.length} content boxes`);
  if (part === undefined) return null;
  const value = readCborBox(bytes, part, budget, report);
  const version = /^c2pa\.claim\.v\d+/.test(label) ? 2 : 1;
  if (value !== null && !isCborMap(value)) report(`claim at offset ${box.range[0]} is no map`);
  for (const [key] of lists[version === 1 ? 2 : 1]) {
    if (entryOf(value, key) !== undefined) report(`claim of version ${version} has the field ${key}`);
  }
  const algorithm = textOf(entryOf(value, 'alg'));
  if (isCborMap(value) && algorithm === null) {
    report(`claim at offset ${box.range[0]} names no hash algorithm`);
  }
  return {
    label,
    version,
    box,
    data: part.content,
    value,
    algorithm,
    instanceId: textOf(entryOf(value, 'instanceID')),
    title: textOf(entryOf(value, 'dc:title')),
    format: textOf(entryOf(value, 'dc:format')),
    generator: generator(value),
    signatureAddress: textOf(entryOf(value, 'signature')),
    references: lists[version].flatMap(([key, list]) =>
      listOf(entryOf(value, key)).flatMap((item): AssertionReference[] => {
        const hashed = readHashedAddress(item, bytes, algorithm);
        if (hashed === null) report(`${key} of the claim at offset ${box.range[0]} has an entry without url`);
        return hashed === null ? [] : [{ list, ...hashed }];
      }),
    ),
    redacted: listOf(entryOf(value, 'redacted_assertions')).flatMap((item) => textOf(item) ?? []),
  };
}

/** Version 2: one map; version 1: a list of them, or the older plain text. */
function generator(claim: CborValue): string {
  const info = entryOf(claim, 'claim_generator_info');
  const names = (isCborMap(info) ? [info] : listOf(info)).flatMap((item) => {
    const name = textOf(entryOf(item, 'name'));
    const version = textOf(entryOf(item, 'version'));
    return name === null ? [] : [version === null ? name : `${name} ${version}`];
  });
  return names.length > 0 ? names.join(', ') : (textOf(entryOf(claim, 'claim_generator')) ?? '');
}
