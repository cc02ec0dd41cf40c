import { expect, test } from 'vitest';
import { chromaprint } from '#core/trace/sound/chromaprint.ts';
import { matchChromaprints } from '#core/trace/sound/chromaprint-match.ts';
import { chromaprintText } from '#core/trace/sound/chromaprint-text.ts';
import { constellationOf } from '#core/trace/sound/constellation.ts';
import { LandmarkIndex } from '#core/trace/sound/landmark-index.ts';
import { peaksFromBytes, peaksToBytes } from '#core/trace/sound/landmark-print.ts';
import { PEAK_RATE, PEAK_STEP, PeakFinder, PITCHES_PER_SEMITONE } from '#core/trace/sound/peaks.ts';
import { matchSounds, strengthOf } from '#core/trace/sound/sound-match.ts';
import { integerSound, melodySound } from '../fixtures/make/melody-sound.ts';
import { playedFaster } from '../fixtures/make/programme-sound.ts';

function peaks(samples: Float32Array): Uint32Array {
  const finder = new PeakFinder();
  // In uneven pieces, as a pipe gives them.
  for (let at = 0; at < samples.length; at += 3001) finder.push(samples.subarray(at, at + 3001));
  return finder.finish();
}

/** Twelve seconds of `integerSound` at 11,025 Hz in a WAVE file, by `fpcalc -ignore-errors` 1.5.1 of Debian 12. */
const printedByFpcalc =
  'AQAAS9G1JFaUBD3FJESTK5QMabmCXLEs9Be8RBfKLhrBR8ekD42aZfijRcGUB9pDME4zoQmH_kHDmrif43uwxxm-o7kQXnKgR0mPPMma43pW3OYIK0oSpcF9hHmgkTSmLwGTZ8dzbAuh6jeUN8bDHDma5wp6PXgsI-SDJMoS6cKzJFEooTolND96NHWOK9Vh-bh05ITqI1SaoW4sCY90uD-x8_iFRzEqMVzB5xL4EX6MHkmDXCw4McsOM_7xbUe9JEF6JIwDIAAwgCDjNCBWMQAIQEQY4QUCwhADkAACMKqAEEoZABCQQgAjmHFAKCC1UAQAA4gDwiBjDAGCAA0';
const rawByFpcalc = [4135832069, 3578190357, 2484566629, 2484353711, 3158052526, 3161196222];

test('Chromaprint is that of fpcalc, bit for bit', () => {
  const numbers = chromaprint(Float32Array.from(integerSound(12 * 11_025), (sample) => sample / 32_768));
  expect(numbers.length).toBe(75);
  expect([...numbers.subarray(0, 6)]).toEqual(rawByFpcalc);
  expect(chromaprintText(numbers)).toBe(printedByFpcalc);
});

test('a Chromaprint is found in a longer one with its offset, and none in too little', () => {
  const numbers = chromaprint(melodySound(11_025, 40, 5));
  const other = chromaprint(melodySound(11_025, 40, 6));
  expect(matchChromaprints(numbers.subarray(90, 170), numbers)).toEqual({ rate: 0, offset: 90, overlap: 80 });
  expect(matchChromaprints(numbers, numbers.subarray(90, 170))).toMatchObject({ rate: 0, offset: -90 });
  expect(matchChromaprints(numbers, other)!.rate).toBeGreaterThan(0.3);
  expect(matchChromaprints(numbers.subarray(0, 30), numbers)).toBeNull();
  expect(chromaprint(new Float32Array(11_025))).toHaveLength(0);
});

test('a stretch is found where it was taken from, under noise, faster and slower', () => {
  const sound = melodySound(PEAK_RATE, 40, 11);
  const known = constellationOf(peaks(sound));
  expect(known.peaks.length / 40).toBeGreaterThan(10);
  const from = 13.37;
  const part = sound.subarray(Math.round(from * PEAK_RATE), Math.round((from + 14) * PEAK_RATE));
  const noisy = part.map((sample, at) => sample + 0.02 * Math.sin(at * at * 0.37));
  for (const [suspect, speed] of [
    [part, 1],
    [noisy, 1],
    [playedFaster(part, 1.05), 1.05],
    [playedFaster(part, 0.95), 0.95],
  ] as const) {
    const { best } = matchSounds(peaks(suspect), known)!;
    expect(strengthOf(best)).toBeGreaterThan(1);
    expect(Math.abs(best.offset * PEAK_STEP - from)).toBeLessThan(0.05);
    expect(best.speed).toBeCloseTo(speed, 2);
    expect(best.shift / PITCHES_PER_SEMITONE).toBeCloseTo(12 * Math.log2(speed), 0);
  }
  expect(matchSounds(peaks(melodySound(PEAK_RATE, 14, 12)), known)).toBeNull();
  expect(peaks(new Float32Array(PEAK_RATE * 3))).toHaveLength(0);
});

test('the index leads to the entry, not to a removed one, also after it was sorted', () => {
  const index = new LandmarkIndex();
  const prints = [21, 22, 23, 24].map((seed) => peaks(melodySound(PEAK_RATE, 25, seed)));
  for (const [id, print] of prints.entries()) index.add(id, print);
  const asked = prints[2]!.filter((peak) => peak >>> 10 > 400 && peak >>> 10 < 1100);
  expect(index.search(asked, 3)[0]!.id).toBe(2);
  index.remove(2);
  expect(index.search(asked, 3).some(({ id }) => id === 2)).toBe(false);
  // Enough removals to have the index sorted anew.
  for (let round = 0; round < 40; round += 1) index.add(100 + (round % 2), prints[round % 2]!);
  index.add(2, prints[2]!);
  expect(index.search(asked, 3)[0]!.id).toBe(2);
  expect(index.size).toBe(6);
});

test('peaks survive being kept, and damage is seen', () => {
  const found = peaks(melodySound(PEAK_RATE, 5, 3));
  const bytes = peaksToBytes(312, found);
  expect(peaksFromBytes(bytes)).toEqual({ frames: 312, peaks: found });
  expect(peaksFromBytes(bytes.subarray(1))).toBeNull();
  bytes.fill(255, 8, 12);
  expect(peaksFromBytes(bytes)).toBeNull();
});
