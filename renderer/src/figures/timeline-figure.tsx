import { type CSSProperties, useMemo, useState } from 'react';
import type { FigureOf } from '#shared/domain/figure.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { useWords } from '../state/text.ts';
import { WindowedGrid } from '../ui/windowed-grid.tsx';
import styles from './figures.module.css';
import { FlagMark } from './flag-mark.tsx';
import { extentOf } from './plot-scale.ts';
import { axisMoment, lanesOf, type PlacedEvent } from './timeline-scale.ts';

/** Most marks drawn in one lane; the list has all events. */
const mostMarks = 2000;

/** Events in lanes over one axis of time, and the list of them. */
export function TimelineView({
  figure,
  title,
}: {
  readonly figure: FigureOf<'timeline'>;
  readonly title: string;
}) {
  const { text } = useWords();
  const [active, setActive] = useState<number | null>(null);
  const lanes = useMemo(() => lanesOf(figure), [figure]);
  const extent = useMemo(
    () =>
      extentOf(
        [...lanes.values()].flat().flatMap(({ at, until }) => [at, until].filter((one) => one !== null)),
      ),
    [lanes],
  );
  if (figure.events.length === 0) return <p className={styles.muted}>{text('figure.timeline.none')}</p>;
  const moments = figure.events.map((event) =>
    event.until === undefined ? `${event.at}` : `${event.at} – ${event.until}`,
  );
  return (
    <div className={styles.timeline}>
      {extent !== null && (
        <div className={styles.lanes} role="img" aria-label={title}>
          {[...lanes].map(([lane, events]) => (
            <div key={lane} className={styles.lane}>
              <span className={styles.laneName} title={visibleText(lane)}>
                {visibleText(lane)}
              </span>
              <div className={styles.laneTrack}>
                {events.slice(0, mostMarks).map((placed) => (
                  <Mark key={placed.index} placed={placed} extent={extent} active={placed.index === active} />
                ))}
              </div>
            </div>
          ))}
          <div className={styles.lane}>
            <span />
            <div className={styles.ticks}>
              {[0, 0.25, 0.5, 0.75, 1].map((share) => (
                <span key={share}>
                  {axisMoment(
                    extent.min + share * (extent.max - extent.min),
                    extent.max - extent.min,
                    figure.unit,
                  )}
                </span>
              ))}
            </div>
          </div>
        </div>
      )}
      <div className={styles.window} style={{ height: Math.min(figure.events.length * 24 + 26, 240) }}>
        <WindowedGrid
          label={text('figure.timeline.list')}
          columns={[
            {
              id: 'at',
              title: text(figure.unit === 'seconds' ? 'figure.timeline.seconds' : 'figure.timeline.date'),
              width: '240px',
            },
            { id: 'lane', title: text('figure.timeline.lane'), width: '160px' },
            { id: 'label', title: text('figure.timeline.event'), width: 'minmax(0, 1fr)' },
            { id: 'flag', title: text('figure.flag'), width: '110px' },
          ]}
          count={figure.events.length}
          rowHeight={24}
          active={active}
          onActive={setActive}
          cells={(index) => {
            const event = figure.events[index];
            if (event === undefined) return [];
            return [
              moments[index],
              visibleText(event.lane),
              <span key="label" title={visibleText(event.label)}>
                {visibleText(event.label)}
              </span>,
              event.flag !== undefined && <FlagMark key="flag" flag={event.flag} />,
            ];
          }}
        />
      </div>
    </div>
  );
}

interface MarkProps {
  readonly placed: PlacedEvent;
  readonly extent: { readonly min: number; readonly max: number };
  readonly active: boolean;
}

function Mark({ placed, extent, active }: MarkProps) {
  const { at, until, event } = placed;
  if (at === null) return null;
  const share = (value: number) => (value - extent.min) / (extent.max - extent.min);
  const length = until === null ? 0 : Math.max(0, share(until) - share(at));
  return (
    <span
      className={styles.event}
      data-active={active ? true : undefined}
      data-flag={event.flag}
      data-span={until === null ? undefined : true}
      title={visibleText(event.label)}
      style={{ '--at': share(at), '--length': length } as CSSProperties}
    />
  );
}
