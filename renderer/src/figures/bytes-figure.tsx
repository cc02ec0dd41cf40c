import { type ReactNode, useId, useMemo, useState } from 'react';
import type { ByteRange, FigureOf } from '#shared/domain/figure.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { useWords } from '../state/text.ts';
import { WindowedGrid } from '../ui/windowed-grid.tsx';
import { formatOffset } from '../viewer/hex-format.ts';
import styles from './bytes-figure.module.css';
import {
  type ByteRole,
  byteRoles,
  cellRange,
  coverageCells,
  coverageRuns,
  rangeOf,
  roleTotals,
  spanAt,
} from './coverage.ts';

const columns = 128;
const rowsOfMap = 24;
const cellWidth = 6;
const cellHeight = 7;
const rowHeight = 24;

export interface BytesViewProps {
  readonly figure: FigureOf<'bytes'>;
  readonly title: string;
  readonly onBytes: (range: ByteRange) => void;
}

/** Who owns which byte: a map of the whole file, the sums, and every span. */
export function BytesView({ figure, title, onBytes }: BytesViewProps) {
  const { text, number, bytes } = useWords();
  const [active, setActive] = useState<number | null>(null);
  const totals = useMemo(() => roleTotals(figure.spans), [figure]);
  const present = byteRoles.filter((role) => (totals.get(role) ?? 0) > 0);
  const patterns = useId();

  const choose = (index: number) => {
    const span = figure.spans[index];
    if (span === undefined) return;
    setActive(index);
    onBytes(rangeOf(span));
  };
  return (
    <div className={styles.bytes}>
      <RolePatterns id={patterns} />
      <CoverageMap figure={figure} title={title} patterns={patterns} active={active} onSpan={choose} />
      <ul className={styles.legend}>
        {present.map((role) => {
          const count = totals.get(role) ?? 0;
          return (
            <li key={role}>
              <Swatch role={role} patterns={patterns} />
              <span>{text(`figure.role.${role}`)}</span>
              <span className={styles.muted}>
                {bytes(count)} ·{' '}
                {text('viewer.percent', { value: number((100 * count) / Math.max(1, figure.size), 2) })}
              </span>
            </li>
          );
        })}
      </ul>
      <div className={styles.window} style={{ height: Math.min(figure.spans.length * rowHeight + 26, 260) }}>
        <WindowedGrid
          label={text('figure.bytes.spans')}
          columns={[
            { id: 'start', title: text('figure.bytes.start'), width: '110px' },
            { id: 'length', title: text('figure.bytes.length'), width: '110px', align: 'end' },
            { id: 'role', title: text('figure.bytes.role'), width: '130px' },
            { id: 'owner', title: text('figure.bytes.owner'), width: 'minmax(0, 1fr)' },
          ]}
          count={figure.spans.length}
          rowHeight={rowHeight}
          active={active}
          onActive={choose}
          cells={(index) => {
            const span = figure.spans[index];
            if (span === undefined) return [];
            return [
              <code key="start">0x{formatOffset(span.start, figure.size)}</code>,
              number(span.length),
              <span key="role" className={styles.role}>
                <Swatch role={span.role} patterns={patterns} />
                {text(`figure.role.${span.role}`)}
              </span>,
              <span key="owner" title={visibleText(span.owner)}>
                {visibleText(span.owner)}
              </span>,
            ];
          }}
        />
      </div>
    </div>
  );
}

interface CoverageMapProps {
  readonly figure: FigureOf<'bytes'>;
  readonly title: string;
  readonly patterns: string;
  readonly active: number | null;
  readonly onSpan: (index: number) => void;
}

