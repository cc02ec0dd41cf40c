import type { FloatPlane } from '../picture.ts';
import { smoothed } from './plane.ts';

/** Numbers that describe the surroundings of a pixel. */
export const descriptorLength = 12;

/** Descriptors of every pixel of a plane. */
export interface Descriptors {
  readonly width: number;
  readonly height: number;
  /** `descriptorLength` for each pixel, row by row: first the means, which tell most pairs apart. */
  readonly values: Float32Array;
  /** Pixels whose surroundings lie in the picture and are not flat: 1. */
  readonly usable: Uint8Array;
}

/** Samples on a ring: enough for its third harmonic at every turn. */
const onRing = 12;
const harmonics = 3;
/** Radii at scale 1, pixels. */
const radii = [2, 4.5, 7.5] as const;
/** Grey levels (root of the mean square of all harmonics) below which surroundings are flat. */
const leastTexture = 1.2;

/** How far from the edge of the picture a descriptor can be taken at a scale, pixels. */
export function descriptorReach(scale: number): number {
  return Math.ceil(radii[2] * scale) + 1;
}

/**
 * The grey levels on three rings about each pixel, as the mean and the moduli of the first three circular harmonics of
 * each ring. Turning moves the phase of a harmonic and mirroring its sign, so the moduli stay (Cozzolino, Poggi and
 * Verdoliva, IEEE TIFS 10(11), 2015, section III, use the same property of Zernike moments, polar cosine and
 * Fourier–Mellin transforms). Taken at another scale they find copies that were enlarged by it.
 *
 * @param scale of the rings; the plane is smoothed accordingly
 * @param step only every `step`-th pixel of every `step`-th row is described
 */
export function ringDescriptors(plane: FloatPlane, scale: number, step: number): Descriptors {
  const { width, height } = plane;
  const { data } = smoothed(plane, 0.9 * scale);
  const reach = descriptorReach(scale);
  const values = new Float32Array(width * height * descriptorLength);
  const usable = new Uint8Array(width * height);
  const { places, shares } = ringSamples(scale, width);
  const samples = new Float64Array(onRing);
  for (let y = firstOf(reach, step); y < height - reach; y += step) {
    for (let x = firstOf(reach, step); x < width - reach; x += step) {
      const at = y * width + x;
      const to = at * descriptorLength;
      let texture = 0;
      for (let ring = 0, sample = 0; ring < radii.length; ring += 1) {
        for (let k = 0; k < onRing; k += 1, sample += 1) {
          const place = at + places[sample]!;
          const share = 4 * sample;
          samples[k] =
            data[place]! * shares[share]! +
            data[place + 1]! * shares[share + 1]! +
            data[place + width]! * shares[share + 2]! +
            data[place + width + 1]! * shares[share + 3]!;
        }
        texture += harmonicsOf(samples, values, to + ring, to + radii.length + harmonics * ring);
      }
      if (texture >= leastTexture * leastTexture) usable[at] = 1;
    }
  }
  return { width, height, values, usable };
}

/** The first whole multiple of `step` at or after `least`. */
export function firstOf(least: number, step: number): number {
  return Math.ceil(least / step) * step;
}

function ringSamples(scale: number, width: number) {
  const places = new Int32Array(radii.length * onRing);
  const shares = new Float64Array(4 * places.length);
  for (let ring = 0, sample = 0; ring < radii.length; ring += 1) {
    for (let k = 0; k < onRing; k += 1, sample += 1) {
      const angle = (2 * Math.PI * k) / onRing;
      const [u, v] = [scale * radii[ring]! * Math.cos(angle), scale * radii[ring]! * Math.sin(angle)];
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const [across, down] = [u - left, v - top];
      places[sample] = top * width + left;
      shares.set(
        [(1 - across) * (1 - down), across * (1 - down), (1 - across) * down, across * down],
        4 * sample,
      );
    }
  }
  return { places, shares };
}

const half = Math.sqrt(3) / 2;

/**
 * Mean and moduli of harmonics 1 … 3 of twelve samples, so weighted that the sum of their squares is at most the mean
 * square of the samples.
 *
 * @returns sum of the squared moduli
 */
function harmonicsOf(s: Float64Array, out: Float32Array, mean: number, moduli: number): number {
  // Sums and differences of samples half a turn apart hold the even and the odd harmonics.
  const [p0, p1, p2] = [s[0]! + s[6]!, s[1]! + s[7]!, s[2]! + s[8]!];
  const [p3, p4, p5] = [s[3]! + s[9]!, s[4]! + s[10]!, s[5]! + s[11]!];
  const [m0, m1, m2] = [s[0]! - s[6]!, s[1]! - s[7]!, s[2]! - s[8]!];
  const [m3, m4, m5] = [s[3]! - s[9]!, s[4]! - s[10]!, s[5]! - s[11]!];
  const real1 = m0 + half * (m1 - m5) + 0.5 * (m2 - m4);
  const imaginary1 = m3 + half * (m2 + m4) + 0.5 * (m1 + m5);
  const real2 = p0 - p3 + 0.5 * (p1 + p5 - p2 - p4);
  const imaginary2 = half * (p1 + p2 - p4 - p5);
  const real3 = m0 - m2 + m4;
  const imaginary3 = m1 - m3 + m5;
  const first = (real1 * real1 + imaginary1 * imaginary1) / 72;
  const second = (real2 * real2 + imaginary2 * imaginary2) / 72;
  const third = (real3 * real3 + imaginary3 * imaginary3) / 72;
  out[mean] = (p0 + p1 + p2 + p3 + p4 + p5) / 12;
  out[moduli] = Math.sqrt(first);
  out[moduli + 1] = Math.sqrt(second);
  out[moduli + 2] = Math.sqrt(third);
  return first + second + third;
}
