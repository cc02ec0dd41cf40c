import type { FigurePart } from '#shared/domain/report.ts';
import { withPicture } from '../drawing/svg.ts';
import type { PreparedPicture } from '../pictures.ts';

/** A drawing with its picture set in; without the picture, as when it can no longer be read, it stands by itself. */
export function overPicture(
  { svg, under }: Extract<FigurePart, { as: 'drawing' }>,
  pictures: ReadonlyMap<string, PreparedPicture>,
): string {
  const picture = under === undefined ? undefined : pictures.get(under.picture.key);
  return under === undefined || picture === undefined || !picture.ok ? svg : withPicture(svg, under, picture);
}
