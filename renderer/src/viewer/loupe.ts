import type { ImageLayer, Pixel } from './image-layer.ts';
import type { Context, Pane } from './pane.ts';
import type { Point } from './viewport.ts';

export interface LoupeSubject {
  readonly layer: ImageLayer;
  /** Displayed coordinates of the point looked at. */
  readonly shown: Point;
  /** The same point, stored coordinates. */
  readonly stored: Point;
  readonly pixel: Pixel | null;
}

export interface LoupePlace {
  /** Device pixels per stored pixel. */
  readonly magnification: number;
  /** This loupe's turn among `places` loupes of the same pane. */
  readonly place: number;
  readonly places: number;
}

/** Side of the loupe, CSS pixels; cut down to whole picture pixels, an odd number of them. */
const side = 248;
const lineHeight = 17;

/** Drawn aside and then copied, because a layer draws without regard to where the loupe lies in the pane. */
const sheet = { canvas: null as OffscreenCanvas | null };
/** Loupes want tiles on their own behalf, apart from the pane they lie in. */
const viewers = [{}, {}, {}, {}];

/** Picture pixels along one side: odd, so that one is in the middle. */
export function loupePixels(magnification: number, devicePixelRatio: number): number {
  const count = Math.max(3, Math.floor((side * devicePixelRatio) / magnification));
  return count % 2 === 1 ? count : count - 1;
}

/** Where the loupes go: beside the pointer, turned to the side where there is room. */
export function loupeCorner(
  at: Point,
  box: { readonly width: number; readonly height: number },
  pane: { readonly width: number; readonly height: number },
  gap: number,
): Point {
  const x = at.x + gap + box.width <= pane.width ? at.x + gap : at.x - gap - box.width;
  const y = at.y + gap + box.height <= pane.height ? at.y + gap : at.y - gap - box.height;
  return {
    x: Math.round(Math.max(0, Math.min(pane.width - box.width, x))),
    y: Math.round(Math.max(0, Math.min(pane.height - box.height, y))),
  };
}

/** The stored numbers under the loupe: coordinates and channels. */
export function loupeLines(stored: Point, pixel: Pixel | null): readonly [string, string] {
  const place = `x ${Math.floor(stored.x)}  y ${Math.floor(stored.y)}`;
  if (pixel === null) return [place, '…'];
  const [r, g, b, alpha] = pixel;
  // The canvas multiplies by alpha and divides again: colours under transparency are near, not exact.
  return [place, alpha === 255 ? `R ${r}  G ${g}  B ${b}` : `≈ R ${r}  G ${g}  B ${b}  α ${alpha}`];
}

/**
 * Enlarge the surroundings of a point: hard-edged pixels, a grid, the middle pixel framed, its stored
 * coordinates and values below.
 */
export function drawLoupe(pane: Pane, at: Point, subject: LoupeSubject, where: LoupePlace): void {
  const unit = pane.ratio;
  const { magnification, place, places } = where;
  const count = loupePixels(magnification, unit);
  const width = count * magnification;
  const height = width + Math.round((2 * lineHeight + 8) * unit);
  const gap = Math.round(20 * unit);
  const all = { width: places * width + (places - 1) * 2, height };
  const corner = loupeCorner(at, all, pane.size, gap);
  const left = corner.x + place * (width + 2);
  const top = corner.y;

  if (sheet.canvas === null || sheet.canvas.width !== width) sheet.canvas = new OffscreenCanvas(width, width);
  const inner = sheet.canvas.getContext('2d', { alpha: false });
  if (inner === null) return;
  inner.fillStyle = pane.look.ground;
  inner.fillRect(0, 0, width, width);
  const middle = { x: Math.floor(subject.shown.x) + 0.5, y: Math.floor(subject.shown.y) + 0.5 };
  const viewer = viewers[place] ?? viewers[0];
  subject.layer.draw(inner, { ...middle, scale: magnification }, { width, height: width }, viewer as object, {
    missing: pane.look.missing,
    chequer: pane.chequer,
  });
  drawGrid(inner, width, magnification);
  frame(inner, ((count - 1) / 2) * magnification, magnification);

  const { context } = pane;
  context.fillStyle = '#000000';
  context.fillRect(left - 1, top - 1, width + 2, height + 2);
  context.drawImage(sheet.canvas, left, top);
  context.fillStyle = '#ffffff';
  context.font = `${12 * unit}px "JetBrains Mono Variable", ui-monospace, monospace`;
  context.textBaseline = 'top';
  const lines = loupeLines(subject.stored, subject.pixel);
  lines.forEach((line, index) => {
    context.fillText(line, left + 6 * unit, top + width + (5 + index * lineHeight) * unit, width - 12 * unit);
  });
}

/** Mark the looked-at point in the pane itself. */
export function drawCross(pane: Pane, at: Point): void {
  const { context } = pane;
  const x = Math.floor(at.x) + 0.5;
  const y = Math.floor(at.y) + 0.5;
  const arm = Math.round(9 * pane.ratio);
  for (const [style, width] of [
    ['#000000', 3],
    ['#ffffff', 1],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x - arm, y);
    context.lineTo(x - 3, y);
    context.moveTo(x + 3, y);
    context.lineTo(x + arm, y);
    context.moveTo(x, y - arm);
    context.lineTo(x, y - 3);
    context.moveTo(x, y + 3);
    context.lineTo(x, y + arm);
    context.stroke();
  }
}

function drawGrid(context: Context, width: number, step: number): void {
  context.strokeStyle = 'rgb(128 128 128 / 55%)';
  context.lineWidth = 1;
  context.beginPath();
  for (let at = step; at < width; at += step) {
    context.moveTo(at + 0.5, 0);
    context.lineTo(at + 0.5, width);
    context.moveTo(0, at + 0.5);
    context.lineTo(width, at + 0.5);
  }
  context.stroke();
}

function frame(context: Context, at: number, step: number): void {
  context.lineWidth = 1;
  context.strokeStyle = '#000000';
  context.strokeRect(at - 0.5, at - 0.5, step + 2, step + 2);
  context.strokeStyle = '#ffffff';
  context.strokeRect(at + 0.5, at + 0.5, step, step);
}
