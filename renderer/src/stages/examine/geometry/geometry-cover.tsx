import { useRef, useState } from 'react';
import type { TileSource } from '#shared/contract/contract.ts';
import type { Geometry, GeometryEvaluation, GeometryMark, PicturePoint } from '#shared/domain/geometry.ts';
import { geometryName } from '#shared/text/geometry-words.ts';
import { useWords } from '../../../state/text.ts';
import type { EngineLink } from '../../../viewer/engine-link.ts';
import type { Point } from '../../../viewer/viewport.ts';
import drawn from '../drawn-over.module.css';
import { DrawingSurface } from './drawing-surface.tsx';
import { type Drawing, handlesOf } from './geometry-draft.ts';
import { GeometryShapes } from './geometry-shapes.tsx';
import { type Placing, usePlacing } from './placing.ts';

export interface CoverProps {
  readonly engine: EngineLink;
  readonly source: TileSource;
  readonly geometry: Geometry;
  readonly evaluation: GeometryEvaluation | undefined;
  readonly drawing: Drawing | null;
  readonly selected: string | null;
  readonly writable: boolean;
  readonly onPoint: (at: PicturePoint) => void;
  readonly onUndo: () => void;
  readonly onCancel: () => void;
  readonly onSelect: (mark: string) => void;
  readonly onMove: (mark: string, handle: number, at: PicturePoint) => void;
  readonly onRemove: (mark: string) => void;
}

/** What is drawn, over the picture: shapes, points that can be moved, and the surface new points are put on. */
export function GeometryCover(props: CoverProps) {
  const { engine, source, geometry, drawing } = props;
  const placing = usePlacing(engine, source);
  const [cursor, setCursor] = useState<PicturePoint | null>(null);
  if (placing === null) return null;
  return (
    <div className={drawn.cover}>
      <GeometryShapes {...props} placing={placing} cursor={cursor} />
      {drawing === null ? (
        props.writable &&
        geometry.groups.flatMap((group) =>
          group.marks.flatMap((mark, index) =>
            handlesOf(mark).map((at, handle) => (
              <Handle
                // biome-ignore lint/suspicious/noArrayIndexKey: points of a mark are told by their order
                key={`${mark.id} ${handle}`}
                {...props}
                placing={placing}
                mark={mark}
                name={geometryName(mark.name, index)}
                handle={handle}
                at={at}
              />
            )),
          ),
        )
      ) : (
        <DrawingSurface
          key={`${drawing.group} ${drawing.tool}`}
          engine={engine}
          placing={placing}
          drawing={drawing}
          cursor={cursor}
          onCursor={setCursor}
          onPoint={props.onPoint}
          onUndo={props.onUndo}
          onCancel={props.onCancel}
        />
      )}
    </div>
  );
}

interface HandleProps extends CoverProps {
  readonly placing: Placing;
  readonly mark: GeometryMark;
  readonly name: string;
  readonly handle: number;
  readonly at: PicturePoint;
}

const steps: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** A point of a mark: dragged, or moved by one pixel of the picture with the arrow keys, ten with Shift. */
function Handle({ placing, mark, name, handle, at, onMove, onSelect, onRemove, selected }: HandleProps) {
  const { text, number } = useWords();
  const held = useRef<{ readonly id: number; readonly off: Point } | null>(null);
  const screen = placing.toScreen(at);
  const role = mark.kind === 'outline' ? (['at', 'outward'] as const)[handle] : handle === 0 ? 'from' : 'to';
  return (
    <button
      type="button"
      className={drawn.handle}
      style={{ left: screen.x, top: screen.y }}
      data-first={handle === 0 || undefined}
      data-selected={mark.id === selected || undefined}
      aria-label={text(`geometry.handle.${role ?? 'to'}`, { name, x: number(at.x), y: number(at.y) })}
      onFocus={() => onSelect(mark.id)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        held.current = {
          id: event.pointerId,
          off: { x: screen.x - event.clientX, y: screen.y - event.clientY },
        };
      }}
      onPointerMove={(event) => {
        if (held.current?.id !== event.pointerId) return;
        const { off } = held.current;
        onMove(mark.id, handle, placing.toPicture({ x: event.clientX + off.x, y: event.clientY + off.y }));
      }}
      onPointerUp={() => {
        held.current = null;
      }}
      onPointerCancel={() => {
        held.current = null;
      }}
      onKeyDown={(event) => {
        const step = steps[event.code];
        if (step !== undefined) {
          const length = (event.shiftKey ? 10 : 1) * placing.scale;
          const to = { x: screen.x + step.x * length, y: screen.y + step.y * length };
          onMove(mark.id, handle, placing.toPicture(to));
        } else if (event.code === 'Delete' || event.code === 'Backspace') onRemove(mark.id);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
