import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CHROMAPRINT_RATE, chromaprint } from '#core/trace/sound/chromaprint.ts';
import { ChromaprintIndex } from '#core/trace/sound/chromaprint-index.ts';
import { LIKELY_RATE, matchChromaprints } from '#core/trace/sound/chromaprint-match.ts';
import { constellationOf } from '#core/trace/sound/constellation.ts';
import { LandmarkIndex } from '#core/trace/sound/landmark-index.ts';
import { PEAK_RATE, PEAK_STEP, PeakFinder, peakFrame, peakPitch } from '#core/trace/sound/peaks.ts';
import { matchSounds, strengthOf } from '#core/trace/sound/sound-match.ts';
import { wilson } from './images/wilson.ts';
import { BENCH_RATE, distortions } from './sounds/sound-distortions.ts';
import { allResampled, lengthOf, readSound, spoken } from './sounds/sound-tool.ts';

/**
 * Which distorted stretches of 12 seconds are found in the pieces they were taken from, how exactly, and how often
 * unrelated pieces match; Chromaprint (bit error rate at most .30) beside it, and the two indexes of the register.
 *
 *   node test/bench/trace/sound.ts FOLDER… [--pieces 170] [--each 2] [--trials 100] [--others 500]
 *
 * Each sound of the folders gives up to `each` pieces of 25 s; pieces of one file are never called unrelated, nor are
 * voices of the synthesiser. Each pair of unrelated pieces is compared once, in one of the rows, so that all pairs are
 * different. `others` entries are added to the indexes that nothing was taken from: peaks and numbers of the pieces
 * played backward and at other pitches.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pieces: { type: 'string', default: '170' },
    each: { type: 'string', default: '2' },
    trials: { type: 'string', default: '100' },
    others: { type: 'string', default: '500' },
  },
});
const TRIALS = Number(values.trials);
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

/** @param samples at `PEAK_RATE` */
function peaksOf(samples: Float32Array): Uint32Array {
  const finder = new PeakFinder();
  finder.push(samples);
  return finder.finish();
}

/** Wilson's interval of 95 % for a share, in per cent. */
function interval(hits: number, count: number): readonly [number, number] {
  const z = 1.96;
  const share = hits / Math.max(1, count);
  const middle = share + (z * z) / (2 * count);
  const reach = z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  const whole = 1 + (z * z) / count;
  return [(100 * (middle - reach)) / whole, (100 * (middle + reach)) / whole];
}

/** The pieces in an order in which those of one sound are far apart, so that the first ones are of many. */
function mixed(list: readonly Piece[]): Piece[] {
  const rounds = new Map<string, number>();
  return list
    .map((piece) => {
      const round = rounds.get(piece.family) ?? 0;
      rounds.set(piece.family, round + 1);
      return { piece, round };
    })
    .sort((one, other) => one.round - other.round)
    .map(({ piece }) => piece);
}

const all = mixed(pieces());
const whole = all.map(({ samples }) => samples);
const known = allResampled(whole, PEAK_RATE).map((samples) => constellationOf(peaksOf(samples)));
const coded = allResampled(whole, CHROMAPRINT_RATE).map((samples) => chromaprint(samples));
const index = new LandmarkIndex();
const codedIndex = new ChromaprintIndex();
for (let other = 0; other < Number(values.others); other += 1) {
  const [from, turn] = [other % all.length, Math.floor(other / all.length)];
  index.add(all.length + other, backward(known[from]!.peaks, turn * 37 - 200));
  codedIndex.add(
    all.length + other,
    coded[from]!.toReversed().map((number) => number ^ (turn * 0x01010101)),
  );
}
for (const [id, { peaks }] of known.entries()) index.add(id, peaks);
for (const [id, numbers] of coded.entries()) codedIndex.add(id, numbers);

/** Peaks played backward, higher by so many twentieths of a semitone. */
function backward(peaks: Uint32Array, higher: number): Uint32Array {
  const end = peakFrame(peaks.at(-1) ?? 0);
  const turned = [...peaks].map((peak) => {
    return (end - peakFrame(peak)) * 1024 + ((peakPitch(peak) + higher + 2048) % 1024);
  });
  return Uint32Array.from(turned.sort((one, other) => one - other));
}

