import type { ImageLayer, Pixel } from './image-layer.ts';
import type { Point } from './viewport.ts';

/** Reads single stored pixels from loaded tiles, through a canvas of one pixel. */
export class PixelReader {
  readonly #context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  /** The last pixel of each picture: panning asks for the same one again and again. */
  readonly #last = new WeakMap<ImageLayer, { readonly key: string; readonly pixel: Pixel }>();

  /** `null` while the tile is loading or when the point is outside. */
  read(layer: ImageLayer, at: Point): Pixel | null {
    const key = `${Math.floor(at.x)},${Math.floor(at.y)}`;
    const last = this.#last.get(layer);
    if (last?.key === key) return last.pixel;
    const found = layer.tileAt(at);
    if (found === null || this.#context === null) return null;
    this.#context.clearRect(0, 0, 1, 1);
    this.#context.drawImage(found.tile, found.x, found.y, 1, 1, 0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, alpha = 0] = this.#context.getImageData(0, 0, 1, 1).data;
    const pixel: Pixel = [r, g, b, alpha];
    this.#last.set(layer, { key, pixel });
    return pixel;
  }
}
