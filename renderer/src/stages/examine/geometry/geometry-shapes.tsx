import type { Geometry, GeometryEvaluation, GeometryMark, PicturePoint } from '#shared/domain/geometry.ts';
import drawn from '../drawn-over.module.css';
import styles from './geometry.module.css';
import { type Drawing, handlesOf } from './geometry-draft.ts';
import type { Placing } from './placing.ts';

export interface ShapesProps {
  readonly geometry: Geometry;
  readonly evaluation: GeometryEvaluation | undefined;
  readonly placing: Placing;
  readonly selected: string | null;
  readonly drawing: Drawing | null;
  /** Where the next point would be. */
  readonly cursor: PicturePoint | null;
}

/** Everything that is drawn: regions of the common points below, then the marks. */
export function GeometryShapes(props: ShapesProps) {
  const { geometry, evaluation, placing, selected, drawing, cursor } = props;
  const points = (all: readonly PicturePoint[]) =>
    all
      .map((at) => placing.toScreen(at))
      .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
      .join(' ');
  return (
    <svg className={drawn.shapes} aria-hidden="true">
      {evaluation?.groups.map(({ group, region, answer }) => (
        <g key={group} data-answer={answer}>
          {region.front.map((polygon) => (
            <polygon key={points(polygon)} className={styles.region} points={points(polygon)} />
          ))}
          {region.behind.map((polygon) => (
            <polygon
              key={points(polygon)}
              className={styles.region}
              data-side="behind"
              points={points(polygon)}
            />
          ))}
        </g>
      ))}
      {geometry.groups.map((group) => {
        const judged = evaluation?.groups.find((one) => one.group === group.id);
        return group.marks.map((mark) => (
          <g
            key={mark.id}
            className={styles.mark}
            data-conflict={judged?.conflict.includes(mark.id) === true || undefined}
            data-remedy={
              judged?.remedies.some(([one, more]) => one === mark.id && more === undefined) || undefined
            }
            data-off={mark.off || undefined}
            data-selected={mark.id === selected || undefined}
            data-kind={mark.kind}
          >
            <MarkShape mark={mark} points={points} />
          </g>
        ));
      })}
      {drawing !== null && drawing.points.length > 0 && (
        <polyline
          className={styles.pending}
          points={points([...drawing.points, ...(cursor === null ? [] : [cursor])])}
        />
      )}
    </svg>
  );
}

interface MarkShapeProps {
  readonly mark: GeometryMark;
  readonly points: (all: readonly PicturePoint[]) => string;
}

function MarkShape({ mark, points }: MarkShapeProps) {
  const [from, ...to] = handlesOf(mark) as [PicturePoint, PicturePoint, ...PicturePoint[]];
  if (mark.kind === 'outline') {
    const across = { x: to[0]!.y - from.y, y: from.x - to[0]!.x };
    const ends = [-0.6, 0.6].map((t) => ({ x: from.x + t * across.x, y: from.y + t * across.y }));
    return (
      <>
        <polyline className={styles.edge} points={points(ends)} />
        <polyline className={styles.edge} data-lit={mark.lit} points={points([from, to[0]!])} />
      </>
    );
  }
  return (
    <>
      {to.map((end, index) => (
        <polyline
          // biome-ignore lint/suspicious/noArrayIndexKey: the two bounds of a wedge have no other name
          key={index}
          className={styles.beyond}
          points={points(
            mark.kind === 'line' ? [beyond(end, from), beyond(from, end)] : [from, beyond(from, end)],
          )}
        />
      ))}
      {to.length === 2 && <polygon className={styles.wedge} points={points([from, ...to])} />}
      {to.map((end, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <polyline key={index} className={styles.edge} points={points([from, end])} />
      ))}
    </>
  );
}

/** A point far along the line: the common point lies beyond what was drawn. */
function beyond(from: PicturePoint, to: PicturePoint): PicturePoint {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const t = length === 0 ? 1 : 20_000 / length;
  return { x: from.x + t * (to.x - from.x), y: from.y + t * (to.y - from.y) };
}
