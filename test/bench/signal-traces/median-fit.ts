import { greenPlane } from '#core/pixels/tone-traces/green-plane.ts';
import { featureCount, MedianResidual, medianBlock } from '#core/pixels/tone-traces/median-residual.ts';
import type { Rgb } from './pictures.ts';

/** Features of all blocks of a picture that can tell. */
export function blockFeatures({ data, width, height }: Rgb): number[][] {
  const plane = greenPlane(data);
  const measured = new MedianResidual();
  const rows: number[][] = [];
  for (let top = 1; top + medianBlock < height; top += medianBlock)
    for (let left = 1; left + medianBlock < width; left += medianBlock)
      if (measured.measure(plane, width, left, top)) rows.push([...measured.features]);
  return rows;
}

/**
 * Fisher's linear discriminant with pooled covariance, its diagonal raised by 2 %.
 *
 * @returns a weight for each feature, then the bias
 */
export function discriminant(
  positive: readonly (readonly number[])[],
  negative: readonly (readonly number[])[],
): number[] {
  const means = [positive, negative].map((rows) =>
    Array.from({ length: featureCount }, (_, at) =>
      rows.reduce((sum, row) => sum + row[at]! / rows.length, 0),
    ),
  );
  const system = Array.from({ length: featureCount }, () => new Float64Array(featureCount + 1));
  for (const [which, rows] of [positive, negative].entries())
    for (const row of rows)
      for (let one = 0; one < featureCount; one += 1)
        for (let other = 0; other < featureCount; other += 1)
          system[one]![other]! +=
            ((row[one]! - means[which]![one]!) * (row[other]! - means[which]![other]!)) / rows.length / 2;
  for (let at = 0; at < featureCount; at += 1) {
    system[at]![at]! *= 1.02;
    system[at]![featureCount] = means[0]![at]! - means[1]![at]!;
  }
  for (let pivot = 0; pivot < featureCount; pivot += 1) {
    const row = system[pivot]!;
    const divisor = row[pivot]!;
    for (let at = pivot; at <= featureCount; at += 1) row[at]! /= divisor;
    for (const [other, line] of system.entries()) {
      if (other === pivot) continue;
      const factor = line[pivot]!;
      for (let at = pivot; at <= featureCount; at += 1) line[at]! -= factor * row[at]!;
    }
  }
  const weights = system.map((row) => row[featureCount]!);
  const bias = -weights.reduce(
    (sum, weight, at) => sum + (weight * (means[0]![at]! + means[1]![at]!)) / 2,
    0,
  );
  return [...weights, bias];
}
