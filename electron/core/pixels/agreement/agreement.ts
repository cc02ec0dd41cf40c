import type { Agreement, AnalystRegion, RegionMeasurement } from '#shared/domain/region.ts';
import type { Run } from '#shared/domain/run.ts';
import { boxOfRings, ringsOf } from '#shared/numeric/region-shape.ts';
import { collect, type Pointing } from './collect.ts';
import { grouped } from './grouping.ts';
import { cellArea, cellsOf, fillRings, type Raster, rasterFor } from './raster.ts';

interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What the methods that were run on a picture point at, and where several of them point at the same place. */
export function agreementOf({ width, height }: PictureSize, runs: readonly Run[]): Agreement {
  const raster = rasterFor(width, height);
  const pointing = collect(raster, runs);
  const all = pointing.flatMap(({ pieces }) => pieces);
  return {
    ...{ width, height },
    groups: grouped(raster, all),
    regions: all.map(({ region }) => region),
    methods: pointing.map(methodOf),
  };
}

function methodOf({ run, kind, leftOut }: Pointing): Agreement['methods'][number] {
  const regions = new Set(run.figures.flatMap((figure) => (figure.kind === 'regions' ? [figure.id] : [])));
  const about = run.findings.filter(({ figures }) => figures.some((id) => regions.has(id)));
  return {
    ...{ analysis: run.analysis, run: run.id, kind, outcome: run.outcome, leftOut },
    findings: (about.length > 0 ? about : run.findings).map(({ code, statement, limits }) => ({
      ...{ code, statement, limits },
    })),
  };
}

/** How each region of the analyst lies to those of the methods. */
export function overlapsOf(
  { width, height }: PictureSize,
  runs: readonly Run[],
  regions: readonly AnalystRegion[],
): Omit<RegionMeasurement, 'maps' | 'unread'>[] {
  const raster = rasterFor(width, height);
  const all = collect(raster, runs).flatMap(({ pieces }) => pieces);
  return regions.map((region) => {
    const mask = maskOf(raster, region);
    const own = cellsOf(mask).length;
    const overlaps = all.flatMap((piece) => {
      let shared = 0;
      for (const at of piece.cells) shared += mask[at]!;
      if (shared === 0) return [];
      const { id, analysis, kind } = piece.region;
      const parts = { covered: shared / own, within: shared / piece.cells.length };
      return [{ region: id, analysis, kind, ...parts }];
    });
    overlaps.sort((a, b) => b.covered * b.within - a.covered * a.within);
    return { region: region.id, area: Math.round(own * cellArea(raster)), overlaps };
  });
}

function maskOf(raster: Raster, region: AnalystRegion): Uint8Array {
  const mask = new Uint8Array(raster.columns * raster.rows);
  fillRings(raster, ringsOf(region.shape), mask);
  return mask;
}

/** Means of a map; `null`: no point of it lies there. */
export interface Means {
  readonly inside: number | null;
  readonly outside: number | null;
}

/**
 * Means of a map's grey values inside and outside of each region.
 *
 * @param map `width × height` grey values that lie over the whole picture
 */
export function meansOf(
  { width, height, values }: { readonly width: number; readonly height: number; readonly values: Uint8Array },
  picture: PictureSize,
  regions: readonly AnalystRegion[],
): Means[] {
  const raster: Raster = { ...picture, columns: width, rows: height };
  let whole = 0;
  for (let at = 0; at < values.length; at += 1) whole += values[at]!;
  const mask = new Uint8Array(width * height);
  return regions.map((region) => {
    const rings = ringsOf(region.shape);
    const { top, bottom } = boxOfRings(rings);
    const row = (y: number) => Math.max(0, Math.min(height, Math.floor((y * height) / picture.height)));
    const [first, last] = [row(top) * width, Math.min(height, row(bottom) + 1) * width];
    fillRings(raster, rings, mask);
    let [inside, within] = [0, 0];
    for (let at = first; at < last; at += 1) {
      if (mask[at] === 0) continue;
      inside += values[at]!;
      within += 1;
    }
    mask.fill(0, first, last);
    const rest = values.length - within;
    return {
      inside: within === 0 ? null : inside / within,
      outside: rest === 0 ? null : (whole - inside) / rest,
    };
  });
}
