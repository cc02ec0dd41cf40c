import type { Box, Point, Size } from './viewport.ts';

/** Columns of the panes: beside each other, four as two rows of two. */
export function paneColumns(count: number): number {
  return count === 4 ? 2 : Math.max(1, count);
}

/** Boxes of the panes in the canvas, device pixels, with a gap of `gap` pixels between them. */
export function paneBoxes(canvas: Size, count: number, gap: number): readonly Box[] {
  const columns = paneColumns(count);
  const rows = Math.max(1, Math.ceil(count / columns));
  return Array.from({ length: Math.max(1, count) }, (_, index) => {
    const [left, right] = slice(canvas.width, columns, index % columns, gap);
    const [top, bottom] = slice(canvas.height, rows, Math.floor(index / columns), gap);
    return { left, top, right, bottom };
  });
}

/** The pane under a point of the canvas, or -1 in a gap. */
export function paneAt(boxes: readonly Box[], at: Point): number {
  return boxes.findIndex(
    (box) => at.x >= box.left && at.x < box.right && at.y >= box.top && at.y < box.bottom,
  );
}

export function boxSize(box: Box): Size {
  return { width: Math.max(0, box.right - box.left), height: Math.max(0, box.bottom - box.top) };
}

function slice(length: number, parts: number, index: number, gap: number): readonly [number, number] {
  const start = Math.round((index * (length + gap)) / parts);
  const end = Math.round(((index + 1) * (length + gap)) / parts) - gap;
  return [start, Math.max(start, end)];
}
