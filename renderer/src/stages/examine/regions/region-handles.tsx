import { useRef } from 'react';
import type { PicturePoint } from '#shared/domain/geometry.ts';
import type { AnalystRegion } from '#shared/domain/region.ts';
import { shiftedShape } from '#shared/numeric/region-shape.ts';
import { regionName } from '#shared/text/region-words.ts';
import { useWords } from '../../../state/text.ts';
import type { Point } from '../../../viewer/viewport.ts';
import drawn from '../drawn-over.module.css';
import type { Placing } from '../geometry/placing.ts';
import { handlesOf, middleOf, withHandle, withoutHandle } from './region-draft.ts';
import type { RegionsState } from './use-regions.ts';

export interface HandlesProps {
  readonly placing: Placing;
  readonly region: AnalystRegion;
  readonly index: number;
  readonly state: RegionsState;
}

/** The middle of a region, which moves the whole, and its corners. */
export function RegionHandles({ placing, region, index, state }: HandlesProps) {
  const { text, number, pick } = useWords();
  const name = pick(regionName(region, index));
  const { shape, id } = region;
  const middle = middleOf(shape);
  const place = (at: PicturePoint) => ({ name, x: number(at.x), y: number(at.y) });
  return (
    <>
      <Handle
        placing={placing}
        at={middle}
        whole
        label={text('regions.handle.whole', place(middle))}
        onMove={(to) =>
          state.change(
            id,
            (one) => {
              const from = middleOf(one.shape);
              return { ...one, shape: shiftedShape(one.shape, { x: to.x - from.x, y: to.y - from.y }) };
            },
            `move ${id}`,
          )
        }
        onRemove={() => state.remove(id)}
      />
      {handlesOf(shape).map((at, handle) => (
        <Handle
          // biome-ignore lint/suspicious/noArrayIndexKey: corners are told by their order
          key={handle}
          placing={placing}
          at={at}
          label={text('regions.handle.corner', { ...place(at), corner: handle + 1 })}
          onMove={(to) =>
            state.change(
              id,
              (one) => ({ ...one, shape: withHandle(one.shape, handle, to) }),
              `corner ${id} ${handle}`,
            )
          }
          onRemove={() => state.change(id, (one) => ({ ...one, shape: withoutHandle(one.shape, handle) }))}
        />
      ))}
    </>
  );
}

interface HandleProps {
  readonly placing: Placing;
  readonly at: PicturePoint;
  readonly label: string;
  readonly whole?: boolean;
  readonly onMove: (to: PicturePoint) => void;
  readonly onRemove: () => void;
}

const steps: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Dragged, or moved by one pixel of the picture with the arrow keys, ten with Shift. */
function Handle({ placing, at, label, whole = false, onMove, onRemove }: HandleProps) {
  const held = useRef<{ readonly id: number; readonly off: Point } | null>(null);
  const screen = placing.toScreen(at);
  const letGo = () => {
    held.current = null;
  };
  return (
    <button
      type="button"
      className={drawn.handle}
      style={{ left: screen.x, top: screen.y }}
      data-whole={whole || undefined}
      aria-label={label}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const off = { x: screen.x - event.clientX, y: screen.y - event.clientY };
        held.current = { id: event.pointerId, off };
      }}
      onPointerMove={(event) => {
        if (held.current?.id !== event.pointerId) return;
        const { off } = held.current;
        onMove(placing.toPicture({ x: event.clientX + off.x, y: event.clientY + off.y }));
      }}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onKeyDown={(event) => {
        const step = steps[event.code];
        if (step !== undefined) {
          const length = (event.shiftKey ? 10 : 1) * placing.scale;
          onMove(placing.toPicture({ x: screen.x + step.x * length, y: screen.y + step.y * length }));
        } else if (event.code === 'Delete' || event.code === 'Backspace') onRemove();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
