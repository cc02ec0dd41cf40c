import {
  BLIND_IDENTIFIERS,
  falseAlarmLog10,
  REQUIRED_LOG10,
  rademacherStatistic,
  sharesOf,
} from '../code/false-alarm.ts';
import type { MarkKey } from '../key.ts';
import { STANDINGS } from './band-logs.ts';
import { soundEvidence } from './features.ts';
import { BANDS, CELL_SECONDS, STEPS_PER_CELL } from './grid.ts';
import { soundPattern } from './pattern.ts';
import { PresenceTrail } from './presence.ts';
import type { Attempt, Decoded, ReadingKey, Sighting, SoundReading } from './readings.ts';
import { blindReadings, issuedReadings } from './readings.ts';
import { type Alignment, align, searchChanges, unchanged } from './search.ts';
import { decodeValues, expectedSigns, gatherValues, pilotWeights, readingPattern } from './soft-values.ts';
import { type Spectrogram, SpectrogramBuilder } from './spectrogram.ts';
import { type CellPlaces, cellPlaces, pilotList, WINDOW_FRAMES } from './synchronise.ts';

/** Windows read together, and windows kept back so that the last stretch is no stump. */
const STRETCH_WINDOWS = 8;
const KEPT_WINDOWS = 4;
/** Pilots worse than this are not worth a decoding; a mark that can be decoded shows about 6. */
const LEAST_SCORE = 4.2;
/** Pilots of one window that say that a mark is there. */
const WINDOW_SCORE = 3.5;
/**
 * Decodings of one stretch with one key that all acceptances are counted with: four along each of five tracks (where the
 * last mark lay, unchanged, and three that a search proposes), of which all but one end with the first that succeeds.
 */
const STRETCH_DECODINGS = 20;
/** Soft values kept for the test of identifiers that were issued. */
const KEPT_VALUES = 32;
/** Statistic at which an identifier counts as present in a window. */
const SHOWS = 3;

/**
 * Reads marks from a sound as it streams by: interleaved samples of two channels at `READ_RATE`. Memory is bounded by
 * the length of a stretch (some two minutes), not by that of the sound.
 */
export class SoundReader {
  readonly #keys: readonly ReadingKey[];
  readonly #builder = new SpectrogramBuilder((STRETCH_WINDOWS + KEPT_WINDOWS) * WINDOW_FRAMES);
  readonly #sightings: Sighting[] = [];
  readonly #attempts: Attempt[] = [];
  #stretches = 0;
  /** First frame of the present stretch in the whole sound. */
  #start = 0;

