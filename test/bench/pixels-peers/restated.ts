import sharp from 'sharp';
import { encodeJpeg } from '#core/media/image-encode.ts';
import { colourAxes, componentMaps } from '#core/pixels/enhancers/principal-components.ts';
import { type Raster, rasterOf } from '../validation/raster.ts';

/** Figures of peers restated from their formulas, on what our own decoder, coder and axes give. */

/** Median of the 3 × 3 samples around one of a channel; beyond the edge zeros, or the edge again. */
function median(
  { width, height, data }: Raster,
  x: number,
  y: number,
  channel: number,
  edge: 'zeros' | 'repeated',
): number {
  const window: number[] = [];
  for (let v = y - 1; v <= y + 1; v += 1)
    for (let u = x - 1; u <= x + 1; u += 1) {
      const within = u >= 0 && v >= 0 && u < width && v < height;
      const [column, row] = [Math.max(0, Math.min(width - 1, u)), Math.max(0, Math.min(height - 1, v))];
      window.push(within || edge === 'repeated' ? data[(row * width + column) * 3 + channel]! : 0);
    }
  return window.sort((one, other) => one - other)[4]!;
}

function residuals(raster: Raster, edge: 'zeros' | 'repeated', use: (residual: number) => number): number {
  let sum = 0;
  for (let y = 0, at = 0; y < raster.height; y += 1)
    for (let x = 0; x < raster.width; x += 1)
      for (let channel = 0; channel < 3; channel += 1, at += 1)
        sum += use(Math.abs(raster.data[at]! - median(raster, x, y, channel, edge)));
  return sum / raster.data.length;
}

/** MKLab NOI4: mean absolute difference from the median of 3 × 3, zeros beyond the edge. */
export async function medianResidualMean(file: string): Promise<number> {
  return residuals(await rasterOf(sharp(file)), 'zeros', (residual) => residual);
}

/** Sherloq's tone curve: levels from `low` to 255 − `high` spread over 0…255, cut to whole numbers. */
function curve(low: number, high: number): (level: number) => number {
  return (level) => Math.floor(Math.max(0, Math.min(255, ((level - low) * 255) / (255 - high - low))));
}

/** Sherloq's noise picture at its defaults, mean. */
export async function sherloqNoise(file: string): Promise<number> {
  return residuals(await rasterOf(sharp(file)), 'repeated', curve(0, 223));
}

/** Sherloq's error level picture at its defaults (quality 75, root of the difference, gain 2.5, tone curve), mean. */
export async function sherloqErrorLevel(file: string): Promise<number> {
  const { width, height, data } = await rasterOf(sharp(file));
  const jpeg = await encodeJpeg({ data, width, height, channels: 3 }, 75, { chromaSubsampling: '4:2:0' });
  const again = (await rasterOf(sharp(jpeg))).data;
  const tone = curve(25, 25);
  let sum = 0;
  for (let at = 0; at < data.length; at += 1) {
    const root = Math.sqrt(Math.abs(data[at]! - again[at]!) / 255) * 255;
    sum += tone(Math.min(255, Math.round(root * 2.5)));
  }
  return sum / data.length;
}

/** Sherloq's picture of distances from the first colour axis: from least to most over 0…255, cut to whole numbers; mean. */
export async function sherloqComponents(file: string): Promise<number> {
  const raster = await rasterOf(sharp(file));
  const nothing = (): void => undefined;
  const axes = colourAxes(raster.data, nothing);
  const { distance } = componentMaps(raster.data, raster, axes, { component: 0, most: 1e9 }, nothing);
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const value of distance) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return (
    distance.reduce((sum, value) => sum + Math.floor((255 * (value - least)) / (most - least)), 0) /
    distance.length
  );
}
