import type { FingerprintMethod } from '#shared/domain/fingerprint.ts';
import type { Print } from '../fingerprints/define.ts';
import { ChromaprintIndex } from '../sound/chromaprint-index.ts';
import { numbersFromBytes } from '../sound/chromaprint-print.ts';
import { LandmarkIndex } from '../sound/landmark-index.ts';
import { peaksFromBytes } from '../sound/landmark-print.ts';
import { ShingleIndex } from '../words/shingle-index.ts';
import type { WordSketch } from '../words/sketch.ts';
import { sketchFromBytes } from '../words/sketch-bytes.ts';
import type { OwnIndex } from './own-index.ts';

/** Indexes of all methods that bring their own, empty. */
export function ownIndexes(): ReadonlyMap<FingerprintMethod, OwnIndex> {
  return new Map<FingerprintMethod, OwnIndex>([
    ['shingles', wordIndex()],
    ['landmarks', soundIndex()],
    ['chromaprint', numberIndex()],
  ]);
}

function wordIndex(): OwnIndex {
  const index = new ShingleIndex();
  const seen = new Set<number>();
  const sketches = (prints: readonly Print[]): WordSketch[] =>
    prints.flatMap(({ bytes }) => sketchFromBytes(bytes) ?? []);
  return {
    has: (id) => seen.has(id),
    add(id, prints) {
      seen.add(id);
      for (const sketch of sketches(prints)) index.add(id, sketch);
    },
    remove(id) {
      seen.delete(id);
      index.remove(id);
    },
    search: (prints, most) => sketches(prints).flatMap((sketch) => index.search(sketch, most)),
    get size() {
      return index.size;
    },
  };
}

function soundIndex(): OwnIndex {
  const index = new LandmarkIndex();
  const seen = new Set<number>();
  const peaks = (prints: readonly Print[]): Uint32Array | null =>
    prints.map(({ bytes }) => peaksFromBytes(bytes)?.peaks ?? null).find((one) => one !== null) ?? null;
  return {
    has: (id) => seen.has(id),
    add(id, prints) {
      seen.add(id);
      const found = peaks(prints);
      if (found !== null) index.add(id, found);
    },
    remove(id) {
      seen.delete(id);
      index.remove(id);
    },
    search(prints, most) {
      const found = peaks(prints);
      return found === null ? [] : index.search(found, most);
    },
    get size() {
      return index.size;
    },
  };
}

function numberIndex(): OwnIndex {
  const index = new ChromaprintIndex();
  const seen = new Set<number>();
  const numbers = (prints: readonly Print[]): Uint32Array | null =>
    prints.map(({ bytes }) => numbersFromBytes(bytes)).find((one) => one !== null) ?? null;
  return {
    has: (id) => seen.has(id),
    add(id, prints) {
      seen.add(id);
      const found = numbers(prints);
      if (found !== null) index.add(id, found);
    },
    remove(id) {
      seen.delete(id);
      index.remove(id);
    },
    search(prints, most) {
      const found = numbers(prints);
      return found === null ? [] : index.search(found, most);
    },
    get size() {
      return index.size;
    },
  };
}
