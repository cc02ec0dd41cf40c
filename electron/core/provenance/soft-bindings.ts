import { activeManifest } from './jumbf/addresses.ts';
import type { CborValue } from './jumbf/cbor.ts';
import { bytesOf, entryOf, integerOf, listOf, textOf } from './jumbf/cbor-values.ts';
import type { ManifestStore } from './jumbf/manifest-store.ts';

/** A soft binding as a manifest declares it (C2PA 2.2 §18.10): a mark or fingerprint by which it can be found again. */
export interface DeclaredSoftBinding {
  readonly manifest: string;
  readonly label: string;
  /** The manifest is the one that speaks for the file; otherwise it belongs to a source of it. */
  readonly active: boolean;
  /** Does the assertion have the hash the claim names for it? `null`: the claim names none. */
  readonly intact: boolean | null;
  readonly algorithm: string;
  readonly name: string | null;
  /** One value per block: text where it is one, hexadecimal otherwise. */
  readonly values: readonly string[];
  /** What part of the content each block is about; `null`: all of it. */
  readonly scopes: readonly (string | null)[];
}

/** Blocks of one assertion, and characters of one value, that are kept. */
const [MOST_BLOCKS, MOST_CHARACTERS] = [64, 2000];

/** All soft bindings of a store, in the order of its manifests. */
export function declaredSoftBindings(store: ManifestStore): DeclaredSoftBinding[] {
  const active = activeManifest(store);
  return store.manifests.flatMap((manifest) =>
    manifest.assertions
      .filter(({ label }) => /^c2pa\.soft-binding(__\d+)?$/.test(label))
      .map(({ label, value, hashMatches }) => {
        const blocks = listOf(entryOf(value, 'blocks')).slice(0, MOST_BLOCKS);
        return {
          manifest: manifest.label,
          label,
          active: manifest === active,
          intact: hashMatches,
          algorithm: (textOf(entryOf(value, 'alg')) ?? '').slice(0, 200),
          name: textOf(entryOf(value, 'name'))?.slice(0, 200) ?? null,
          values: blocks.map((block) => shown(entryOf(block, 'value'))),
          scopes: blocks.map((block) => scopeOf(entryOf(block, 'scope'))),
        };
      }),
  );
}

/** A byte string as the definition demands, or a text or a list of numbers as some engines write. */
function shown(value: CborValue): string {
  const bytes = bytesOf(value);
  if (bytes !== null) return fromBytes(bytes);
  const text = textOf(value);
  if (text !== null) return text.slice(0, MOST_CHARACTERS);
  const numbers = listOf(value).slice(0, MOST_CHARACTERS).map(integerOf);
  if (numbers.length > 0 && numbers.every((one) => one !== null && one >= 0 && one < 256))
    return fromBytes(Uint8Array.from(numbers, (one) => one ?? 0));
  return '';
}

function fromBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const printed = /^[\x20-\x7e]+$/.test(text) ? text : Buffer.from(text, 'latin1').toString('hex');
  return printed.slice(0, MOST_CHARACTERS);
}

function scopeOf(scope: CborValue): string | null {
  const span = entryOf(scope, 'timespan');
  const [start, end] = [integerOf(entryOf(span, 'start')), integerOf(entryOf(span, 'end'))];
  if (start !== null || end !== null) return `${(start ?? 0) / 1000}–${end === null ? '' : end / 1000} s`;
  const described = textOf(entryOf(scope, 'extent'));
  return described === null ? null : described.slice(0, 200);
}
