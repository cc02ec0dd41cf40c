import type { LineageEdge, LineageGraph, LineageNode } from '#shared/domain/lineage.ts';
import type { Language } from '#shared/domain/localized.ts';
import { escaped } from './markup.ts';
import { edgePhrase, nodeWords } from './words.ts';

/** Attributes of nodes and edges: name and type, as GraphML declares them. */
const nodeKeys = {
  label: 'string',
  sha256: 'string',
  number: 'int',
  kind: 'string',
  format: 'string',
  group: 'string',
  date: 'string',
  dateFrom: 'string',
  root: 'double',
  missing: 'boolean',
} as const;
const edgeKeys = {
  label: 'string',
  state: 'string',
  confidence: 'double',
  weight: 'double',
  logit: 'double',
  summary: 'string',
  evidence: 'string',
} as const;

/** yEd's picture of an arrow. */
const arrows = { directed: 'standard', undirected: 'none' } as const;

/**
 * The graph as GraphML (Brandes et al., GD 2001), with the labels and lines that yEd draws. Gephi reads `label` and
 * `weight`. Edges without a known direction are declared undirected.
 */
export function lineageGraphml(graph: LineageGraph, language: Language): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">',
    ...keys('node', nodeKeys),
    ...keys('edge', edgeKeys),
    '  <key id="node-graphics" for="node" yfiles.type="nodegraphics"/>',
    '  <key id="edge-graphics" for="edge" yfiles.type="edgegraphics"/>',
    '  <graph id="lineage" edgedefault="directed">',
    ...graph.nodes.flatMap((node) => nodeLines(node, language)),
    ...graph.edges.flatMap((edge, index) => edgeLines(edge, index, language)),
    '  </graph>',
    '</graphml>',
    '',
  ];
  return lines.join('\n');
}

function keys(of: 'node' | 'edge', names: Readonly<Record<string, string>>): string[] {
  return Object.entries(names).map(
    ([name, type]) => `  <key id="${of}-${name}" for="${of}" attr.name="${name}" attr.type="${type}"/>`,
  );
}

function nodeLines(node: LineageNode, language: Language): string[] {
  const label = nodeWords(node, language);
  const data: Record<keyof typeof nodeKeys, string | number | boolean | null> = {
    ...{ label, sha256: node.sha256, number: node.number, group: node.group, root: node.root },
    ...{ kind: node.media?.kind ?? null, format: node.media?.format ?? null },
    ...{ date: node.date?.at ?? null, dateFrom: node.date?.from ?? null, missing: node.sha256 === null },
  };
  const shape =
    `<y:ShapeNode><y:Geometry width="180" height="44"/><y:BorderStyle type="${node.sha256 === null ? 'dashed' : 'line'}" width="1"/>` +
    `<y:NodeLabel>${escaped(label)}</y:NodeLabel><y:Shape type="roundrectangle"/></y:ShapeNode>`;
  return [
    `    <node id="${escaped(node.id)}">`,
    ...dataLines('node', data),
    `      <data key="node-graphics">${shape}</data>`,
    '    </node>',
  ];
}

function edgeLines(edge: LineageEdge, index: number, language: Language): string[] {
  const label = edgePhrase(edge, language);
  const data: Record<keyof typeof edgeKeys, string | number | null> = {
    ...{ label, state: edge.state, confidence: edge.confidence, weight: edge.confidence, logit: edge.logit },
    summary: edge.summary[language],
    evidence: edge.evidence
      .map(({ cue, weight, statement }) => `${cue} ${weight.toFixed(2)}: ${statement[language]}`)
      .join('\n'),
  };
  const { directed } = edge;
  const line =
    `<y:PolyLineEdge><y:LineStyle type="${directed ? 'line' : 'dashed'}" width="1"/>` +
    `<y:Arrows source="none" target="${directed ? arrows.directed : arrows.undirected}"/>` +
    `<y:EdgeLabel>${escaped(label)}</y:EdgeLabel></y:PolyLineEdge>`;
  return [
    `    <edge id="e${index + 1}" source="${escaped(edge.from)}" target="${escaped(edge.to)}" directed="${directed}">`,
    ...dataLines('edge', data),
    `      <data key="edge-graphics">${line}</data>`,
    '    </edge>',
  ];
}

function dataLines(of: string, data: Readonly<Record<string, string | number | boolean | null>>): string[] {
  return Object.entries(data)
    .filter(([, value]) => value !== null && (typeof value !== 'number' || Number.isFinite(value)))
    .map(([name, value]) => `      <data key="${of}-${name}">${escaped(String(value))}</data>`);
}
