import type { TileSource } from '#shared/contract/contract.ts';
import {
  displayedSize,
  displayedToStored,
  mapBox,
  orientationTransform,
  storedToDisplayed,
} from './orientation.ts';
import type { Context } from './pane.ts';
import { type Box, origin, pickDisplayed, type Size, type Viewport } from './viewport.ts';

/** Device-pixel rectangle of a box of stored pixels: edges rounded, so that neighbours share them. */
export function placeOf(source: TileSource, viewport: Viewport, pane: Size, box: Box): Box {
  const start = origin(viewport, pane);
  const shown = mapBox(box, (at) => storedToDisplayed(at, source, source.orientation));
  return {
    left: start.x + Math.round(shown.left * viewport.scale),
    top: start.y + Math.round(shown.top * viewport.scale),
    right: start.x + Math.round(shown.right * viewport.scale),
    bottom: start.y + Math.round(shown.bottom * viewport.scale),
  };
}

/** Stored pixels a pane shows, cut off at the picture's edge. */
export function visibleBox(source: TileSource, viewport: Viewport, pane: Size): Box {
  const whole = displayedSize(source, source.orientation);
  const first = pickDisplayed(viewport, pane, { x: 0, y: 0 });
  const last = pickDisplayed(viewport, pane, { x: pane.width, y: pane.height });
  const shown = {
    left: Math.max(0, first.x),
    top: Math.max(0, first.y),
    right: Math.min(whole.width, last.x),
    bottom: Math.min(whole.height, last.y),
  };
  return mapBox(shown, (at) => displayedToStored(at, source, source.orientation));
}

/** Puts parts of one picture where they belong in one pane. */
export class Painter {
  readonly #source: TileSource;
  readonly #context: Context;
  readonly #viewport: Viewport;
  readonly #pane: Size;
  readonly visible: Box;

  constructor(source: TileSource, context: Context, viewport: Viewport, pane: Size) {
    this.#source = source;
    this.#context = context;
    this.#viewport = viewport;
    this.#pane = pane;
    this.visible = visibleBox(source, viewport, pane);
  }

  /** Draw the part `part` of the picture from a bitmap that covers `covers` at `scale` stored pixels a pixel. */
  piece(bitmap: ImageBitmap, covers: Box, part: Box, scale: number): void {
    // Far in, only whole visible pixels are drawn, else the target would be many thousand pixels wide.
    const cut = this.#viewport.scale >= 2 ? wholePixels(part, this.visible) : part;
    const x = (cut.left - covers.left) / scale;
    const y = (cut.top - covers.top) / scale;
    const width = Math.min(bitmap.width - x, (cut.right - cut.left) / scale);
    const height = Math.min(bitmap.height - y, (cut.bottom - cut.top) / scale);
    if (width > 0 && height > 0) this.#draw(bitmap, { x, y, width, height }, cut);
  }

  /** Draw any picture of the whole, such as a figure or the overview. */
  whole(bitmap: ImageBitmap): void {
    const { width, height } = this.#source;
    const from = { x: 0, y: 0, width: bitmap.width, height: bitmap.height };
    this.#draw(bitmap, from, { left: 0, top: 0, right: width, bottom: height });
  }

  fill(box: Box, style: string | CanvasPattern): void {
    const place = placeOf(this.#source, this.#viewport, this.#pane, box);
    this.#context.fillStyle = style;
    this.#context.fillRect(place.left, place.top, place.right - place.left, place.bottom - place.top);
  }

  #draw(
    bitmap: ImageBitmap,
    from: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
    to: Box,
  ): void {
    const place = placeOf(this.#source, this.#viewport, this.#pane, to);
    const w = place.right - place.left;
    const h = place.bottom - place.top;
    if (w <= 0 || h <= 0) return;
    const context = this.#context;
    const { x, y, width, height } = from;
    if (this.#source.orientation === 1) {
      context.drawImage(bitmap, x, y, width, height, place.left, place.top, w, h);
      return;
    }
    const t = orientationTransform(this.#source.orientation);
    context.save();
    context.transform(t.a * w, t.b * h, t.c * w, t.d * h, place.left + t.e * w, place.top + t.f * h);
    context.drawImage(bitmap, x, y, width, height, 0, 0, 1, 1);
    context.restore();
  }
}

function wholePixels(box: Box, visible: Box): Box {
  return {
    left: Math.max(box.left, Math.floor(visible.left)),
    top: Math.max(box.top, Math.floor(visible.top)),
    right: Math.min(box.right, Math.ceil(visible.right)),
    bottom: Math.min(box.bottom, Math.ceil(visible.bottom)),
  };
}
