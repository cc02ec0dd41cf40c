import { assertNever } from '../assert-never.ts';
import {
  type ByteRole,
  coverageRoles,
  type Figure,
  type FigureOf,
  ownerRoles,
  type TreeNode,
} from '../domain/figure.ts';
import { type Language, localized } from '../domain/localized.ts';
import { fillPlaceholders, formatNumber, type Placeholders } from './format.ts';

const sentences = {
  table: localized('Table of {rows} rows; columns: {columns}.', '表格，共 {rows} 行；列：{columns}。'),
  flagged: localized('{count} rows are flagged: {first}.', '{count} 行带有标记：{first}。'),
  tree: localized(
    'Tree of {nodes} nodes on {levels} levels; at the top: {top}.',
    '树形结构，共 {nodes} 个节点、{levels} 层；顶层：{top}。',
  ),
  line: localized('Line plot of {y} against {x}.', '折线图：{y} 随 {x} 的变化。'),
  bar: localized('Bar chart of {y} over {x}.', '柱状图：按 {x} 列出 {y}。'),
  scatter: localized('Scatter plot of {y} against {x}.', '散点图：{y} 与 {x} 的关系。'),
  series: localized(
    '{name}: {count} points, x from {xMin} to {xMax}, y from {yMin} to {yMax}, highest at x = {peak}.',
    '{name}：{count} 个点，x 从 {xMin} 到 {xMax}，y 从 {yMin} 到 {yMax}，在 x = {peak} 处最高。',
  ),
  emptySeries: localized('{name}: no points.', '{name}：无数据点。'),
  heatmap: localized(
    'Heat map of {width} × {height} values from {min} to {max} {unit}.',
    '热图，{width} × {height} 个值，范围 {min} 至 {max} {unit}。',
  ),
  overlay: localized('It lies over the examined image pixel for pixel.', '可与受检图像逐像素叠加。'),
  regions: localized(
    '{count} regions marked in an image of {width} × {height} pixels: {list}.',
    '在 {width} × {height} 像素的图像中标出 {count} 个区域：{list}。',
  ),
  noRegions: localized(
    'No region is marked in an image of {width} × {height} pixels.',
    '在 {width} × {height} 像素的图像中未标出区域。',
  ),
  image: localized(
    'Picture of {width} × {height} pixels: {caption}',
    '图片，{width} × {height} 像素：{caption}',
  ),
  timeline: localized(
    'Timeline of {count} events from {from} to {until}; lanes: {lanes}.',
    '时间线，共 {count} 个事件，从 {from} 到 {until}；分道：{lanes}。',
  ),
  noEvents: localized('Timeline without events.', '时间线，无事件。'),
  bytes: localized(
    'Owners of the {size} bytes of the file: {shares}.',
    '文件全部 {size} 字节的归属：{shares}。',
  ),
  more: localized('{count} more', '另有 {count} 项'),
} as const;

const roles = {
  structure: localized('structure', '结构'),
  metadata: localized('metadata', '元数据'),
  content: localized('content', '内容'),
  padding: localized('padding', '填充'),
  trailing: localized('trailing data', '尾部附加数据'),
  unexplained: localized('unexplained', '无法解释'),
  protected: localized('under the signature', '受签名保护'),
  credential: localized('the credential itself', '凭证自身'),
  unprotected: localized('not covered', '未覆盖'),
} as const satisfies Record<ByteRole, unknown>;

/** Word for the role of a byte span, in the given language. */
export function byteRoleWord(role: ByteRole, language: Language): string {
  return roles[role][language];
}

/**
 * A figure in one to four sentences, for screen readers, alternative text and the terminal. The title is
 * not repeated. Evidence text inside is returned as it is; whoever shows it escapes it.
 */
