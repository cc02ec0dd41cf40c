import type { TileSource } from '#shared/contract/contract.ts';
import { displayedSize, displayedToStored } from './orientation.ts';
import { Painter, placeOf } from './painter.ts';
import type { Context } from './pane.ts';
import { fetchTile, type TileCache, type TileRequest } from './tile-cache.ts';
import { levelFor, levelScale, tileAddress, tileBox, tileDistance, tilesIn, widen } from './tile-pyramid.ts';
import type { Box, Point, Size, Viewport } from './viewport.ts';

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

/** The view on whose behalf single pixels are read. */
const pixelReader = {};

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

  close(): void {
    this.#abort.abort();
    this.#cache.release(this);
    this.#overview?.close();
    this.#overview = null;
  }

  /** Draw into a pane of `pane` device pixels. `viewer` names who looks, so several views can want tiles. */
  draw(context: Context, viewport: Viewport, pane: Size, viewer: object, options: DrawOptions): Drawn {
    const { source } = this;
    const painter = new Painter(source, context, viewport, pane);
    const level = levelFor(source, viewport.scale);
    const range = tilesIn(source, level, painter.visible);
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
    if (this.#transparent && options.chequer) painter.fill(painter.visible, options.chequer);
    for (let row = ring.top; row <= ring.bottom; row++) {
      for (let column = ring.left; column <= ring.right; column++) {
        const address = tileAddress(source, level, column, row);
        const seen = row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;
        const distance = tileDistance(source, level, column, row, middle);
        wishes.push({ address, distance, ahead: !seen });
        if (!seen) continue;
        const tile = this.#cache.get(address);
        const box = tileBox(source, level, column, row);
        if (tile !== undefined) {
          context.imageSmoothingEnabled = viewport.scale < 1;
          painter.piece(tile, box, box, levelScale(source, level));
          continue;
        }
        missing += 1;
        if (this.#cache.failed(address)) failed += 1;
        // What is not the real pixels must not look like pixels: it is smoothed.
        context.imageSmoothingEnabled = true;
        if (!this.#standIn(painter, level, column, row, box)) {
          empty += 1;
          painter.fill(box, options.missing);
        }
      }
    }
    this.#wish(viewer, wishes);
    return { complete: missing === 0, failed, started: empty === 0 };
  }

  /** Forget the wishes of all views but these. */
  keepOnly(viewers: ReadonlySet<object>): void {
    for (const viewer of this.#wishes.keys()) if (!viewers.has(viewer)) this.#wishes.delete(viewer);
    this.#cache.want(this, [...this.#wishes.values()].flat());
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

  /** Device-pixel rectangle of a box of stored pixels. */
  place(viewport: Viewport, pane: Size, box: Box): Box {
    return placeOf(this.source, viewport, pane, box);
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
  #standIn(painter: Painter, level: number, column: number, row: number, box: Box): boolean {
    const { source } = this;
    for (let up = 1; up <= level; up++) {
      const coarse = level - up;
      const x = Math.floor(column / 2 ** up);
      const y = Math.floor(row / 2 ** up);
      const tile = this.#cache.get(tileAddress(source, coarse, x, y));
      if (tile === undefined) continue;
      painter.piece(tile, tileBox(source, coarse, x, y), box, levelScale(source, coarse));
      return true;
    }
    if (this.#overview === null) return false;
    painter.piece(this.#overview, this.whole, box, source.width / this.#overview.width);
    return true;
  }
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
