import type { MarkPresence, MarkReading } from '#shared/domain/mark.ts';
import { AddressBook, codedBits, symbolAt } from '../code/self-locating.ts';
import {
  readSymbols,
  type SymbolReading,
  symbolDerivation,
  symbolStatistic,
} from '../code/symbol-reading.ts';
import type { MarkKey } from '../key.ts';
import { SHARE } from './mark-words.ts';
import { placedSymbols, type Sightings, sightingsIn } from './observe.ts';
import { placesOf } from './places.ts';
import type { Zones } from './zones.ts';

/** Keys are separated by purpose, so that a place in a text says nothing about a place in a scene. */
export const WORDS_PURPOSE = 'words places';
const VERSION = 1;
const CELLS = 48;

export interface WordsReading {
  readonly readings: readonly MarkReading[];
  /** Characters of the alphabet behind letters, and of these those in places that can be told. */
  readonly seen: number;
  readonly placed: number;
  readonly bounded: boolean;
}

export interface WordsQuestion {
  readonly keys: readonly MarkKey[];
  readonly identifiers: BigUint64Array;
}

/** Marks of ours in a text, with any of the keys. */
export function readWords(text: string, zones: Zones, { keys, identifiers }: WordsQuestion): WordsReading {
  const sightings = sightingsIn(text, zones);
  let placed = 0;
  const readings: MarkReading[] = [];
  for (const key of sightings.sightings.length === 0 ? [] : keys) {
    const book = new AddressBook(key, WORDS_PURPOSE);
    const { sequence } = placedSymbols(sightings.sightings, book);
    placed = sequence.count;
    for (const found of readSymbols(sequence, { keys: keys.length, identifiers }))
      readings.push(reading(found, key, presenceOf(sightings, found.payload, book)));
  }
  return { readings, seen: sightings.sightings.length, placed, bounded: sightings.bounded };
}

function reading(found: SymbolReading, key: MarkKey, presence: MarkPresence): MarkReading {
  return {
    codec: 'assay-text-1',
    version: VERSION,
    payload: String(found.payload),
    meaning: null,
    key: key.name,
    statistic: found.hits,
    statisticName: symbolStatistic,
    threshold: found.threshold,
    falseAlarmLog10: found.falseAlarmLog10,
    derivation: symbolDerivation,
    trials: found.trials,
    route: found.route,
    presence,
  };
}

/**
 * One row over the visible text. A place that the mark uses counts as alive where it holds the symbol of this identifier;
 * stretches with fewer than three such places say nothing.
 */
function presenceOf({ text, zones, sightings }: Sightings, payload: bigint, book: AddressBook): MarkPresence {
  const coded = codedBits(payload);
  const held = new Map(sightings.map(({ index, symbol }) => [index, symbol]));
  const places = placesOf(text, zones).map(({ index, name }) => {
    const address = book.address(name);
    return { index, share: address.share, fits: held.get(index) === symbolAt(address, coded) };
  });
  // Short texts use every place, longer ones a keyed half: the places of the other half tell which.
  const others = places.filter(({ share }) => share >= SHARE);
  const all = others.filter(({ fits }) => fits).length > others.length * 0.2;
  const expected = new Float64Array(CELLS);
  const alive = new Float64Array(CELLS);
  for (const { index, share, fits } of places) {
    if (!all && share >= SHARE) continue;
    const cell = Math.min(CELLS - 1, Math.floor((index / text.length) * CELLS));
    expected[cell]! += 1;
    if (fits) alive[cell]! += 1;
  }
  const cells = Array.from(expected, (count, cell) => (count < 3 ? null : alive[cell]! / count));
  return { columns: CELLS, rows: 1, cells };
}
