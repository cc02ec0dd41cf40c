import { describe, expect, test } from 'vitest';
import { rademacherStatistic, thresholdFor } from '#core/mark/code/false-alarm.ts';
import { KeyStream } from '#core/mark/code/key-stream.ts';
import { type MarkKey, privateMarkKey, publicMarkKey } from '#core/mark/key.ts';
import { halfLog } from '#core/mark/sound/band-logs.ts';
import { soundEvidence } from '#core/mark/sound/features.ts';
import { lowFrequencyChannels } from '#core/mark/sound/form.ts';
import {
  BANDS,
  bandBorders,
  bandEdges,
  CELL_SECONDS,
  PERIOD_CELLS,
  sumBands,
} from '#core/mark/sound/grid.ts';
import { bestIdentifier } from '#core/mark/sound/identifier-test.ts';
import { fromLowRate, lowRate, toLowRate } from '#core/mark/sound/low-rate.ts';
import { SoundMarker } from '#core/mark/sound/marker.ts';
import { bark, MaskingModel, quietThreshold, spreading } from '#core/mark/sound/masking.ts';
import { patternSigns, soundPattern } from '#core/mark/sound/pattern.ts';
import { waterLevel } from '#core/mark/sound/power.ts';
import { PresenceTrail } from '#core/mark/sound/presence.ts';
import { SoundReader } from '#core/mark/sound/reader.ts';
import { blindReadings, issuedReadings } from '#core/mark/sound/readings.ts';
import { align, unchanged } from '#core/mark/sound/search.ts';
import { expectedSigns, readingPattern } from '#core/mark/sound/soft-values.ts';
import { READ_RATE, SpectrogramBuilder } from '#core/mark/sound/spectrogram.ts';
import { pilotList } from '#core/mark/sound/synchronise.ts';
import { inChannels, playedFaster, programmeSound } from '../fixtures/make/programme-sound.ts';

const payload = 0xfeedfacecafebeefn;
const none = new BigUint64Array(0);

