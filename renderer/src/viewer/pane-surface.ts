import type { Size } from './viewport.ts';

/** Colours of the present theme and what stands for nothing. */
export interface PaneLook {
  readonly ground: string;
  readonly missing: string;
  readonly chequer: CanvasPattern | null;
}

/** A canvas, its size in device pixels and its 2D context, for as long as the pane is on screen. */
export class PaneSurface {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  readonly #observer: ResizeObserver;
  #size: Size = { width: 0, height: 0 };
  #look: PaneLook | null = null;
  #theme = '';

  /** `resized` must draw at once: changing a canvas's size empties it. */
  constructor(canvas: HTMLCanvasElement, resized: () => void) {
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('no 2D canvas');
    this.canvas = canvas;
    this.context = context;
    this.#observer = new ResizeObserver((entries) => {
      const entry = entries.at(-1);
      if (entry === undefined) return;
      const box = entry.devicePixelContentBoxSize?.[0];
      const ratio = globalThis.devicePixelRatio;
      const width = box?.inlineSize ?? Math.round(entry.contentRect.width * ratio);
      const height = box?.blockSize ?? Math.round(entry.contentRect.height * ratio);
      if (width === this.#size.width && height === this.#size.height) return;
      this.#size = { width, height };
      canvas.width = width;
      canvas.height = height;
      resized();
    });
    this.#observer.observe(canvas);
  }

  get size(): Size {
    return this.#size;
  }

  get look(): PaneLook {
    const theme = document.documentElement.dataset.theme ?? '';
    if (this.#look === null || theme !== this.#theme) {
      this.#theme = theme;
      this.#look = readLook(this.canvas, this.context);
    }
    return this.#look;
  }

  close(): void {
    this.#observer.disconnect();
  }
}

function readLook(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D): PaneLook {
  const style = getComputedStyle(canvas);
  return {
    ground: style.getPropertyValue('--viewer-ground').trim() || '#808080',
    missing: style.getPropertyValue('--viewer-missing').trim() || '#707070',
    chequer: chequered(context),
  };
}

/** Grey squares of 8 device pixels under transparent parts. */
function chequered(context: CanvasRenderingContext2D): CanvasPattern | null {
  const square = new OffscreenCanvas(16, 16);
  const inner = square.getContext('2d');
  if (inner === null) return null;
  inner.fillStyle = '#c8c8c8';
  inner.fillRect(0, 0, 16, 16);
  inner.fillStyle = '#9a9a9a';
  inner.fillRect(0, 0, 8, 8);
  inner.fillRect(8, 8, 8, 8);
  return context.createPattern(square, 'repeat');
}
