import { createBLAKE3 } from 'hash-wasm';
import { simhash } from './simhash.ts';
import { cleanText, collapsedText, trimmedText } from './text-forms.ts';
import type { Unit } from './unit.ts';
import { eachWindow } from './windows.ts';

const NAME_BYTES = 128;
const DESCRIPTION_BYTES = 4096;
const META_BYTES = 128_000;
/** Characters, or bytes of other metadata, of one feature. */
const TEXT_WIDTH = 3;
const BYTES_WIDTH = 4;

export interface MetaUnit {
  readonly unit: Unit;
  /** As they were hashed. */
  readonly name: string;
  readonly description: string;
  /** BLAKE3 of the metadata or of name and description, as a multihash in hexadecimal. */
  readonly hash: string;
}

/**
 * The Meta-Code: similarity hash of a name, interleaved with that of a description or of other metadata.
 *
 * @param meta serialised metadata, at most 128,000 bytes; takes the place of the description
 * @returns `null` without a name, or with too much metadata
 */
export async function metaUnit(
  name: string,
  description: string,
  meta: Uint8Array = new Uint8Array(0),
): Promise<MetaUnit | null> {
  const title = trimmedText(cleanText(name).split(spaces).filter(Boolean).join(' '), NAME_BYTES);
  const text = trimmedText(cleanText(description), DESCRIPTION_BYTES);
  if (title === '' || meta.length > META_BYTES) return null;
  const blake = await createBLAKE3(256);
  const hashOf = (bytes: Uint8Array): Uint8Array => blake.init().update(bytes).digest('binary');
  const digests: Uint8Array[] = [];
  const gather = (window: Uint8Array): void => {
    digests.push(hashOf(window));
  };
  const similarity = (): Uint8Array => simhash(Buffer.concat(digests.splice(0)), 32);

  eachWindow(collapsedText(title), TEXT_WIDTH, gather);
  let digest = similarity();
  if (meta.length > 0) {
    for (let at = 0; at < Math.max(1, meta.length - BYTES_WIDTH + 1); at += 1)
      gather(meta.subarray(at, at + BYTES_WIDTH));
    digest = interleaved(digest, similarity());
  } else if (text !== '') {
    eachWindow(collapsedText(text), TEXT_WIDTH, gather);
    digest = interleaved(digest, similarity());
  }
  const hashed = meta.length > 0 ? meta : Buffer.from(`${title} ${text}`.trim(), 'utf8');
  return {
    unit: { mainType: 'meta', media: null, digest },
    name: title,
    description: text,
    hash: `1e20${Buffer.from(hashOf(hashed)).toString('hex')}`,
  };
}

/** What Python's `str.split()` splits at, after controls are gone. */
const spaces = /[\s\x85]+/u;

/** First halves of both in turn, four bytes each. */
function interleaved(first: Uint8Array, second: Uint8Array): Uint8Array {
  const out = new Uint8Array(32);
  for (let at = 0; at < 16; at += 4) {
    out.set(first.subarray(at, at + 4), at * 2);
    out.set(second.subarray(at, at + 4), at * 2 + 4);
  }
  return out;
}
