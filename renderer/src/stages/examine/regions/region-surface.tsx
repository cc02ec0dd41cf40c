import { useEffect, useRef } from 'react';
import type { PicturePoint } from '#shared/domain/geometry.ts';
import { useWords } from '../../../state/text.ts';
import type { EngineLink } from '../../../viewer/engine-link.ts';
import type { Point } from '../../../viewer/viewport.ts';
import drawn from '../drawn-over.module.css';
import type { Placing } from '../geometry/placing.ts';
import type { Drawing } from './region-draft.ts';
import type { RegionsState } from './use-regions.ts';

export interface SurfaceProps {
  readonly engine: EngineLink;
  readonly placing: Placing;
  readonly drawing: Drawing;
  readonly state: RegionsState;
  readonly cursor: PicturePoint | null;
  readonly onCursor: (at: PicturePoint) => void;
}

const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Within so many CSS pixels of its first point a polygon is closed; a box that was dragged no farther is not done. */
const reach = 9;

/** Takes the points of a new region: clicked, dragged, or put with Enter where the arrow keys have moved the cross. */
export function RegionSurface(props: SurfaceProps) {
  const { placing, drawing, state, cursor, onCursor } = props;
  const { text, number } = useWords();
  const surface = useRef<HTMLDivElement | null>(null);
  const held = useRef<{ readonly id: number; readonly at: Point; points: PicturePoint[] } | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const element = surface.current;
    if (element === null) return;
    element.focus({ preventScroll: true });
    const { width, height } = element.getBoundingClientRect();
    if (latest.current.cursor === null)
      latest.current.onCursor(latest.current.placing.toPicture({ x: width / 2, y: height / 2 }));
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const { x, y } = pointIn(element, event);
      latest.current.engine.send({
        ...{ type: 'zoom', pane: 0 },
        to: { factor: 2 ** (-(event.deltaY * lines) / (event.ctrlKey ? 100 : 300)) },
        at: { x: x * devicePixelRatio, y: y * devicePixelRatio },
      });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);

  const put = (at: PicturePoint) => state.put(at, reach / placing.scale);
  const at = cursor === null ? null : placing.toScreen(cursor);
  const step = text(`regions.step.${drawing.tool}`);
  return (
    <>
      <div
        ref={surface}
        className={drawn.surface}
        role="application"
        aria-label={text('regions.surface', { step })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the surface takes the keys that put points
        tabIndex={0}
        onPointerMove={(event) => {
          const here = placing.toPicture(pointIn(event.currentTarget, event));
          onCursor(here);
          if (held.current?.id === event.pointerId && drawing.tool === 'freehand')
            held.current.points.push(here);
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.focus({ preventScroll: true });
          event.currentTarget.setPointerCapture(event.pointerId);
          const here = pointIn(event.currentTarget, event);
          held.current = { id: event.pointerId, at: here, points: [placing.toPicture(here)] };
          put(placing.toPicture(here));
        }}
        onPointerUp={(event) => {
          const { current } = held;
          held.current = null;
          if (current?.id !== event.pointerId) return;
          if (drawing.tool === 'freehand') {
            if (current.points.length > 2) state.finish({ tool: 'freehand', points: current.points });
            return;
          }
          const here = pointIn(event.currentTarget, event);
          const far = Math.hypot(here.x - current.at.x, here.y - current.at.y) > reach;
          // A box may be dragged as well as clicked.
          if (drawing.tool !== 'polygon' && far) put(placing.toPicture(here));
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const direction = directions[event.code];
          if (direction !== undefined && at !== null) {
            const length = event.shiftKey ? placing.scale : 10;
            onCursor(placing.toPicture({ x: at.x + direction.x * length, y: at.y + direction.y * length }));
          } else if ((event.code === 'Enter' || event.code === 'Space') && cursor !== null) {
            // Twice at one place ends a line.
            const last = drawing.points.at(-1);
            const again = last !== undefined && last.x === cursor.x && last.y === cursor.y;
            if (again && drawing.points.length >= 3) state.finish(drawing);
            else put(cursor);
          } else if (event.code === 'Backspace') state.back();
          else if (event.code === 'Escape') state.cancel();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        {at !== null && <span className={drawn.cursor} style={{ left: at.x, top: at.y }} />}
      </div>
      <p className={drawn.step} role="status">
        <b>{step}</b>
        <span>
          {cursor === null ? '' : text('viewer.position', { x: number(cursor.x), y: number(cursor.y) })}
        </span>
        <span>{text('geometry.step.keys')}</span>
      </p>
    </>
  );
}

/** CSS pixels from the corner. */
function pointIn(element: Element, event: { readonly clientX: number; readonly clientY: number }): Point {
  const box = element.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}
