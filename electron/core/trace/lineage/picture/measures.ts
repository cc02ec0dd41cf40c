import type { PictureTransform } from '#shared/domain/comparison.ts';
import type { Vision } from '../../../media/vision.ts';
import { applied, type Matrix, product } from '../../picture/homography.ts';
import { changesOf, type PictureChanges } from './changes.ts';
import { type Detail, detailOf } from './detail.ts';
import { type Inherited, inherited } from './generation.ts';
import { laidLight } from './laid-light.ts';
import { type Overlap, overlapOf, resizing } from './overlap.ts';
import { type OwnDetail, ownDetailOf } from './own-detail.ts';
import { type Surroundings, surroundings } from './surroundings.ts';
import type { PictureView } from './view.ts';
import type { WholePixels } from './whole-pixels.ts';

/** Everything measured on two pictures laid over each other, before it is weighed. Pairs are `[first, second]`. */
export interface PictureMeasures {
  readonly transform: PictureTransform;
  readonly whole: boolean;
  /** What each has beyond the other's edges. */
  readonly beyond: readonly [Surroundings, Surroundings];
  readonly changes: PictureChanges | null;
  readonly detail: Detail | null;
  /** What the one with the finer pixels has beyond what the other's can hold; `null`: could not be looked for. */
  readonly ownDetail: OwnDetail | null;
  /** The other's saving as JPEG found in each; `null`: could not be looked for. */
  readonly inherits: readonly [Inherited | null, Inherited | null];
}

/**
 * @param whole all stored pixels of either; without it nothing is said of detail of the finer one's own
 * @returns `null`: nothing in common that could be told from chance
 */
export async function measurePictures(
  first: PictureView,
  second: PictureView,
  vision: Vision,
  whole?: WholePixels,
): Promise<PictureMeasures | null> {
  const overlap = overlapOf(first, second, vision);
  if (overlap === null) return null;
  const { transform, forth, back } = overlap;
  const changes = await changesOf(first, second, overlap);
  const marks = (x: number, y: number): number => markAt(second, changes, x, y);
  const beyond = [
    surroundings(second, first, back, (x, y) => marks(...applied(forth, x, y)) === 2),
    surroundings(first, second, forth, (x, y) => marks(x, y) === 3),
  ] as const;
  const changedIn = [
    changedAt(first, second, changes, forth),
    changedAt(second, second, changes, null),
  ] as const;
  return {
    ...{ transform, whole: overlap.whole, beyond, changes },
    detail: finerDetail(first, second, overlap, changes),
    ownDetail: whole === undefined ? null : await ownDetail([first, second], overlap, changedIn, whole),
    inherits: [
      inherited(second, first, back, overlap.whole, 1 / transform.scale, changedIn[1]),
      inherited(first, second, forth, overlap.whole, transform.scale, changedIn[0]),
    ],
  };
}

/** Pixels this much finer hold frequencies of their own in an 8×8 block. */
const leastGrowth = 1.25;

async function ownDetail(
  views: readonly [PictureView, PictureView],
  { transform, forth, back }: Overlap,
  changedIn: readonly [(x: number, y: number) => boolean, (x: number, y: number) => boolean],
  whole: WholePixels,
): Promise<OwnDetail | null> {
  const finer = transform.scale > 1 ? 1 : 0;
  if (Math.max(transform.scale, 1 / transform.scale) < leastGrowth) return null;
  const [fine, coarse] = [await whole(finer), await whole(finer === 1 ? 0 : 1)];
  if (fine === null || coarse === null) return null;
  const onto = finer === 1 ? back : forth;
  return ownDetailOf(fine, coarse, onto, views[finer].steps, changedIn[finer]);
}

/**
 * @param own the picture whose stored pixels are asked about
 * @param onto those to stored pixels of the second; `null`: they are
 */
function changedAt(
  own: PictureView,
  second: PictureView,
  changes: PictureChanges | null,
  onto: Matrix | null,
): (x: number, y: number) => boolean {
  const { width, height } = second.planes.frame;
  const other = own === second ? null : { width, height };
  return (x, y) => {
    const [u, v] = onto === null ? [x, y] : applied(onto, x, y);
    if (other !== null && !(u >= 0 && v >= 0 && u <= width - 1 && v <= height - 1)) return true;
    return markAt(second, changes, u, v) !== 0;
  };
}

/** What was found at a stored pixel of the second; see `PictureChanges.marks`. */
function markAt(
  { planes: { frame } }: PictureView,
  changes: PictureChanges | null,
  x: number,
  y: number,
): number {
  if (changes === null) return 0;
  const column = Math.floor(((x + 0.5) * changes.width) / frame.width);
  const row = Math.floor(((y + 0.5) * changes.height) / frame.height);
  if (column < 0 || row < 0 || column >= changes.width || row >= changes.height) return 0;
  return changes.marks[row * changes.width + column]!;
}

/** The coarser of the two laid on the finer one's pixels, so that nothing is lost before it is measured. */
function finerDetail(
  first: PictureView,
  second: PictureView,
  { transform, forth, back }: Overlap,
  changes: PictureChanges | null,
): Detail | null {
  const growth = transform.scale * (second.fine.width / second.planes.frame.width);
  const secondIsFiner = growth >= first.fine.width / first.planes.frame.width;
  const [coarse, fine, matrix] = secondIsFiner ? [first, second, back] : [second, first, forth];
  const onto = product(
    resizing(coarse.planes.frame, coarse.fine),
    product(matrix, resizing(fine.fine, fine.planes.frame)),
  );
  const laid = laidLight(coarse.light, fine.fine, onto);
  const { width, height } = fine.fine;
  const place = product(secondIsFiner ? identity : forth, resizing(fine.fine, fine.planes.frame));
  const isChanged = changedAt(second, second, changes, null);
  const mask = new Uint8Array(width * height);
  const reach = 6;
  for (let y = reach; y < height - reach; y += 1) {
    for (let x = reach, at = y * width + reach; x < width - reach; x += 1, at += 1) {
      const corners =
        laid.inside[at - reach * width - reach]! &
        laid.inside[at - reach * width + reach]! &
        laid.inside[at + reach * width - reach]! &
        laid.inside[at + reach * width + reach]!;
      if (corners === 0) continue;
      const [u, v] = applied(place, x, y);
      if (!isChanged(u, v)) mask[at] = 1;
    }
  }
  return secondIsFiner ? detailOf(laid, fine.light, mask) : detailOf(fine.light, laid, mask);
}

const identity = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
