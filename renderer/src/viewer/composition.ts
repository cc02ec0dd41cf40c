import type { Drawn, ImageLayer } from './image-layer.ts';
import { inside, type Pane } from './pane.ts';
import type { Gain } from './settings.ts';
import type { Box, Viewport } from './viewport.ts';

export interface LayerView {
  readonly layer: ImageLayer;
  readonly viewport: Viewport;
}

/** Left of the divider one picture, right of it the other. */
export function drawSplit(
  pane: Pane,
  split: number,
  left: () => Drawn,
  right: () => Drawn,
): readonly Drawn[] {
  const { context, size } = pane;
  const at = Math.round(size.width * split);
  const first = inside(context, { left: 0, top: 0, right: at, bottom: size.height }, left);
  const second = inside(context, { left: at, top: 0, right: size.width, bottom: size.height }, right);
  context.fillStyle = pane.look.accent;
  context.fillRect(at - 1, 0, 2, size.height);
  return [first, second];
}

/**
 * Absolute difference of the two pictures as displayed, 8 bits a channel, times the gain, cut off at 255.
 * Only where both pictures are: elsewhere there is nothing to compare.
 */
export function drawDifference(
  pane: Pane,
  [one, other]: readonly [LayerView, LayerView],
  gain: Gain,
): readonly Drawn[] {
  const { context, size } = pane;
  const common = overlap(
    [one, other].map(({ layer, viewport }) => layer.place(viewport, size, layer.whole)),
    { left: 0, top: 0, right: size.width, bottom: size.height },
  );
  if (common.left >= common.right || common.top >= common.bottom) return [];
  return inside(context, common, () => {
    const options = { missing: '#000000', chequer: null };
    const first = one.layer.draw(context, one.viewport, size, one.layer, options);
    context.globalCompositeOperation = 'difference';
    const second = other.layer.draw(context, other.viewport, size, other.layer, options);
    // Adding the picture to itself doubles it; 'lighter' stops at 255, so this is exact integer arithmetic.
    context.globalCompositeOperation = 'lighter';
    const width = common.right - common.left;
    const height = common.bottom - common.top;
    const { left, top } = pane.box;
    for (let factor = 1; factor < gain; factor *= 2) {
      const { canvas } = context;
      context.drawImage(
        canvas,
        left + common.left,
        top + common.top,
        width,
        height,
        common.left,
        common.top,
        width,
        height,
      );
    }
    return [first, second];
  });
}

function overlap(boxes: readonly Box[], within: Box): Box {
  return boxes.reduce(
    (common, box) => ({
      left: Math.max(common.left, box.left),
      top: Math.max(common.top, box.top),
      right: Math.min(common.right, box.right),
      bottom: Math.min(common.bottom, box.bottom),
    }),
    within,
  );
}
