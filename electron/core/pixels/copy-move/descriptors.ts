import type { FloatPlane } from '../picture.ts';
import { VectorFunction, vectorModule } from '../vector-code.ts';
import { Harmonics } from './harmonics.ts';
import { smoothed } from './plane.ts';

/** Parts of a grey level that descriptors are rounded to. */
export const unit = 32;
/** Numbers that describe the surroundings of a pixel. */
export const descriptorLength = 12;

/** Descriptors of every pixel of a plane. */
export interface Descriptors {
  readonly width: number;
  readonly height: number;
  /**
   * `descriptorLength` for each pixel, row by row, in parts of `1 / unit` of a grey level: first the means, which tell
   * most pairs apart.
   */
  readonly values: Int16Array;
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

/**
 * The grey levels on three rings about each pixel, as the mean and the moduli of the first three circular harmonics of
 * each ring. Turning moves the phase of a harmonic and mirroring its sign, so the moduli stay (Cozzolino, Poggi and
 * Verdoliva, IEEE TIFS 10(11), 2015, section III, use the same property of Zernike moments, polar cosine and
 * Fourier–Mellin transforms). Taken at another scale they find copies that were enlarged by it.
 *
 * @param plane grey levels 0…255
 * @param scale of the rings; the plane is smoothed accordingly
 */
export function ringDescriptors(plane: FloatPlane, scale: number): Descriptors {
  const { width, height } = plane;
  const reach = Math.ceil(radii[2] * scale) + 1;
  const values = new Int16Array(width * height * descriptorLength);
  const usable = new Uint8Array(width * height);
  const wide = width - 2 * reach;
  if (wide <= 0) return { width, height, values, usable };
  // Rows are done in fours: what is written past the end of a row is not read.
  const rowBytes = 16 * Math.ceil(wide / 4);
  const planeAt = (descriptorLength + 1) * rowBytes;
  const { memory, call } = vectorModule(planeAt + 4 * width * height + 16, {
    describe: ringFunction(scale, reach, 4 * width, rowBytes),
  });
  new Float32Array(memory, planeAt, width * height).set(smoothed(plane, 0.9 * scale).data);
  const rows = Array.from(
    { length: descriptorLength },
    (_, index) => new Float32Array(memory, index * rowBytes, wide),
  );
  const texture = new Float32Array(memory, descriptorLength * rowBytes, wide);
  for (let y = reach; y < height - reach; y += 1) {
    const from = planeAt + 4 * (y - reach) * width;
    call.describe(0, rowBytes, from);
    const start = y * width + reach;
    for (let index = 0; index < descriptorLength; index += 1) {
      const row = rows[index]!;
      for (let x = 0, to = start * descriptorLength + index; x < wide; x += 1, to += descriptorLength)
        values[to] = unit * row[x]! + 0.5;
    }
    for (let x = 0; x < wide; x += 1) if (texture[x]! >= leastTexture * leastTexture) usable[start + x] = 1;
  }
  return { width, height, values, usable };
}

/**
 * Parameters: where the row of the first number goes, its end, and the corner of the surroundings of the first pixel. The
 * other numbers' rows follow, then that of the sum of all squared moduli.
 */
function ringFunction(scale: number, reach: number, stride: number, rowBytes: number): VectorFunction {
  const code = new VectorFunction(3);
  const locals = (count: number) => Array.from({ length: count }, () => code.constant(0).keep());
  const samples = locals(onRing);
  const harmonic = new Harmonics(code, samples);
  const [texture, square, root] = locals(3) as [number, number, number];
  return code.loop([0, 2], 1, () => {
    code.constant(0).set(texture);
    for (const [ring, radius] of radii.entries()) {
      for (const [k, sample] of samples.entries()) {
        const angle = (2 * Math.PI * k) / onRing;
        const [u, v] = [scale * radius * Math.cos(angle), scale * radius * Math.sin(angle)];
        const [left, top] = [Math.floor(u), Math.floor(v)];
        const [across, down] = [u - left, v - top];
        const place = (top + reach) * stride + 4 * (left + reach);
        code
          .load(2, place)
          .constant((1 - across) * (1 - down))
          .multiply();
        code
          .load(2, place + 4)
          .constant(across * (1 - down))
          .multiply()
          .add();
        code
          .load(2, place + stride)
          .constant((1 - across) * down)
          .multiply()
          .add();
        code
          .load(2, place + stride + 4)
          .constant(across * down)
          .multiply()
          .add()
          .set(sample);
      }
      harmonic.mean(root);
      code.store(0, ring * rowBytes, root);
      for (let order = 1; order <= harmonics; order += 1) {
        harmonic.squaredModulus(order as 1 | 2 | 3, square);
        code.get(square).get(texture).add().set(texture);
        code.get(square).squareRoot().set(root);
        code.store(0, (radii.length + harmonics * ring + order - 1) * rowBytes, root);
      }
    }
    code.store(0, descriptorLength * rowBytes, texture);
  });
}
