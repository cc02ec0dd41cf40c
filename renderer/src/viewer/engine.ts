import type { TileSource } from '#shared/contract/contract.ts';
import { drawDifference, drawSplit } from './composition.ts';
import { type Drawn, ImageLayer } from './image-layer.ts';
import { Inspection, type Scene } from './inspection.ts';
import { storedToDisplayed } from './orientation.ts';
import { drawOverlay } from './overlay.ts';
import { OverlayStore } from './overlay-store.ts';
import { type Context, chequered, inPane, type Pane } from './pane.ts';
import { boxSize, paneBoxes } from './pane-layout.ts';
import type { Look, OverlayRequest, Reading, ZoomTarget } from './protocol.ts';
import { Registration } from './registration.ts';
import type { ViewSettings } from './settings.ts';
import { TileCache } from './tile-cache.ts';
import type { Point, Size, Viewport } from './viewport.ts';
import * as view from './viewport.ts';

const nothing: Drawn = { complete: true, failed: 0, started: false };

/**
 * Draws one to four pictures under one viewport: each into a pane of one canvas, or several into one pane.
 * One canvas, so that all panes change in the same frame. Runs off the main thread (engine-worker.ts).
 */
export class ViewerEngine {
  readonly #canvas: OffscreenCanvas | HTMLCanvasElement;
  readonly #context: Context;
  readonly #cache = new TileCache();
  readonly #inspection = new Inspection();
  readonly #overlays = new OverlayStore(() => this.invalidate());
  readonly #registration = new Registration();
  readonly #report: (reading: Reading) => void;
  readonly #chequer: CanvasPattern | null;
  #layers: readonly ImageLayer[] = [];
  #panes: readonly Pane[] = [];
  #settings: ViewSettings;
  #look: Look;
  #ratio = 1;
  #fitted = true;
  #active = 0;
  #blinkAt = 0;
  #blinkTimer: ReturnType<typeof setInterval> | undefined;
  #loupe = false;
  #frame = 0;

  constructor(
    canvas: OffscreenCanvas | HTMLCanvasElement,
    settings: ViewSettings,
    look: Look,
    report: (reading: Reading) => void,
  ) {
    const context = canvas.getContext('2d', { alpha: false }) as Context | null;
    if (context === null) throw new Error('no 2D canvas');
    this.#canvas = canvas;
    this.#context = context;
    this.#settings = settings;
    this.#look = look;
    this.#report = report;
    this.#chequer = chequered(context);
    this.#cache.onChange(() => this.invalidate());
    this.#keepTime();
  }

  /** Device pixels. Drawn at once: changing a canvas's size empties it. */
  setSize(size: Size, ratio: number): void {
    this.#canvas.width = size.width;
    this.#canvas.height = size.height;
    this.#ratio = ratio;
    this.#arrange();
    this.#draw();
  }

  setLook(look: Look): void {
    this.#look = look;
    this.#arrange();
  }

  /** Show other pictures. The viewport stays when their number and sizes are the same. */
  setSources(sources: readonly TileSource[]): void {
    const before = this.#layers;
    const kept = sources.map((source) => before.find((layer) => layer.source.base === source.base));
    this.#layers = sources.map(
      (source, index) => kept[index] ?? new ImageLayer(source, this.#cache, () => this.invalidate()),
    );
    for (const layer of before) if (!kept.includes(layer)) layer.close();
    this.#active = Math.min(this.#active, Math.max(0, sources.length - 1));
    const same = this.#registration.setFrames(this.#layers.map((layer) => layer.displayed));
    if (!same) this.#fitted = true;
    this.#arrange();
  }

  setSettings(settings: ViewSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    this.#registration.setAlignment(settings.align);
    if (settings.blinking !== before.blinking || settings.blinkRate !== before.blinkRate) this.#keepTime();
    if (settings.mode !== before.mode) this.#arrange();
    this.invalidate();
  }

  setOverlays(overlays: readonly (OverlayRequest | null)[]): void {
    this.#overlays.set(overlays);
    this.invalidate();
  }

  setActive(pane: number): void {
    this.#active = pane;
    this.invalidate();
  }

  /** Put all pictures back into register. */
  register(): void {
    this.#registration.reset();
    this.invalidate();
  }

  retry(): void {
    this.#cache.retry();
  }

  fit(): void {
    this.#fitted = true;
    this.#fitNow();
    this.invalidate();
  }

  /** Device pixels. */
  pan(pane: number, dx: number, dy: number): void {
    this.#move(this.#layerOf(pane), (own) => view.panBy(own, dx, dy));
  }

  /** Zoom so that the point under `at` stays; without `at` around the middle of the pane. */
  zoom(pane: number, to: ZoomTarget, at: Point | null): void {
    const size = this.#panes[pane]?.size;
    if (size === undefined) return;
    const point = at ?? { x: size.width / 2, y: size.height / 2 };
    this.#move(this.#layerOf(pane), (own) => view.zoomAt(own, size, point, targetScale(own.scale, to)));
  }

  /** Bring a stored pixel of a picture to the middle. */
  center(layer: number, at: Point): void {
    const source = this.#layers[layer]?.source;
    if (source === undefined) return;
    const shown = storedToDisplayed(at, source, source.orientation);
    this.#move(layer, (own) => ({ ...own, x: shown.x, y: shown.y }));
  }

