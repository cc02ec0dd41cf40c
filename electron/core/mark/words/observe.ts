import type { SymbolSequence } from '../code/parity-solving.ts';
import { type Address, type AddressBook, SYMBOL_BITS, SYMBOLS } from '../code/self-locating.ts';
import { isSelector, symbolOf } from './alphabet.ts';
import { Trail } from './trail.ts';
import { type Zones, zone } from './zones.ts';

/** A character of the alphabet that stands where a mark would put it. */
export interface Sighting {
  /** Index in the text without these characters, behind the letter it belongs to. */
  readonly index: number;
  readonly symbol: number;
  /** `null`: too little stands in front of it to know the place by. */
  readonly name: string | null;
}

export interface Sightings {
  /** The text and its zones without the characters of the mark. */
  readonly text: string;
  readonly zones: Zones;
  readonly sightings: readonly Sighting[];
  /** There are more than are looked at. */
  readonly bounded: boolean;
}

const SIGHTINGS = 400_000;
const letter = /\p{L}/u;

/** Single characters of the alphabet behind a letter. Several in a row are something else and stay in the text. */
export function sightingsIn(text: string, zones: Zones): Sightings {
  const sightings: Sighting[] = [];
  const kept: string[] = [];
  const keptZones: Uint8Array[] = [];
  let [removed, from] = [0, 0];
  const trail = new Trail();
  let before = 0;
  for (let at = 0; at < text.length && sightings.length < SIGHTINGS; ) {
    const code = text.codePointAt(at)!;
    const next = at + (code > 0xffff ? 2 : 1);
    const symbol = symbolOf(code);
    if (
      symbol >= 0 &&
      zones[at] !== zone.silent &&
      !isSelector(text.codePointAt(next) ?? 0) &&
      letter.test(String.fromCodePoint(before))
    ) {
      sightings.push({ index: at - removed, symbol, name: trail.place() });
      kept.push(text.slice(from, at));
      keptZones.push(zones.subarray(from, at));
      removed += 1;
      from = next;
    } else if (zones[at] === zone.barrier) trail.break();
    else if (zones[at] !== zone.silent) trail.push(code);
    before = code;
    at = next;
  }
  kept.push(text.slice(from));
  keptZones.push(zones.subarray(from));
  return {
    text: kept.join(''),
    zones: Buffer.concat(keptZones),
    sightings,
    bounded: sightings.length >= SIGHTINGS,
  };
}

/** Symbols by place: one for each, the most frequent where they differ, since a place has but one keyed mask. */
export interface PlacedSymbols {
  readonly sequence: SymbolSequence;
  readonly addresses: readonly Address[];
}

export function placedSymbols(sightings: readonly Sighting[], book: AddressBook): PlacedSymbols {
  const votes = new Map<string, Uint32Array>();
  for (const { name, symbol } of sightings) {
    if (name === null) continue;
    const counts = votes.get(name) ?? new Uint32Array(SYMBOLS);
    counts[symbol]! += 1;
    votes.set(name, counts);
  }
  const addresses = Array.from(votes.keys(), (name) => book.address(name));
  const bits = new Uint16Array(addresses.length * SYMBOL_BITS);
  const symbols = new Uint8Array(addresses.length);
  let index = 0;
  for (const counts of votes.values()) {
    const address = addresses[index]!;
    bits.set(address.bits, index * SYMBOL_BITS);
    symbols[index] = counts.indexOf(Math.max(...counts)) ^ address.mask;
    index += 1;
  }
  return { sequence: { count: addresses.length, bits, symbols }, addresses };
}
