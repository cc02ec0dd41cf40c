import { BLIND_IDENTIFIERS, falseAlarmLog10, REQUIRED_LOG10 } from '../code/false-alarm.ts';
import { type Alignment, align, otherPlaces } from './align.ts';
import type { Plane } from './blur.ts';
import { type Geometry, wholeGeometries } from './geometry.ts';
import { peakMap } from './peak-map.ts';
import type { PictureKey } from './picture-key.ts';
import { readRegistered } from './registered.ts';
import { planeRows, resampled } from './resample.ts';
import { residualOf } from './residual.ts';
import { searchStretched, searchTurned } from './search.ts';
import { searchPaired } from './search-paired.ts';
import { searchUpright } from './search-upright.ts';
import { decodeValues, softValues } from './soft-values.ts';
import { type PictureSpectrum, spectrumOf } from './spectrum.ts';

/** A mark that was read from a plane. */
export interface PlaneReading {
  readonly payload: bigint;
  readonly statistic: number;
  readonly falseAlarmLog10: number;
  /** Soft values that may be decoded in one file, times the identifiers each chooses from. */
  readonly trials: number;
  readonly alignment: Alignment;
  readonly route: 'blind' | 'register';
}

interface PlaneAnswer {
  readonly reading: PlaneReading | null;
  /** Where the pilots stood highest: says how close a failed reading was, and proves nothing. */
  readonly best: Alignment | null;
  /** Soft values that were decoded. */
  readonly decoded: number;
}

interface ReadOptions {
  /** Identifiers that were issued: tested when nothing decodes blind. */
  readonly identifiers?: BigUint64Array;
  /** `whole`: only a picture shown whole, in any size. `search`: also cut, turned and stretched ones. */
  readonly effort: 'whole' | 'search';
  /** Into how many the file's permitted chance is divided: see `sharesOf`. One unless said. */
  readonly shares?: number;
}

/** Pilot scores below this are not decoded: chance reaches about 6 over all shifts of a tile. */
const DECODED_FROM = 5.8;
/** From here on there is a mark; when it does not decode, it may lie elsewhere within the tile. */
const DOUBTED_FROM = 7;
const DOUBTED_AT_MOST = 3;
const CANDIDATES = 32;
const DECODED_AT_MOST = 12;
/**
 * Decodings of one plane with one key that all acceptances are counted with. Four geometries of a whole picture, twelve
 * of each of four searches, and each time three other places for three that are in doubt make 97.
 */
const DECODINGS = 100;

/** Sides of the transform's plane: as many samples as fit a transform of 2²⁰, whatever the shape. */
export function workingScale(width: number, height: number): number {
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  const fits = [819, 1638, 3276].map((side) => Math.min(side / long, (819 * 819) / side / short));
  return Math.min(1, Math.max(...fits));
}

/** A plane brought to working size, as a spectrum. */
export function prepared(plane: Plane): PictureSpectrum {
  const scale = workingScale(plane.width, plane.height);
  return spectrumOf(residualOf(scale < 1 ? resampled(planeRows(plane), scale) : plane));
}

/** Look for the mark of one key in a plane of lightness, 0…255. */
export function readPlane(plane: Plane, key: PictureKey, options: ReadOptions): PlaneAnswer {
  return readSpectrumOf(prepared(plane), key, options);
}

/** The same for a plane that was prepared before, when several keys are tried. */
export function readSpectrumOf(
  spectrum: PictureSpectrum,
  key: PictureKey,
  { effort, identifiers = new BigUint64Array(0), shares = 1 }: ReadOptions,
): PlaneAnswer {
  const met: Alignment[] = [];
  let decoded = 0;
  const attempt = (geometries: readonly Geometry[]): PlaneReading | null => {
    const aligned = geometries
      .map((geometry) => align(spectrum, key, geometry))
      .sort((one, other) => other.score - one.score);
    met.push(...aligned);
    for (const alignment of aligned.slice(0, DECODED_AT_MOST)) {
      if (alignment.score < DECODED_FROM) break;
      const found = decode(alignment);
      if (found !== null) return found;
    }
    for (const alignment of aligned.slice(0, DOUBTED_AT_MOST)) {
      if (alignment.score < DOUBTED_FROM) break;
      for (const other of otherPlaces(spectrum, key, alignment, 3)) {
        const found = decode(other);
        if (found !== null) return found;
      }
    }
    return null;
  };
  const decode = (alignment: Alignment): PlaneReading | null => {
    if (decoded >= DECODINGS) return null;
    decoded += 1;
    const proposal = decodeValues(softValues(spectrum, key, alignment), key);
    if (proposal === null) return null;
    const trials = DECODINGS * shares * BLIND_IDENTIFIERS;
    const chance = falseAlarmLog10(proposal.statistic, trials);
    if (chance > REQUIRED_LOG10) return null;
    return { ...proposal, falseAlarmLog10: chance, trials, alignment, route: 'blind' };
  };
  let reading = attempt(wholeGeometries(spectrum.width, spectrum.height));
  if (reading === null && effort === 'search') {
    const map = peakMap([spectrum]);
    reading =
      attempt(searchUpright(map, key, CANDIDATES).map(({ geometry }) => geometry)) ??
      attempt(searchTurned(map, key, CANDIDATES).map(({ geometry }) => geometry)) ??
      attempt(searchStretched(map, key, CANDIDATES).map(({ geometry }) => geometry)) ??
      attempt(searchPaired(map, key, CANDIDATES).map(({ geometry }) => geometry));
  }
  reading ??= registered(spectrum, key, met, identifiers, shares);
  const best = met.reduce<Alignment | null>(
    (highest, one) => (highest === null || one.score > highest.score ? one : highest),
    null,
  );
  return { reading, best: reading?.alignment ?? best, decoded };
}

/** Alignments, best pilots first, on which issued identifiers are tested. */
const TESTED_AT_MOST = 16;

function registered(
  spectrum: PictureSpectrum,
  key: PictureKey,
  met: readonly Alignment[],
  identifiers: BigUint64Array,
  shares: number,
): PlaneReading | null {
  if (identifiers.length === 0) return null;
  const tested = met.toSorted((one, other) => other.score - one.score).slice(0, TESTED_AT_MOST);
  const sets = tested.map((alignment) => softValues(spectrum, key, alignment));
  const found = readRegistered(sets, key, identifiers, TESTED_AT_MOST * shares);
  if (found === null) return null;
  const { payload, statistic, falseAlarmLog10, trials } = found;
  return { payload, statistic, falseAlarmLog10, trials, alignment: tested[found.set]!, route: 'register' };
}
