import { CborDecoder, CborFault } from './cbor-decoder.ts';

/**
 * A CBOR value (RFC 8949) of a hostile file: maps are Maps, so that no key reaches a prototype; byte
 * strings are views into the input; tags are kept.
 */
export type CborValue =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | CborTag
  | readonly CborValue[]
  | ReadonlyMap<CborValue, CborValue>;

export interface CborTag {
  readonly tag: number;
  readonly value: CborValue;
}

export interface CborBounds {
  /** Nesting of arrays, maps and tags. */
  readonly depth: number;
  /** Data items of all kinds together. */
  readonly items: number;
}

export const defaultCborBounds: CborBounds = { depth: 64, items: 1_000_000 };

export interface CborProblem {
  /** What is wrong and at which offset of the input, in words. */
  readonly problem: string;
}

/** `end`: offset behind the item, what follows is not looked at; `items`: how many were read in it. */
export type CborReading =
  | { readonly value: CborValue; readonly end: number; readonly items: number }
  | CborProblem;

/**
 * Read the data item at the start of `bytes`. Indefinite lengths and numbers written longer than needed
 * are accepted, since signers write them. Not accepted is what gives one file two meanings: a map key that
 * occurs twice (RFC 8949 §5.6) and text that is not UTF-8 (§3.1).
 *
 * A byte string is a view into the memory of `bytes` (only one of indefinite length is a copy), so its
 * place is known: see `rangeWithin`.
 */
export function decodeCbor(bytes: Uint8Array, bounds: CborBounds = defaultCborBounds): CborReading {
  const decoder = new CborDecoder(bytes, bounds);
  try {
    const value = decoder.item();
    return { value, end: decoder.position, items: decoder.items };
  } catch (error) {
    if (error instanceof CborFault) return { problem: error.message };
    throw error;
  }
}

/**
 * Where the encoding of one entry lies: a text, number or other simple key steps into a map, a number into
 * an array; tags are passed through. `null`: no such entry, or not readable up to it.
 */
export function cborItemRange(
  bytes: Uint8Array,
  path: readonly (string | number)[],
  bounds: CborBounds = defaultCborBounds,
): readonly [offset: number, length: number] | null {
  const decoder = new CborDecoder(bytes, bounds);
  try {
    if (!path.every((step) => decoder.enter(step))) return null;
    const start = decoder.position;
    decoder.item();
    return [start, decoder.position - start];
  } catch (error) {
    if (error instanceof CborFault) return null;
    throw error;
  }
}

/** Where `view` lies in `whole`; `null` when it is no view into the same memory. */
export function rangeWithin(
  whole: Uint8Array,
  view: Uint8Array,
): readonly [offset: number, length: number] | null {
  const offset = view.byteOffset - whole.byteOffset;
  if (view.buffer !== whole.buffer || offset < 0 || offset + view.length > whole.length) return null;
  return [offset, view.length];
}
