import type { RegionRecord } from '#shared/domain/region.ts';
import type { Run } from '#shared/domain/run.ts';
import { ringsOf } from '#shared/numeric/region-shape.ts';

/** Corners as parts of width and height, as in `PictureReference`. */
export type Ring = readonly (readonly [number, number])[];

interface Size {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** What is to be blacked out of a picture: the outlines of the regions that are marked for it. */
export function blackedRings(record: RegionRecord | null, { width, height }: Size): Ring[] {
  if (record === null || width === undefined || height === undefined) return [];
  return record.regions
    .filter(({ redact }) => redact === true)
    .flatMap(({ shape }) =>
      // Of an outline with holes the holes are blacked out too: more rather than less.
      ringsOf(shape).map((ring) => ring.map(({ x, y }) => [x / width, y / height] as const)),
    );
}

/** Words that a method read where the picture is blacked out: a box that touches the region takes its words with it. */
export function withoutRecognised(
  run: Run,
  rings: readonly Ring[],
  { width, height }: Size,
  mark: string,
): { readonly run: Run; readonly values: readonly string[]; readonly count: number } {
  const values: string[] = [];
  let count = 0;
  if (width === undefined || height === undefined) return { run, values, count };
  const boxes = rings.map(boxOf);
  const figures = run.figures.map((figure) => {
    if (figure.kind !== 'regions') return figure;
    const regions = figure.regions.map((region) => {
      const box = boxOf(region.polygon.map(([x, y]) => [x / figure.width, y / figure.height] as const));
      if (!readsText.has(run.analysis) || !boxes.some((blacked) => touches(blacked, box))) return region;
      count += 1;
      values.push(region.label);
      return { ...region, label: mark };
    });
    return { ...figure, regions };
  });
  return { run: { ...run, figures }, values, count };
}

/** Methods that read text in pictures. */
const readsText: ReadonlySet<string> = new Set(['labels.visible']);

type Box = readonly [left: number, top: number, right: number, bottom: number];

function boxOf(ring: Ring): Box {
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function touches(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}
