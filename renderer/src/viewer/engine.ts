import type { TileSource } from '#shared/contract/contract.ts';
import { drawDifference, drawSplit } from './composition.ts';
import { type Drawn, ImageLayer, type Pixel } from './image-layer.ts';
import { drawCross, drawLoupe } from './loupe.ts';
import { displayedToStored, storedToDisplayed } from './orientation.ts';
import { drawOverlay, type OverlayContent } from './overlay.ts';
import { PaneSurface } from './pane-surface.ts';
import { PixelReader } from './pixel-reader.ts';
import type { ViewSettings } from './settings.ts';
import { TileCache } from './tile-cache.ts';
import * as view from './viewport.ts';
import type { Point, Relation, Viewport } from './viewport.ts';

/** What one picture shows at the pointer (or in the middle of the pane): stored-pixel numbers. */
export interface LayerReading {
  readonly x: number;
  readonly y: number;
  readonly inside: boolean;
  /** `null` while the tile with the pixel is on its way. */
  readonly pixel: Pixel | null;
  /** Device pixels per stored pixel. */
  readonly scale: number;
}

/** State after a frame: for the status line, which is written without rendering anything else. */
export interface Reading {
  readonly active: number;
  readonly layers: readonly LayerReading[];
  /** Every visible tile is there at the wanted resolution. */
  readonly complete: boolean;
  readonly failed: number;
  readonly shown: number;
}

/** Draws one to four pictures under one viewport into as many panes, or several pictures into one pane. */
export class ViewerEngine {
  readonly cache: TileCache;
  #layers: readonly ImageLayer[] = [];
  #relations: readonly Relation[] = [];
  #overlays: readonly (OverlayContent | null)[] = [];
  #shared: Viewport = { x: 0, y: 0, scale: 1 };
  #fitted = true;
  #settings: ViewSettings;
  #active = 0;
  #blinkAt = 0;
  #pointer: { readonly pane: number; readonly at: Point } | null = null;
  #loupe = false;
  #frame = 0;
  #closed = false;
  readonly #panes: (PaneSurface | null)[] = [];
  readonly #pixels = new PixelReader();
  readonly #listeners = new Set<(reading: Reading) => void>();

  constructor(settings: ViewSettings, cache = new TileCache()) {
    this.#settings = settings;
    this.cache = cache;
    cache.onChange(() => this.invalidate());
  }

