import { boxSize } from './pane-layout.ts';
import type { Look } from './protocol.ts';
import type { Box, Size } from './viewport.ts';

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** One view inside the canvas: drawing is moved to its corner and cut off at its edges. */
export interface Pane {
  readonly context: Context;
  readonly box: Box;
  readonly size: Size;
  readonly look: Look;
  readonly chequer: CanvasPattern | null;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

/** Run `draw` with the origin at the pane's corner, clipped to `box` (pane coordinates). */
export function inside<T>(context: Context, box: Box, draw: () => T): T {
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  context.clip();
  try {
    return draw();
  } finally {
    context.restore();
  }
}

export function inPane<T>(pane: Pane, draw: () => T): T {
  const { context, box } = pane;
  context.save();
  context.translate(box.left, box.top);
  const size = boxSize(box);
  try {
    return inside(context, { left: 0, top: 0, right: size.width, bottom: size.height }, draw);
  } finally {
    context.restore();
  }
}

/** Grey squares of 8 device pixels, under transparent parts of a picture. */
export function chequered(context: Context): CanvasPattern | null {
  const square = new OffscreenCanvas(16, 16);
  const inner = square.getContext('2d');
  if (inner === null) return null;
  inner.fillStyle = '#c8c8c8';
  inner.fillRect(0, 0, 16, 16);
  inner.fillStyle = '#9a9a9a';
  inner.fillRect(0, 0, 8, 8);
  inner.fillRect(8, 8, 8, 8);
  return context.createPattern(square, 'repeat');
}
