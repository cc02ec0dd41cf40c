import { BLIND_IDENTIFIERS, falseAlarmLog10, REQUIRED_LOG10 } from '../code/false-alarm.ts';
import { type Alignment, align, locate } from '../picture/align.ts';
import { type Geometry, geometryOf, wholeGeometries } from '../picture/geometry.ts';
import { SHORT_SIDE, TILE } from '../picture/layout.ts';
import { type PeakMap, peakMap } from '../picture/peak-map.ts';
import type { PictureKey } from '../picture/picture-key.ts';
import { readRegistered } from '../picture/registered.ts';
import { searchStretched, searchTurned } from '../picture/search.ts';
import { decodeValues, softValues } from '../picture/soft-values.ts';
import type { PictureSpectrum } from '../picture/spectrum.ts';

/** A mark that was read from frames of a film. */
export interface FramesReading {
  readonly payload: bigint;
  readonly statistic: number;
  readonly falseAlarmLog10: number;
  /** Sums that may be decoded in one film, times the identifiers each chooses from. */
  readonly trials: number;
  readonly route: 'blind' | 'register';
  /** Where the mark lies in each frame, in their order; by its own phase, or by that of all. */
  readonly alignments: readonly Alignment[];
}

/** Pilot scores below this are not decoded: chance alone reaches about 5.5 over all shifts of a tile. */
const DECODED_FROM = 5;
/** A frame takes part in a sum from this score on; below, its place is chance. */
const TAKES_PART_FROM = 4.6;
const CANDIDATES = 16;
/** Candidates of a search that are decoded. */
const DECODED_AT_MOST = 8;
/** Frames by which candidates are put in order. */
const RANKING_FRAMES = 3;
/** Single frames that are decoded by themselves: a film may be put together from pieces with different marks. */
const SINGLE_FRAMES = 3;
/** By how much a geometry of its own must fit a frame better than that of the best frame. */
const MOVED_BY = 2;
/** Spectra that are added up for a search; more make it no surer. */
const SEARCHED_FRAMES = 8;
/**
 * Decodings of one film with one key that all acceptances are counted with. Frames are decoded in place, at four
 * geometries of the whole and eight of each of two searches, each in two ways, and then in three single frames: at most
 * 67 of key frames (one, four, all, and the searches) and 50 of all frames added up (the whole, and the searches).
 */
const DECODINGS = 160;

/** Everything that is decoded for one key, within what chances are counted over. */
export class FilmDecoding {
  readonly #key: PictureKey;
  readonly #tried: { readonly values: Float64Array; readonly alignments: readonly Alignment[] }[] = [];
  /** Highest pilot score met; says how close a failed reading was, and proves nothing. */
  pilots = 0;

  readonly #shares: number;

  /** @param shares into how many the film's permitted chance is divided: see `sharesOf` */
  constructor(key: PictureKey, shares: number) {
    this.#key = key;
    this.#shares = shares;
  }

