import { useEffect, useState } from 'react';
import type { TileSource } from '#shared/contract/contract.ts';
import type { PicturePoint } from '#shared/domain/geometry.ts';
import type { EngineLink } from '../../../viewer/engine-link.ts';
import { displayedToStored, storedToDisplayed } from '../../../viewer/orientation.ts';
import type { Point } from '../../../viewer/viewport.ts';

/** How the picture lies in the pane at this moment; screen points are CSS pixels of the pane. */
export interface Placing {
  toScreen(at: PicturePoint): Point;
  toPicture(at: Point): PicturePoint;
  /** CSS pixels for each stored pixel. */
  readonly scale: number;
}

/** Follows the drawing thread; `null` before its first frame. */
export function usePlacing(engine: EngineLink, source: TileSource): Placing | null {
  const [place, setPlace] = useState<{ x: number; y: number; scale: number; ratio: number } | null>(null);
  useEffect(() => {
    const read = () => {
      const layer = engine.reading?.layers[0];
      if (layer === undefined) return;
      const { origin, scale } = layer;
      const ratio = globalThis.devicePixelRatio;
      setPlace((old) =>
        old !== null && old.x === origin.x && old.y === origin.y && old.scale === scale && old.ratio === ratio
          ? old
          : { x: origin.x, y: origin.y, scale, ratio },
      );
    };
    read();
    return engine.onReading(read);
  }, [engine]);
  return place === null ? null : placingOf(place, source);
}

function placingOf(
  { x, y, scale, ratio }: { x: number; y: number; scale: number; ratio: number },
  source: TileSource,
): Placing {
  return {
    scale: scale / ratio,
    toScreen(at) {
      const shown = storedToDisplayed(at, source, source.orientation);
      return { x: (x + shown.x * scale) / ratio, y: (y + shown.y * scale) / ratio };
    },
    toPicture(at) {
      const shown = { x: (at.x * ratio - x) / scale, y: (at.y * ratio - y) / scale };
      return rounded(displayedToStored(shown, source, source.orientation));
    },
  };
}

/** A tenth of a pixel is finer than anybody draws. */
function rounded({ x, y }: PicturePoint): PicturePoint {
  return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
}
