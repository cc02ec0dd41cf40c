import type { RgbPlane } from './planes.ts';
import type { Box } from './trim.ts';

/** A box of one plane in the pixels of another that shows the same picture, whole pixels. */
export function boxIn(
  box: Box,
  from: { readonly width: number; readonly height: number },
  to: { readonly width: number; readonly height: number },
): Box {
  const [across, down] = [to.width / from.width, to.height / from.height];
  return {
    left: Math.round(box.left * across),
    top: Math.round(box.top * down),
    right: Math.round(box.right * across),
    bottom: Math.round(box.bottom * down),
  };
}

/** The pixels of a box. */
export function cutOut({ width, data }: RgbPlane, { left, top, right, bottom }: Box): RgbPlane {
  const across = right - left;
  const out = new Uint8Array(across * (bottom - top) * 3);
  for (let row = top; row < bottom; row += 1) {
    const start = (row * width + left) * 3;
    out.set(data.subarray(start, start + across * 3), (row - top) * across * 3);
  }
  return { width: across, height: bottom - top, data: out };
}