export function describeFigure(figure: Figure, language: Language): string {
  const say = (key: keyof typeof sentences, values: Placeholders = {}) =>
    fillPlaceholders(sentences[key][language], values);
  const number = (value: number) => significant(value, language);
  switch (figure.kind) {
    case 'scalar': {
      const value = typeof figure.value === 'number' ? number(figure.value) : figure.value;
      const space = figure.unit === undefined || figure.unit.startsWith('/') ? '' : ' ';
      const measured = `${value}${space}${figure.unit ?? ''}`;
      return figure.note === undefined ? measured : `${measured} — ${figure.note[language]}`;
    }
    case 'table': {
      const columns = figure.columns.map((column) => column.title[language]);
      const flagged = figure.rows.filter((row) => row.flag !== undefined && row.flag !== 'ok');
      const first = flagged.slice(0, 3).map((row) => cellText(row.cells[0], language));
      return join(
        [
          say('table', { rows: number(figure.rows.length), columns: list(columns, 12, language) }),
          flagged.length === 0
            ? undefined
            : say('flagged', {
                count: number(flagged.length),
                first: list(first, 3, language, flagged.length),
              }),
        ],
        language,
      );
    }
    case 'tree': {
      const { nodes, levels } = measureTree(figure.roots);
      const top = figure.roots.slice(0, 6).map((node) => node.label);
      return say('tree', {
        nodes: number(nodes),
        levels: number(levels),
        top: list(top, 6, language, figure.roots.length),
      });
    }
    case 'plot': {
      const axis = ({ title, unit }: FigureOf<'plot'>['x']) =>
        unit === undefined ? title[language] : `${title[language]} (${unit})`;
      const series = figure.series.slice(0, 4).map((one) => describeSeries(one, language, say, number));
      const rest = figure.series.length - series.length;
      return join(
        [
          say(figure.style, { x: axis(figure.x), y: axis(figure.y) }),
          ...series,
          rest > 0 ? say('more', { count: number(rest) }) : undefined,
        ],
        language,
      );
    }
    case 'heatmap': {
      const { width, height, scale } = figure;
      const text = say('heatmap', {
        width: number(width),
        height: number(height),
        min: number(scale.min),
        max: number(scale.max),
        unit: scale.unit,
      });
      return join([text, figure.overlay ? say('overlay') : undefined], language);
    }
    case 'regions': {
      const { width, height, regions } = figure;
      const size = { width: number(width), height: number(height) };
      if (regions.length === 0) return say('noRegions', size);
      const labels = regions.slice(0, 6).map((region) => region.label);
      return say('regions', {
        ...size,
        count: number(regions.length),
        list: list(labels, 6, language, regions.length),
      });
    }
    case 'image': {
      const { width, height, caption, overlay } = figure;
      const text = say('image', { width: number(width), height: number(height), caption: caption[language] });
      return join([text, overlay ? say('overlay') : undefined], language);
    }
    case 'timeline':
      return describeTimeline(figure, language, say, number);
    case 'bytes': {
      const totals = byteTotals(figure);
      const shares = [...totals].map(([role, bytes]) => `${byteRoleWord(role, language)} ${number(bytes)}`);
      return say('bytes', { size: number(figure.size), shares: list(shares, 6, language) });
    }
    default:
      return assertNever(figure);
  }
}

/** Does the map tell how bytes stand to a signature, rather than what they are for? */
export function isCoverage({ spans }: FigureOf<'bytes'>): boolean {
  const [first] = spans;
  return first !== undefined && (coverageRoles as readonly ByteRole[]).includes(first.role);
}

/** Bytes of each role of the map's set, in the set's order, also zeros. */
export function byteTotals(figure: FigureOf<'bytes'>): ReadonlyMap<ByteRole, number> {
  const totals = new Map<ByteRole, number>(
    (isCoverage(figure) ? coverageRoles : ownerRoles).map((role) => [role, 0]),
  );
  for (const span of figure.spans) totals.set(span.role, (totals.get(span.role) ?? 0) + span.length);
  return totals;
}

/** Text of a table cell in one language. */
export function cellText(
  cell: FigureOf<'table'>['rows'][number]['cells'][number] | undefined,
  language: Language,
): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'object') return cell[language];
  return typeof cell === 'number' ? exact(cell) : String(cell);
}

const isoDate = /^\d{4}-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?$/;

