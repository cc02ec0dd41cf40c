import { PlaneTransform } from '#shared/numeric/fourier-plane.ts';
import { TILE, TILE_UNIT } from '../picture/layout.ts';

/**
 * Amplitudes of a film's tile fall with the frequency to this power. Film encoders keep next to nothing of the upper
 * half of the band at low rates: measured on H.264 at CRF 40, 0.3 to 0.6 of the amplitude came through below 10 cycles
 * a tile and 0.1 above 16.
 */
const SLOPE = 1;

/** The tile of a picture, shaped for film: the same frequencies, phases and signs, so that either reader reads both. */
export function filmTile(tile: Int16Array, slope = SLOPE): Int16Array {
  const transform = new PlaneTransform(TILE, TILE);
  const real = Float32Array.from(tile);
  const imaginary = new Float32Array(real.length);
  transform.forward(real, imaginary);
  for (let v = 0, at = 0; v < TILE; v += 1) {
    const y = v < TILE / 2 ? v : v - TILE;
    for (let u = 0; u < TILE; u += 1, at += 1) {
      const x = u < TILE / 2 ? u : u - TILE;
      const gain = Math.hypot(x, y) > 0 ? Math.hypot(x, y) ** -slope : 0;
      // Conjugate, so that the next forward transform goes back; it is real, so nothing else is to be turned round.
      real[at]! *= gain;
      imaginary[at]! *= -gain;
    }
  }
  transform.forward(real, imaginary);
  let squares = 0;
  for (const value of real) squares += value * value;
  const scale = TILE_UNIT / Math.sqrt(squares / real.length);
  return Int16Array.from(real, (value) => Math.round(value * scale));
}
