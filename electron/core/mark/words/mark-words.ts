import { type AddressBook, codedBits, symbolAt } from '../code/self-locating.ts';
import { selectorFor } from './alphabet.ts';
import { placesOf } from './places.ts';
import type { Zones } from './zones.ts';

/** Share of the places that is used: all of a short text, of a longer one every second by the key's choice. */
export const SHARE = 0.5;
const FULL_BELOW = 320;

export interface MarkedWords {
  readonly text: string;
  /** Characters put in, and places they stand at that differ. */
  readonly inserted: number;
  readonly distinct: number;
  /** Places there are, used or not. */
  readonly places: number;
}

/** The text with the characters of an identifier put in; every other character stays where it is. */
export function markWords(text: string, zones: Zones, payload: bigint, book: AddressBook): MarkedWords {
  const coded = codedBits(payload);
  const places = placesOf(text, zones).map((place) => ({ ...place, address: book.address(place.name) }));
  const names = new Set(places.map(({ name }) => name));
  const share = names.size < FULL_BELOW ? 1 : SHARE;
  const used = places.filter(({ address }) => address.share < share);
  const parts: string[] = [];
  let from = 0;
  for (const { index, address } of used) {
    parts.push(text.slice(from, index), selectorFor(symbolAt(address, coded)));
    from = index;
  }
  parts.push(text.slice(from));
  return {
    text: parts.join(''),
    inserted: used.length,
    distinct: new Set(used.map(({ name }) => name)).size,
    places: places.length,
  };
}
