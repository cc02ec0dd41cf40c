import { useEffect, useRef } from 'react';
import type { PicturePoint } from '#shared/domain/geometry.ts';
import { useWords } from '../../../state/text.ts';
import type { EngineLink } from '../../../viewer/engine-link.ts';
import type { Point } from '../../../viewer/viewport.ts';
import drawn from '../drawn-over.module.css';
import type { Drawing, Tool } from './geometry-draft.ts';
import type { Placing } from './placing.ts';

export interface SurfaceProps {
  readonly engine: EngineLink;
  readonly placing: Placing;
  readonly drawing: Drawing;
  readonly cursor: PicturePoint | null;
  readonly onCursor: (at: PicturePoint) => void;
  readonly onPoint: (at: PicturePoint) => void;
  readonly onUndo: () => void;
  readonly onCancel: () => void;
}

/** What each point of a tool is. */
const stepKeys = {
  cast: ['geometry.step.shadow', 'geometry.step.bound.one', 'geometry.step.bound.other'],
  reflection: ['geometry.step.object', 'geometry.step.reflection.one', 'geometry.step.reflection.other'],
  lit: ['geometry.step.lit', 'geometry.step.outward'],
  shaded: ['geometry.step.shaded', 'geometry.step.outward'],
  line: ['geometry.step.line.start', 'geometry.step.line.end'],
} as const satisfies Readonly<Record<Tool, readonly string[]>>;

const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * Takes the points of a new mark: by click, or by a cross that the arrow keys move and Enter puts down. The wheel
 * goes on zooming the picture below.
 */
export function DrawingSurface(props: SurfaceProps) {
  const { placing, drawing, cursor, onCursor, onPoint, onUndo, onCancel } = props;
  const { text, number } = useWords();
  const surface = useRef<HTMLDivElement | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const element = surface.current;
    if (element === null) return;
    element.focus({ preventScroll: true });
    if (latest.current.cursor === null) {
      const { width, height } = element.getBoundingClientRect();
      latest.current.onCursor(latest.current.placing.toPicture({ x: width / 2, y: height / 2 }));
    }
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const { x, y } = pointIn(element, event);
      latest.current.engine.send({
        type: 'zoom',
        pane: 0,
        to: { factor: 2 ** (-(event.deltaY * lines) / (event.ctrlKey ? 100 : 300)) },
        at: { x: x * devicePixelRatio, y: y * devicePixelRatio },
      });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);

  const at = cursor === null ? null : placing.toScreen(cursor);
  const step = text(stepKeys[drawing.tool][drawing.points.length] ?? 'geometry.step.bound.other');
  return (
    <>
      <div
        ref={surface}
        className={drawn.surface}
        role="application"
        aria-label={text('geometry.surface', { step })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the surface takes the keys that put points
        tabIndex={0}
        onPointerMove={(event) => onCursor(placing.toPicture(pointIn(event.currentTarget, event)))}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.focus({ preventScroll: true });
          onPoint(placing.toPicture(pointIn(event.currentTarget, event)));
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const direction = directions[event.code];
          if (direction !== undefined && at !== null) {
            const length = event.shiftKey ? placing.scale : 10;
            onCursor(placing.toPicture({ x: at.x + direction.x * length, y: at.y + direction.y * length }));
          } else if ((event.code === 'Enter' || event.code === 'Space') && cursor !== null) onPoint(cursor);
          else if (event.code === 'Backspace') onUndo();
          else if (event.code === 'Escape') onCancel();
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
