import {
  drawingUncertainty,
  type Geometry,
  type GeometryEvaluation,
  type GeometryGroup,
  type GroupEvaluation,
} from '#shared/domain/geometry.ts';
import { agree, commonCones, conflictOf, remediesOf } from './agreement.ts';
import { type Constraint, constraintOf } from './constraint.ts';
import { evaluateCamera } from './evaluate-camera.ts';
import {
  arcFrom,
  behind,
  type Cone,
  deepest,
  type Frame,
  frameOf,
  front,
  outline,
} from './plane-of-sight.ts';
import { regionOf, regionOfLines } from './region.ts';
import { explainGroup } from './words.ts';

/** Agreement says something only where a mark of arbitrary direction would have disagreed three times in four. */
const mostChance = 0.25;
/** The region of a set of vague marks falls into many parts; the ones not drawn are counted as going on beyond. */
const mostCones = 32;
const mostTestedCones = 6;

/** Do the marks of each group agree, and what camera do three groups at right angles ask for? */
export function evaluateGeometry(geometry: Geometry, width: number, height: number): GeometryEvaluation {
  const frame = frameOf(width, height);
  const groups = geometry.groups.map((group) => evaluateGroup(group, frame, geometry.uncertainty));
  return {
    width,
    height,
    uncertainty: geometry.uncertainty,
    groups,
    camera: evaluateCamera(geometry, groups, frame, { width, height }),
  };
}

function sidesOf(cones: readonly Cone[]): GroupEvaluation['sides'] {
  const some = (side: typeof front) => cones.some((cone) => deepest([...cone, side]) !== null);
  return [...(some(front) ? (['front'] as const) : []), ...(some(behind) ? (['behind'] as const) : [])];
}

interface Read {
  readonly constraints: readonly Constraint[];
  readonly unused: GroupEvaluation['unused'];
}

function evaluateGroup(group: GeometryGroup, frame: Frame, uncertainty: number): GroupEvaluation {
  const { constraints, unused } = read(group, frame, uncertainty);
  const cones = commonCones(constraints, mostCones);
  const agreed = cones.length > 0;
  const conflict = agreed ? [] : conflictOf(constraints);
  const chance = agreed ? leastChance(constraints) : null;
  const answer = !agreed
    ? 'inconsistent'
    : chance !== null && chance <= mostChance
      ? 'consistent'
      : 'undetermined';
  const said: Omit<GroupEvaluation, 'explanation'> = {
    group: group.id,
    kind: group.kind,
    answer,
    used: constraints.map(({ mark }) => mark),
    unused,
    region:
      constraints.length === 0 || !agreed
        ? { front: [], behind: [], unbounded: false }
        : (group.kind === 'parallel' ? regionOfLines : regionOf)(cones, frame, cones.length === mostCones),
    sides: agreed && constraints.length > 0 && group.kind !== 'parallel' ? sidesOf(cones) : [],
    conflict: conflict.map(({ mark }) => mark),
    remedies: agreed ? [] : remediesOf(constraints).map((set) => set.map(({ mark }) => mark)),
    agreesFrom:
      constraints.length < 2 ? null : agreesFrom(group, frame, agreed ? uncertainty : null, uncertainty),
    chance,
  };
  return { ...said, explanation: explainGroup(group, said, uncertainty) };
}

function read(group: GeometryGroup, frame: Frame, uncertainty: number): Read {
  const constraints: Constraint[] = [];
  const unused: Read['unused'] = [];
  for (const mark of group.marks) {
    const constraint = mark.off ? 'off' : constraintOf(mark, frame, uncertainty);
    if (typeof constraint === 'string') unused.push({ mark: mark.id, because: constraint });
    else constraints.push(constraint);
  }
  return { constraints: group.kind === 'parallel' ? oneSided(constraints) : constraints, unused };
}

/** Lines have no direction, so the whole answer could be turned round: the first line is held one way. */
function oneSided(constraints: readonly Constraint[]): readonly Constraint[] {
  return constraints.map((constraint, index) =>
    index === 0 ? { ...constraint, cones: constraint.cones.slice(0, 1) } : constraint,
  );
}

/** For each mark: how many of all directions it could have had would agree with the others? The smallest part. */
function leastChance(constraints: readonly Constraint[]): number | null {
  if (constraints.length < 3) return null;
  let least: number | null = null;
  for (const tested of constraints) {
    const all = tested.twoWay ? Math.PI : 2 * Math.PI;
    // A mark that allows this much by itself tests nothing, nor does one wider than the chance found so far.
    if (tested.width >= all * Math.min(0.5, least ?? 1)) continue;
    const others = constraints.filter((one) => one !== tested);
    const cones = commonCones(others, mostTestedCones);
    if (cones.length === mostTestedCones) continue;
    const points = cones.flatMap((cone) => outline(cone));
    const chance = Math.min(1, (arcFrom(tested.at, points) + tested.width) / all);
    if (least === null || chance < least) least = chance;
  }
  return least;
}

/** The smallest uncertainty at which the marks agree, to 1 %; a larger one never makes them disagree. */
function agreesFrom(
  group: GeometryGroup,
  frame: Frame,
  agreesAt: number | null,
  disagreesAt: number,
): number | null {
  const agreesWith = (uncertainty: number) => agree(read(group, frame, uncertainty).constraints);
  let low: number = agreesAt === null ? disagreesAt : drawingUncertainty.min;
  let high: number = agreesAt ?? drawingUncertainty.max;
  if (agreesWith(low)) return low;
  if (agreesAt === null && !agreesWith(high)) return null;
  while (high / low > 1.01) {
    const middle = Math.sqrt(low * high);
    if (agreesWith(middle)) high = middle;
    else low = middle;
  }
  return high;
}
