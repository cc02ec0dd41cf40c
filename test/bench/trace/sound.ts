import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CHROMAPRINT_RATE, chromaprint } from '#core/trace/sound/chromaprint.ts';
import { LIKELY_RATE, matchChromaprints } from '#core/trace/sound/chromaprint-match.ts';
import { constellationOf } from '#core/trace/sound/constellation.ts';
import { LandmarkIndex } from '#core/trace/sound/landmark-index.ts';
import { PEAK_RATE, PEAK_STEP, PeakFinder } from '#core/trace/sound/peaks.ts';
import { matchSounds, strengthOf } from '#core/trace/sound/sound-match.ts';
import { wilson } from './images/wilson.ts';
import { BENCH_RATE, distortions } from './sounds/sound-distortions.ts';
import { lengthOf, readSound, resampled, spoken } from './sounds/sound-tool.ts';

/**
 * Which distorted stretches of 12 seconds are found in the pieces they were taken from, how exactly, and how often
 * unrelated pieces match; Chromaprint (bit error rate at most .30) beside it.
 *
 *   node test/bench/trace/sound.ts FOLDER… [--pieces 100] [--each 5] [--every 1] [--unrelated 40]
 *
 * Each sound of the folders gives up to `each` pieces of 25 s; pieces of one file are never called unrelated, nor are
 * voices of the synthesiser. Every `every`-th piece is distorted; each is held against `unrelated` others.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pieces: { type: 'string', default: '100' },
    each: { type: 'string', default: '5' },
    every: { type: 'string', default: '1' },
    unrelated: { type: 'string', default: '40' },
  },
});
const PIECE = 25;
const FROM = 6.3;
const QUERY = 12;

interface Piece {
  readonly family: string;
  readonly samples: Float32Array;
}

const speeches = [
  [
    'en',
    'During the past twelve months the observatory recorded more than nine thousand hours of clear sky, and the new instrument found four objects that nobody had described before. Our thanks go to the volunteers who kept the dome running through a winter of storms and broken heaters, and to the school that lent us its generator when the line came down in March.',
  ],
  [
    'cmn',
    '今天下午，市政府召开新闻发布会，介绍了城市轨道交通建设的最新进展，预计明年年底前将开通三条新线路。发言人表示，施工期间部分路段将实行交通管制，请市民提前安排出行路线，并留意沿途的临时公交站点。与会记者还就票价、换乘和无障碍设施等问题提问。',
  ],
  [
    'de',
    'Der Landtag hat heute nach langer Debatte beschlossen, die Brücken im Süden des Landes zu erneuern. Die Arbeiten sollen im Frühjahr beginnen und etwa drei Jahre dauern. Am Wochenende wird es kälter, örtlich ist mit Nachtfrost zu rechnen, im Bergland fällt der erste Schnee des Jahres.',
  ],
] as const;

function pieces(): Piece[] {
  const found: Piece[] = [];
  for (const folder of positionals)
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      const length = lengthOf(path);
      const most = Math.min(Number(values.each), Math.floor(length / (PIECE + 2)));
      for (let at = 0; at < most; at += 1) {
        const from = (at * (length - PIECE)) / Math.max(1, most);
        found.push({ family: path, samples: readSound(path, from, PIECE) });
      }
    }
  for (const [voice, text] of speeches) {
    const samples = spoken(voice, text);
    if (samples !== null && samples.length > (FROM + QUERY) * BENCH_RATE)
      found.push({ family: 'speech', samples: samples.subarray(0, PIECE * BENCH_RATE) });
  }
  return found.filter(({ samples }) => loudness(samples) > 0.001).slice(0, Number(values.pieces));
}

function loudness(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

function peaksOf(samples: Float32Array): Uint32Array {
  const finder = new PeakFinder();
  finder.push(resampled(samples, PEAK_RATE));
  return finder.finish();
}

const all = pieces();
const known = all.map(({ samples }) => constellationOf(peaksOf(samples)));
const coded = all.map(({ samples }) => chromaprint(resampled(samples, CHROMAPRINT_RATE)));
const index = new LandmarkIndex();
for (const [id, { peaks }] of known.entries()) index.add(id, peaks);
const seconds = all.reduce((sum, { samples }) => sum + samples.length / BENCH_RATE, 0);
const families = new Set(all.map(({ family }) => family)).size;
console.log(
  `${all.length} pieces of ${families} sounds, ${(index.landmarks / seconds).toFixed(1)} landmarks/s`,
);
console.log(
  'change'.padEnd(32) +
    'target'.padStart(7) +
    'found'.padStart(7) +
    'index'.padStart(7) +
    'offset p50/p95/max s'.padStart(22) +
    'speed err'.padStart(11) +
    'pitch err'.padStart(11) +
    'Chromaprint'.padStart(13) +
    '  false: ours, Chromaprint',
);
let [pairs, wrong, wrongCoded, strongest, least] = [0, 0, 0, 0, 1];
const percent = (count: number, of: number): string => `${((100 * count) / Math.max(1, of)).toFixed(0)} %`;
for (const distortion of distortions) {
  let [asked, found, first, foundCoded, wrongHere, wrongCodedHere, pairsHere] = [0, 0, 0, 0, 0, 0, 0];
  const errors: number[] = [];
  let [speedError, pitchError] = [0, 0];
  for (let at = 0; at < all.length; at += Number(values.every)) {
    const { samples, family } = all[at]!;
    const part = samples.subarray(Math.round(FROM * BENCH_RATE), Math.round((FROM + QUERY) * BENCH_RATE));
    const changed = distortion.make(part, at + 1);
    const [peaks, numbers] = [peaksOf(changed), chromaprint(resampled(changed, CHROMAPRINT_RATE))];
    asked += 1;
    if (index.search(peaks, 5).some(({ id }) => id === at)) first += 1;
    const best = matchSounds(peaks, known[at]!)?.best;
    if (best !== undefined && strengthOf(best) >= 1) {
      found += 1;
      errors.push(Math.abs(best.offset * PEAK_STEP - FROM));
      speedError = Math.max(speedError, Math.abs(best.speed / distortion.speed - 1));
      pitchError = Math.max(pitchError, Math.abs(best.shift / 20 - distortion.semitones));
    }
    if ((matchChromaprints(numbers, coded[at]!)?.rate ?? 1) <= LIKELY_RATE) foundCoded += 1;
    for (let step = 1; step <= Number(values.unrelated); step += 1) {
      const other = (at + step * 7) % all.length;
      if (all[other]!.family === family) continue;
      pairsHere += 1;
      const match = matchSounds(peaks, known[other]!)?.best;
      const strength = match === undefined ? 0 : strengthOf(match);
      strongest = Math.max(strongest, strength);
      if (strength >= 1) {
        wrongHere += 1;
        console.log(`  false: ${family} in ${all[other]!.family}, ${match!.votes} of ${match!.peaks} peaks`);
      }
      const rate = matchChromaprints(numbers, coded[other]!)?.rate ?? 1;
      least = Math.min(least, rate);
      if (rate <= LIKELY_RATE) wrongCodedHere += 1;
    }
  }
  errors.sort((one, other) => one - other);
  const quantile = (share: number): string =>
    (errors[Math.min(errors.length - 1, Math.floor(errors.length * share))] ?? Number.NaN).toFixed(3);
  console.log(
    distortion.name.padEnd(32) +
      (distortion.target === null ? '' : `${distortion.target * 100} %`).padStart(7) +
      percent(found, asked).padStart(7) +
      percent(first, asked).padStart(7) +
      `${quantile(0.5)} / ${quantile(0.95)} / ${quantile(1)}`.padStart(22) +
      `${(100 * speedError).toFixed(2)} %`.padStart(11) +
      pitchError.toFixed(2).padStart(11) +
      percent(foundCoded, asked).padStart(13) +
      `  ${wrongHere}, ${wrongCodedHere} of ${pairsHere}`,
  );
  pairs += pairsHere;
  wrong += wrongHere;
  wrongCoded += wrongCodedHere;
}
console.log(
  `false matches of ours: ${wrong} of ${pairs} unrelated pairs (${wilson(wrong, pairs)}), strongest ${strongest.toFixed(2)} of its threshold`,
);
console.log(
  `false matches of Chromaprint: ${wrongCoded} (${wilson(wrongCoded, pairs)}), least bit error rate ${least.toFixed(3)}`,
);