  setPointer(pane: number, at: Point | null): void {
    this.#inspection.setPointer(pane, at);
    this.invalidate();
  }

  setLoupe(on: boolean): void {
    this.#loupe = on;
    if (!on) for (const layer of this.#layers) layer.keepOnly(new Set([layer]));
    this.invalidate();
  }

  /** Show the next picture in blink mode. */
  blink(): void {
    this.#blinkAt = (this.#blinkAt + 1) % Math.max(1, this.#layers.length);
    this.invalidate();
  }

  invalidate(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    clearInterval(this.#blinkTimer);
    this.#overlays.set([]);
    for (const layer of this.#layers) layer.close();
    this.#cache.close();
  }

  #keepTime(): void {
    clearInterval(this.#blinkTimer);
    const { blinking, blinkRate } = this.#settings;
    if (blinking) this.#blinkTimer = setInterval(() => this.blink(), 1000 / blinkRate);
  }

  #arrange(): void {
    const count = this.#settings.mode === 'side' ? this.#layers.length : 1;
    const gap = Math.max(1, Math.round(this.#ratio));
    this.#panes = paneBoxes(this.#canvas, count, gap).map((box) => ({
      context: this.#context,
      box,
      size: boxSize(box),
      look: this.#look,
      chequer: this.#chequer,
      ratio: this.#ratio,
    }));
    if (this.#fitted) this.#fitNow();
    this.invalidate();
  }

  /** The picture a pane's gestures move: its own, or in one-pane modes the one that lies on top. */
  #layerOf(pane: number): number {
    const { mode, pair } = this.#settings;
    if (mode === 'side' || this.#layers.length < 2) return pane;
    return mode === 'blink' ? this.#blinkAt % this.#layers.length : pair[1];
  }

  #move(index: number, change: (own: Viewport) => Viewport): void {
    const layer = this.#layers[index];
    if (layer === undefined) return;
    this.#fitted = false;
    const own = view.clamp(change(this.#registration.viewport(index)), layer.displayed);
    this.#registration.move(index, own, this.#settings.synchronised || this.#layers.length === 1);
    this.invalidate();
  }

  #fitNow(): void {
    const size = this.#panes[0]?.size;
    if (size !== undefined && size.width > 0) this.#registration.fit(size);
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { width, height } = this.#canvas;
    if (width === 0 || height === 0) return;
    const context = this.#context;
    context.fillStyle = this.#panes.length > 1 ? this.#look.line : this.#look.ground;
    context.fillRect(0, 0, width, height);
    const drawn = this.#panes.flatMap((pane, index) => inPane(pane, () => this.#drawPane(pane, index)));
    this.#report(this.#read(drawn));
  }

  #drawPane(pane: Pane, index: number): readonly Drawn[] {
    const { context, size } = pane;
    context.fillStyle = pane.look.ground;
    context.fillRect(0, 0, size.width, size.height);
    const { mode, pair, split, gain, magnification } = this.#settings;
    const both = this.#layers[pair[0]] !== undefined && this.#layers[pair[1]] !== undefined;
    const drawn =
      mode === 'swipe' && both
        ? drawSplit(
            pane,
            split,
            () => this.#drawLayer(pane, pair[0]),
            () => this.#drawLayer(pane, pair[1]),
          )
        : mode === 'difference' && both
          ? drawDifference(pane, [this.#layerView(pair[0]), this.#layerView(pair[1])], gain)
          : [this.#drawLayer(pane, this.#layerOf(index))];
    if (this.#loupe) {
      const pairwise = (mode === 'swipe' || mode === 'difference') && both;
      const numbers = pairwise ? pair : [this.#layerOf(index)];
      this.#inspection.drawLoupes(this.#scene(), index, numbers, magnification);
    }
    return drawn;
  }

  #scene(): Scene {
    return { layers: this.#layers, panes: this.#panes, registration: this.#registration };
  }

  #layerView(index: number): { readonly layer: ImageLayer; readonly viewport: Viewport } {
    return { layer: this.#layers[index] as ImageLayer, viewport: this.#registration.viewport(index) };
  }

  #drawLayer(pane: Pane, index: number): Drawn {
    const layer = this.#layers[index];
    if (layer === undefined) return nothing;
    const own = this.#registration.viewport(index);
    const options = { missing: pane.look.missing, chequer: pane.chequer };
    const result = layer.draw(pane.context, own, pane.size, layer, options);
    const overlay = this.#overlays.get(index);
    if (overlay !== null) drawOverlay(pane, own, layer, overlay, this.#settings.opacity);
    return result;
  }

  #read(drawn: readonly Drawn[]): Reading {
    return {
      active: this.#active,
      layers: this.#inspection.read(this.#scene(), (layer) => (this.#settings.mode === 'side' ? layer : 0)),
      shown: this.#settings.mode === 'blink' ? this.#layerOf(0) : this.#active,
      started: drawn.length > 0 && drawn.every((one) => one.started),
      complete: drawn.every((one) => one.complete),
      failed: drawn.reduce((sum, one) => sum + one.failed, 0),
      shifted: this.#registration.shifted,
      overlayProblems: this.#overlays.problems,
      tileBytes: this.#cache.bytes,
    };
  }
}

function targetScale(scale: number, to: ZoomTarget): number {
  if (typeof to === 'number') return to;
  if (typeof to === 'object') return scale * to.factor;
  return view.zoomStep(scale, to === 'in' ? 1 : -1);
}