  constructor(keys: readonly MarkKey[]) {
    this.#keys = keys.map((key) => {
      const pattern = soundPattern(key);
      return { reading: readingPattern(pattern), pilots: pilotList(pattern) };
    });
  }

  push(samples: Float32Array): void {
    const count = samples.length / 2;
    for (let at = 0; at < count; ) {
      at += this.#builder.add(samples, at);
      if (this.#builder.frames === this.#builder.capacity) this.#read(STRETCH_WINDOWS * WINDOW_FRAMES);
    }
  }

  /** Seconds that were taken so far. */
  get seconds(): number {
    return ((this.#start + this.#builder.frames) * CELL_SECONDS) / STEPS_PER_CELL;
  }

  /**
   * @param identifiers those that were issued, tested where nothing decodes blind.
   * @param carriers see `sharesOf`
   */
  finish(identifiers: BigUint64Array, carriers = 1): SoundReading[] {
    if (this.#builder.frames > 0) this.#read(this.#builder.frames);
    const seconds = Math.ceil(this.seconds);
    for (const [key] of this.#keys.entries())
      if (!this.#sightings.some((sighting) => sighting.key === key)) this.#readTogether(key);
    // Known by the length of the sound alone, and one more for all stretches together.
    const shares = sharesOf(this.#keys.length, identifiers, carriers);
    const blind = blindReadings(this.#sightings, shares * (this.#allowed() + 1), seconds);
    if (blind.length > 0 || identifiers.length === 0) return blind;
    const tested = shares * (KEPT_VALUES + 1);
    return issuedReadings(this.#attempts, this.#keys, identifiers, tested, seconds);
  }

  /** Decodings with one key in the stretches so far. */
  #allowed(): number {
    return this.#stretches * STRETCH_DECODINGS;
  }

  #read(frames: number): void {
    const spectrogram = this.#builder.view(frames);
    const evidence = soundEvidence(spectrogram, 1);
    this.#stretches += 1;
    const open: number[] = [];
    for (const [index, key] of this.#keys.entries()) {
      const before = this.#sightings.findLast((sighting) => sighting.key === index)?.change ?? unchanged;
      const known = before.pitch === 1 ? evidence : soundEvidence(spectrogram, before.pitch);
      const first = align(known, before, key.pilots);
      if (this.#readAlignment(index, first)) continue;
      if (before !== unchanged && this.#readAlignment(index, align(evidence, unchanged, key.pilots)))
        continue;
      this.#keep({ key: index, alignment: first });
      open.push(index);
    }
    if (open.length > 0) this.#search(spectrogram, open);
    this.#builder.drop(frames);
    this.#start += frames;
  }

  #search(spectrogram: Spectrogram, open: readonly number[]): void {
    const found = searchChanges(
      spectrogram,
      open.map((index) => this.#keys[index]!.pilots),
    );
    for (const [at, alignments] of found.entries()) {
      for (const alignment of alignments) if (this.#readAlignment(open[at]!, alignment)) break;
      const [best] = alignments;
      if (best !== undefined) this.#keep({ key: open[at]!, alignment: best });
    }
  }

  /** Decode what lies along a track: all of it, then parts, then what another identifier may hold. */
  #readAlignment(key: number, alignment: Alignment): boolean {
    const { track } = alignment;
    const windows = track.fits.length;
    if (track.score < LEAST_SCORE && !track.fits.some((fit) => fit > LEAST_SCORE + 1)) return false;
    const places = cellPlaces(track, alignment.borders);
    const all = Array.from(places.keys());
    const parts = [all, all.slice(0, windows >> 1), all.slice(windows >> 1)].filter(
      (part, index) => part.length > 0 && (index === 0 || windows > 1),
    );
    const left = new Set(all.filter((window) => track.fits[window]! > WINDOW_SCORE));
    for (const part of parts) {
      const decoded = this.#decode(
        key,
        alignment,
        part.map((window) => places[window]!),
      );
      if (decoded === null) continue;
      this.#sight(key, decoded, alignment, places, left);
      // Windows with good pilots that say something else are read by themselves; so many choices there were.
      if (left.size > 0) {
        const second = this.#decode(
          key,
          alignment,
          Array.from(left, (window) => places[window]!),
          2 ** windows,
        );
        if (second !== null && second.payload !== decoded.payload)
          this.#sight(key, second, alignment, places, left);
      }
      return true;
    }
    return false;
  }

  /** @param choices ways the windows could have been chosen in, when what they say had a part in it */
  #decode(key: number, { evidence }: Alignment, windows: readonly CellPlaces[], choices = 1): Decoded | null {
    const { reading } = this.#keys[key]!;
    const weights = pilotWeights(evidence, windows, reading);
    const decoded = decodeValues(gatherValues(evidence, windows, weights, reading), reading);
    if (decoded === null) return null;
    // A first sieve: what passes is held against all that a sound of this length may take in the end.
    const trials = this.#keys.length * this.#allowed() * choices * BLIND_IDENTIFIERS;
    return falseAlarmLog10(decoded.statistic, trials) <= REQUIRED_LOG10 ? { ...decoded, choices } : null;
  }

  /** Note an identifier and take the windows it shows in off those that are left. */
  #sight(
    key: number,
    { payload, statistic, choices }: Decoded,
    { evidence, change }: Alignment,
    places: readonly CellPlaces[],
    left: Set<number>,
  ): void {
    const { reading } = this.#keys[key]!;
    const expected = expectedSigns(payload, reading);
    const trail = new PresenceTrail();
    const even = { bands: new Float64Array(BANDS).fill(1), standings: new Float64Array(STANDINGS).fill(1) };
    for (const [window, place] of places.entries()) {
      const own = gatherValues(evidence, [place], even, reading);
      if (rademacherStatistic(own, expected) > SHOWS) left.delete(window);
      trail.add(evidence, place, reading, expected, this.#start);
    }
    this.#sightings.push({ key, payload, statistic, choices, change, trail });
  }

  #keep({ key, alignment }: { readonly key: number; readonly alignment: Alignment }): void {
    const { reading } = this.#keys[key]!;
    const places = cellPlaces(alignment.track, alignment.borders);
    const weights = pilotWeights(alignment.evidence, places, reading);
    const values = gatherValues(alignment.evidence, places, weights, reading);
    this.#attempts.push({ key, values, score: alignment.track.score, change: alignment.change });
    this.#attempts.sort((one, other) => other.score - one.score);
    this.#attempts.length = Math.min(this.#attempts.length, KEPT_VALUES);
  }

  /** The best of every stretch, added up: what no stretch says aloud, all may say together. */
  #readTogether(key: number): void {
    const own = this.#attempts.filter((attempt) => attempt.key === key && attempt.score > 3);
    if (own.length < 2) return;
    const { reading } = this.#keys[key]!;
    const values = new Float64Array(own[0]!.values.length);
    for (const attempt of own)
      for (let index = 0; index < values.length; index += 1) values[index]! += attempt.values[index]!;
    this.#attempts.unshift({ ...own[0]!, values });
    const decoded = decodeValues(values, reading);
    if (decoded !== null)
      this.#sightings.push({
        ...{ key, ...decoded, choices: 1, change: own[0]!.change, trail: new PresenceTrail() },
      });
  }
}
