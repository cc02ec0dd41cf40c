/**
 * How often the rhythm label is found under real sound, by its level against that sound, and how often it is found
 * in real sound that holds none.
 *
 *   node test/bench/audible-labels.ts [--json]
 */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { identify } from '#core/intake/identify.ts';
import { findRhythms } from '#core/labels/explicit/rhythm.ts';
import { SAMPLE_RATE, toneLevels } from '#core/labels/explicit/tone-levels.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { soundSamples } from '#core/media/sound-samples.ts';
import { keyed } from '../fixtures/make/rhythm-sound.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const context = { limits: defaultLimits, signal: new AbortController().signal };

async function load(name: string): Promise<Float32Array | null> {
  const path = corpus(name);
  const media = await identify(path, basename(name));
  if (media.kind !== 'audio' && media.kind !== 'video') return null;
  const sound = await soundSamples(path, media, { from: 0, seconds: 600, rate: SAMPLE_RATE }, context);
  return sound.ok && sound.samples.length > SAMPLE_RATE / 10 ? sound.samples : null;
}

function loudness(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
}

/** A rhythm this many decibels above the whole sound, added to it. */
function mixed(sound: Float32Array, decibels: number, dot: number, hertz: number, before: number) {
  const amplitude = loudness(sound) * Math.SQRT2 * 10 ** (decibels / 20);
  const tone = keyed('AI', { dot, hertz, before, after: 0.2, amplitude });
  return sound.map((value, at) => value + (tone[at] ?? 0));
}

const levels = [10, 6, 0, -6, -10, -15, -20, -30];
const grounds = [
  ['trumpet', 'audio/librosa/audio/sorohanro_-_solo-trumpet-06.hq.ogg'],
  ['speech', 'audio/librosa/audio/198-209-0000.hq.ogg'],
  ['music', 'audio/chroma/tests/data/test.mp3'],
] as const;
const recall: Record<string, Record<string, string>> = {};
const real = { files: 0, seconds: 0, rhythms: 0 };
let milliseconds = 0;
if (corpusPresent) {
  for (const [name, file] of grounds) {
    const sound = await load(file);
    if (sound === null) throw new Error(`${file} cannot be read`);
    recall[name] = {};
    for (const level of levels) {
      let [found, tried] = [0, 0];
      for (const hertz of [660, 1000, 1700, 2500]) {
        for (const dot of [0.06, 0.12, 0.24]) {
          for (const before of [0.5, 1.3]) {
            tried += 1;
            const rhythms = findRhythms(toneLevels(mixed(sound, level, dot, hertz, before)));
            if (rhythms.some(({ from }) => Math.abs(from - before) < 0.05)) found += 1;
          }
        }
      }
      recall[name][`${level} dB`] = `${found}/${tried}`;
    }
  }
  for (const name of corpusFiles('audio', 'video')) {
    const sound = await load(name);
    if (sound === null) continue;
    const start = performance.now();
    real.rhythms += findRhythms(toneLevels(sound)).length;
    milliseconds += performance.now() - start;
    real.files += 1;
    real.seconds += sound.length / SAMPLE_RATE;
  }
}
const report = { recall, real, millisecondsPerMinute: (milliseconds / real.seconds) * 60 };
console.info(JSON.stringify(report, null, values.json ? 0 : 2));
