import { assertNever } from '#shared/assert-never.ts';
import type { Figure, FigureOf, Flag, TreeNode } from '#shared/domain/figure.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { FigurePart, PictureReference } from '#shared/domain/report.ts';
import type { Artifact } from '#shared/domain/run.ts';
import { cellText } from '#shared/text/describe-figure.ts';
import { fillPlaceholders, formatNumber } from '#shared/text/format.ts';
import { byteMapParts } from './byte-map-parts.ts';
import { drawPlot } from './drawing/plot.ts';
import { drawRegions } from './drawing/regions.ts';
import { drawTimeline } from './drawing/timeline.ts';
import { eventsTable, regionsTable } from './marked-tables.ts';
import { drawn, type FigureContext, rangeText, shortTable } from './part-building.ts';
import { column } from './section.ts';
import { flagWord, type Words } from './words.ts';

/** What a figure is of: its files are named by `<key>/<artifact>`. */
export interface FigureOwner {
  /** `run/<id>` or `comparison/<id>`. */
  readonly key: string;
  readonly artifacts: readonly Artifact[];
  /** The picture the figure's regions lie on. */
  readonly overview?: PictureReference | undefined;
}

/** The visible parts of a figure, shortened for print; what was cut is always stated. */
export function figureParts(figure: Figure, owner: FigureOwner, context: FigureContext): FigurePart[] {
  const { language, words } = context;
  switch (figure.kind) {
    case 'scalar':
      return [
        {
          as: 'value',
          value: cellText(figure.value, language),
          unit: figure.unit ?? '',
          ...(figure.note === undefined ? {} : { note: figure.note[language] }),
        },
      ];
    case 'table':
      return [tablePart(figure, context)];
    case 'tree':
      return [treePart(figure, context)];
    case 'plot':
      return [drawn(drawPlot(figure, language))];
    case 'heatmap':
      return [picturePart(figure, owner, words, { ...figure.scale })];
    case 'image':
      return [picturePart(figure, owner, words, undefined, figure.caption[language])];
    case 'regions':
      return [drawn(drawRegions(figure), owner.overview), regionsTable(figure, context)];
    case 'timeline':
      return [drawn(drawTimeline(figure, language)), eventsTable(figure, context)];
    case 'bytes':
      return byteMapParts(figure, context);
    default:
      return assertNever(figure);
  }
}

function tablePart(figure: FigureOf<'table'>, context: FigureContext): FigurePart {
  const { language, words } = context;
  const flagged = figure.rows.some((row) => row.flag !== undefined);
  const placed = figure.rows.some((row) => row.bytes !== undefined);
  const columns = figure.columns.map((one) => ({
    title: one.title[language],
    align: one.align,
    code: one.code,
    width: 1,
  }));
  if (placed) columns.push(column(words.bytes, 'number'));
  if (flagged) columns.push(column(words.flag));
  return shortTable(
    columns,
    figure.rows,
    (row) => ({
      cells: [
        ...figure.columns.map((_, index) => cellText(row.cells[index], language)),
        ...(placed ? [rangeText(row.bytes, language)] : []),
        ...(flagged ? [flagWord(row.flag, language)] : []),
      ],
      ...(row.flag === undefined ? {} : { flag: row.flag }),
    }),
    context,
  );
}

interface Flat {
  readonly depth: number;
  readonly node: TreeNode;
}

function treePart(figure: FigureOf<'tree'>, context: FigureContext): FigurePart {
  const { language, words, shortening } = context;
  // An explicit stack: the structure of a hostile file may nest deeply.
  const stack: Flat[] = figure.roots.map((node) => ({ depth: 0, node })).reverse();
  const shown: Flat[] = [];
  let total = 0;
  while (stack.length > 0) {
    const flat = stack.pop()!;
    total += 1;
    if (shown.length < shortening.nodes) shown.push(flat);
    const children = flat.node.children ?? [];
    for (let index = children.length - 1; index >= 0; index -= 1) {
      stack.push({ depth: flat.depth + 1, node: children[index]! });
    }
  }
  const values = { shown: formatNumber(shown.length, language), total: formatNumber(total, language) };
  return {
    as: 'tree',
    nodes: shown.map(({ depth, node }) => ({
      depth,
      label: node.label,
      detail: [node.detail ?? '', flagText(node.flag, language)].filter((text) => text !== '').join(' · '),
      bytes: rangeText(node.bytes, language),
      ...(node.flag === undefined ? {} : { flag: node.flag }),
    })),
    ...(shown.length < total ? { note: fillPlaceholders(words.nodesCut, values) } : {}),
  };
}

function flagText(flag: Flag | undefined, language: Language): string {
  return flag === undefined || flag === 'ok' ? '' : flagWord(flag, language);
}

function picturePart(
  figure: FigureOf<'heatmap'> | FigureOf<'image'>,
  owner: FigureOwner,
  words: Words,
  scale?: FigureOf<'heatmap'>['scale'],
  caption?: string,
): FigurePart {
  const artifact = owner.artifacts.find((candidate) => candidate.name === figure.artifact);
  if (artifact === undefined) return { as: 'value', value: words.pictureMissing, unit: '' };
  return {
    as: 'picture',
    picture: {
      key: `${owner.key}/${artifact.name}`,
      sha256: artifact.sha256,
      width: figure.width,
      height: figure.height,
    },
    ...(scale === undefined ? {} : { scale }),
    ...(caption === undefined ? {} : { caption }),
  };
}
