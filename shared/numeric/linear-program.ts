/**
 * Linear programs in a few variables by R. Seidel's incremental algorithm ("Small-dimensional linear programming and
 * convex hulls made easy", Discrete & Computational Geometry 6, 1991): expected time proportional to the number of
 * constraints. The order in which constraints are added is shuffled with a fixed seed, so the answer is always the same.
 */

/** A constraint a·x ≤ b as its coefficients and then b; the coefficients have unit length. */
export type Constraint = readonly number[];

/** A constraint counts as kept when it is missed by less than this, in the units of the variables. */
export const linearTolerance = 1e-11;

/**
 * A point of the box −1 ≤ x ≤ 1 that keeps every constraint and has the largest objective·x; `null` when no point
 * keeps them all. As many variables as the objective has coefficients.
 */
export function maximize(
  objective: readonly number[],
  constraints: readonly Constraint[],
): readonly number[] | null {
  return solve(objective, shuffled(constraints), constraints.length);
}

/** With the first `count` of `constraints`. */
function solve(
  objective: readonly number[],
  constraints: readonly Constraint[],
  count: number,
): readonly number[] | null {
  if (objective.length === 1) return interval(objective[0]!, constraints, count);
  let best: readonly number[] = objective.map((coefficient) => (coefficient < 0 ? -1 : 1));
  for (let added = 0; added < count; added += 1) {
    const constraint = constraints[added]!;
    if (excess(constraint, best) <= linearTolerance) continue;
    // Not kept by the best point so far: the new best one lies on the constraint's boundary.
    const within = onBoundary(objective, constraints, added, constraint);
    if (within === null) return null;
    best = within;
  }
  return best;
}

function interval(objective: number, constraints: readonly Constraint[], count: number): number[] | null {
  let low = -1;
  let high = 1;
  for (let index = 0; index < count; index += 1) {
    const [a, b] = constraints[index] as [number, number];
    if (a > 0) high = Math.min(high, b / a);
    else low = Math.max(low, b / a);
  }
  if (low > high + linearTolerance) return null;
  if (low > high) return [(low + high) / 2];
  return [objective < 0 ? low : high];
}

/** The same problem where `boundary` is met exactly: one variable less, which the others then give. */
function onBoundary(
  objective: readonly number[],
  constraints: readonly Constraint[],
  count: number,
  boundary: Constraint,
): readonly number[] | null {
  const dimension = objective.length;
  let out = 0;
  for (let j = 1; j < dimension; j += 1) if (Math.abs(boundary[j]!) > Math.abs(boundary[out]!)) out = j;
  const pivot = boundary[out]!;
  const reduced: Constraint[] = [];
  const keep = (row: readonly number[]): boolean => {
    const factor = row[out]! / pivot;
    const rest: number[] = [];
    let square = 0;
    for (let j = 0; j < dimension; j += 1) {
      if (j === out) continue;
      const value = row[j]! - factor * boundary[j]!;
      rest.push(value);
      square += value * value;
    }
    const bound = row[dimension]! - factor * boundary[dimension]!;
    const length = Math.sqrt(square);
    // Parallel to the boundary: kept everywhere on it, or nowhere.
    if (length < 1e-13) return bound >= -linearTolerance;
    for (let j = 0; j < rest.length; j += 1) rest[j]! /= length;
    rest.push(bound / length);
    reduced.push(rest);
    return true;
  };
  const side = new Array<number>(dimension + 1).fill(0);
  side[dimension] = 1;
  side[out] = 1;
  if (!keep(side)) return null;
  side[out] = -1;
  if (!keep(side)) return null;
  for (let index = 0; index < count; index += 1) if (!keep(constraints[index]!)) return null;
  const factor = objective[out]! / pivot;
  const restObjective: number[] = [];
  for (let j = 0; j < dimension; j += 1)
    if (j !== out) restObjective.push(objective[j]! - factor * boundary[j]!);
  const rest = solve(restObjective, reduced, reduced.length);
  if (rest === null) return null;
  let value = boundary[dimension]!;
  for (let j = 0, k = 0; j < dimension; j += 1) if (j !== out) value -= boundary[j]! * rest[k++]!;
  return [...rest.slice(0, out), value / pivot, ...rest.slice(out)];
}

function excess(constraint: Constraint, point: readonly number[]): number {
  let sum = -constraint[point.length]!;
  for (let j = 0; j < point.length; j += 1) sum += constraint[j]! * point[j]!;
  return sum;
}

/** Fisher–Yates with the numbers of a linear congruential generator (Numerical Recipes, §7.1). */
function shuffled(constraints: readonly Constraint[]): Constraint[] {
  const all = [...constraints];
  let state = 20_260_101;
  for (let last = all.length - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [all[last], all[other]] = [all[other]!, all[last]!];
  }
  return all;
}