/** Sound at the rate of the reader, so that no resampler stands between. */
function marked(
  samples: Float32Array,
  identifier = payload,
  key: MarkKey = publicMarkKey,
  piece = 10_007,
): Float32Array {
  const form = { rate: READ_RATE, channels: 1, untouched: [] };
  const marker = new SoundMarker(form, patternSigns(soundPattern(key), identifier));
  const out: Float32Array[] = [];
  for (let at = 0; at < samples.length; at += piece) out.push(...marker.push(samples.slice(at, at + piece)));
  out.push(...marker.finish());
  return joined(out);
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function read(samples: Float32Array, keys: readonly MarkKey[] = [publicMarkKey], identifiers = none) {
  const reader = new SoundReader(keys);
  reader.push(inChannels(samples, [1, 1]));
  return reader.finish(identifiers);
}

function randomKey(number: number): MarkKey {
  return privateMarkKey(
    new Uint8Array(32)
      .fill(7)
      .with(0, number & 255)
      .with(1, number >> 8),
  );
}

const programme = programmeSound(READ_RATE, 18);
const copy = marked(programme);

describe('masking', () => {
  test('critical bands have the borders E. Zwicker published (J. Acoust. Soc. Am. 33, 1961)', () => {
    const borders = [
      100, 200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700, 3150, 3700, 4400,
      5300, 6400, 7700, 9500, 12000, 15500,
    ];
    for (const [index, hertz] of borders.entries())
      expect(Math.abs(bark(hertz) - index - 1)).toBeLessThan(0.3);
  });

  test('the threshold in quiet is that of ISO/IEC 11172-3, table D.1b', () => {
    const table = [
      [86.13, 25.87],
      [172.27, 14.85],
      [258.4, 10.72],
      [344.53, 8.5],
    ] as const;
    for (const [hertz, level] of table) expect(quietThreshold(hertz)).toBeCloseTo(level, 1);
  });

  test('a masker spreads by 25 dB per Bark downwards and 10 dB upwards', () => {
    expect(spreading(0)).toBeCloseTo(0, 1);
    expect(spreading(-5) - spreading(-6)).toBeCloseTo(25, 0);
    expect(spreading(7) - spreading(8)).toBeCloseTo(10, 0);
  });

  test('noise masks 5.5 dB below itself, a tone by 14.5 dB and its Bark number', () => {
    const [bins, binHertz] = [513, 12];
    const model = new MaskingModel(bins, binHertz, 1e6);
    const threshold = new Float64Array(bins);
    const random = new KeyStream(publicMarkKey, 'test noise');
    const below = new Float64Array(bins);
    for (let round = 0; round < 60; round += 1) {
      // Power of a Gaussian spectrum: exponentially distributed, whose flatness is −2.5 dB.
      model.threshold(
        Float64Array.from({ length: bins }, () => -1e6 * Math.log(1 - random.fraction())),
        threshold,
      );
      for (let bin = 0; bin < bins; bin += 1) below[bin]! += threshold[bin]! / 60 / 1e6;
    }
    for (const bin of [60, 100, 150]) expect(-10 * Math.log10(below[bin]!)).toBeCloseTo(5.5 + 0.4, -0.3);
    const tone = new Float64Array(bins).fill(1e-9);
    tone[83] = 1e6;
    model.threshold(tone, threshold);
    // 996 Hz lies in the half-Bark band from 8 to 8.5, which 4 bins of such a spectrum make up.
    const own = Array.from({ length: bins }, (_, bin) => bin).filter(
      (bin) => Math.floor(bark(bin * binHertz) * 2) === 16,
    );
    const masked = own.reduce((sum, bin) => sum + threshold[bin]!, 0);
    let spread = 0;
    for (let band = 0; band < 40; band += 1) spread += 10 ** (spreading((band - 16) / 2) / 10);
    expect(10 * Math.log10(masked / 1e6)).toBeCloseTo(
      -(14.5 + 8.25) - 10 * Math.log10(spread) + spreading(0),
      0,
    );
  });
});

describe('grid and arithmetic', () => {
  test('bands lie without gaps, and their sums are those of the bins under them', () => {
    expect(bandEdges[BANDS]).toBeGreaterThan(5500);
    const values = Float64Array.from({ length: 513 }, (_, bin) => (bin * 7919) % 101);
    const sums = new Float64Array(BANDS);
    const borders = bandBorders(513, READ_RATE / 1024, 1);
    sumBands(values, new Float64Array(514), borders, sums);
    const width = READ_RATE / 1024;
    for (const band of [0, 13, 87]) {
      let direct = 0;
      for (let bin = 0; bin < 513; bin += 1) {
        const low = Math.max(bandEdges[band]!, (bin - 0.5) * width);
        const high = Math.min(bandEdges[band + 1]!, (bin + 0.5) * width);
        if (high > low) direct += (values[bin]! * (high - low)) / width;
      }
      expect(sums[band]).toBeCloseTo(direct, 6);
    }
  });

  test('every coded bit has its cells spread, a quarter of all cells are pilots', () => {
    const { pilots, bits, cells } = soundPattern(publicMarkKey);
    expect(pilots.filter((sign) => sign !== 0)).toHaveLength((BANDS * PERIOD_CELLS) / 4);
    const counts = new Map<number, number>();
    for (const bit of bits) counts.set(bit, (counts.get(bit) ?? 0) + 1);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(11);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(12);
    const low = new Set<number>();
    // Below 2 kHz alone, as behind a low-pass filter, every coded bit is there.
    for (const [index, cell] of cells.entries())
      if (bandEdges[(cell % BANDS) + 1]! < 2000) low.add(bits[index]!);
    expect(low.size).toBe(368);
  });

  test('half logarithms are right to 1e-5 over all magnitudes', () => {
    for (let power = -12; power < 12; power += 0.37)
      expect(halfLog(10 ** power)).toBeCloseTo((power * Math.LN10) / 2, 4);
  });

  test('the water level spends the budget and no more', () => {
    const allowed = Float64Array.of(1, 2, 3, 10, 0.1);
    const level = waterLevel(allowed, 6);
    expect(allowed.reduce((sum, one) => sum + Math.min(one, level), 0)).toBeCloseTo(6, 9);
    expect(waterLevel(allowed, 17)).toBe(Infinity);
  });

  test('a tone in the band of the mark goes through the lower rate unchanged, at any rate', () => {
    for (const rate of [8000, 44_100, 48_000, 192_000]) {
      const low = lowRate(rate);
      const samples = Float32Array.from({ length: Math.round(rate / 8) }, (_, at) =>
        Math.sin((2 * Math.PI * 3000 * at) / rate),
      );
      const few = new Float64Array(Math.floor(samples.length / low.factor));
      toLowRate(samples, low, few);
      const back = new Float32Array(Math.round(rate / 50));
      const from = Math.round(rate / 16);
      fromLowRate(few, low, from, back);
      const worst = back.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - samples[from + at]!)),
        0,
      );
      expect(worst).toBeLessThan(2e-3);
    }
  });

  test('low-frequency channels by their layout', () => {
    expect(lowFrequencyChannels(2, 'stereo')).toEqual([]);
    expect(lowFrequencyChannels(3, '2.1')).toEqual([2]);
    expect(lowFrequencyChannels(6, '5.1(side)')).toEqual([3]);
    expect(lowFrequencyChannels(8, null)).toEqual([3]);
  });
});