  /** Show other pictures. The viewport stays when the number and sizes are the same. */
  setSources(sources: readonly TileSource[]): void {
    const before = this.#layers;
    const kept = sources.map((source) => before.find((layer) => layer.source === source));
    this.#layers = sources.map(
      (source, index) => kept[index] ?? new ImageLayer(source, this.cache, () => this.invalidate()),
    );
    for (const layer of before) if (!kept.includes(layer)) layer.close();
    const sameFrame =
      before.length === sources.length &&
      before.every((layer, index) => {
        const now = this.#layers[index] as ImageLayer;
        return layer.displayed.width === now.displayed.width && layer.displayed.height === now.displayed.height;
      });
    if (!sameFrame) this.resetRelations();
    this.#active = Math.min(this.#active, Math.max(0, sources.length - 1));
    if (!sameFrame) this.fit();
    this.invalidate();
  }

  setSettings(settings: ViewSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    if (settings.align !== before.align) this.resetRelations();
    this.invalidate();
  }

  setOverlays(overlays: readonly (OverlayContent | null)[]): void {
    this.#overlays = overlays;
    this.invalidate();
  }

  get active(): number {
    return this.#active;
  }

  setActive(layer: number): void {
    this.#active = layer;
    this.invalidate();
  }

  /** True when a picture was moved against the others while they were not synchronised. */
  get shifted(): boolean {
    return this.#relations.some((relation, index) => {
      const plain = this.#plainRelation(index);
      return relation.x !== plain.x || relation.y !== plain.y || relation.ratio !== plain.ratio;
    });
  }

  /** Put all pictures back into register: by pixels or by the width of the frame. */
  resetRelations(): void {
    this.#relations = this.#layers.map((_, index) => this.#plainRelation(index));
    this.invalidate();
  }

  /** Tie a canvas to a pane until the returned function is called. */
  attach(pane: number, canvas: HTMLCanvasElement): () => void {
    const surface = new PaneSurface(canvas, () => {
      if (this.#fitted) this.#fitNow();
      this.#draw();
    });
    this.#panes[pane] = surface;
    this.invalidate();
    return () => {
      surface.close();
      for (const layer of this.#layers) layer.forget(surface);
      if (this.#panes[pane] === surface) this.#panes[pane] = null;
    };
  }

  onFrame(listener: (reading: Reading) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    cancelAnimationFrame(this.#frame);
    for (const pane of this.#panes) pane?.close();
    for (const layer of this.#layers) layer.close();
    this.cache.close();
  }

  fit(): void {
    this.#fitted = true;
    this.#fitNow();
    this.invalidate();
  }

  /** Device pixels. */
  pan(pane: number, dx: number, dy: number): void {
    this.#move(pane, (own) => view.panBy(own, dx, dy));
  }

  /** Zoom so that the point under `at` stays; without `at` around the middle of the pane. */
  zoom(pane: number, to: number | 'in' | 'out' | { readonly factor: number }, at?: Point): void {
    const surface = this.#panes[pane];
    if (!surface) return;
    const point = at ?? { x: surface.size.width / 2, y: surface.size.height / 2 };
    this.#move(pane, (own) => {
      const scale =
        typeof to === 'number'
          ? to
          : to === 'in' || to === 'out'
            ? view.zoomStep(own.scale, to === 'in' ? 1 : -1)
            : own.scale * to.factor;
      return view.zoomAt(own, surface.size, point, scale);
    });
  }

  /** Bring a stored pixel of a picture to the middle. */
  center(layer: number, at: Point): void {
    const target = this.#layers[layer];
    if (target === undefined) return;
    const shown = storedToDisplayed(at, target.source, target.source.orientation);
    this.#move(layer, (own) => ({ ...own, x: shown.x, y: shown.y }));
  }

  setPointer(pane: number, at: Point | null): void {
    this.#pointer = at === null ? null : { pane, at };
    this.invalidate();
  }

  setLoupe(on: boolean): void {
    this.#loupe = on;
    if (!on) {
      const panes = new Set<object>(this.#panes.filter((pane) => pane !== null));
      for (const layer of this.#layers) layer.keepOnly(panes);
    }
    this.invalidate();
  }

  get loupe(): boolean {
    return this.#loupe;
  }

  /** Show the next picture in blink mode. */
  blink(): void {
    this.#blinkAt = (this.#blinkAt + 1) % Math.max(1, this.#layers.length);
    this.invalidate();
  }

  viewportOf(layer: number): Viewport {
    return view.relate(this.#shared, this.#relations[layer] ?? view.identityRelation);
  }

  invalidate(): void {
    if (this.#frame !== 0 || this.#closed) return;
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** The picture a pane's gestures move: its own, or in one-pane modes the one that lies on top. */
  #layerOf(pane: number): number {
    const { mode, pair } = this.#settings;
    if (mode === 'side') return pane;
    if (mode === 'blink') return this.#blinkAt % Math.max(1, this.#layers.length);
    return pair[1];
  }

  #plainRelation(index: number): Relation {
    const first = this.#layers[0];
    const own = this.#layers[index];
    if (first === undefined || own === undefined || this.#settings.align === 'pixels') return view.identityRelation;
    return { ratio: own.displayed.width / first.displayed.width, x: 0, y: 0 };
  }

  #move(pane: number, change: (own: Viewport) => Viewport): void {
    const index = this.#layerOf(pane);
    const layer = this.#layers[index];
    const relation = this.#relations[index];
    if (layer === undefined || relation === undefined) return;
    this.#fitted = false;
    const own = view.clamp(change(view.relate(this.#shared, relation)), layer.displayed);
    if (this.#settings.synchronised || this.#layers.length === 1) {
      this.#shared = view.unrelate(own, relation);
    } else {
      this.#relations = this.#relations.map((old, at) => (at === index ? view.relationBetween(this.#shared, own) : old));
    }
    this.invalidate();
  }

  #fitNow(): void {
    const first = this.#layers[0];
    const size = this.#panes.find((pane) => pane)?.size;
    if (first === undefined || size === undefined || size.width === 0) return;
    const fits = this.#layers.map((layer, index) =>
      view.unrelate(view.fit(layer.displayed, size), this.#relations[index] ?? view.identityRelation),
    );
    // The whole of every picture is to be seen: the smallest scale decides.
    const scale = Math.min(...fits.map((fitted) => fitted.scale));
    this.#shared = { x: first.displayed.width / 2, y: first.displayed.height / 2, scale };
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.#closed) return;
    const drawn: Drawn[] = [];
    const { mode } = this.#settings;
    this.#panes.forEach((pane, index) => {
      if (!pane || pane.size.width === 0) return;
      const { context, size } = pane;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.globalCompositeOperation = 'source-over';
      context.fillStyle = pane.look.ground;
      context.fillRect(0, 0, size.width, size.height);
      if (mode === 'side') drawn.push(this.#drawLayer(pane, index));
      else if (mode === 'blink') drawn.push(this.#drawLayer(pane, this.#layerOf(index)));
      else drawn.push(...this.#drawPair(pane));
      this.#drawMarks(pane, index);
    });
    this.#report(drawn);
  }

  #drawLayer(pane: PaneSurface, index: number): Drawn {
    const layer = this.#layers[index];
    if (layer === undefined) return { complete: true, failed: 0 };
    const own = this.viewportOf(index);
    const result = layer.draw(pane.context, own, pane.size, pane, pane.look);
    const overlay = this.#overlays[index];
    if (overlay) drawOverlay(pane.context, own, pane.size, layer, overlay, this.#settings.opacity);
    return result;
  }

  #drawPair(pane: PaneSurface): readonly Drawn[] {
    const [a, b] = this.#settings.pair;
    const one = this.#layers[a];
    const other = this.#layers[b];
    if (one === undefined || other === undefined) return [this.#drawLayer(pane, 0)];
    const views = [
      { layer: one, viewport: this.viewportOf(a) },
      { layer: other, viewport: this.viewportOf(b) },
    ] as const;
    if (this.#settings.mode === 'difference') return drawDifference(pane, views, this.#settings.gain);
    return drawSplit(pane, this.#settings.split, () => this.#drawLayer(pane, a), () => this.#drawLayer(pane, b));
  }

  #drawMarks(pane: PaneSurface, index: number): void {
    if (!this.#loupe) return;
    const at = this.#pointIn(pane, index);
    const { mode, pair, magnification } = this.#settings;
    const wanted = mode === 'side' ? [index] : mode === 'blink' ? [this.#layerOf(index)] : pair;
    const layers = wanted.filter((number) => this.#layers[number] !== undefined);
    layers.forEach((number, place) => {
      const layer = this.#layers[number] as ImageLayer;
      const shown = view.pickDisplayed(this.viewportOf(number), pane.size, at);
      const stored = displayedToStored(shown, layer.source, layer.source.orientation);
      const subject = { layer, shown, stored, pixel: this.#pixels.read(layer, stored) };
      drawLoupe(pane, at, subject, { magnification, place, places: layers.length });
    });
    drawCross(pane, at);
  }

  /** The pointer in this pane's pixels: the same shared point as in the pane it really is in. */
  #pointIn(pane: PaneSurface, index: number): Point {
    const middle = { x: pane.size.width / 2, y: pane.size.height / 2 };
    const pointer = this.#pointer;
    const home = pointer === null ? null : this.#panes[pointer.pane];
    if (pointer === null || !home) return middle;
    if (pointer.pane === index) return pointer.at;
    const point = view.paneToDisplayed(this.#shared, home.size, pointer.at);
    return view.displayedToPane(this.#shared, pane.size, point);
  }

  #report(drawn: readonly Drawn[]): void {
    if (this.#listeners.size === 0) return;
    const layers = this.#layers.map((layer, index): LayerReading => {
      const paneIndex = this.#settings.mode === 'side' ? index : 0;
      const pane = this.#panes[paneIndex];
      const own = this.viewportOf(index);
      const shown = pane ? view.pickDisplayed(own, pane.size, this.#pointIn(pane, paneIndex)) : own;
      const stored = displayedToStored(shown, layer.source, layer.source.orientation);
      const x = Math.floor(stored.x);
      const y = Math.floor(stored.y);
      const inside = x >= 0 && y >= 0 && x < layer.source.width && y < layer.source.height;
      return { x, y, inside, pixel: inside ? this.#pixels.read(layer, stored) : null, scale: own.scale };
    });
    const reading: Reading = {
      active: this.#active,
      layers,
      complete: drawn.every((one) => one.complete),
      failed: drawn.reduce((sum, one) => sum + one.failed, 0),
      shown: this.#settings.mode === 'blink' ? this.#layerOf(0) : this.#active,
    };
    for (const listener of this.#listeners) listener(reading);
  }
}
