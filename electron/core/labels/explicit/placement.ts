import type { LabelPosition, VisibleLabel } from '#shared/domain/explicit-label.ts';
import { cornersOf, type TurnedBox } from '../../media/text-lines/least-rectangle.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Within this part of a side counts as its edge. */
const EDGE = 0.1;

/** The upright rectangle around a box, inside the picture, in whole pixels. */
export function frameOf(box: TurnedBox, { width, height }: Size): VisibleLabel['box'] {
  const corners = cornersOf(box);
  const within = (value: number, most: number): number => Math.min(most, Math.max(0, Math.round(value)));
  const xs = corners.map(([x]) => within(x, width));
  const ys = corners.map(([, y]) => within(y, height));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/**
 * Which edges a label stands at: the gap between its box and the edge is at most a tenth of that side. A label
 * near two opposite edges, as a line across the whole picture, stands at neither of them.
 */
export function positionOf(box: VisibleLabel['box'], { width, height }: Size): LabelPosition {
  const [left, right] = sides(box.x, box.width, width);
  const [top, bottom] = sides(box.y, box.height, height);
  const vertical = top ? 'top' : bottom ? 'bottom' : null;
  const horizontal = left ? 'left' : right ? 'right' : null;
  if (vertical !== null && horizontal !== null) return `${vertical}-${horizontal}`;
  return vertical ?? horizontal ?? 'inside';
}

function sides(start: number, length: number, whole: number): [first: boolean, second: boolean] {
  const first = start <= whole * EDGE;
  const second = whole - start - length <= whole * EDGE;
  return [first && !second, second && !first];
}