describe('marking', () => {
  test('comes out the same in whatever pieces it comes in, sample for sample', () => {
    expect(copy).toHaveLength(programme.length);
    expect(marked(programme, payload, publicMarkKey, 64_000)).toEqual(copy);
  });

  test('is 30 dB below the programme and below the masking threshold', () => {
    const form = { rate: 44_100, channels: 2, untouched: [] };
    const sound = inChannels(programmeSound(44_100, 6), [1, 0.6]);
    const marker = new SoundMarker(form, patternSigns(soundPattern(publicMarkKey), payload));
    const out = joined([...marker.push(sound), ...marker.finish()]);
    const { markLevel, noiseToMask, above, clipped } = marker.quality();
    let [programmeEnergy, markEnergy] = [0, 0];
    for (let at = 0; at < out.length; at += 1) {
      programmeEnergy += sound[at]! ** 2;
      markEnergy += (out[at]! - sound[at]!) ** 2;
    }
    expect(markLevel).toBeCloseTo(10 * Math.log10(programmeEnergy / markEnergy), 1);
    expect(markLevel).toBeGreaterThan(30);
    expect(markLevel).toBeLessThan(36);
    expect(noiseToMask).toBeLessThan(-3);
    expect(above).toBeLessThan(0.05);
    expect(clipped).toBe(0);
  });

  test('leaves silence and the low-frequency channel as they are', () => {
    const form = { rate: READ_RATE, channels: 2, untouched: [1] };
    const marker = new SoundMarker(form, patternSigns(soundPattern(publicMarkKey), payload));
    const sound = inChannels(programme.slice(0, READ_RATE * 4), [1, 0.5]);
    // One second of it is silent; an envelope of some milliseconds may fall into it.
    sound.fill(0, READ_RATE * 2, READ_RATE * 4);
    const out = joined([...marker.push(sound), ...marker.finish()]);
    let changed = 0;
    for (let at = 0; at < out.length; at += 1) {
      if (out[at] !== sound[at]) changed += 1;
      if (at % 2 === 1 || (at > READ_RATE * 2.01 && at < READ_RATE * 3.99)) expect(out[at]).toBe(sound[at]);
    }
    expect(changed).toBeGreaterThan(READ_RATE);
  });

  test('does not sound before an attack', () => {
    const sound = new Float32Array(READ_RATE * 4);
    for (let at = READ_RATE * 2; at < sound.length; at += 1)
      sound[at] = 0.7 * Math.sin(at / 3) * Math.sin(at / 7.3) * Math.exp((READ_RATE * 2 - at) / 3000);
    const out = marked(sound);
    const before = energy(out, sound, READ_RATE * 2 - 1200, READ_RATE * 2 - 60);
    const behind = energy(out, sound, READ_RATE * 2, READ_RATE * 2 + 1200);
    expect(behind).toBeGreaterThan(0);
    expect(before / behind).toBeLessThan(1e-6);
  });
});

function energy(one: Float32Array, other: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += (one[at]! - other[at]!) ** 2;
  return sum;
}

