import type { LineageGraph } from '#shared/domain/lineage.ts';
import { drawnLineage, type LineageDrawing, type LineageFigure } from './svg.ts';

/** Families larger than this are unreadable on a page, and their drawings a burden of the record. */
const mostPrinted = 40;
/** Drawings of one lineage, at most. */
const mostDrawings = 12;
/** A page's text with room for a heading and a caption, points, and how large a pixel of a drawing is at most. */
const page = { width: 480, height: 600, largest: 0.75 } as const;

export interface PrintedLineage {
  /** Nodes of each family that hangs together by links, the largest first. */
  readonly families: readonly (readonly string[])[];
  /** One for each family that fits on a page, in the same order. */
  readonly drawings: readonly LineageFigure[];
  /** Families left out. */
  readonly undrawn: number;
}

/** A lineage for a report: one drawing for each family, laid out downwards or across, whichever prints larger. */
export async function printedLineage(graph: LineageGraph, options: LineageDrawing): Promise<PrintedLineage> {
  const families = linkedFamilies(graph);
  const fitting = families.filter(({ nodes }) => nodes.length <= mostPrinted).slice(0, mostDrawings);
  const drawings: LineageFigure[] = [];
  for (const family of fitting) {
    const both = [
      await drawnLineage(family, options, 'DOWN'),
      await drawnLineage(family, options, 'RIGHT'),
    ] as const;
    const [down, across] = both.map(({ width, height }) =>
      Math.min(page.width / width, page.height / height),
    );
    drawings.push(onPage(across! > down! ? both[1] : both[0]));
  }
  return {
    families: families.map(({ nodes }) => nodes.map(({ id }) => id)),
    ...{ drawings, undrawn: families.length - fitting.length },
  };
}

function scaleOf({ width, height }: LineageFigure): number {
  return Math.min(page.width / width, page.height / height, page.largest);
}

/** Printed at the width of the text: a tall or small drawing gets room beside it, so that it is not blown up past the page. */
function onPage({ svg, width, height }: LineageFigure): LineageFigure {
  const least = Math.ceil(page.width / scaleOf({ svg, width, height }));
  if (least <= width) return { svg, width, height };
  const left = Math.floor((width - least) / 2);
  const opening = `<svg xmlns="http://www.w3.org/2000/svg" width="${least}" height="${height}" viewBox="${left} 0 ${least} ${height}"`;
  const paper = `<rect x="${left}" width="${least}" height="${height}" fill="#fff"/>`;
  const wide = svg
    .replace(/^<svg [^>]*?viewBox="[^"]*"/, () => opening)
    .replace('</defs>', () => `</defs>${paper}`);
  return { svg: wide, width: least, height };
}

/** Families by the links of the graph, the largest first; items without any link are in none. */
function linkedFamilies(graph: LineageGraph): LineageGraph[] {
  const leads = new Map<string, string>();
  const top = (id: string): string => {
    let at = id;
    for (let next = leads.get(at); next !== undefined && next !== at; next = leads.get(at)) at = next;
    return at;
  };
  for (const { from, to } of graph.edges) {
    const [one, other] = [top(from), top(to)];
    leads.set(one, one);
    leads.set(other, one);
  }
  const tops = [...new Set([...leads.keys()].map(top))];
  return tops
    .map((family) => ({
      ...graph,
      nodes: graph.nodes.filter(({ id }) => leads.has(id) && top(id) === family),
      edges: graph.edges.filter(({ from }) => top(from) === family),
    }))
    .sort((one, other) => other.nodes.length - one.nodes.length);
}
