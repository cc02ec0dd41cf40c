import type { ImageLayer } from './image-layer.ts';
import { drawCross, drawLoupe } from './loupe.ts';
import { displayedToStored } from './orientation.ts';
import type { Pane } from './pane.ts';
import { PixelReader } from './pixel-reader.ts';
import type { LayerReading } from './protocol.ts';
import type { Registration } from './registration.ts';
import type { Magnification } from './settings.ts';
import type { Point } from './viewport.ts';
import * as view from './viewport.ts';

/** What is drawn where at this moment. */
export interface Scene {
  readonly layers: readonly ImageLayer[];
  readonly panes: readonly Pane[];
  readonly registration: Registration;
}

/** The point under examination: the pointer, or the middle of the pane; loupes and pixel values there. */
export class Inspection {
  readonly #pixels = new PixelReader();
  #pointer: { readonly pane: number; readonly at: Point } | null = null;

  setPointer(pane: number, at: Point | null): void {
    this.#pointer = at === null ? null : { pane, at };
  }

  /** The pointer in this pane's pixels: the same shared point as in the pane it really is in. */
  pointIn({ panes, registration: { shared } }: Scene, index: number): Point {
    const size = panes[index]?.size ?? { width: 0, height: 0 };
    const home = this.#pointer === null ? undefined : panes[this.#pointer.pane];
    if (this.#pointer === null || home === undefined) return { x: size.width / 2, y: size.height / 2 };
    if (this.#pointer.pane === index) return this.#pointer.at;
    return view.displayedToPane(shared, size, view.paneToDisplayed(shared, home.size, this.#pointer.at));
  }

  /** A loupe for each of these pictures, beside each other. */
  drawLoupes(scene: Scene, index: number, numbers: readonly number[], magnification: Magnification): void {
    const pane = scene.panes[index];
    if (pane === undefined) return;
    const at = this.pointIn(scene, index);
    const subjects = numbers.flatMap((number) => {
      const layer = scene.layers[number];
      if (layer === undefined) return [];
      const shown = view.pickDisplayed(scene.registration.viewport(number), pane.size, at);
      const stored = displayedToStored(shown, layer.source, layer.source.orientation);
      return [{ layer, shown, stored, pixel: this.#pixels.read(layer, stored) }];
    });
    subjects.forEach((subject, place) => {
      drawLoupe(pane, at, subject, { magnification, place, places: subjects.length });
    });
    drawCross(pane, at);
  }

  /** What each picture shows at the point; `paneOf` tells in which pane a picture lies. */
  read(scene: Scene, paneOf: (layer: number) => number): readonly LayerReading[] {
    return scene.layers.map((layer, index) => {
      const pane = paneOf(index);
      const own = scene.registration.viewport(index);
      const size = scene.panes[pane]?.size ?? { width: 0, height: 0 };
      const shown = view.pickDisplayed(own, size, this.pointIn(scene, pane));
      const stored = displayedToStored(shown, layer.source, layer.source.orientation);
      const x = Math.floor(stored.x);
      const y = Math.floor(stored.y);
      const inside = x >= 0 && y >= 0 && x < layer.source.width && y < layer.source.height;
      const pixel = inside ? this.#pixels.read(layer, stored) : null;
      return { x, y, inside, pixel, scale: own.scale, origin: view.origin(own, size) };
    });
  }
}
