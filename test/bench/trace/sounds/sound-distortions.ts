import { runTool } from './sound-tool.ts';

/** Samples per second of everything in the bench. */
export const BENCH_RATE = 16_000;

/** What was done to a sound, what speed and pitch it has afterwards, and the row's target. */
export interface Distortion {
  readonly name: string;
  readonly speed: number;
  readonly semitones: number;
  /** Share that is to be found; `null`: no target in the issue. */
  readonly target: number | null;
  make(samples: Float32Array, seed: number): Float32Array;
}

const filtered = (filter: string) => (samples: Float32Array) => runTool(samples, ['-af', filter]);
const coded =
  (format: string, ...args: string[]) =>
  (samples: Float32Array) =>
    runTool(samples, [...args, '-f', format], format);
const phone = 'highpass=f=300,highpass=f=300,lowpass=f=3400,lowpass=f=3400';
const semitone = 2 ** (1 / 12);

function row(
  name: string,
  target: number | null,
  make: Distortion['make'],
  { speed = 1, semitones = 0 }: { readonly speed?: number; readonly semitones?: number } = {},
): Distortion {
  return { name, target, make, speed, semitones };
}

const faster = (speed: number, target: number | null): Distortion =>
  row(
    `speed ${speed}`,
    target,
    filtered(`asetrate=${Math.round(BENCH_RATE * speed)},aresample=${BENCH_RATE}`),
    { speed, semitones: 12 * Math.log2(speed) },
  );
const stretched = (speed: number, target: number | null): Distortion =>
  row(`tempo ${speed}`, target, filtered(`atempo=${speed}`), { speed });
const pitched = (semitones: number, target: number | null): Distortion =>
  row(
    `pitch ${semitones > 0 ? '+' : ''}${semitones} semitone`,
    target,
    filtered(
      `asetrate=${Math.round(BENCH_RATE * semitone ** semitones)},aresample=${BENCH_RATE},atempo=${semitone ** -semitones}`,
    ),
    { semitones },
  );

export const distortions: readonly Distortion[] = [
  row('as it is', null, (samples) => samples),
  row('MP3 48 kbit/s', null, coded('mp3', '-b:a', '48k')),
  row('Opus 16 kbit/s', null, coded('ogg', '-c:a', 'libopus', '-b:a', '16k')),
  row('noise 10 dB', 0.95, (samples, seed) => noisy(samples, 10, seed)),
  row('noise 0 dB', null, (samples, seed) => noisy(samples, 0, seed)),
  row('phone band 300–3,400 Hz', 0.95, filtered(phone)),
  row('small room', 0.95, room),
  row('room, phone band, noise 15 dB', null, (samples, seed) =>
    noisy(filtered(phone)(room(samples, seed)), 15, seed),
  ),
  row('room, phone band, noise 5 dB', null, (samples, seed) =>
    noisy(filtered(phone)(room(samples, seed)), 5, seed),
  ),
  ...[1.025, 1.05, 0.95].map((speed) => faster(speed, 0.95)),
  ...[1.05, 1.1, 0.9].map((speed) => stretched(speed, 0.95)),
  ...[1, -1].map((semitones) => pitched(semitones, 0.8)),
];

/** Uniform in 0 … 1. */
function generator(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 8) + 0.5) / 2 ** 24;
  };
}

export function noisy(samples: Float32Array, decibels: number, seed: number): Float32Array {
  const random = generator(seed);
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const level = Math.sqrt(power * 10 ** (-decibels / 10));
  return samples.map(
    (sample) => sample + level * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()),
  );
}

/** A simulated room: direct sound and about 200 reflections that fall by 60 dB in 0.4 s. No recording stands behind it. */
function room(samples: Float32Array, seed: number): Float32Array {
  const random = generator(seed + 1000);
  const result = Float32Array.from(samples);
  for (let reflection = 0; reflection < 200; reflection += 1) {
    const delay = Math.round((0.002 + 0.3 * random()) * BENCH_RATE);
    const level = (random() - 0.5) * 0.5 * 10 ** ((-3 * delay) / BENCH_RATE / 0.4);
    for (let at = delay; at < samples.length; at += 1) result[at]! += level * samples[at - delay]!;
  }
  const loudest = result.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1);
  return result.map((sample) => sample / loudest);
}
