import type { Box, Point, Size } from './viewport.ts';

/**
 * Exif orientation 1…8 (Exif 3.0, tag 0x0112) as a view transform: x' = a·x + c·y + e·(displayed width),
 * y' = b·x + d·y + f·(displayed height).
 */
interface Transform {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** Multiples of the displayed width and height added to x' and y'. */
  readonly e: number;
  readonly f: number;
}

const transforms: readonly Transform[] = [
  { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 },
  { a: -1, b: 0, c: 0, d: 1, e: 1, f: 0 },
  { a: -1, b: 0, c: 0, d: -1, e: 1, f: 1 },
  { a: 1, b: 0, c: 0, d: -1, e: 0, f: 1 },
  { a: 0, b: 1, c: 1, d: 0, e: 0, f: 0 },
  { a: 0, b: 1, c: -1, d: 0, e: 1, f: 0 },
  { a: 0, b: -1, c: -1, d: 0, e: 1, f: 1 },
  { a: 0, b: -1, c: 1, d: 0, e: 0, f: 1 },
];

/** Transform of an orientation; anything outside 1…8 is shown as stored. */
export function orientationTransform(orientation: number): Transform {
  return transforms[orientation - 1] ?? (transforms[0] as Transform);
}

export function displayedSize(stored: Size, orientation: number): Size {
  return orientation >= 5 && orientation <= 8 ? { width: stored.height, height: stored.width } : stored;
}

export function storedToDisplayed(at: Point, stored: Size, orientation: number): Point {
  const t = orientationTransform(orientation);
  const shown = displayedSize(stored, orientation);
  return { x: t.a * at.x + t.c * at.y + t.e * shown.width, y: t.b * at.x + t.d * at.y + t.f * shown.height };
}

/** The matrix is orthogonal, so its inverse is its transpose. */
export function displayedToStored(at: Point, stored: Size, orientation: number): Point {
  const t = orientationTransform(orientation);
  const shown = displayedSize(stored, orientation);
  const x = at.x - t.e * shown.width;
  const y = at.y - t.f * shown.height;
  return { x: t.a * x + t.b * y, y: t.c * x + t.d * y };
}

export function mapBox(box: Box, map: (at: Point) => Point): Box {
  const p = map({ x: box.left, y: box.top });
  const q = map({ x: box.right, y: box.bottom });
  return {
    left: Math.min(p.x, q.x),
    top: Math.min(p.y, q.y),
    right: Math.max(p.x, q.x),
    bottom: Math.max(p.y, q.y),
  };
}
