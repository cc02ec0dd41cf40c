import type { FigureOf } from '#shared/domain/figure.ts';
import type { MethodRegion, Ring, TraceKind } from '#shared/domain/region.ts';
import type { Run } from '#shared/domain/run.ts';
import { cellArea, cellsOf, fillRings, outlines, pieces, type Raster } from './raster.ts';
import { traceKind } from './trace-kinds.ts';

/** One connected piece of what a method points at, as cells and as it is told. */
export interface Piece {
  readonly region: MethodRegion;
  /** In ascending order. */
  readonly cells: Uint32Array;
  /** Never in one group with another piece of its method. */
  readonly apart: boolean;
}

export interface Pointing {
  readonly run: Run;
  readonly kind: TraceKind;
  readonly pieces: readonly Piece[];
  readonly leftOut: number;
}

/** The only method whose regions belong together in pairs: where something was taken from, and where it stands now. */
const pairing = 'pixels.copy-move';
/** Pieces of one method that take part, the largest ones. */
const mostPieces = 60;
/** Polygons of one method that are looked at, and labels kept of a piece. */
const mostPolygons = 5000;
const mostLabels = 3;

/** What the latest runs on a picture point at, method by method; those that only show are left out. */
export function collect(raster: Raster, runs: readonly Run[]): Pointing[] {
  return runs.flatMap((run) => {
    const kind = traceKind(run.analysis);
    if (kind === null || run.outcome === 'not-applicable') return [];
    const polygons = run.outcome === 'found' ? polygonsOf(raster, run) : [];
    if (polygons.length === 0) return [{ run, kind, leftOut: 0, pieces: [] }];
    const found = run.analysis === pairing ? each(raster, polygons) : joined(raster, polygons);
    found.sort((a, b) => b.cells.length - a.cells.length);
    return [
      {
        ...{ run, kind },
        leftOut: Math.max(0, found.length - mostPieces),
        pieces: found.slice(0, mostPieces).map(({ cells, figure, labels }, index) => ({
          cells,
          apart: run.analysis === pairing,
          region: {
            ...{
              id: `${run.analysis}/${index + 1}`,
              analysis: run.analysis,
              run: run.id,
              kind,
              figure,
              labels,
            },
            rings: outlines(raster, [cells]),
            area: Math.round(cells.length * cellArea(raster)),
          },
        })),
      },
    ];
  });
}

interface Polygon {
  readonly figure: string;
  readonly label: string;
  readonly rings: readonly Ring[];
}

interface Found {
  readonly figure: string;
  readonly labels: string[];
  readonly cells: Uint32Array;
}

function polygonsOf({ width, height }: Raster, run: Run): Polygon[] {
  return run.figures
    .filter((figure): figure is FigureOf<'regions'> => figure.kind === 'regions')
    .flatMap((figure) => {
      const [across, down] = [width / figure.width, height / figure.height];
      return (
        figure.regions
          // Look-alikes, and parts without the grid: shown by their methods, and no alarm.
          .filter(({ flag }) => flag !== 'notice')
          .map(({ label, polygon }) => ({
            ...{ figure: figure.id, label },
            rings: [polygon.map(([x, y]) => ({ x: x * across, y: y * down }))],
          }))
      );
    })
    .slice(0, mostPolygons);
}

/** Windows of a method overlap and touch: what hangs together is one piece. */
function joined(raster: Raster, polygons: readonly Polygon[]): Found[] {
  const mask = new Uint8Array(raster.columns * raster.rows);
  const places = polygons.map(({ rings }) => fillRings(raster, rings, mask));
  const owner = new Int32Array(mask.length).fill(-1);
  const parts = pieces(raster, mask);
  for (const [index, cells] of parts.entries()) for (const at of cells) owner[at] = index;
  const found = parts.map((cells) => ({ cells, figure: '', labels: [] as string[] }));
  for (const [index, { figure, label }] of polygons.entries()) {
    const piece = found[owner[places[index]!] ?? -1];
    if (piece === undefined) continue;
    if (piece.labels.length === 0) piece.figure = figure;
    if (piece.labels.length < mostLabels && !piece.labels.includes(label)) piece.labels.push(label);
  }
  return found;
}

function each(raster: Raster, polygons: readonly Polygon[]): Found[] {
  return polygons.slice(0, mostPieces).flatMap(({ figure, label, rings }) => {
    const mask = new Uint8Array(raster.columns * raster.rows);
    if (fillRings(raster, rings, mask) < 0) return [];
    return [{ figure, labels: [label], cells: cellsOf(mask) }];
  });
}
