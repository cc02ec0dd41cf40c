import type { Corners, GreyPlane, Vision } from '../../media/vision.ts';
import type { PictureFrame } from './transform.ts';

/** Longer side of the plane in which features are looked for, pixels: smaller pictures are enlarged to it, too. */
export const workingSide = 640;
/** Features for a comparison of two pictures. */
export const comparisonFeatures = 1500;
/** Fewer than this, and a picture is not traceable by its features. */
export const leastFeatures = 50;

/** Grey levels by which a corner must stand out. Half of the usual 20, so that soft copies keep some. */
const contrast = 10;

/** A picture's local features, ready to be laid over another's. */
export interface PictureFeatures extends PictureFrame {
  /** The plane they were found in; their coordinates are its pixels. */
  readonly working: { readonly width: number; readonly height: number };
  readonly plain: Corners;
  /**
   * The same of the picture mirrored left to right, in coordinates of the mirrored plane. Descriptors know turns but
   * not mirroring. Found when first asked for.
   */
  mirrored(): Corners;
}

/**
 * Local features of a picture.
 *
 * @param frame size and orientation of the stored picture
 * @param plane its grey plane in stored orientation, longer side `workingSide`
 */
export function localFeatures(
  frame: PictureFrame,
  plane: GreyPlane,
  vision: Vision,
  most = comparisonFeatures,
): PictureFeatures {
  let reversed: Corners | undefined;
  return {
    width: frame.width,
    height: frame.height,
    orientation: frame.orientation,
    working: { width: plane.width, height: plane.height },
    plain: vision.corners(plane, most, contrast),
    mirrored() {
      reversed ??= vision.corners(mirroredPlane(plane), most, contrast);
      return reversed;
    },
  };
}

/** Left to right. */
export function mirroredPlane({ width, height, data }: GreyPlane): GreyPlane {
  const out = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    for (let column = 0, from = start + width - 1; column < width; column += 1, from -= 1) {
      out[start + column] = data[from]!;
    }
  }
  return { width, height, data: out };
}
