import type { FigureOf } from '#shared/domain/figure.ts';
import { type Drawing, drawing, drawingWidth, ink, label, polygon, rectangle } from './svg.ts';

const margin = 4;
const tallest = 420;
const drawnRegions = 400;

/** Outlines of the regions over the image, numbered as in the table beside the drawing. */
export function drawRegions(figure: FigureOf<'regions'>): Drawing {
  const factor = Math.min((drawingWidth - 2 * margin) / figure.width, tallest / figure.height);
  const width = figure.width * factor;
  const height = Math.max(12, figure.height * factor);
  const left = (drawingWidth - width) / 2;
  const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  const shapes = figure.regions.slice(0, drawnRegions).flatMap((region, index) => {
    const points = region.polygon.map(
      ([x, y]) => [left + clamp(x * factor, width), margin + clamp(y * factor, height)] as const,
    );
    const alarm = region.flag === 'warning' || region.flag === 'error';
    const color = alarm ? '#b3261e' : ink.series[0];
    const [x, y] = points.reduce(
      ([leftmost, topmost], [px, py]) => [Math.min(leftmost, px), Math.min(topmost, py)],
      [drawingWidth, tallest + margin] as const,
    );
    const number = String(index + 1);
    return [
      // White beside the line keeps it apart from every picture.
      polygon(points, { fill: 'none', stroke: ink.paper, 'stroke-width': 3.4 }),
      polygon(points, { fill: color, 'fill-opacity': 0.12, stroke: color, 'stroke-width': alarm ? 2 : 1.4 }),
      rectangle(x, y, 6 + 7 * number.length, 14, { fill: ink.paper, 'fill-opacity': 0.85 }),
      label(x + 3, y + 11, number, { fill: color, 'font-weight': 'bold' }),
    ];
  });
  const border = rectangle(left, margin, width, height, { fill: 'none', stroke: ink.faint });
  return {
    ...drawing(height + 2 * margin, [border, ...shapes]),
    frame: { left, top: margin, width, height },
  };
}
