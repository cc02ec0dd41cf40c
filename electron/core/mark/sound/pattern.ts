import { KeyStream } from '../code/key-stream.ts';
import { CODED_BITS, encodePayload } from '../code/payload-code.ts';
import type { MarkKey } from '../key.ts';
import { BANDS, PERIOD_CELLS, PERIOD_SIZE, PILOT_GROUP } from './grid.ts';

/** What a key makes of one period: cell by cell, `time × BANDS + band`. */
export interface SoundPattern {
  /** ±1 where a pilot is, 0 elsewhere. */
  readonly pilots: Int8Array;
  /** Cells that carry the identifier, in the order of `signs` and `bits`. */
  readonly cells: Uint16Array;
  /** Keyed sign of each such cell. */
  readonly signs: Int8Array;
  /** Coded bit each such cell carries. */
  readonly bits: Uint16Array;
}

export function soundPattern(key: MarkKey): SoundPattern {
  const pilots = new Int8Array(PERIOD_SIZE);
  const places = new KeyStream(key, 'assay-audio-1 pilot places');
  const pilotSigns = new KeyStream(key, 'assay-audio-1 pilot signs').signs(
    (PERIOD_CELLS * BANDS) / PILOT_GROUP,
  );
  let pilot = 0;
  for (let time = 0; time < PERIOD_CELLS; time += 1) {
    for (let group = 0; group < BANDS; group += PILOT_GROUP) {
      pilots[time * BANDS + group + places.below(PILOT_GROUP)] = pilotSigns[pilot]!;
      pilot += 1;
    }
  }
  // Dealt out band after band, so that every coded bit has its share in every part of the spectrum.
  const order = new KeyStream(key, 'assay-audio-1 order');
  const cells = new Uint16Array(PERIOD_SIZE - pilot);
  let filled = 0;
  for (let band = 0; band < BANDS; band += 1) {
    for (const time of order.permutation(PERIOD_CELLS)) {
      if (pilots[time * BANDS + band] !== 0) continue;
      cells[filled] = time * BANDS + band;
      filled += 1;
    }
  }
  const bits = new Uint16Array(cells.length);
  for (let from = 0; from < cells.length; from += CODED_BITS) {
    const hand = order.permutation(CODED_BITS);
    bits.set(hand.subarray(0, Math.min(CODED_BITS, cells.length - from)), from);
  }
  const signs = new KeyStream(key, 'assay-audio-1 signs').signs(cells.length);
  return { pilots, cells, signs, bits };
}

/** ±1 of every cell of a period for an identifier: what is embedded. */
export function patternSigns(pattern: SoundPattern, payload: bigint): Int8Array {
  const coded = encodePayload(payload);
  const signs = Int8Array.from(pattern.pilots);
  for (let index = 0; index < pattern.cells.length; index += 1)
    signs[pattern.cells[index]!] = pattern.signs[index]! * coded[pattern.bits[index]!]!;
  return signs;
}
