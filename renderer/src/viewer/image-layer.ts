import type { TileSource } from '#shared/contract/contract.ts';
import {
  displayedSize,
  displayedToStored,
  mapBox,
  orientationTransform,
  storedToDisplayed,
} from './orientation.ts';
import type { Context } from './pane.ts';
import { fetchTile, type TileCache, type TileRequest } from './tile-cache.ts';
import { levelFor, levelScale, tileAddress, tileBox, tileDistance, tilesIn, widen } from './tile-pyramid.ts';
import { type Box, origin, type Point, pickDisplayed, type Size, type Viewport } from './viewport.ts';

/** R, G, B and alpha, 0…255. */
export type Pixel = readonly [number, number, number, number];

export interface Drawn {
  /** Every visible tile of the wanted level was drawn: nothing coarser stands in. */
  readonly complete: boolean;
  /** Visible tiles that could not be loaded. */
  readonly failed: number;
  /** Something of the picture was drawn, if only the overview. */
  readonly started: boolean;
}

export interface DrawOptions {
  /** Chequered ground under transparent pixels. */
  readonly chequer: CanvasPattern | null;
  /** Shown where nothing is loaded. */
  readonly missing: string;
}

/** One picture under a viewport: chooses the level, draws the tiles in place, asks for those that lack. */
export class ImageLayer {
  readonly source: TileSource;
  readonly displayed: Size;
  /** The whole picture, stored pixels. */
  readonly whole: Box;
  readonly #cache: TileCache;
  readonly #abort = new AbortController();
  readonly #wishes = new Map<object, readonly TileRequest[]>();
  #overview: ImageBitmap | null = null;
  #transparent = false;

  constructor(source: TileSource, cache: TileCache, changed: () => void) {
    this.source = source;
    this.displayed = displayedSize(source, source.orientation);
    this.whole = { left: 0, top: 0, right: source.width, bottom: source.height };
    this.#cache = cache;
    void this.#loadOverview(changed);
  }

  get overview(): ImageBitmap | null {
    return this.#overview;
  }

  close(): void {
    this.#abort.abort();
    this.#cache.release(this);
    this.#overview?.close();
    this.#overview = null;
  }