  /** Frames that show the picture whole, in any size, either way round. */
  readWhole(spectra: readonly PictureSpectrum[]): FramesReading | null {
    const [first] = spectra;
    if (first === undefined) return null;
    // Most films are only encoded anew, at most in another size: then nothing is to be searched, and the mark can be
    // read where its pilots are too weak to be found.
    const inPlace = unmoved(first);
    return (
      this.#decode(
        spectra,
        spectra.map(() => inPlace),
      ) ?? this.#readAt(spectra, wholeGeometries(first.width, first.height))
    );
  }

  /** Frames that show it cut, turned or stretched: one geometry for all, from the sum of their powers. */
  readSearched(spectra: readonly PictureSpectrum[]): FramesReading | null {
    if (spectra.length === 0) return null;
    return this.#search(spectra, peakMap(spectra.slice(0, SEARCHED_FRAMES)));
  }

  /** The same for sums of many frames, all of which show it in the same place: from the power of their sum. */
  readSearchedTogether(spectra: readonly PictureSpectrum[]): FramesReading | null {
    if (spectra.length === 0) return null;
    return this.#search(spectra, peakMap([summed(spectra)]));
  }

  #search(spectra: readonly PictureSpectrum[], map: PeakMap): FramesReading | null {
    for (const search of [searchTurned, searchStretched]) {
      const found = search(map, this.#key, CANDIDATES).map(({ geometry }) => geometry);
      const reading = this.#readAt(spectra, found);
      if (reading !== null) return reading;
    }
    return null;
  }

  /** Identifiers that were issued, on everything that did not decode. */
  readRegistered(identifiers: BigUint64Array): FramesReading | null {
    const sets = this.#tried.map(({ values }) => values);
    const found = readRegistered(sets, this.#key, identifiers, DECODINGS * this.#shares);
    if (found === null) return null;
    const { set, ...proposal } = found;
    return { ...proposal, route: 'register', alignments: this.#tried[set]!.alignments };
  }

  #readAt(spectra: readonly PictureSpectrum[], geometries: readonly Geometry[]): FramesReading | null {
    const together = spectra.length > 1 ? summed(spectra) : null;
    // A few frames tell which geometries are worth placing every frame in.
    const few = spectra.slice(0, RANKING_FRAMES);
    const hopeful = geometries
      .map((geometry) => {
        const looked = together === null ? few : [together, ...few];
        return { geometry, score: Math.max(...looked.map((one) => align(one, this.#key, geometry).score)) };
      })
      .sort((one, other) => other.score - one.score)
      .slice(0, DECODED_AT_MOST);
    const ways = hopeful
      .map(({ geometry }) => this.#place(spectra, together, geometry))
      .sort((one, other) => other.score - one.score);
    for (const { common, best, own } of ways) {
      this.pilots = Math.max(this.pilots, best.score);
      // A mark that does not move lies in the same place in every frame, also where it is too weak to be found.
      const still = common !== null && common.score > best.score ? common : best;
      if (still.score < DECODED_FROM) continue;
      const together = this.#decode(
        spectra,
        spectra.map(() => still),
      );
      if (together !== null) return together;
      if (spectra.length === 1) continue;
      const apart = this.#decode(spectra, own, TAKES_PART_FROM);
      if (apart !== null) return apart;
    }
    const [best] = ways;
    if (best === undefined || spectra.length === 1) return null;
    const ranked = [...best.own.keys()].sort((a, b) => best.own[b]!.score - best.own[a]!.score);
    for (const index of ranked.slice(0, SINGLE_FRAMES)) {
      const alignment = best.own[index]!;
      if (alignment.score < DECODED_FROM) break;
      const reading = this.#decode([spectra[index]!], [alignment]);
      if (reading !== null) return { ...reading, alignments: best.own };
    }
    return null;
  }

  /** Where the mark would lie in each frame near a geometry, and in their sum. */
  #place(spectra: readonly PictureSpectrum[], together: PictureSpectrum | null, start: Geometry) {
    const common = together === null ? null : align(together, this.#key, start);
    const first = spectra.map((spectrum) => align(spectrum, this.#key, start));
    const best = first.reduce((one, other) => (other.score > one.score ? other : one));
    // The frame that shows it best knows the geometry best; only frames that are not still have another.
    const own = first.map((alignment, index) => {
      if (alignment === best) return alignment;
      const placed = locate(spectra[index]!, this.#key, best.geometry);
      return alignment.score > placed.score + MOVED_BY ? alignment : placed;
    });
    const clear = own.filter(({ score }) => score >= TAKES_PART_FROM);
    const score = Math.sqrt(clear.reduce((sum, one) => sum + one.score ** 2 - TAKES_PART_FROM ** 2, 0));
    return { common, own, best, score: Math.max(score, common?.score ?? 0, best.score) };
  }

  #decode(
    spectra: readonly PictureSpectrum[],
    alignments: readonly Alignment[],
    from = -Infinity,
  ): FramesReading | null {
    if (this.#tried.length >= DECODINGS) return null;
    const values = new Float64Array(this.#key.signs.length);
    for (const [index, spectrum] of spectra.entries()) {
      const alignment = alignments[index]!;
      if (alignment.score < from) continue;
      const own = softValues(spectrum, this.#key, alignment);
      for (let at = 0; at < values.length; at += 1) values[at]! += own[at]!;
    }
    this.#tried.push({ values, alignments });
    const proposal = decodeValues(values, this.#key);
    if (proposal === null) return null;
    const trials = DECODINGS * this.#shares * BLIND_IDENTIFIERS;
    const chance = falseAlarmLog10(proposal.statistic, trials);
    if (chance > REQUIRED_LOG10) return null;
    return { ...proposal, trials, falseAlarmLog10: chance, route: 'blind', alignments };
  }
}

/** The place of the mark in a frame that was only resized. */
function unmoved({ width, height }: PictureSpectrum): Alignment {
  const scale = Math.min(width, height) / SHORT_SIDE;
  // Phases count from the middle sample of the plane; the tile begins at its corner.
  const shift = (length: number): number => (((length >> 1) + 0.5) / scale - 0.5) % TILE;
  return {
    geometry: geometryOf(scale, scale, 0, false),
    shiftX: shift(width),
    shiftY: shift(height),
    turned: false,
    score: 0,
  };
}

/** Spectra of one size added up, with the strength of one. */
function summed(spectra: readonly PictureSpectrum[]): PictureSpectrum {
  const [first] = spectra as [PictureSpectrum];
  const real = new Float32Array(first.real.length);
  const imaginary = new Float32Array(first.real.length);
  const gain = 1 / Math.sqrt(spectra.length);
  for (const spectrum of spectra) {
    for (let at = 0; at < real.length; at += 1) {
      real[at]! += spectrum.real[at]! * gain;
      imaginary[at]! += spectrum.imaginary[at]! * gain;
    }
  }
  return { ...first, real, imaginary };
}
