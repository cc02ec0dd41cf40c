import { CalendarClock } from 'lucide-react';
import type { Lineage } from '#shared/domain/lineage.ts';
import { axisMoment } from '../../../figures/timeline-scale.ts';
import { useWords } from '../../../state/text.ts';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { Thumbnail } from '../../evidence/evidence-cells.tsx';
import graph from './lineage.module.css';
import styles from './lineage-timeline.module.css';
import { againstDates, datedNodes, lookOf, momentWords, type Pointed } from './lineage-view.ts';
import { useLineageWords } from './use-lineage.ts';

const rowHeight = 40;
/** Dates stand off both ends of the axis by this share. */
const margin = 0.04;

export interface LineageTimelineProps {
  readonly caseId: string;
  readonly lineage: Lineage;
  /** Places of the links that are drawn. */
  readonly kept: readonly number[];
  readonly pointed: Pointed;
  readonly onPoint: (pointed: Pointed) => void;
}

/** Items in the order of their dates over one axis of time, with the links among them. A date is what somebody claims, unless it is certified. */
export function LineageTimeline({ caseId, lineage, kept, pointed, onPoint }: LineageTimelineProps) {
  const { text } = useWords();
  const words = useLineageWords(lineage);
  const dated = datedNodes(lineage.nodes);
  const times = dated.map(({ date }) => Date.parse(date.at) / 1000);
  const [start = 0, end = 0] = [times[0], times.at(-1)];
  const span = end - start;
  if (dated.length === 0) {
    return (
      <EmptyState icon={<CalendarClock aria-hidden="true" />} note={text('lineage.timeline.none.note')}>
        {text('lineage.timeline.none')}
      </EmptyState>
    );
  }
  const shareOf = (time: number) => (span === 0 ? 0.5 : margin + ((1 - 2 * margin) * (time - start)) / span);
  const rows = new Map(dated.map(({ node }, row) => [node.id, { row, share: shareOf(times[row] ?? start) }]));
  const against = againstDates(lineage, kept);
  const ticks = span === 0 ? [0.5] : [0, 0.25, 0.5, 0.75, 1];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <section className={styles.timeline} aria-label={text('lineage.timeline')} tabIndex={0}>
      {against.size > 0 && (
        <Notice kind="caution">{text('lineage.timeline.against', { count: against.size })}</Notice>
      )}
      <div className={styles.lanes}>
        <svg
          className={styles.lines}
          viewBox={`0 0 1000 ${dated.length * rowHeight}`}
          preserveAspectRatio="none"
          style={{ height: dated.length * rowHeight }}
          aria-hidden="true"
        >
          {kept.map((index) => {
            const edge = lineage.edges[index];
            const [from, to] = [rows.get(edge?.from ?? ''), rows.get(edge?.to ?? '')];
            if (edge === undefined || from === undefined || to === undefined) return null;
            const [y, end] = [(from.row + 0.5) * rowHeight, (to.row + 0.5) * rowHeight];
            return (
              <g
                key={index}
                className={graph.edge}
                data-look={lookOf(edge)}
                data-against={against.has(index) ? true : undefined}
                data-pointed={
                  pointed !== null && 'edge' in pointed && pointed.edge === index ? true : undefined
                }
              >
                <polyline
                  points={`${1000 * from.share},${y} ${1000 * from.share},${end} ${1000 * to.share},${end}`}
                />
              </g>
            );
          })}
        </svg>
        <ol>
          {dated.map(({ node, date }, row) => {
            const certain = date.from === 'timestamp' || date.from === 'credential';
            const said = text(`lineage.date.${date.from}`, { date: momentWords(date.at) });
            return (
              <li key={node.id} style={{ height: rowHeight }}>
                <button
                  type="button"
                  aria-pressed={pointed !== null && 'node' in pointed && pointed.node === node.id}
                  onClick={() => onPoint({ node: node.id })}
                >
                  {node.sha256 !== null && node.media !== null && (
                    <Thumbnail caseId={caseId} row={{ sha256: node.sha256, media: node.media }} small />
                  )}
                  <span className={styles.laneWords}>
                    <strong>{words.nodeName(node)}</strong>
                    <span className={styles.laneDate} title={said}>
                      {said}
                    </span>
                  </span>
                </button>
                <span className={styles.track} aria-hidden="true">
                  <span
                    className={styles.mark}
                    data-certain={certain ? true : undefined}
                    style={{ left: `${100 * (rows.get(node.id)?.share ?? shareOf(times[row] ?? start))}%` }}
                  />
                </span>
              </li>
            );
          })}
        </ol>
        <div className={styles.axis} aria-hidden="true">
          {ticks.map((share) => (
            <span
              key={share}
              className={styles.tick}
              style={{ left: `${100 * shareOf(start + share * span)}%` }}
            >
              {axisMoment(start + share * span, span, 'date')}
            </span>
          ))}
        </div>
      </div>
      <p className={styles.muted}>
        {text('lineage.timeline.note')}
        {dated.length < lineage.nodes.length &&
          ` ${text('lineage.timeline.undated', { count: lineage.nodes.length - dated.length })}`}
      </p>
    </section>
  );
}
