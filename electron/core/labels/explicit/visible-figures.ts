import type { VisibleLabel, VisibleLabels } from '#shared/domain/explicit-label.ts';
import type { Figure } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { positionNames, statementOf, statements } from './visible-findings.ts';

const column = (key: string, en: string, chinese: string, align: 'start' | 'end' = 'start') => ({
  key,
  title: localized(en, chinese),
  align,
  code: false,
});

const figure = (value: number, digits: number): number => Number(value.toFixed(digits));

/** What was read and measured, and where it stands in the picture. */
export function visibleFigures(result: VisibleLabels): Figure[] {
  const { labels, sampled } = result;
  if (labels.length === 0) return [];
  const table: Figure = {
    kind: 'table',
    id: 'visible-labels',
    title: localized('Visible labels', '可见标识'),
    columns: [
      column('text', 'Text as recognised', '识别文字'),
      column('says', 'Says', '含义'),
      column('product', 'Mark of', '产品标记'),
      column('place', 'Place', '位置'),
      column('ink', 'Height of the ink, px', '字迹高度（像素）', 'end'),
      column('ratio', 'of the shortest side, %', '占最短边（%）', 'end'),
      column('box', 'by the line’s box, %', '按行框计（%）', 'end'),
      column('contrast', 'Contrast', '对比度', 'end'),
      column('confidence', 'Confidence', '识别置信度', 'end'),
      ...(sampled === null
        ? []
        : [
            column('from', 'Seen from, s', '可见起点（秒）', 'end'),
            column('to', 'to, s', '可见终点（秒）', 'end'),
          ]),
    ],
    rows: labels.map((label) => ({
      cells: [
        label.text,
        statements[statementOf(label)],
        label.product ?? '',
        positionNames[label.position],
        figure(label.inkHeight, 1),
        figure(label.ratio * 100, 2),
        figure(label.boxRatio * 100, 2),
        label.contrast === null
          ? localized('not told apart; height estimated', '字迹与背景无法区分，高度为估计值')
          : figure(label.contrast, 1),
        figure(label.confidence, 2),
        ...(sampled === null ? [] : [label.seen?.from ?? null, label.seen?.to ?? null]),
      ],
    })),
  };
  return sampled === null ? [table, places(result)] : [table, shown(result)];
}

/** Figures over a picture are in stored pixels; the viewer turns both together. */
function places({ width, height, orientation = 1, labels }: VisibleLabels): Figure {
  const turned = orientation >= 5;
  const [storedWidth, storedHeight] = turned ? [height, width] : [width, height];
  return {
    kind: 'regions',
    id: 'label-places',
    title: localized('Where visible labels stand', '可见标识所在位置'),
    width: storedWidth,
    height: storedHeight,
    regions: labels.map(({ text, box }) => ({
      label: text,
      polygon: cornersOf(box).map((point) => stored(point, orientation, storedWidth, storedHeight)),
      flag: 'notice' as const,
    })),
  };
}

function cornersOf({ x, y, width, height }: VisibleLabel['box']): [number, number][] {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

/** A point of the upright picture in the stored one (CIPA DC-008, tag 0x0112). */
function stored(
  [x, y]: [number, number],
  orientation: number,
  width: number,
  height: number,
): [number, number] {
  switch (orientation) {
    case 2:
      return [width - x, y];
    case 3:
      return [width - x, height - y];
    case 4:
      return [x, height - y];
    case 5:
      return [y, x];
    case 6:
      return [y, height - x];
    case 7:
      return [width - y, height - x];
    case 8:
      return [width - y, x];
    default:
      return [x, y];
  }
}

function shown({ labels }: VisibleLabels): Figure {
  return {
    kind: 'timeline',
    id: 'label-times',
    title: localized('When visible labels are shown', '可见标识的显示时段'),
    unit: 'seconds',
    events: labels.flatMap(({ text, seen }) =>
      seen === null ? [] : [{ lane: text, label: text, at: seen.from, until: seen.to }],
    ),
  };
}
