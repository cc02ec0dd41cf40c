import workerAddress from './engine-worker.ts?worker&url';
import type { FromEngine, Look, Reading, ToEngine } from './protocol.ts';
import type { ViewSettings } from './settings.ts';

/** The page's end of the drawing thread: a canvas on the page, everything else behind messages. */
export class EngineLink {
  readonly #worker: Worker;
  readonly #canvas: HTMLCanvasElement;
  readonly #observer: ResizeObserver;
  readonly #listeners = new Set<(reading: Reading) => void>();
  #reading: Reading | null = null;

  /** Puts a canvas of its own into `host`: a canvas can be handed to a thread only once. */
  constructor(host: HTMLElement, settings: ViewSettings) {
    const worker = new Worker(trustedAddress(), { type: 'module', name: 'viewer' });
    const canvas = document.createElement('canvas');
    host.append(canvas);
    worker.addEventListener('message', (event: MessageEvent<FromEngine>) => {
      this.#reading = event.data.reading;
      for (const listener of this.#listeners) listener(event.data.reading);
    });
    const offscreen = canvas.transferControlToOffscreen();
    worker.postMessage(
      { type: 'open', canvas: offscreen, settings, look: readLook(host) } satisfies ToEngine,
      [offscreen],
    );
    this.#worker = worker;
    this.#canvas = canvas;
    this.#observer = new ResizeObserver((entries) => this.#resized(entries));
    this.#observer.observe(canvas);
  }

  /** The last frame's state. */
  get reading(): Reading | null {
    return this.#reading;
  }

  onReading(listener: (reading: Reading) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  send(message: Exclude<ToEngine, { readonly type: 'open' }>): void {
    this.#worker.postMessage(message);
  }

  /** Read the theme's colours again. */
  refreshLook(): void {
    this.send({ type: 'look', look: readLook(this.#canvas) });
  }

  close(): void {
    this.#observer.disconnect();
    this.#worker.terminate();
    this.#canvas.remove();
    this.#listeners.clear();
  }

  #resized(entries: readonly ResizeObserverEntry[]): void {
    const entry = entries.at(-1);
    if (entry === undefined) return;
    const ratio = globalThis.devicePixelRatio;
    const box = entry.devicePixelContentBoxSize?.[0];
    const width = box?.inlineSize ?? Math.round(entry.contentRect.width * ratio);
    const height = box?.blockSize ?? Math.round(entry.contentRect.height * ratio);
    this.send({ type: 'size', width, height, ratio });
  }
}

function readLook(element: Element): Look {
  const style = getComputedStyle(element);
  const read = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  return {
    ground: read('--viewer-ground', '#808080'),
    missing: read('--viewer-missing', '#606060'),
    line: read('--hairline', '#404040'),
    accent: read('--accent', '#ffffff'),
  };
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): unknown };
}

let trusted: { createScriptURL(address: string): unknown } | null = null;

/** The one script address the page may start a thread from; built in, never taken from data. */
function trustedAddress(): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (types === undefined) return workerAddress;
  trusted ??= types.createPolicy('assay-viewer', {
    createScriptURL: (address) => {
      if (address !== workerAddress) throw new TypeError('not the viewer');
      return address;
    },
  });
  return trusted.createScriptURL(workerAddress) as string;
}