describe('reading', () => {
  test('gives the identifier, from where it lies to where it ends', () => {
    const [reading, ...more] = read(copy);
    expect(more).toEqual([]);
    expect(reading).toMatchObject({ payload, key: 0, route: 'blind', from: 0, to: 18 });
    expect(reading!.falseAlarmLog10).toBeLessThan(-30);
    expect(reading!.presence.every((value) => value === null || value > 0.4)).toBe(true);
  });

  test('holds every reading against all that its length and its keys allow, decoded or not', () => {
    // Twenty decodings of the one stretch and one of all together, for each key.
    expect(read(copy)[0]?.trials).toBe(21 * 2 ** 64);
    expect(read(copy, [publicMarkKey, randomKey(1), randomKey(2)])[0]?.trials).toBe(3 * 21 * 2 ** 64);
  });

  test('believes what chance does once in 10⁹ sounds, and nothing less', () => {
    const trail = new PresenceTrail();
    const sighting = { key: 0, payload, choices: 1, change: unchanged, trail };
    const enough = thresholdFor(-9, 21 * 2 ** 64);
    const readings = (statistic: number, choices = 1) =>
      blindReadings([{ ...sighting, statistic, choices }], 21, 18).length;
    expect([enough - 0.01, enough + 0.01].map((statistic) => readings(statistic))).toEqual([0, 1]);
    expect(readings(enough + 0.01, 2)).toBe(0);
  });

  test('finds the pattern where a cut has put it', () => {
    const cut = Math.round(7.33 * READ_RATE);
    const builder = new SpectrogramBuilder(1024);
    builder.add(inChannels(copy.slice(cut), [1, 1]), 0);
    const evidence = soundEvidence(builder.view(builder.frames), 1);
    const { track } = align(evidence, unchanged, pilotList(soundPattern(publicMarkKey)));
    const steps = PERIOD_CELLS * 4;
    const expected = ((cut / READ_RATE / CELL_SECONDS) * 4) % steps;
    const off = Math.abs(track.phases[0]! - expected) % steps;
    expect(Math.min(off, steps - off)).toBeLessThanOrEqual(1);
    expect(read(copy.slice(cut))[0]?.payload).toBe(payload);
  });

  test('finds the speed it is played at', () => {
    {
      const speed = 0.93;
      const [reading] = read(playedFaster(copy, speed));
      expect(reading?.payload).toBe(payload);
      expect(reading!.change.time / speed).toBeCloseTo(1, 2);
      expect(reading!.change.pitch / speed).toBeCloseTo(1, 2);
    }
  });

  test('hears it in either channel, in their sum, and with one turned over', () => {
    const reader = new SoundReader([publicMarkKey]);
    reader.push(inChannels(copy, [1, -1]));
    expect(reader.finish(none)[0]?.payload).toBe(payload);
  });

  test('says nothing with another key, nor of unmarked sound with any key', () => {
    expect(read(copy, [randomKey(1000)])).toEqual([]);
    expect(read(programme, [1, 2, 3, 4].map(randomKey))).toEqual([]);
    expect(read(new Float32Array(READ_RATE * 10))).toEqual([]);
  });

  test('tells two marks apart that follow each other, and what lies between them', () => {
    const other = marked(programmeSound(READ_RATE, 23, 5), 42n);
    const between = programmeSound(READ_RATE, 12, 9);
    const first = marked(programmeSound(READ_RATE, 23, 3));
    const readings = read(joined([first, between, other]));
    expect(readings.map((reading) => reading.payload).sort()).toEqual([42n, payload].sort());
    const one = readings.find((reading) => reading.payload === payload)!;
    const two = readings.find((reading) => reading.payload === 42n)!;
    expect(one.from).toBe(0);
    expect(Math.abs(one.to - 23)).toBeLessThanOrEqual(3);
    expect(Math.abs(two.from - 35)).toBeLessThanOrEqual(3);
    const gap = one.presence.slice(26, 32);
    expect(gap.every((value) => value === null || value < 0.35)).toBe(true);
  });
});

describe('identifiers that were issued', () => {
  const reading = readingPattern(soundPattern(publicMarkKey));
  const random = new KeyStream(publicMarkKey, 'test issued');
  const issued = BigUint64Array.from(
    { length: 300 },
    () => (BigInt(random.word()) << 32n) | BigInt(random.word()),
  );

  test('the test by tables finds what the definition says', () => {
    const values = Float64Array.from({ length: reading.pattern.cells.length }, () => random.fraction() - 0.5);
    const direct = Array.from(issued, (one) => rademacherStatistic(values, expectedSigns(one, reading)));
    const { payload: best, statistic } = bestIdentifier(values, issued, reading);
    expect(statistic).toBeCloseTo(Math.max(...direct), 9);
    expect(best).toBe(issued[direct.indexOf(Math.max(...direct))]);
  });

  test('finds a mark too faint to be decoded, and none of those that are not there', () => {
    const signs = expectedSigns(issued[77]!, reading);
    const faint = Float64Array.from(signs, (sign) => 0.15 * sign + Math.sqrt(12) * (random.fraction() - 0.5));
    const { payload: best, statistic } = bestIdentifier(faint, issued, reading);
    expect(best).toBe(issued[77]);
    expect(statistic).toBeGreaterThan(8);
    const without = BigUint64Array.from(issued.filter((one) => one !== best));
    expect(bestIdentifier(faint, without, reading).statistic).toBeLessThan(5);
    const attempts = [{ key: 0, values: faint, score: 5, change: unchanged }];
    const keys = [{ reading, pilots: pilotList(reading.pattern) }];
    const told = (identifiers: BigUint64Array) =>
      issuedReadings(attempts, keys, identifiers, 33, 18).map((one) => [one.payload, one.trials]);
    expect(told(issued)).toEqual([[best, 33 * 300]]);
    expect(told(without)).toEqual([]);
  });
});