  /** Draw into a pane of `pane` device pixels. `viewer` names who looks, so several views can want tiles. */
  draw(context: Context, viewport: Viewport, pane: Size, viewer: object, options: DrawOptions): Drawn {
    const { source } = this;
    const visible = this.visible(viewport, pane);
    const level = levelFor(source, viewport.scale);
    const range = tilesIn(source, level, visible);
    if (range === null) {
      this.#wish(viewer, []);
      return { complete: true, failed: 0, started: true };
    }
    const middle = displayedToStored(viewport, source, source.orientation);
    const ring = widen(source, level, range, 1);
    const wishes: TileRequest[] = [];
    let missing = 0;
    let failed = 0;
    let empty = 0;
    context.imageSmoothingEnabled = viewport.scale < 1;
    context.imageSmoothingQuality = 'low';
    if (this.#transparent && options.chequer) this.#fill(context, viewport, pane, visible, options.chequer);
    for (let row = ring.top; row <= ring.bottom; row++) {
      for (let column = ring.left; column <= ring.right; column++) {
        const address = tileAddress(source, level, column, row);
        const inside =
          row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;
        const distance = tileDistance(source, level, column, row, middle);
        wishes.push({ address, distance, ahead: !inside });
        if (!inside) continue;
        const tile = this.#cache.get(address);
        const box = tileBox(source, level, column, row);
        if (tile !== undefined) {
          this.#piece(context, viewport, pane, tile, box, box, levelScale(source, level), visible);
          continue;
        }
        missing += 1;
        if (this.#cache.failed(address)) failed += 1;
        if (!this.#standIn(context, viewport, pane, level, column, row, box, visible)) {
          empty += 1;
          this.#fill(context, viewport, pane, box, options.missing);
        }
      }
    }
    this.#wish(viewer, wishes);
    return { complete: missing === 0, failed, started: empty === 0 };
  }

  /** A view that is gone wants nothing any more. */
  forget(viewer: object): void {
    this.#wish(viewer, null);
  }

  /** Forget the wishes of all views but these. */
  keepOnly(viewers: ReadonlySet<object>): void {
    for (const viewer of this.#wishes.keys()) if (!viewers.has(viewer)) this.#wishes.delete(viewer);
    this.#cache.want(this, [...this.#wishes.values()].flat());
  }

  /** Stored pixels a pane shows, cut off at the picture's edge. */
  visible(viewport: Viewport, pane: Size): Box {
    const first = pickDisplayed(viewport, pane, { x: 0, y: 0 });
    const last = pickDisplayed(viewport, pane, { x: pane.width, y: pane.height });
    const shown = {
      left: Math.max(0, first.x),
      top: Math.max(0, first.y),
      right: Math.min(this.displayed.width, last.x),
      bottom: Math.min(this.displayed.height, last.y),
    };
    return mapBox(shown, (at) => displayedToStored(at, this.source, this.source.orientation));
  }

  /** The tile with the stored pixel, when it is loaded; asks for it otherwise. */
  tileAt(at: Point): { readonly tile: ImageBitmap; readonly x: number; readonly y: number } | null {
    const { source } = this;
    const x = Math.floor(at.x);
    const y = Math.floor(at.y);
    if (x < 0 || y < 0 || x >= source.width || y >= source.height) return null;
    const column = Math.floor(x / source.tileSize);
    const row = Math.floor(y / source.tileSize);
    const address = tileAddress(source, source.levels - 1, column, row);
    const tile = this.#cache.get(address);
    if (tile === undefined) {
      this.#wish(pixelReader, [{ address, distance: 0 }]);
      return null;
    }
    if (this.#wishes.has(pixelReader)) this.#wish(pixelReader, null);
    return { tile, x: x - column * source.tileSize, y: y - row * source.tileSize };
  }

  /** Device-pixel rectangle of a box of stored pixels: edges rounded, so that neighbours share them. */
  place(viewport: Viewport, pane: Size, box: Box): Box {
    const start = origin(viewport, pane);
    const shown = mapBox(box, (at) => storedToDisplayed(at, this.source, this.source.orientation));
    return {
      left: start.x + Math.round(shown.left * viewport.scale),
      top: start.y + Math.round(shown.top * viewport.scale),
      right: start.x + Math.round(shown.right * viewport.scale),
      bottom: start.y + Math.round(shown.bottom * viewport.scale),
    };
  }

  /** Draw any picture of the whole, such as a figure, over this layer. */
  drawWhole(context: Context, viewport: Viewport, pane: Size, picture: ImageBitmap): void {
    const place = this.place(viewport, pane, this.whole);
    this.#oriented(context, picture, 0, 0, picture.width, picture.height, place);
  }

  async #loadOverview(changed: () => void): Promise<void> {
    try {
      const overview = await fetchTile(this.source.overview, this.#abort.signal);
      if (this.#abort.signal.aborted) {
        overview.close();
        return;
      }
      this.#overview = overview;
      this.#transparent = this.source.format !== 'jpeg' && hasTransparency(overview);
      changed();
    } catch (error) {
      if (!this.#abort.signal.aborted) console.warn('overview', this.source.overview, error);
    }
  }

  #wish(viewer: object, requests: readonly TileRequest[] | null): void {
    if (requests === null) this.#wishes.delete(viewer);
    else this.#wishes.set(viewer, requests);
    this.#cache.want(this, [...this.#wishes.values()].flat());
  }

  /** The nearest coarser tile that is loaded, else the overview, enlarged into the tile's place. */
  #standIn(
    context: Context,
    viewport: Viewport,
    pane: Size,
    level: number,
    column: number,
    row: number,
    box: Box,
    visible: Box,
  ): boolean {
    const { source } = this;
    for (let up = 1; up <= level; up++) {
      const coarse = level - up;
      const x = Math.floor(column / 2 ** up);
      const y = Math.floor(row / 2 ** up);
      const tile = this.#cache.get(tileAddress(source, coarse, x, y));
      if (tile === undefined) continue;
      this.#piece(
        context,
        viewport,
        pane,
        tile,
        tileBox(source, coarse, x, y),
        box,
        levelScale(source, coarse),
        visible,
      );
      return true;
    }
    if (this.#overview === null) return false;
    this.#piece(
      context,
      viewport,
      pane,
      this.#overview,
      this.whole,
      box,
      source.width / this.#overview.width,
      visible,
    );
    return true;
  }

  /** Draw the part `part` of the picture from a bitmap that covers `covers` at `scale` stored pixels a pixel. */
  #piece(
    context: Context,
    viewport: Viewport,
    pane: Size,
    bitmap: ImageBitmap,
    covers: Box,
    part: Box,
    scale: number,
    visible: Box,
  ): void {
    // Far in, only whole visible pixels are drawn, else the target would be many thousand pixels wide.
    const cut = viewport.scale >= 2 ? intersectWhole(part, visible) : part;
    const sx = (cut.left - covers.left) / scale;
    const sy = (cut.top - covers.top) / scale;
    const width = Math.min(bitmap.width - sx, (cut.right - cut.left) / scale);
    const height = Math.min(bitmap.height - sy, (cut.bottom - cut.top) / scale);
    if (width <= 0 || height <= 0) return;
    this.#oriented(context, bitmap, sx, sy, width, height, this.place(viewport, pane, cut));
  }

  #oriented(
    context: Context,
    bitmap: ImageBitmap,
    sx: number,
    sy: number,
    width: number,
    height: number,
    place: Box,
  ): void {
    const w = place.right - place.left;
    const h = place.bottom - place.top;
    if (w <= 0 || h <= 0) return;
    if (this.source.orientation === 1) {
      context.drawImage(bitmap, sx, sy, width, height, place.left, place.top, w, h);
      return;
    }
    const t = orientationTransform(this.source.orientation);
    context.save();
    context.transform(t.a * w, t.b * h, t.c * w, t.d * h, place.left + t.e * w, place.top + t.f * h);
    context.drawImage(bitmap, sx, sy, width, height, 0, 0, 1, 1);
    context.restore();
  }

  #fill(context: Context, viewport: Viewport, pane: Size, box: Box, style: string | CanvasPattern): void {
    const place = this.place(viewport, pane, box);
    context.fillStyle = style;
    context.fillRect(place.left, place.top, place.right - place.left, place.bottom - place.top);
  }
}

/** The view on whose behalf single pixels are read. */
const pixelReader = {};

function intersectWhole(box: Box, visible: Box): Box {
  return {
    left: Math.max(box.left, Math.floor(visible.left)),
    top: Math.max(box.top, Math.floor(visible.top)),
    right: Math.min(box.right, Math.ceil(visible.right)),
    bottom: Math.min(box.bottom, Math.ceil(visible.bottom)),
  };
}

function hasTransparency(picture: ImageBitmap): boolean {
  const canvas = new OffscreenCanvas(Math.min(256, picture.width), Math.min(256, picture.height));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return false;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  return false;
}
