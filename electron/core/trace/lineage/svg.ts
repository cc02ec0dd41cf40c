import type { LineageEdge, LineageGraph, LineageNode } from '#shared/domain/lineage.ts';
import { type Language, type Localized, localized } from '#shared/domain/localized.ts';
import { lineageLayout } from './layout.ts';
import { escaped } from './markup.ts';
import { edgePhrase, nodeWords } from './words.ts';

export interface LineageDrawing {
  readonly language: Language;
  /** By SHA-256: `data:image/…;base64,…`. Anything else is left out. */
  readonly thumbnails: ReadonlyMap<string, string>;
}

const nodeWidth = 176;
const pictureHeight = 112;

interface NodeSize {
  readonly width: number;
  readonly height: number;
  /** Room for the thumbnail above the name. */
  readonly picture: number;
}

const label = { width: 210, lines: 3, line: 14 } as const;
/** Characters that fit on a line of the label and of the name: Han characters take twice the room. */
const labelUnits = 36;
const nameUnits = 28;

const legend = localized(
  'An arrow leads from a source to its copy. Dashed: common source, direction unknown. Dotted: source missing. Shares of certainty hold for trees of copies like those of the test bench.',
  '箭头由来源指向副本。虚线：同源但方向不明。点线：来源缺失。把握程度以测试平台所生成的副本树为准。',
);

/** One SVG without scripts, links or outside files, and its size in pixels. */
export interface LineageFigure {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** The graph as one SVG. */
export async function lineageSvg(graph: LineageGraph, options: LineageDrawing): Promise<string> {
  return (await drawnLineage(graph, options, 'DOWN')).svg;
}

/** @param direction where copies lie from their sources */
export async function drawnLineage(
  graph: LineageGraph,
  { language, thumbnails }: LineageDrawing,
  direction: 'DOWN' | 'RIGHT',
): Promise<LineageFigure> {
  const pictured = graph.nodes.some(({ sha256 }) => sha256 !== null && thumbnails.has(sha256));
  const picture = pictured ? pictureHeight : 0;
  const node = { width: nodeWidth, height: picture + 48, picture };
  const sizes = { node, label: { width: label.width, height: label.lines * label.line } };
  const layout = await lineageLayout(graph, sizes, direction);
  const width = Math.ceil(Math.max(layout.width, 420));
  const foot = wrapped(legend[language], Math.floor((width - 56) / 6), 6);
  const top = Math.ceil(layout.height);
  const height = top + 28 + 14 * foot.length;
  const lines = graph.edges.map((edge, index) => edgeShapes(edge, layout.edges[index]!, language));
  const boxes = graph.nodes.map((item) => {
    const place = layout.nodes.get(item.id) ?? { x: 0, y: 0 };
    const thumbnail = item.sha256 === null ? undefined : thumbnails.get(item.sha256);
    return nodeShapes(item, place, node, thumbnail, language);
  });
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif" font-size="11">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#333"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...lines,
    ...boxes,
    textLines(foot, 28, top + 22, 14, '#555'),
    '</svg>',
  ].join('');
  return { svg, width, height };
}

function edgeShapes(
  edge: LineageEdge,
  {
    points,
    label: [x, y],
  }: { readonly points: readonly (readonly [number, number])[]; readonly label: readonly [number, number] },
  language: Language,
): string {
  const dash =
    edge.state === 'missing-parent'
      ? ' stroke-dasharray="2 3"'
      : edge.directed
        ? ''
        : ' stroke-dasharray="7 4"';
  const colour = edge.state === 'derived-from' ? '#333' : '#777';
  const arrow = edge.directed ? ' marker-end="url(#arrow)"' : '';
  const line = `<polyline points="${points.map((point) => point.map(round).join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="1.4"${dash}${arrow}/>`;
  return (
    line +
    textLines(wrapped(edgePhrase(edge, language), labelUnits, label.lines), x, y + 11, label.line, '#333')
  );
}

function nodeShapes(
  item: LineageNode,
  { x, y }: { readonly x: number; readonly y: number },
  node: NodeSize,
  picture: string | undefined,
  language: Language,
): string {
  const dash = item.sha256 === null ? ' stroke-dasharray="2 3"' : '';
  const stroke = item.root === null ? '#999' : '#222';
  const parts = [
    `<g transform="translate(${round(x)} ${round(y)})">`,
    `<rect width="${node.width}" height="${node.height}" rx="6" fill="#fafafa" stroke="${stroke}"${dash}/>`,
  ];
  if (picture !== undefined && /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=]+$/.test(picture)) {
    parts.push(
      `<image x="4" y="4" width="${node.width - 8}" height="${node.picture - 4}" preserveAspectRatio="xMidYMid meet" href="${picture}"/>`,
    );
  }
  parts.push(textLines(wrapped(nodeWords(item, language), nameUnits, 2), 8, node.picture + 14, 13, '#111'));
  const facts = [rootWords(item.root), item.date === null ? null : dateWords(item.date)]
    .flatMap((words) => (words === null ? [] : [words[language]]))
    .join(' · ');
  if (facts !== '') parts.push(textLines(wrapped(facts, nameUnits + 4, 1), 8, node.height - 8, 13, '#555'));
  parts.push('</g>');
  return parts.join('');
}

function rootWords(root: number | null): Localized | null {
  if (root === null) return null;
  const share = `${Math.round(100 * root)} %`;
  return localized(`first: ${share}`, `最早：${share}`);
}

function dateWords({ at, from }: NonNullable<LineageNode['date']>): Localized {
  const day = at.slice(0, 10);
  const claimed = from !== 'timestamp' && from !== 'credential';
  return claimed ? localized(`${day} (claimed)`, `${day}（声称）`) : localized(day, day);
}

function round(value: number): string {
  return value.toFixed(1);
}

function textLines(lines: readonly string[], x: number, y: number, step: number, fill: string): string {
  const spans = lines.map(
    (line, index) => `<tspan x="${round(x)}" y="${round(y + index * step)}">${escaped(line)}</tspan>`,
  );
  return `<text fill="${fill}">${spans.join('')}</text>`;
}

/** Lines of at most `units`; what does not fit ends in an ellipsis. */
function wrapped(text: string, units: number, most: number): string[] {
  const lines: string[] = [];
  let [line, used] = ['', 0];
  // Names may hold breaks of lines, which a printer of drawings refuses.
  for (const word of text
    .replace(/\s+/gu, ' ')
    .match(/[0-9]+ %,?|[\u2e80-\uffef]|[^\s\u2e80-\uffef]{1,24}|\s/gu) ?? []) {
    const size = [...word].reduce((sum, character) => sum + (character >= '\u2e80' ? 2 : 1), 0);
    if (used + size > units && line !== '') {
      lines.push(line.trim());
      [line, used] = ['', 0];
    }
    line += word;
    used += size;
  }
  if (line.trim() !== '') lines.push(line.trim());
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${lines[most - 1]!.slice(0, -1)}…`];
}
