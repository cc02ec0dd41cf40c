import { useMemo, useState } from 'react';
import type { Localized } from '#shared/domain/localized.ts';
import { useWords, type Words } from '../state/text.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { WindowedGrid } from '../ui/windowed-grid.tsx';
import styles from './plot-figure.module.css';
import { type Chart, edge, height, layOut, type Plot, width } from './plot-layout.ts';
import { niceTicks } from './plot-scale.ts';

/** Series are told apart by dash as well as by colour. */
const looks = 4;

/** Lines, bars or points on two axes, with the numbers as a table below. */
export function PlotView({ figure, title }: { readonly figure: Plot; readonly title: string }) {
  const words = useWords();
  const { text, pick } = words;
  const chart = useMemo(() => layOut(figure), [figure]);
  const [pointed, setPointed] = useState<number | null>(null);
  if (chart === null) return <p className={styles.muted}>{text('figure.plot.empty')}</p>;
  const near = pointed === null ? null : nearest(figure, pointed);
  return (
    <div className={styles.plot}>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={title}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const at = ((event.clientX - box.left) / box.width) * width;
          const share = (at - edge.left) / (width - edge.left - edge.right);
          setPointed(share < 0 || share > 1 ? null : chart.x.min + share * (chart.x.max - chart.x.min));
        }}
        onPointerLeave={() => setPointed(null)}
      >
        <Axes chart={chart} figure={figure} words={words} />
        {chart.series.map((series, index) => (
          <g key={series.key} data-look={index % looks} className={styles.series}>
            {figure.style === 'line' && (
              <polyline
                points={series.points.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' ')}
              />
            )}
            {figure.style === 'bar' &&
              series.points.map((point, place) => (
                <rect
                  // biome-ignore lint/suspicious/noArrayIndexKey: bars never change places
                  key={place}
                  x={point.x - chart.bar / 2}
                  y={Math.min(point.y, chart.zero)}
                  width={chart.bar}
                  height={Math.abs(chart.zero - point.y)}
                />
              ))}
            {figure.style === 'scatter' &&
              series.points.map((point, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: points never change places
                <circle key={place} cx={point.x} cy={point.y} r={2.5} />
              ))}
          </g>
        ))}
        {near !== null && (
          <line
            className={styles.pointer}
            x1={chart.toX(near)}
            x2={chart.toX(near)}
            y1={edge.top}
            y2={height - edge.bottom}
          />
        )}
      </svg>
      <ul className={styles.legend}>
        {near !== null && <li className={styles.muted}>{axisText(figure.x, near, words)}</li>}
        {figure.series.map((series, index) => (
          <li key={pick(series.name)}>
            <svg className={styles.key} viewBox="0 0 22 10" data-look={index % looks} aria-hidden="true">
              <g className={styles.series} data-look={index % looks}>
                {figure.style === 'line' ? (
                  <polyline points="0,5 22,5" />
                ) : (
                  <rect x="6" width="10" height="10" />
                )}
              </g>
            </svg>
            {pick(series.name)}
            {near !== null && <b>{valueAt(series, near, figure, words)}</b>}
          </li>
        ))}
      </ul>
      <Disclosure title={text('figure.as-table')}>
        <PlotTable figure={figure} title={title} words={words} />
      </Disclosure>
    </div>
  );
}

function Axes({
  chart,
  figure,
  words,
}: {
  readonly chart: Chart;
  readonly figure: Plot;
  readonly words: Words;
}) {
  const base = height - edge.bottom;
  return (
    <g className={styles.axes}>
      {niceTicks(chart.y.min, chart.y.max, 5).map((tick) => (
        <g key={tick}>
          <line x1={edge.left} x2={width - edge.right} y1={chart.toY(tick)} y2={chart.toY(tick)} />
          <text x={edge.left - 6} y={chart.toY(tick)} dy="0.32em" textAnchor="end">
            {shortNumber(tick, words)}
          </text>
        </g>
      ))}
      {niceTicks(chart.x.min, chart.x.max, 8).map((tick) => (
        <g key={tick}>
          <line x1={chart.toX(tick)} x2={chart.toX(tick)} y1={base} y2={base + 4} />
          <text x={chart.toX(tick)} y={base + 16} textAnchor="middle">
            {shortNumber(tick, words)}
          </text>
        </g>
      ))}
      <line className={styles.axis} x1={edge.left} x2={width - edge.right} y1={base} y2={base} />
      <text
        className={styles.name}
        x={(edge.left + width - edge.right) / 2}
        y={height - 6}
        textAnchor="middle"
      >
        {axisName(figure.x, words)}
      </text>
      <text
        className={styles.name}
        transform={`translate(13 ${(edge.top + base) / 2}) rotate(-90)`}
        textAnchor="middle"
      >
        {axisName(figure.y, words)}
      </text>
    </g>
  );
}

/** The numbers of the first series' x and every series' y: the same for eyes, ears and clipboard. */
function PlotTable({
  figure,
  title,
  words,
}: {
  readonly figure: Plot;
  readonly title: string;
  readonly words: Words;
}) {
  const [active, setActive] = useState<number | null>(null);
  const rows = useMemo(
    () =>
      figure.series.flatMap((series, place) =>
        series.x.map((x, index) => ({ place, x, y: series.y[index] ?? Number.NaN })),
      ),
    [figure],
  );
  return (
    <div className={styles.window} style={{ height: Math.min(rows.length * 24 + 26, 260) }}>
      <WindowedGrid
        label={title}
        columns={[
          { id: 'series', title: words.text('figure.plot.series'), width: 'minmax(0, 1fr)' },
          { id: 'x', title: axisName(figure.x, words), width: '160px', align: 'end' },
          { id: 'y', title: axisName(figure.y, words), width: '160px', align: 'end' },
        ]}
        count={rows.length}
        rowHeight={24}
        active={active}
        onActive={setActive}
        cells={(index) => {
          const row = rows[index];
          if (row === undefined) return [];
          const name = figure.series[row.place]?.name;
          return [name === undefined ? '' : words.pick(name), words.number(row.x, 6), words.number(row.y, 6)];
        }}
      />
    </div>
  );
}

interface Axis {
  readonly title: Localized;
  readonly unit?: string | undefined;
}

function axisName(axis: Axis, words: Words): string {
  return axis.unit === undefined || axis.unit === ''
    ? words.pick(axis.title)
    : `${words.pick(axis.title)} (${axis.unit})`;
}

function axisText(axis: Axis, value: number, words: Words): string {
  return `${words.pick(axis.title)} ${words.number(value, 4)} ${axis.unit ?? ''}`;
}

function shortNumber(value: number, words: Words): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e7 || size < 1e-3) ? value.toExponential(1) : words.number(value, 6);
}

/** The x of the series' points that is next to a place of the axis. */
function nearest(figure: Plot, at: number): number | null {
  let best: number | null = null;
  for (const series of figure.series) {
    for (const x of series.x) if (best === null || Math.abs(x - at) < Math.abs(best - at)) best = x;
  }
  return best;
}

function valueAt(series: Plot['series'][number], x: number, figure: Plot, words: Words): string {
  const index = series.x.indexOf(x);
  const value = index < 0 ? undefined : series.y[index];
  return value === undefined ? '' : ` ${words.number(value, 6)} ${figure.y.unit ?? ''}`;
}