/**
 * Place of a timeline event: seconds as they are, ISO 8601 text as milliseconds since 1970, NaN for anything
 * else (`Date.parse` guesses: it reads `0000:00:00` as the year 2000). Text without zone counts as UTC.
 */
export function timelineInstant(time: string | number): number {
  if (typeof time === 'number') return time;
  const match = isoDate.exec(time);
  if (match === null) return Number.NaN;
  const text = time.replace(' ', 'T');
  return Date.parse(match[1] === undefined && text.includes('T') ? `${text}Z` : text);
}

type Say = (key: keyof typeof sentences, values?: Placeholders) => string;

function describeSeries(
  series: FigureOf<'plot'>['series'][number],
  language: Language,
  say: Say,
  number: (value: number) => string,
): string {
  const count = Math.min(series.x.length, series.y.length);
  const name = series.name[language];
  if (count === 0) return say('emptySeries', { name });
  let [xMin, xMax, yMin, yMax, peak] = [series.x[0]!, series.x[0]!, series.y[0]!, series.y[0]!, series.x[0]!];
  for (let index = 0; index < count; index += 1) {
    const x = series.x[index]!;
    const y = series.y[index]!;
    if (x < xMin) xMin = x;
    if (x > xMax) xMax = x;
    if (y < yMin) yMin = y;
    if (y > yMax) [yMax, peak] = [y, x];
  }
  const values = {
    xMin: number(xMin),
    xMax: number(xMax),
    yMin: number(yMin),
    yMax: number(yMax),
    peak: number(peak),
  };
  return say('series', { name, count: number(count), ...values });
}

function describeTimeline(
  figure: FigureOf<'timeline'>,
  language: Language,
  say: Say,
  number: (value: number) => string,
): string {
  const times = figure.events.flatMap((event) =>
    event.until === undefined ? [event.at] : [event.at, event.until],
  );
  if (times.length === 0) return say('noEvents');
  const show = (time: string | number) => (typeof time === 'number' ? `${number(time)} s` : time);
  // What cannot be read comes last, in the order given.
  const order = (time: string | number) => {
    const instant = timelineInstant(time);
    return Number.isNaN(instant) ? Number.POSITIVE_INFINITY : instant;
  };
  const sorted = [...times].sort((a, b) => order(a) - order(b) || 0);
  const lanes = [...new Set(figure.events.map((event) => event.lane))];
  return say('timeline', {
    count: number(figure.events.length),
    from: show(sorted[0]!),
    until: show(sorted.at(-1)!),
    lanes: list(lanes, 6, language),
  });
}

/** Number of nodes and depth, without recursion: the tree of a hostile file may be deep. */
function measureTree(roots: readonly TreeNode[]): { readonly nodes: number; readonly levels: number } {
  let nodes = 0;
  let levels = 0;
  let level = [...roots];
  while (level.length > 0) {
    nodes += level.length;
    levels += 1;
    level = level.flatMap((node) => node.children ?? []);
  }
  return { nodes, levels };
}

/** Up to `limit` items and how many more of `total` there are. */
function list(items: readonly string[], limit: number, language: Language, total = items.length): string {
  const shown = items.slice(0, limit).map((item) => (item.length > 60 ? `${item.slice(0, 59)}…` : item));
  const rest = total - shown.length;
  const more =
    rest > 0 ? [fillPlaceholders(sentences.more[language], { count: formatNumber(rest, language) })] : [];
  return [...shown, ...more].join(language === 'zh-CN' ? '、' : ', ');
}

function join(parts: readonly (string | undefined)[], language: Language): string {
  return parts.filter((part) => part !== undefined && part !== '').join(language === 'zh-CN' ? '' : ' ');
}

/** Four significant digits for fractions, all digits for whole numbers. */
function significant(value: number, language: Language): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value))
    return Math.abs(value) < 1e15 ? formatNumber(value, language) : value.toExponential(3);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential(3);
}

/** Ungrouped, with at most ten significant digits: enough for any measurement, without the noise of binary fractions. */
function exact(value: number): string {
  return Number.isInteger(value) || Math.abs(value) < 1e-4
    ? String(value)
    : String(Number(value.toPrecision(10)));
}
