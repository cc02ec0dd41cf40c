import type { FigureOf } from '#shared/domain/figure.ts';
import type { Localized } from '#shared/domain/localized.ts';
import { mapSize } from '#shared/numeric/error-level.ts';
import type { AnalysisContext } from '../analysis/define.ts';
import { encodePng } from '../media/image-encode.ts';

/** Values of pixels or blocks that lie over the whole picture. */
export interface ValueMap {
  readonly width: number;
  readonly height: number;
  /** Row by row; NaN: nothing can be said there, drawn as the low end of the scale. */
  readonly values: Float32Array;
}

export interface MapScale {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly diverging?: boolean;
}

/** Pixels of a map as it is kept: the screen shows no more, and the report neither. */
const mostPixels = 4_000_000;

/**
 * Keep a map as an artifact, one grey level of 255 for each step of the scale; larger ones are reduced by a whole factor,
 * each value the mean of those it stands for.
 *
 * @param name of the artifact, `….png`
 */
export async function keepMap(
  context: Pick<AnalysisContext<unknown>, 'artifact'>,
  name: string,
  map: ValueMap,
  scale: MapScale,
): Promise<void> {
  const { width, height, values } = reducedMap(map);
  const data = new Uint8Array(width * height);
  const gain = 255 / (scale.max - scale.min);
  for (let at = 0; at < data.length; at += 1) {
    const value = values[at]!;
    data[at] = Number.isNaN(value) ? 0 : Math.max(0, Math.min(255, Math.round((value - scale.min) * gain)));
  }
  await context.artifact(name, 'image/png', await encodePng({ width, height, channels: 1, data }));
}

/** Square windows as regions of alarm, each with its number of false alarms. */
export function windowRegions(
  windows: readonly {
    readonly left: number;
    readonly top: number;
    readonly side: number;
    /** log₁₀ of the number of false alarms. */
    readonly log10: number;
  }[],
): FigureOf<'regions'>['regions'] {
  return windows.map(({ left, top, side, log10 }) => ({
    label: `lg NFA ${log10.toFixed(1)}`,
    polygon: [
      [left, top],
      [left + side, top],
      [left + side, top + side],
      [left, top + side],
    ],
    flag: 'warning',
  }));
}

/** The figure of a kept map; `size` is the map's own, before it was reduced. */
export function mapFigure(
  id: string,
  title: Localized,
  artifact: string,
  size: { readonly width: number; readonly height: number },
  { min, max, unit, diverging = false }: MapScale,
): FigureOf<'heatmap'> {
  const scale = { min, max, unit, diverging };
  return {
    kind: 'heatmap',
    id,
    title,
    artifact,
    ...mapSize(size.width, size.height, mostPixels),
    scale,
    overlay: true,
  };
}

function reducedMap(map: ValueMap): ValueMap {
  const { width, height } = mapSize(map.width, map.height, mostPixels);
  if (width === map.width && height === map.height) return map;
  const values = new Float32Array(width * height);
  const counts = new Uint16Array(width * height);
  for (let y = 0, at = 0; y < map.height; y += 1) {
    const row = Math.floor(((y + 0.5) * height) / map.height) * width;
    for (let x = 0; x < map.width; x += 1, at += 1) {
      const value = map.values[at]!;
      if (Number.isNaN(value)) continue;
      const to = row + Math.floor(((x + 0.5) * width) / map.width);
      values[to]! += value;
      counts[to]! += 1;
    }
  }
  for (let at = 0; at < values.length; at += 1)
    values[at] = counts[at] === 0 ? Number.NaN : values[at]! / counts[at]!;
  return { width, height, values };
}
