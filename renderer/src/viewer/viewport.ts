/**
 * Viewport arithmetic: pure functions on plain values. Three systems of coordinates, all continuous, with the
 * top left corner of the top left pixel at (0, 0):
 * - stored: pixels as they lie in the file;
 * - displayed: the same after the Exif orientation;
 * - pane: device pixels of the canvas.
 */
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What a pane shows: the displayed point in its middle and device pixels per displayed pixel. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** How one picture lies under the shared viewport: own point = shared point × ratio + (x, y). */
export interface Relation {
  readonly ratio: number;
  readonly x: number;
  readonly y: number;
}

export const identityRelation: Relation = { ratio: 1, x: 0, y: 0 };
export const scaleLimits = { min: 1 / 512, max: 128 } as const;

/** Scale at which the whole picture just fills the pane. */
export function containScale(image: Size, pane: Size): number {
  return Math.min(pane.width / image.width, pane.height / image.height);
}

/** Shrink to the pane, never enlarge: a small picture is shown at 100 %. */
export function fit(image: Size, pane: Size): Viewport {
  const scale = limitScale(Math.min(1, containScale(image, pane)));
  return { x: image.width / 2, y: image.height / 2, scale };
}

export function limitScale(scale: number): number {
  if (!Number.isFinite(scale)) return 1;
  return Math.min(scaleLimits.max, Math.max(scaleLimits.min, scale));
}

/** Drag by device pixels: the picture follows the hand. */
export function panBy(viewport: Viewport, dx: number, dy: number): Viewport {
  return { ...viewport, x: viewport.x - dx / viewport.scale, y: viewport.y - dy / viewport.scale };
}

/** Change the scale so that the displayed point under `at` stays under it. */
export function zoomAt(viewport: Viewport, pane: Size, at: Point, scale: number): Viewport {
  const next = limitScale(scale);
  const fixed = paneToDisplayed(viewport, pane, at);
  return {
    x: fixed.x - (at.x - pane.width / 2) / next,
    y: fixed.y - (at.y - pane.height / 2) / next,
    scale: next,
  };
}

const ladder = [0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128] as const;

/** The next step of the zoom ladder above or below: halves below 50 %, whole pixels from 200 % on. */
export function zoomStep(scale: number, direction: 1 | -1): number {
  const slack = 1e-6;
  if (direction > 0) {
    if (scale < 0.5 - slack) return limitScale(2 ** (Math.floor(Math.log2(scale) + slack) + 1));
    return ladder.find((step) => step > scale + slack) ?? scaleLimits.max;
  }
  if (scale <= 0.5 + slack) return limitScale(2 ** (Math.ceil(Math.log2(scale) - slack) - 1));
  return ladder.findLast((step) => step < scale - slack) ?? 0.5;
}

/** Keep the middle of the pane over the picture: any pixel, also a corner, can be brought to the middle. */
export function clamp(viewport: Viewport, image: Size): Viewport {
  const x = Math.min(image.width, Math.max(0, viewport.x));
  const y = Math.min(image.height, Math.max(0, viewport.y));
  const scale = limitScale(viewport.scale);
  return x === viewport.x && y === viewport.y && scale === viewport.scale ? viewport : { x, y, scale };
}

/**
 * Left and top of the picture in the pane, whole device pixels: drawing and reading agree on it, and at
 * 100 % a stored pixel is exactly one device pixel.
 */
export function origin(viewport: Viewport, pane: Size): Point {
  return {
    x: Math.round(pane.width / 2 - viewport.x * viewport.scale),
    y: Math.round(pane.height / 2 - viewport.y * viewport.scale),
  };
}

export function paneToDisplayed(viewport: Viewport, pane: Size, at: Point): Point {
  return {
    x: viewport.x + (at.x - pane.width / 2) / viewport.scale,
    y: viewport.y + (at.y - pane.height / 2) / viewport.scale,
  };
}

export function displayedToPane(viewport: Viewport, pane: Size, at: Point): Point {
  return {
    x: pane.width / 2 + (at.x - viewport.x) * viewport.scale,
    y: pane.height / 2 + (at.y - viewport.y) * viewport.scale,
  };
}

/** The displayed point under a device pixel as drawn, that is from the rounded origin. */
export function pickDisplayed(viewport: Viewport, pane: Size, at: Point): Point {
  const start = origin(viewport, pane);
  return { x: (at.x - start.x) / viewport.scale, y: (at.y - start.y) / viewport.scale };
}

export function relate(shared: Viewport, relation: Relation): Viewport {
  return {
    x: shared.x * relation.ratio + relation.x,
    y: shared.y * relation.ratio + relation.y,
    scale: shared.scale / relation.ratio,
  };
}

/** The relation under which `shared` shows exactly `own`: what an unsynchronised movement leaves behind. */
export function relationBetween(shared: Viewport, own: Viewport): Relation {
  const ratio = shared.scale / own.scale;
  return { ratio, x: own.x - shared.x * ratio, y: own.y - shared.y * ratio };
}

/** The shared viewport that makes `relation` show `own`. */
export function unrelate(own: Viewport, relation: Relation): Viewport {
  return {
    x: (own.x - relation.x) / relation.ratio,
    y: (own.y - relation.y) / relation.ratio,
    scale: own.scale * relation.ratio,
  };
}
