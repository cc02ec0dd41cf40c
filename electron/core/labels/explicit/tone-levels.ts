import { FourierTransform } from '#shared/numeric/fft.ts';

/** Samples per second the sound is brought to: four kilohertz and some room. */
export const SAMPLE_RATE = 16_000;
const SIZE = 1024;
/** Samples under the window: 40 ms, so that dots of 60 ms stand apart. */
const WINDOW = 640;
const HOP = 160;
/** Seconds from one frame to the next. */
export const FRAME_SECONDS = HOP / SAMPLE_RATE;
/** Hertz from one band to the next. */
const BAND_HERTZ = SAMPLE_RATE / SIZE;
const LOWEST = Math.ceil(200 / BAND_HERTZ);
const HIGHEST = Math.floor(4000 / BAND_HERTZ);
/** Quieter than this is silence, dB of full scale. */
export const SILENCE = -90;

/** Levels of narrow bands over time. */
export interface ToneLevels {
  readonly frames: number;
  /** One row for each band: the level of a sine there, dB of full scale. */
  readonly bands: readonly { readonly hertz: number; readonly levels: Float32Array }[];
  /** Level of everything together in each frame, dB of full scale. */
  readonly total: Float32Array;
}

/** Short-time spectrum (Allen and Rabiner 1977) with a Hann window, 200…4000 Hz. Frame n is centred on n × 10 ms. */
export function toneLevels(samples: Float32Array): ToneLevels {
  const frames = Math.max(1, Math.ceil(samples.length / HOP));
  const window = Float64Array.from(
    { length: WINDOW },
    (_, at) => Math.sin((Math.PI * (at + 0.5)) / WINDOW) ** 2,
  );
  // A sine of amplitude 1 has this magnitude in its band.
  const gain = window.reduce((sum, value) => sum + value, 0) / 2;
  const power = window.reduce((sum, value) => sum + value * value, 0);
  const bands = Array.from({ length: HIGHEST - LOWEST + 1 }, (_, index) => ({
    hertz: (LOWEST + index) * BAND_HERTZ,
    levels: new Float32Array(frames),
  }));
  const total = new Float32Array(frames);
  const transform = new FourierTransform(SIZE);
  const [real, imaginary] = [new Float64Array(SIZE), new Float64Array(SIZE)];
  for (let frame = 0; frame < frames; frame += 1) {
    real.fill(0);
    imaginary.fill(0);
    const start = frame * HOP - WINDOW / 2;
    let energy = 0;
    for (let at = 0; at < WINDOW; at += 1) {
      const value = (samples[start + at] ?? 0) * window[at]!;
      real[at] = value;
      energy += value * value;
    }
    transform.forward(real, imaginary);
    for (const [index, { levels }] of bands.entries()) {
      const bin = LOWEST + index;
      levels[frame] = decibels((real[bin]! ** 2 + imaginary[bin]! ** 2) / gain ** 2);
    }
    // A sine of full scale has the mean square one half, and counts as 0 dB.
    total[frame] = decibels((2 * energy) / power);
  }
  return { frames, bands, total };
}

function decibels(power: number): number {
  return Math.max(SILENCE, 10 * Math.log10(power + 1e-12));
}
