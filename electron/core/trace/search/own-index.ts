import type { Print } from '../fingerprints/define.ts';

/** An index of a method whose codes are not of 256 bits, in memory. */
export interface OwnIndex {
  /** Entries it has, also those without a print of the method. */
  has(id: number): boolean;
  /** Enter the prints of an entry, which may be none. */
  add(id: number, prints: readonly Print[]): void;
  remove(id: number): void;
  /** Entries by falling votes. */
  search(prints: readonly Print[], most: number): { readonly id: number; readonly votes: number }[];
  /** Entries with a print of the method. */
  readonly size: number;
}
