import { KeyStream } from '../code/key-stream.ts';
import { CODED_BITS } from '../code/payload-code.ts';
import type { MarkKey } from '../key.ts';
import { HIGHEST, LOWEST, PILOTS } from './layout.ts';

/** What a key decides about a picture's mark. Frequencies are whole cycles per tile, in the half plane y ≥ 0. */
export interface PictureKey {
  readonly key: MarkKey;
  /** Any first few of the pilots have all directions among them. */
  readonly pilotX: Int8Array;
  readonly pilotY: Int8Array;
  /** e^(i·phase) of each pilot. */
  readonly pilotCosine: Float64Array;
  readonly pilotSine: Float64Array;
  /** Frequencies that carry the identifier, two values each: real part, then imaginary part. */
  readonly binX: Int8Array;
  readonly binY: Int8Array;
  /** Keyed sign of each value, two per frequency. */
  readonly signs: Int8Array;
  /** The coded bit that each value carries. */
  readonly bits: Uint16Array;
}

const known = new WeakMap<Uint8Array, PictureKey>();

/** Pilots, carriers, signs and order of a key; kept with it. */
export function pictureKey(key: MarkKey): PictureKey {
  const made = known.get(key.bytes) ?? makePictureKey(key);
  known.set(key.bytes, made);
  return made;
}

function makePictureKey(key: MarkKey): PictureKey {
  const around = pilotPlaces(new KeyStream(key, 'picture pilot places'));
  // Every seventeenth: the first few go round all directions, so that a search may begin with them.
  const pilots = around.map((_, index) => around[(index * 17) % PILOTS]!);
  const phases = new KeyStream(key, 'picture pilot phases');
  const angles = Float64Array.from({ length: PILOTS }, () => phases.fraction() * 2 * Math.PI);
  const bins = carriers(pilots);
  const values = bins.length * 2;
  const order = new KeyStream(key, 'picture order').permutation(values);
  const bits = new Uint16Array(values);
  for (const [rank, value] of order.entries()) bits[value] = rank % CODED_BITS;
  return {
    key,
    pilotX: Int8Array.from(pilots, ([x]) => x),
    pilotY: Int8Array.from(pilots, ([, y]) => y),
    pilotCosine: angles.map((angle) => Math.cos(angle)),
    pilotSine: angles.map((angle) => Math.sin(angle)),
    binX: Int8Array.from(bins, ([x]) => x),
    binY: Int8Array.from(bins, ([, y]) => y),
    signs: new KeyStream(key, 'picture signs').signs(values),
    bits,
  };
}

type Place = readonly [x: number, y: number];

/**
 * One pilot in each of `PILOTS` equal sectors of the half plane, at random radius: off the axes and off multiples of
 * 16, where screens, halftones and blocks of 8 have their own lines, and not next to each other.
 */
function pilotPlaces(stream: KeyStream): Place[] {
  const places: Place[] = [];
  const inner = (LOWEST + 2) ** 2;
  const outer = (HIGHEST - 2) ** 2;
  let refused = 0;
  while (places.length < PILOTS) {
    // Beside the axes little room is left: where earlier pilots have taken it, all begin again.
    if (refused > REFUSALS) {
      places.length = 0;
      refused = 0;
    }
    refused += 1;
    const angle = ((places.length + 0.1 + 0.8 * stream.fraction()) * Math.PI) / PILOTS;
    const radius = Math.sqrt(inner + (outer - inner) * stream.fraction());
    const x = Math.round(radius * Math.cos(angle));
    const y = Math.round(radius * Math.sin(angle));
    if (Math.abs(x) < 2 || y < 2 || x % 16 === 0 || y % 16 === 0) continue;
    if (places.some(([otherX, otherY]) => Math.hypot(x - otherX, y - otherY) < 3)) continue;
    places.push([x, y]);
    refused = 0;
  }
  return places;
}

/** Places refused one after another in a sector that has, as far as can be told, no room. */
const REFUSALS = 1000;

/** Every other frequency of the band in the half plane, without the axes. */
function carriers(pilots: readonly Place[]): Place[] {
  const taken = new Set(pilots.map(([x, y]) => `${x},${y}`));
  const places: Place[] = [];
  for (let y = 1; y <= HIGHEST; y += 1) {
    for (let x = -HIGHEST; x <= HIGHEST; x += 1) {
      const radius = Math.hypot(x, y);
      if (x === 0 || radius < LOWEST || radius > HIGHEST || taken.has(`${x},${y}`)) continue;
      places.push([x, y]);
    }
  }
  return places;
}
