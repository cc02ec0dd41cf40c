import type { Constraint } from './constraint.ts';
import { type Cone, deepest } from './plane-of-sight.ts';

/** From more constraints than this only pairs and single ones are tried in turn: the answer must come while drawing. */
const manyConstraints = 16;
const mostRemedies = 12;

/** Is there a point all constraints allow? */
export function agree(constraints: readonly Constraint[]): boolean {
  return !walk(plainFirst(constraints), 0, [], () => false);
}

/** The cones of all points the constraints allow, at most `most`; they do not overlap. */
export function commonCones(constraints: readonly Constraint[], most: number): readonly Cone[] {
  const found: Cone[] = [];
  walk(plainFirst(constraints), 0, [], (cone) => {
    found.push(cone);
    return found.length < most;
  });
  return found;
}

/** Those without a choice first: they leave less to choose from. */
function plainFirst(constraints: readonly Constraint[]): readonly Constraint[] {
  return [...constraints].sort((one, other) => one.cones.length - other.cones.length);
}

/**
 * Choose one cone of each constraint in turn; a choice that leaves nothing is not followed. Since the cones of a
 * constraint do not overlap, the choices that are left are cells of an arrangement of lines: some n², not 2ⁿ.
 * False when `visit` wants no more.
 */
function walk(
  constraints: readonly Constraint[],
  at: number,
  chosen: Cone,
  visit: (cone: Cone) => boolean,
): boolean {
  const constraint = constraints[at];
  if (constraint === undefined) return visit(chosen);
  for (const cone of constraint.cones) {
    const next = [...chosen, ...cone];
    if (deepest(next) !== null && !walk(constraints, at + 1, next, visit)) return false;
  }
  return true;
}

/**
 * Constraints that contradict each other and of which none can be left out: of up to 16 the smallest such set of at most
 * three, otherwise what the deletion filter leaves (J. Chinneck, E. Dravnieks, ORSA Journal on Computing 3, 1991). Of
 * several equally small ones the first. All together must contradict each other.
 */
export function conflictOf(constraints: readonly Constraint[]): readonly Constraint[] {
  const largest = constraints.length > manyConstraints ? 2 : 3;
  for (let size = 1; size <= largest; size += 1) {
    for (const subset of subsets(constraints, size)) if (!agree(subset)) return subset;
  }
  let left = constraints;
  for (const one of constraints) {
    const without = left.filter((other) => other !== one);
    if (!agree(without)) left = without;
  }
  return left;
}

/** The smallest sets (of one, or of up to 16 constraints else of two) without which the rest agree. */
export function remediesOf(constraints: readonly Constraint[]): readonly (readonly Constraint[])[] {
  const largest = constraints.length > manyConstraints ? 1 : 2;
  for (let size = 1; size <= largest; size += 1) {
    // What is left must be enough to contradict itself.
    if (constraints.length < size + 2) return [];
    const found: (readonly Constraint[])[] = [];
    for (const subset of subsets(constraints, size)) {
      if (!agree(constraints.filter((one) => !subset.includes(one)))) continue;
      found.push(subset);
      if (found.length === mostRemedies) break;
    }
    if (found.length > 0) return found;
  }
  return [];
}

/** All sets of `size` members, in the order of the list. */
function* subsets<T>(all: readonly T[], size: number, from = 0): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let index = from; index <= all.length - size; index += 1)
    for (const rest of subsets(all, size - 1, index + 1)) yield [all[index]!, ...rest];
}