/** The file in reading order, row by row. The list below is its equal for the keyboard. */
function CoverageMap({ figure, title, patterns, active, onSpan }: CoverageMapProps) {
  const { text, number } = useWords();
  const { size, spans } = figure;
  const cells = useMemo(() => coverageCells(size, spans, columns * rowsOfMap), [size, spans]);
  const runs = useMemo(() => coverageRuns(cells, columns), [cells]);
  const rows = Math.max(1, Math.ceil(cells.length / columns));
  const width = columns * cellWidth;
  const chosen = active === null ? undefined : spans[active];
  const marks = useMemo(() => {
    if (chosen === undefined) return [];
    const first = Math.floor((chosen.start * cells.length) / size);
    const last = Math.max(first, Math.ceil(((chosen.start + chosen.length) * cells.length) / size) - 1);
    return coverageRuns(
      cells.map((_, index) => (index >= first && index <= last ? 'content' : 'padding')),
      columns,
    ).filter((run) => run.role === 'content');
  }, [chosen, cells, size]);

  const pick = (event: React.MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    const index = row * columns + Math.min(columns - 1, Math.max(0, column));
    if (index < 0 || index >= cells.length) return;
    const [start, end] = cellRange(size, cells.length, index);
    // Several spans in one cell: the one that gave the cell its look.
    const role = cells[index];
    let at = spanAt(spans, start);
    for (let next = at; next >= 0 && next < spans.length && (spans[next]?.start ?? end) < end; next++) {
      if (spans[next]?.role === role) {
        at = next;
        break;
      }
    }
    if (at >= 0) onSpan(at);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list of spans does the same for the keyboard
    <svg
      className={styles.map}
      viewBox={`0 0 ${width} ${rows * cellHeight}`}
      preserveAspectRatio="none"
      style={{ height: rows * cellHeight }}
      role="img"
      aria-label={`${title}. ${text('figure.bytes.map', { each: number(Math.max(1, Math.round(size / Math.max(1, cells.length)))) })}`}
      onClick={pick}
    >
      {runs.map((run) => (
        <rect
          key={`${run.row}.${run.column}`}
          x={run.column * cellWidth}
          y={run.row * cellHeight}
          width={run.length * cellWidth}
          height={cellHeight - 1}
          fill={`url(#${patterns}-${run.role})`}
        />
      ))}
      {marks.map((run) => (
        <rect
          key={`${run.row}.${run.column}`}
          className={styles.mark}
          x={run.column * cellWidth + 0.75}
          y={run.row * cellHeight + 0.25}
          width={run.length * cellWidth - 1.5}
          height={cellHeight - 1.5}
        />
      ))}
    </svg>
  );
}

/** A sample of a role's pattern, for legends. */
export function Swatch({ role, patterns }: { readonly role: ByteRole; readonly patterns: string }) {
  return (
    <svg className={styles.swatch} viewBox="0 0 14 12" aria-hidden="true">
      <rect width="14" height="12" fill={`url(#${patterns}-${role})`} />
    </svg>
  );
}

/** Strokes differ from role to role, so that the map is read without colour. */
const strokes: Readonly<Record<ByteRole, ReactNode>> = {
  content: null,
  metadata: <path d="M0 2.5h6" />,
  structure: <path d="M1.5 0v6M4.5 0v6" />,
  padding: <circle cx="3" cy="3" r="0.8" />,
  trailing: <path d="M-1 5 5-1M1 7l6-6" />,
  unexplained: <path d="M0 0l6 6M6 0 0 6" />,
  protected: null,
  credential: <path d="M1.5 0v6M4.5 0v6" />,
  unprotected: <path d="M0 0l6 6M6 0 0 6" />,
};

/** The patterns of all roles; a fill is `url(#${id}-${role})`. */
export function RolePatterns({ id }: { readonly id: string }) {
  return (
    <svg className={styles.patterns} aria-hidden="true">
      <defs>
        {byteRoles.map((role) => (
          <pattern
            key={role}
            id={`${id}-${role}`}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            data-role={role}
          >
            <rect width="6" height="6" />
            {strokes[role]}
          </pattern>
        ))}
      </defs>
    </svg>
  );
}
