import type { PictureTransform } from '#shared/domain/comparison.ts';
import type { Vision } from '../../../media/vision.ts';
import { refined } from '../../align/picture/refine.ts';
import { applied, inverse, type Matrix, product } from '../../picture/homography.ts';
import { registerPictures } from '../../picture/registration.ts';
import { pictureTransform } from '../../picture/transform.ts';
import type { PictureView } from './view.ts';

/** How two pictures lie over each other, exact to fractions of a pixel. */
export interface Overlap {
  readonly transform: PictureTransform;
  /** Stored pixels of the first to those of the second. */
  readonly forth: Float64Array;
  readonly back: Float64Array;
  /** Both have pixels of one size and are shifted by whole pixels only. */
  readonly whole: boolean;
}

/** Agreeing places must be this dense in the common part: a shared logo or app frame is no common source. */
const leastSupport = 0.12;
/** Corners may miss a shift by whole pixels by this much and still be one, pixels. */
const wholeReach = 0.35;

/** `null`: nothing in common that could be told from chance. */
export function overlapOf(first: PictureView, second: PictureView, vision: Vision): Overlap | null {
  const laid = registerPictures(first.features, second.features, vision);
  if (laid === null || !laid.sure || laid.support < leastSupport) return null;
  const start = inverse(laid.transform.homography);
  if (start === null) return null;
  const toFirst = resizing(first.planes.frame, first.fine);
  const fromSecond = resizing(second.fine, second.planes.frame);
  const better = refined(first.structure, second.structure, product(toFirst, product(start, fromSecond)));
  let back: Float64Array =
    better === null
      ? start
      : product(
          resizing(first.fine, first.planes.frame),
          product(better, resizing(second.planes.frame, second.fine)),
        );
  const shift = wholeShift(back, second);
  if (shift !== null) back = shift;
  const forth = inverse(back);
  if (forth === null) return null;
  const { inliers, residual } = laid.transform;
  const transform = pictureTransform(first.planes.frame, second.planes.frame, forth, { inliers, residual });
  return transform === null ? null : { transform, forth, back, whole: shift !== null };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels of one size of a picture to those of another, centres of pixels at whole numbers. */
export function resizing(from: Size, to: Size): Float64Array {
  const [across, down] = [to.width / from.width, to.height / from.height];
  return Float64Array.of(across, 0, (across - 1) / 2, 0, down, (down - 1) / 2, 0, 0, 1);
}

/** The shift by whole pixels that this nearly is. */
function wholeShift(back: Matrix, { planes: { frame } }: PictureView): Float64Array | null {
  const [x, y] = applied(back, frame.width / 2, frame.height / 2);
  const [across, down] = [Math.round(x - frame.width / 2), Math.round(y - frame.height / 2)];
  for (const u of [0, frame.width - 1]) {
    for (const v of [0, frame.height - 1]) {
      const [a, b] = applied(back, u, v);
      if (!(Math.abs(a - u - across) <= wholeReach && Math.abs(b - v - down) <= wholeReach)) return null;
    }
  }
  return Float64Array.of(1, 0, across, 0, 1, down, 0, 0, 1);
}
