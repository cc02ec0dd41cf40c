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
  /** Level of everything together in each frame; a sine of full scale counts as 0 dB. */
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
  const rows = bands.map(({ levels }) => levels);
  const total = new Float32Array(frames);
  const transform = new FourierTransform(SIZE);
  const [real, imaginary] = [new Float64Array(SIZE), new Float64Array(SIZE)];
  const energies = new Float64Array(2);
  const fill = (part: Float64Array, frame: number): number => {
    const start = frame * HOP - WINDOW / 2;
    let energy = 0;
    for (let at = 0; at < WINDOW; at += 1) {
      const value = (samples[start + at] ?? 0) * window[at]!;
      part[at] = value;
      energy += value * value;
    }
    part.fill(0, WINDOW);
    return energy;
  };
  // Two real frames make one complex transform, and come apart by its symmetry.
  for (let frame = 0; frame < frames; frame += 2) {
    energies[0] = fill(real, frame);
    energies[1] = fill(imaginary, frame + 1);
    transform.forward(real, imaginary);
    for (let bin = LOWEST; bin <= HIGHEST; bin += 1) {
      const row = rows[bin - LOWEST]!;
      const mirror = SIZE - bin;
      const sumReal = real[bin]! + real[mirror]!;
      const sumImaginary = imaginary[bin]! + imaginary[mirror]!;
      const differenceReal = real[bin]! - real[mirror]!;
      const differenceImaginary = imaginary[bin]! - imaginary[mirror]!;
      row[frame] = decibels((sumReal ** 2 + differenceImaginary ** 2) / (2 * gain) ** 2);
      // Beyond the last frame the assignment is void.
      row[frame + 1] = decibels((sumImaginary ** 2 + differenceReal ** 2) / (2 * gain) ** 2);
    }
    for (const [half, energy] of energies.entries()) total[frame + half] = decibels((2 * energy) / power);
  }
  return { frames, bands, total };
}

function decibels(power: number): number {
  return Math.max(SILENCE, 10 * Math.log10(power + 1e-12));
}
