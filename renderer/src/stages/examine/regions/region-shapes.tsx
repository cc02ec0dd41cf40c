import type { PicturePoint } from '#shared/domain/geometry.ts';
import type { Agreement, RegionShape, Ring } from '#shared/domain/region.ts';
import { boxOfRings, ringsOf } from '#shared/numeric/region-shape.ts';
import { regionName } from '#shared/text/region-words.ts';
import { useWords } from '../../../state/text.ts';
import drawn from '../drawn-over.module.css';
import type { Placing } from '../geometry/placing.ts';
import { shapeOf } from './region-draft.ts';
import styles from './regions.module.css';
import type { RegionsState } from './use-regions.ts';

export interface ShapesProps {
  readonly placing: Placing;
  readonly state: RegionsState;
  readonly agreement: Agreement;
  /** Where the next point would be. */
  readonly cursor: PicturePoint | null;
}

/** Outlines over the picture: of the methods below, of the analyst above them, of what is being drawn on top. */
export function RegionShapes({ placing, state, agreement, cursor }: ShapesProps) {
  const { pick } = useWords();
  const { layers, regions, selected, pointed, drawing } = state;
  const path = (rings: readonly Ring[]) =>
    rings
      .map((ring) => {
        const points = ring.map((at) => placing.toScreen(at));
        return `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;
      })
      .join('');
  const corner = (rings: readonly Ring[]) => {
    const { left, top, right, bottom } = boxOfRings(rings);
    const corners = [
      { x: left, y: top },
      { x: right, y: top },
      { x: right, y: bottom },
      { x: left, y: bottom },
    ].map((at) => placing.toScreen(at));
    return { x: Math.min(...corners.map(({ x }) => x)), y: Math.min(...corners.map(({ y }) => y)) };
  };
  const shown = agreement.groups
    .map((group, index) => ({ group, index }))
    .filter(
      ({ group }) => group.id === pointed || (group.analyses.length > 1 ? layers.agreement : layers.single),
    );
  return (
    <svg className={drawn.shapes} aria-hidden="true">
      {shown.map(({ group, index }) => {
        const { x, y } = corner(group.rings);
        return (
          <g
            key={group.id}
            className={styles.group}
            data-single={group.analyses.length === 1 || undefined}
            data-pointed={group.id === pointed || undefined}
          >
            {group.id === pointed &&
              group.analyses.length > 1 &&
              agreement.regions
                .filter(({ id }) => group.regions.includes(id))
                .map((piece) => (
                  <path key={piece.id} className={styles.piece} d={path(piece.rings)} fillRule="evenodd" />
                ))}
            <path className={styles.halo} d={path(group.rings)} fillRule="evenodd" />
            <path className={styles.line} d={path(group.rings)} fillRule="evenodd" />
            <text className={styles.label} x={x + 5} y={y + 15}>
              {index + 1}
            </text>
          </g>
        );
      })}
      {layers.own &&
        regions.map((region, index) => {
          const rings = ringsOf(region.shape);
          const { x, y } = corner(rings);
          return (
            <g
              key={region.id}
              className={styles.own}
              data-colour={region.colour}
              data-selected={region.id === selected || undefined}
            >
              <path className={styles.halo} d={path(rings)} fillRule="evenodd" />
              <path className={styles.line} d={path(rings)} fillRule="evenodd" />
              <text className={styles.label} x={x} y={y - 5}>
                {pick(regionName(region, index))}
              </text>
            </g>
          );
        })}
      {drawing !== null && drawing.points.length > 0 && (
        <path className={styles.pending} d={path(pendingRings(drawing, cursor))} />
      )}
    </svg>
  );
}

/** As it would be if the next point were put now. */
function pendingRings(
  drawing: NonNullable<RegionsState['drawing']>,
  cursor: PicturePoint | null,
): readonly Ring[] {
  const points = cursor === null ? drawing.points : [...drawing.points, cursor];
  if (drawing.tool === 'polygon' || drawing.tool === 'freehand') return [[...points]];
  const shape: RegionShape | null = shapeOf({ ...drawing, points });
  return shape === null ? [] : ringsOf(shape);
}
