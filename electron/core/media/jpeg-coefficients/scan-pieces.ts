import type { EntropyData } from './entropy-data.ts';
import { decodeBandFirst, decodeBandRefinement } from './progressive-alternating.ts';
import { decodeDirectFirst, decodeDirectRefinement } from './progressive-direct.ts';
import type { ScanPlan } from './scan-plan.ts';
import { decodeSequential } from './sequential-scan.ts';

/**
 * Decode a scan piece by piece. Where the number of a restart marker shows that one or two pieces are missing,
 * reading goes on after them; a piece one or two numbers back is a repetition and is left out (the rule of
 * libjpeg's `jpeg_resync_to_restart`).
 *
 * @param complain is told once of each kind of damage
 * @returns MCUs decoded
 */
export function decodePieces(
  plan: ScanPlan,
  data: EntropyData,
  progressive: boolean,
  restartInterval: number,
  complain: (text: string) => void,
): number {
  const { mcus } = plan;
  const decoder = decoderOf(plan, progressive);
  const { bytes, from, to, restart } = data;
  const interval = restartInterval > 0 ? restartInterval : mcus;
  let done = 0;
  let number = 0;
  let [misplaced, short, long] = [0, 0, 0];
  for (let piece = 0; piece < from.length; piece += 1) {
    if (piece > 0) {
      // Piece n is preceded by marker (n − 1) mod 8.
      const ahead = (restart[piece]! - number) & 7;
      if (ahead !== 0) misplaced += 1;
      if (ahead >= 6) continue;
      number += ahead <= 2 ? ahead + 1 : 1;
    }
    const mcu = number * interval;
    if (mcu >= mcus) {
      long += 1;
      break;
    }
    const count = Math.min(interval, mcus - mcu);
    const whole = decoder(plan, bytes, { from: from[piece]!, to: to[piece]!, mcu, count });
    done += whole;
    if (whole < count) short += 1;
    else if (plan.reached + 1 < to[piece]!) long += 1;
  }
  if (data.breaks > 0) complain(`has ${data.breaks} markers in its data that cannot be there`);
  if (misplaced > 0) complain(`has ${misplaced} restart markers out of their order`);
  if (short > 0) complain(`has ${short} pieces with data that end early or cannot be decoded`);
  if (long > 0) complain(`has ${long} pieces with more data than blocks`);
  if (plan.longRuns > 0) complain(`has ${plan.longRuns} runs of blocks over its end`);
  if (done < mcus) complain(`gave ${done} of ${mcus} MCUs`);
  // A piece decoded twice is not two.
  return Math.min(done, mcus);
}

function decoderOf({ first, high }: ScanPlan, progressive: boolean) {
  if (!progressive) return decodeSequential;
  if (first === 0) return high === 0 ? decodeDirectFirst : decodeDirectRefinement;
  return high === 0 ? decodeBandFirst : decodeBandRefinement;
}
