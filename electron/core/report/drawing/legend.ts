import type { ReportScale } from '#shared/domain/report.ts';
import { colorTable, defaultColorMap, scaleValue } from '#shared/numeric/color-maps.ts';
import { tickText } from './scale.ts';
import { type Drawing, drawing, ink, label, line, rectangle, textWidth } from './svg.ts';

/** Half as wide as other drawings: it stands under pictures that may be small. */
const width = 400;
const left = 4;
const right = width - 4;
const steps = 128;

/** The scale under a heat map: the same colours, with numbers. */
export function drawLegend(scale: ReportScale): Drawing {
  const colors = colorTable(defaultColorMap(scale.diverging));
  const step = (right - left) / steps;
  const cells = Array.from({ length: steps }, (_, index) => {
    const entry = Math.round((index / (steps - 1)) * 255) * 3;
    const fill = `rgb(${colors[entry]},${colors[entry + 1]},${colors[entry + 2]})`;
    // A little wider than its share, so that no seams show.
    return rectangle(left + index * step, 2, index === steps - 1 ? step : step + 0.6, 12, { fill });
  });
  const valueAt = (share: number) => tickText(Number(scaleValue(share * 255, scale).toPrecision(6)));
  const last = `${valueAt(1)} ${scale.unit}`.trim();
  const marks = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => {
    const x = left + share * (right - left);
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
    const text = share === 1 ? last : valueAt(share);
    // The last one has the unit beside it, and may need the room of the one before.
    const covered = share > 0 && share < 1 && x + textWidth(text) / 2 + 8 > right - textWidth(last);
    const tick = line(x, 14, x, 18, { stroke: ink.faint });
    return covered ? [tick] : [tick, label(x, 29, text, { 'text-anchor': anchor, fill: ink.faint })];
  });
  return drawing(33, [...cells, ...marks], undefined, width);
}
