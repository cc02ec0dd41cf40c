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
