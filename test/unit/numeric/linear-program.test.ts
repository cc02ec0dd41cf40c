import { describe, expect, test } from 'vitest';
import { SeededNoise } from '#core/mark/attacks/tools/noise.ts';
import { maximize } from '#shared/numeric/linear-program.ts';

/** All corners of the polytope by Gaussian elimination, the best of those that keep every constraint. */
function byCorners(objective: readonly number[], constraints: readonly (readonly number[])[]): number | null {
  const dimension = objective.length;
  const box = objective.flatMap((_, axis) =>
    [1, -1].map((sign) => [...objective.map((_, j) => (j === axis ? sign : 0)), 1]),
  );
  const all = [...constraints, ...box];
  let best: number | null = null;
  const visit = (from: number, chosen: readonly (readonly number[])[]): void => {
    if (chosen.length === dimension) {
      const corner = solved(chosen);
      const kept = corner !== null && all.every((row) => value(row, corner) <= row[dimension]! + 1e-9);
      if (kept) best = Math.max(best ?? Number.NEGATIVE_INFINITY, value(objective, corner));
      return;
    }
    for (let index = from; index < all.length; index += 1) visit(index + 1, [...chosen, all[index]!]);
  };
  visit(0, []);
  return best;
}

function value(row: readonly number[], point: readonly number[]): number {
  return point.reduce((sum, x, j) => sum + row[j]! * x, 0);
}

function solved(rows: readonly (readonly number[])[]): number[] | null {
  const matrix = rows.map((row) => [...row]);
  const size = matrix.length;
  for (let column = 0; column < size; column += 1) {
    const pivot = matrix.reduce(
      (best, row, index) =>
        index >= column && Math.abs(row[column]!) > Math.abs(matrix[best]![column]!) ? index : best,
      column,
    );
    [matrix[column], matrix[pivot]] = [matrix[pivot]!, matrix[column]!];
    const head = matrix[column]!;
    if (Math.abs(head[column]!) < 1e-9) return null;
    for (const row of matrix) {
      if (row === head) continue;
      const factor = row[column]! / head[column]!;
      for (let j = column; j <= size; j += 1) row[j]! -= factor * head[j]!;
    }
  }
  return matrix.map((row, index) => row[size]! / row[index]!);
}

function randomProgram(noise: SeededNoise, dimension: number) {
  const count = Math.floor(noise.between(0, dimension === 4 ? 9 : 13));
  const constraints = Array.from({ length: count }, () => {
    const row = Array.from({ length: dimension }, () => noise.gaussian());
    const length = Math.hypot(...row);
    return [...row.map((a) => a / length), noise.between(-0.35, 0.6)];
  });
  return { objective: Array.from({ length: dimension }, () => noise.gaussian()), constraints };
}

describe('linear programs in a few variables', () => {
  test.each([1, 2, 3, 4])('in %i variables the answer is the best corner, or none', (dimension) => {
    const noise = new SeededNoise(dimension);
    let empty = 0;
    for (let round = 0; round < (dimension === 4 ? 60 : 200); round += 1) {
      const { objective, constraints } = randomProgram(noise, dimension);
      const answer = maximize(objective, constraints);
      const best = byCorners(objective, constraints);
      if (best === null) {
        expect(answer).toBeNull();
        empty += 1;
        continue;
      }
      expect(answer).not.toBeNull();
      for (const row of constraints) expect(value(row, answer!)).toBeLessThanOrEqual(row[dimension]! + 1e-9);
      for (const x of answer!) expect(Math.abs(x)).toBeLessThanOrEqual(1 + 1e-9);
      expect(value(objective, answer!)).toBeCloseTo(best, 8);
    }
    // Both kinds were met.
    expect(empty).toBeGreaterThan(3);
  });

  test('the same program always has the same answer, also where many points are best', () => {
    const rows = [
      [1, 0, 0, 0.5],
      [0, -1, 0, 0.25],
    ];
    expect(maximize([0, 0, 0], rows)).toEqual(maximize([0, 0, 0], rows));
    expect(maximize([0, 1, 1], rows)?.slice(1)).toEqual([1, 1]);
  });

  test('a single point, a single line and a contradiction are told apart', () => {
    const squeezed = [
      [1, 0, 0.25],
      [-1, 0, -0.25],
      [0, 1, -0.5],
      [0, -1, 0.5],
    ];
    expect(maximize([1, 1], squeezed)).toEqual([expect.closeTo(0.25, 9), expect.closeTo(-0.5, 9)]);
    expect(maximize([1, 1], [...squeezed, [Math.SQRT1_2, Math.SQRT1_2, -0.2]])).toBeNull();
    expect(maximize([1, 1], [[1, 0, -1.5]])).toBeNull();
  });
});
