import type { Drawn, ImageLayer } from './image-layer.ts';
import type { PaneSurface } from './pane-surface.ts';
import type { Gain } from './settings.ts';
import type { Box, Viewport } from './viewport.ts';

interface LayerView {
  readonly layer: ImageLayer;
  readonly viewport: Viewport;
}

/** Left of the divider one picture, right of it the other. */
export function drawSplit(
  pane: PaneSurface,
  split: number,
  left: () => Drawn,
  right: () => Drawn,
): readonly Drawn[] {
  const { context, size } = pane;
  const at = Math.round(size.width * split);
  const first = clipped(context, { left: 0, top: 0, right: at, bottom: size.height }, left);
  const second = clipped(context, { left: at, top: 0, right: size.width, bottom: size.height }, right);
  return [first, second];
}

/**
 * Absolute difference of the two pictures as displayed, 8 bits a channel, times the gain, cut off at 255.
 * Only where both pictures are: elsewhere there is nothing to compare.
 */
export function drawDifference(
  pane: PaneSurface,
  [one, other]: readonly [LayerView, LayerView],
  gain: Gain,
): readonly Drawn[] {
  const { context, size } = pane;
  const places = [one, other].map(({ layer, viewport }) =>
    layer.place(viewport, size, { left: 0, top: 0, right: layer.source.width, bottom: layer.source.height }),
  ) as [Box, Box];
  const common = {
    left: Math.max(0, places[0].left, places[1].left),
    top: Math.max(0, places[0].top, places[1].top),
    right: Math.min(size.width, places[0].right, places[1].right),
    bottom: Math.min(size.height, places[0].bottom, places[1].bottom),
  };
  if (common.left >= common.right || common.top >= common.bottom) return [];
  return clipped(context, common, () => {
    const options = { missing: '#000000', chequer: null };
    const first = one.layer.draw(context, one.viewport, size, pane, options);
    context.globalCompositeOperation = 'difference';
    const second = other.layer.draw(context, other.viewport, size, pane, options);
    // Adding the picture to itself doubles it; 'lighter' stops at 255, so this is exact integer arithmetic.
    context.globalCompositeOperation = 'lighter';
    const width = common.right - common.left;
    const height = common.bottom - common.top;
    for (let factor = 1; factor < gain; factor *= 2) {
      context.drawImage(pane.canvas, common.left, common.top, width, height, common.left, common.top, width, height);
    }
    context.globalCompositeOperation = 'source-over';
    return [first, second];
  });
}

function clipped<T>(context: CanvasRenderingContext2D, box: Box, draw: () => T): T {
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  context.clip();
  const result = draw();
  context.restore();
  return result;
}
