import { type Localized, localized } from '#shared/domain/localized.ts';
import { centroid, type Point } from '../../picture/homography.ts';
import { type PictureFrame, uprightDirections } from '../../picture/transform.ts';

const places = [
  localized('at the upper left', '左上部'),
  localized('at the top', '上部'),
  localized('at the upper right', '右上部'),
  localized('at the left', '左侧'),
  localized('in the middle', '中部'),
  localized('at the right', '右侧'),
  localized('at the lower left', '左下部'),
  localized('at the bottom', '下部'),
  localized('at the lower right', '右下部'),
] as const;

/** Where in the picture something is, as it is seen upright. */
export function placeWords(polygon: readonly Point[], frame: PictureFrame): Localized {
  const [x, y] = centroid(polygon);
  const across = ((x + 0.5) / frame.width) * 2 - 1;
  const down = ((y + 0.5) / frame.height) * 2 - 1;
  const [a, b, c, d] = uprightDirections[frame.orientation] ?? uprightDirections[1]!;
  const third = (value: number): number => (value < -1 / 3 ? 0 : value > 1 / 3 ? 2 : 1);
  return places[3 * third(c * across + d * down) + third(a * across + b * down)]!;
}

/** A share of the area in per cent, in as many digits as mean something. */
export function percentOf(share: number): string {
  const percent = 100 * share;
  return `${percent >= 10 ? Math.round(percent) : percent >= 0.1 ? percent.toFixed(1) : percent.toFixed(2)} %`;
}
