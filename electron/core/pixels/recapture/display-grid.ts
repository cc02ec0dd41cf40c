import type { SpectralPeak } from '../enhancers/spectral-peaks.ts';

/** Two repetitions at right angles with the same period, as the pixels of a display make them. */
export interface DisplayGrid {
  /** Pixels of this picture for one of the grid. */
  readonly period: number;
  /** Degrees the grid is turned, −45…45. */
  readonly turn: number;
  /** lg of the number of false alarms of the weaker of the two. */
  readonly log10: number;
}

/** Tolerances: perspective and lenses bend a grid a little. */
const mostTurn = 3;
const mostRatio = 1.04;

/** The strongest pair among the peaks; those of block coding and multiples of others are left out. */
export function displayGrid(peaks: readonly SpectralPeak[]): DisplayGrid | null {
  const eligible = peaks.filter(({ blocks, harmonic }) => !blocks && !harmonic);
  let best: DisplayGrid | null = null;
  for (const [index, one] of eligible.entries())
    for (const other of eligible.slice(index + 1)) {
      const ratio = Math.max(one.period, other.period) / Math.min(one.period, other.period);
      const apart = Math.abs(one.angle - other.angle);
      if (ratio > mostRatio || Math.abs(apart - 90) > mostTurn) continue;
      const log10 = Math.max(one.log10, other.log10);
      if (best !== null && best.log10 <= log10) continue;
      const flat = Math.abs(one.angle) <= 45 ? one.angle : other.angle;
      best = { period: Math.sqrt(one.period * other.period), turn: flat, log10 };
    }
  return best;
}