/** Every pair of unrelated pieces of which one is asked for, once; in order, so that each row has its share. */
const unrelated = Array.from({ length: Math.min(TRIALS, all.length) }, (_, at) =>
  all.flatMap(({ family }, other) => (other > at && family !== all[at]!.family ? [other] : [])),
);
const seconds = all.reduce((sum, { samples }) => sum + samples.length / BENCH_RATE, 0);
const families = new Set(all.map(({ family }) => family)).size;
console.log(
  `${all.length} pieces of ${families} sounds (${(seconds / 60).toFixed(0)} min), ${unrelated.length} asked for in each row; indexes of ${index.size} sounds, ${(index.landmarks / index.size / PIECE).toFixed(1)} landmarks/s`,
);
console.log(
  'change'.padEnd(32) +
    'target'.padStart(7) +
    'found (95 %)'.padStart(19) +
    'index'.padStart(7) +
    'offset p50/p95/max s'.padStart(22) +
    'speed err'.padStart(11) +
    'pitch err'.padStart(11) +
    'Chromaprint'.padStart(13) +
    'index'.padStart(7) +
    '  false: ours, Chromaprint',
);
let [pairs, wrong, wrongCoded, strongest, least] = [0, 0, 0, 0, 1];
const took = { asked: 0, landmarks: 0, chromaprints: 0, compared: 0 };
const percent = (count: number, of: number): string => `${((100 * count) / Math.max(1, of)).toFixed(0)} %`;
function timed<T>(what: 'landmarks' | 'chromaprints' | 'compared', act: () => T): T {
  const started = performance.now();
  const value = act();
  took[what] += performance.now() - started;
  return value;
}
for (const [row, distortion] of distortions.entries()) {
  let [asked, found, first, foundCoded, firstCoded, wrongHere, wrongCodedHere, pairsHere] = [
    0, 0, 0, 0, 0, 0, 0, 0,
  ];
  const errors: number[] = [];
  let [speedError, pitchError] = [0, 0];
  const changed = unrelated.map((_, at) => {
    const { samples } = all[at]!;
    const part = samples.subarray(Math.round(FROM * BENCH_RATE), Math.round((FROM + QUERY) * BENCH_RATE));
    return distortion.make(part, at + 1);
  });
  const [forPeaks, forNumbers] = [allResampled(changed, PEAK_RATE), allResampled(changed, CHROMAPRINT_RATE)];
  for (const [at, others] of unrelated.entries()) {
    const { family } = all[at]!;
    const [peaks, numbers] = [peaksOf(forPeaks[at]!), chromaprint(forNumbers[at]!)];
    asked += 1;
    took.asked += 1;
    if (timed('landmarks', () => index.search(peaks, 5)).some(({ id }) => id === at)) first += 1;
    if (timed('chromaprints', () => codedIndex.search(numbers, 5)).some(({ id }) => id === at))
      firstCoded += 1;
    const best = matchSounds(peaks, known[at]!)?.best;
    if (best !== undefined && strengthOf(best) >= 1) {
      found += 1;
      errors.push(Math.abs(best.offset * PEAK_STEP - FROM));
      speedError = Math.max(speedError, Math.abs(best.speed / distortion.speed - 1));
      pitchError = Math.max(pitchError, Math.abs(best.shift / 20 - distortion.semitones));
    }
    if ((matchChromaprints(numbers, coded[at]!)?.rate ?? 1) <= LIKELY_RATE) foundCoded += 1;
    for (const other of others) {
      if ((at + other) % distortions.length !== row) continue;
      pairsHere += 1;
      const match = timed('compared', () => matchSounds(peaks, known[other]!))?.best;
      const strength = match === undefined ? 0 : strengthOf(match);
      strongest = Math.max(strongest, strength);
      if (strength >= 1) {
        wrongHere += 1;
        console.log(`  false: ${family} in ${all[other]!.family}, ${match!.votes} of ${match!.peaks} peaks`);
      }
      const rate = matchChromaprints(numbers, coded[other]!)?.rate ?? 1;
      least = Math.min(least, rate);
      if (rate <= LIKELY_RATE) {
        wrongCodedHere += 1;
        console.log(`  false by Chromaprint: ${family} in ${all[other]!.family}, ${rate.toFixed(3)}`);
      }
    }
  }
  errors.sort((one, other) => one - other);
  const quantile = (share: number): string =>
    (errors[Math.min(errors.length - 1, Math.floor(errors.length * share))] ?? Number.NaN).toFixed(3);
  const [low, high] = interval(found, asked);
  console.log(
    distortion.name.padEnd(32) +
      (distortion.target === null ? '' : `${distortion.target * 100} %`).padStart(7) +
      `${percent(found, asked)} (${low.toFixed(0)}–${high.toFixed(0)})`.padStart(19) +
      percent(first, asked).padStart(7) +
      `${quantile(0.5)} / ${quantile(0.95)} / ${quantile(1)}`.padStart(22) +
      `${(100 * speedError).toFixed(2)} %`.padStart(11) +
      pitchError.toFixed(2).padStart(11) +
      percent(foundCoded, asked).padStart(13) +
      percent(firstCoded, asked).padStart(7) +
      `  ${wrongHere}, ${wrongCodedHere} of ${pairsHere}`,
  );
  pairs += pairsHere;
  wrong += wrongHere;
  wrongCoded += wrongCodedHere;
}
console.log(
  `false matches of ours: ${wrong} of ${pairs} different unrelated pairs (${wilson(wrong, pairs)}), strongest ${strongest.toFixed(2)} of its threshold`,
);
console.log(
  `false matches of Chromaprint: ${wrongCoded} (${wilson(wrongCoded, pairs)}), least bit error rate ${least.toFixed(3)}`,
);
console.log(
  `ms: landmark index ${(took.landmarks / took.asked).toFixed(1)}, Chromaprint index ${(took.chromaprints / took.asked).toFixed(1)} a query of 12 s; two sounds compared ${(took.compared / Math.max(1, pairs)).toFixed(1)}`,
);
