import type { BindingDetail } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { entryOf, listOf, textOf } from '../jumbf/cbor-values.ts';
import type { StoredAssertion, StoredManifest } from '../jumbf/manifest-store.ts';
import { readBmffHash } from './bmff-hash.ts';
import { readBoxHash } from './box-hash.ts';
import { readDataHash } from './data-hash.ts';
import type { BindingProblem } from './outcome.ts';

const kinds: Readonly<Record<string, BindingDetail['kind']>> = {
  data: 'data',
  bmff: 'bmff',
  boxes: 'boxes',
  'collection.data': 'collection',
  'multi-asset': 'multi-asset',
};
/** Ranges and names listed of one binding. */
const LISTED = 10_000;

/** Kind of hard binding an assertion's label stands for (C2PA 2.2 §9.2), or `null`. */
export function bindingKind(label: string): BindingDetail['kind'] | null {
  const name = /^c2pa\.hash\.(data|bmff|boxes|collection\.data|multi-asset)(\.v\d+)?(__\d+)?$/.exec(
    label,
  )?.[1];
  return name === undefined ? null : kinds[name]!;
}

/** The hard bindings of a manifest that its claim names: what it does not name, nobody signed. */
export function hardBindings(manifest: StoredManifest): readonly StoredAssertion[] {
  return manifest.assertions.filter(
    ({ label, reference, redacted }) => bindingKind(label) !== null && reference !== null && !redacted,
  );
}

/** What a hard binding says, without looking at the file. */
export function describeBinding(
  assertion: StoredAssertion,
  fallback: string | null,
  problem: BindingProblem | null,
): BindingDetail {
  const { label, value } = assertion;
  const kind = bindingKind(label) ?? 'data';
  const data = kind === 'data' ? readDataHash(value) : null;
  const bmff = kind === 'bmff' ? readBmffHash(value, label) : null;
  const boxes = kind === 'boxes' ? readBoxHash(value) : null;
  const names = [
    ...(bmff?.exclusions.map(({ path }) => path) ?? []),
    ...(boxes?.groups.flatMap((group) => group.names) ?? []),
  ];
  return {
    label,
    kind,
    algorithm: textOf(entryOf(value, 'alg')) ?? groupAlgorithm(value) ?? fallback,
    exclusions: data?.exclusions.slice(0, LISTED).map(([start, length]): ByteRange => [start, length]) ?? [],
    names: [...new Set(names)].slice(0, LISTED),
    matches: null,
    problem,
  };
}

/** A general box hash may name the algorithm in each run of boxes only. */
function groupAlgorithm(value: StoredAssertion['value']): string | null {
  for (const group of listOf(entryOf(value, 'boxes'))) {
    const name = textOf(entryOf(group, 'alg'));
    if (name !== null) return name;
  }
  return null;
}
