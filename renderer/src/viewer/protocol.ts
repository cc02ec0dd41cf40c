import type { TileSource } from '#shared/contract/contract.ts';
import type { ColorMapName } from '../figures/color-maps.ts';
import type { Pixel } from './image-layer.ts';
import type { OverlayFigure } from './overlay.ts';
import type { ViewSettings } from './settings.ts';
import type { Point } from './viewport.ts';

/** Colours of the present theme. */
export interface Look {
  /** Around the pictures. */
  readonly ground: string;
  /** Where nothing could be loaded. */
  readonly missing: string;
  /** Between panes. */
  readonly line: string;
  /** Frame of the active pane. */
  readonly accent: string;
}

export interface OverlayRequest {
  readonly figure: OverlayFigure;
  /** Address of the figure's picture; empty for regions. */
  readonly address: string;
  readonly colors: ColorMapName;
}

export type ZoomTarget = number | 'in' | 'out' | { readonly factor: number };

/** What the page tells the drawing thread. Points are device pixels of the pane. */
export type ToEngine =
  | {
      readonly type: 'open';
      readonly canvas: OffscreenCanvas;
      readonly settings: ViewSettings;
      readonly look: Look;
    }
  | { readonly type: 'size'; readonly width: number; readonly height: number; readonly ratio: number }
  | { readonly type: 'look'; readonly look: Look }
  | { readonly type: 'settings'; readonly settings: ViewSettings }
  | { readonly type: 'sources'; readonly sources: readonly TileSource[] }
  | { readonly type: 'overlays'; readonly overlays: readonly (OverlayRequest | null)[] }
  | { readonly type: 'active'; readonly pane: number }
  | { readonly type: 'pan'; readonly pane: number; readonly dx: number; readonly dy: number }
  | { readonly type: 'zoom'; readonly pane: number; readonly to: ZoomTarget; readonly at: Point | null }
  | { readonly type: 'fit' }
  | { readonly type: 'center'; readonly layer: number; readonly at: Point }
  | { readonly type: 'pointer'; readonly pane: number; readonly at: Point | null }
  | { readonly type: 'loupe'; readonly on: boolean }
  | { readonly type: 'blink' }
  | { readonly type: 'register' }
  | { readonly type: 'retry' };

/** What one picture shows at the pointer, or in the middle of its pane: stored-pixel numbers. */
export interface LayerReading {
  readonly x: number;
  readonly y: number;
  readonly inside: boolean;
  /** `null` while the tile with the pixel is on its way. */
  readonly pixel: Pixel | null;
  /** Device pixels per stored pixel. */
  readonly scale: number;
  /** Left and top of the picture as displayed, device pixels of its pane. */
  readonly origin: Point;
}

/** State after a frame. */
export interface Reading {
  readonly active: number;
  readonly layers: readonly LayerReading[];
  /** The picture on top in blink mode. */
  readonly shown: number;
  /** Something was drawn from the evidence in every pane. */
  readonly started: boolean;
  /** Every visible tile is there at the wanted resolution. */
  readonly complete: boolean;
  readonly failed: number;
  /** A picture was moved against the others while they were not synchronised. */
  readonly shifted: boolean;
  /** Overlays that could not be loaded. */
  readonly overlayProblems: number;
  readonly tileBytes: number;
}

export type FromEngine = { readonly type: 'reading'; readonly reading: Reading };
