import type { Observation } from './features.ts';
import { BANDS, bandBorders, STEPS_PER_CELL } from './grid.ts';
import { BELOW_THRESHOLD, LARGEST_CHANGE } from './shaping.ts';
import { type Spectrogram, spectrumBinHertz, spectrumBins, spectrumRow } from './spectrogram.ts';

/** Frames in one cell of time: half of those of the full evidence. */
const COARSE_STEPS = 2;
const STRIDE = STEPS_PER_CELL / COARSE_STEPS;
/** How much of the neighbouring bands' deviation is taken away. */
const BESIDE = 0.5;
const KNEE = 2;
const FLOOR = 1e-9;

/**
 * Evidence at a quarter of the cost, to look for the speed a sound is played at: half as many frames of the stretch
 * `from … to`, each magnitude foretold by its four nearest neighbours alone.
 */
export function coarseEvidence(spectrogram: Spectrogram, from: number, to: number, scale: number): Observation {
  const { power, threshold, level } = spectrogram;
  const { bin, part, usable } = bandBorders(spectrumBins, spectrumBinHertz, scale);
  const frames = Math.floor((to - from) / STRIDE);
  const logs = new Float32Array(frames * BANDS);
  const changes = new Float32Array(frames * BANDS);
  for (let frame = 0; frame < frames; frame += 1) {
    const source = from + frame * STRIDE;
    const row = source * spectrumRow;
    const most = level[source]!;
    let [belowPower, belowThreshold] = [0, 0];
    for (let edge = 0; edge <= usable; edge += 1) {
      const at = row + bin[edge]!;
      const weight = part[edge]!;
      const upToPower = power[at]! + weight * (power[at + 1]! - power[at]!);
      const upToThreshold = threshold[at]! + weight * (threshold[at + 1]! - threshold[at]!);
      if (edge > 0) {
        const own = Math.max(0, upToPower - belowPower) + FLOOR;
        const masked = (upToThreshold - belowThreshold) * BELOW_THRESHOLD;
        const place = (edge - 1) * frames + frame;
        logs[place] = 0.5 * Math.log(own);
        changes[place] = Math.sqrt(Math.min(LARGEST_CHANGE ** 2, masked / own, most / own));
      }
      belowPower = upToPower;
      belowThreshold = upToThreshold;
    }
  }
  const values = new Float32Array(frames * BANDS);
  for (let band = 0; band < usable; band += 1) {
    const row = band * frames;
    const low = Math.max(0, band - 1) * frames;
    const high = Math.min(usable - 1, band + 1) * frames;
    let sum = 0;
    for (let frame = 0; frame < frames; frame += 1) {
      const before = Math.max(0, frame - COARSE_STEPS);
      const after = Math.min(frames - 1, frame + COARSE_STEPS);
      const told = (logs[row + before]! + logs[row + after]!) / 2;
      const beside = (logs[low + frame]! + logs[high + frame]! - (logs[low + before]! + logs[high + before]! + logs[low + after]! + logs[high + after]!) / 2) / 2;
      const value = logs[row + frame]! - told - BESIDE * beside;
      values[row + frame] = value;
      sum += Math.min(1, Math.abs(value));
    }
    const deviation = (1.25 * sum) / Math.max(1, frames) + 0.03;
    for (let frame = 0; frame < frames; frame += 1) {
      const value = values[row + frame]! / deviation;
      values[row + frame] = ((changes[row + frame]! / deviation) * value) / (1 + (value / KNEE) ** 2);
    }
  }
  return { frames, stepsPerCell: COARSE_STEPS, values };
}
