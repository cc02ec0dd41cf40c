import type { FigureOf } from '#shared/domain/figure.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { FoundWindow } from './windows.ts';

/** Windows of cells as regions of the picture. */
export function windowFigure(
  title: Localized,
  picture: { readonly width: number; readonly height: number },
  windows: readonly (FoundWindow & { readonly label: string })[],
  grid: { readonly cell: number; readonly shiftX: number; readonly shiftY: number },
): FigureOf<'regions'> {
  const { cell, shiftX, shiftY } = grid;
  return {
    kind: 'regions',
    id: 'regions',
    title,
    width: picture.width,
    height: picture.height,
    regions: windows.map(({ x, y, size, label }) => {
      const [left, top] = [x * cell + shiftX, y * cell + shiftY];
      const [right, bottom] = [
        Math.min(picture.width, left + size * cell),
        Math.min(picture.height, top + size * cell),
      ];
      return {
        label,
        polygon: [
          [left, top],
          [right, top],
          [right, bottom],
          [left, bottom],
        ],
      };
    }),
  };
}
