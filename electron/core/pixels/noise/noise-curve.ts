import type { DetailNoise } from './detail-noise.ts';

/** Median noise of the blocks of about one brightness. */
export interface CurvePoint {
  readonly light: number;
  readonly deviation: number;
}

const mostPoints = 12;
/** Blocks a point of the curve needs: an object of one brightness must not make a point of its own. */
const leastBlocks = 64;
/** Below, samples are as good as noiseless; logarithms begin there. Grey levels. */
const leastDeviation = 0.05;

/** Noise against brightness, darkest first: noise of sensors grows with light, and tone curves bend it. */
export function noiseCurve({ deviations, means }: DetailNoise): CurvePoint[] {
  const known = Uint32Array.from(deviations.keys())
    .filter((at) => !Number.isNaN(deviations[at]!))
    .sort((one, other) => means[one]! - means[other]!);
  const points = Math.max(1, Math.min(mostPoints, Math.floor(known.length / leastBlocks)));
  if (known.length === 0) return [];
  return Array.from({ length: points }, (_, point) => {
    const members = known.subarray(
      Math.floor((point * known.length) / points),
      Math.floor(((point + 1) * known.length) / points),
    );
    const middle = (values: Float32Array): number =>
      Float32Array.from(members, (at) => values[at]!).sort()[members.length >> 1]!;
    return { light: middle(means), deviation: middle(deviations) };
  });
}

/** log₂ of the noise of each block over that of the curve at its brightness; NaN: nothing known. */
export function noiseRatios({ deviations, means }: DetailNoise, curve: readonly CurvePoint[]): Float32Array {
  return deviations.map((deviation, at) =>
    Number.isNaN(deviation)
      ? Number.NaN
      : Math.log2(
          Math.max(leastDeviation, deviation) / Math.max(leastDeviation, expected(curve, means[at]!)),
        ),
  );
}

function expected(curve: readonly CurvePoint[], light: number): number {
  const next = curve.findIndex((point) => point.light > light);
  if (next === 0) return curve[0]!.deviation;
  if (next < 0) return curve[curve.length - 1]!.deviation;
  const [before, after] = [curve[next - 1]!, curve[next]!];
  const share = (light - before.light) / (after.light - before.light);
  return before.deviation + share * (after.deviation - before.deviation);
}
