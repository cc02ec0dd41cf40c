import type { PictureTransform, Transform } from '#shared/domain/comparison.ts';
import { applied, inverse, written } from '../picture/homography.ts';

/** The same alignment, seen from the other file. */
export function invertedTransform(transform: Transform): Transform {
  const cover: [number, number] = [transform.cover[1], transform.cover[0]];
  if (transform.kind === 'picture') return invertedPicture(transform, cover);
  if (transform.kind === 'text') {
    const passages = transform.passages.map((part) => ({ ...part, first: part.second, second: part.first }));
    return { ...transform, cover, passages };
  }
  const pieces = transform.pieces
    .map((piece) => ({
      ...piece,
      ...{ first: piece.second, second: piece.first, speed: 1 / piece.speed },
      semitones: piece.semitones === null ? null : -piece.semitones,
    }))
    .sort((one, other) => one.second[0] - other.second[0]);
  return { ...transform, cover, pieces };
}

function invertedPicture(transform: PictureTransform, cover: [number, number]): PictureTransform {
  const back = inverse(transform.homography);
  // Registration gives no homography without a way back.
  if (back === null) throw new RangeError('a homography without a way back');
  return {
    ...transform,
    homography: Array.from(back),
    scale: 1 / transform.scale,
    rotation: transform.mirrored ? transform.rotation : -transform.rotation,
    aspect: 1 / transform.aspect,
    common: written(transform.common.map(([x, y]) => applied(transform.homography, x, y))),
    cover,
    residual: transform.residual / transform.scale,
  };
}
