import { filled, type Polygon } from '../validation/raster.ts';
import type { Sample } from './samples.ts';

/** What a method that decides said of one picture. */
export interface Decision {
  /** null: it gives a figure and no threshold. */
  readonly alarm: boolean | null;
  readonly score: number;
  readonly inPlace: boolean | null;
}

export function squareOf(x0: number, y0: number, x1: number, y1: number): Polygon {
  return [
    [x0, y0],
    [x1 + 1, y0],
    [x1 + 1, y1 + 1],
    [x0, y1 + 1],
  ];
}

/**
 * As the validation scores it: at least a quarter of what was tampered with is named, and at most a quarter of the rest.
 *
 * @param both where a clone came from counts as well
 */
export function inRegions(
  regions: readonly Polygon[],
  score: number,
  { mask, source, width, height }: Sample,
  both: boolean,
): Decision {
  const alarm = regions.length > 0;
  if (!alarm || mask === null) return { alarm, score, inPlace: mask === null ? null : false };
  const named = filled(regions, width, height).data;
  let [hit, truth, all] = [0, 0, 0];
  for (let at = 0; at < named.length; at += 1) {
    const inside = mask.data[at] === 1 || (both && source?.data[at] === 1);
    if (inside) truth += 1;
    if (named[at] === 1) all += 1;
    if (inside && named[at] === 1) hit += 1;
  }
  const outside = (all - hit) / Math.max(1, named.length - truth);
  return { alarm, score, inPlace: hit >= truth / 4 && outside <= 1 / 4 };
}

/** Sherloq's clusters of matched corners: in place when most of the corners lie in the clone or where it came from. */
export function clonedPoints(
  {
    clusters,
    points,
  }: { readonly clusters: number; readonly points: readonly (readonly [number, number])[] },
  { mask, source, width }: Sample,
): Decision {
  const inside = points.filter(([x, y]) => {
    const at = Math.floor(y) * width + Math.floor(x);
    return mask?.data[at] === 1 || source?.data[at] === 1;
  });
  return {
    alarm: clusters > 0,
    score: clusters,
    inPlace: mask === null ? null : clusters > 0 && inside.length > points.length / 2,
  };
}

export interface ZeroReading {
  readonly main: { readonly grid: number; readonly logNfa: string } | null;
  /** Foreign and missing ones, as printed. */
  readonly regions: readonly {
    readonly box: readonly number[];
    readonly grid: number;
    readonly logNfa: string;
  }[];
}

/** ZERO's printed lines. */
export function zeroReading(printed: string): ZeroReading {
  const main = /main grid found: #(\d+) \(\d+,\d+\) log\(nfa\) = (\S+)/.exec(printed);
  const line = /bounding box: (\d+) (\d+) to (\d+) (\d+) \[\S+\] grid: #(-?\d+) \(\S+\) log\(nfa\) = (\S+)/g;
  return {
    main: main === null ? null : { grid: Number(main[1]), logNfa: main[2]! },
    regions: [...printed.matchAll(line)].map((match) => ({
      box: match.slice(1, 5).map(Number),
      grid: Number(match[5]),
      logNfa: match[6]!,
    })),
  };
}

export function zeroRegions(printed: string, sample: Sample): Decision {
  const { regions } = zeroReading(printed);
  return inRegions(
    regions.map(({ box }) => squareOf(box[0]!, box[1]!, box[2]!, box[3]!)),
    Math.max(0, ...regions.map(({ logNfa }) => -Number(logNfa))),
    sample,
    false,
  );
}
