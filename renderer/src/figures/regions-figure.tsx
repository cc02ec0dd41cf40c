import { useState } from 'react';
import type { FigureOf } from '#shared/domain/figure.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { useWords } from '../state/text.ts';
import { WindowedGrid } from '../ui/windowed-grid.tsx';
import styles from './figures.module.css';
import { FlagMark } from './flag-mark.tsx';

export interface RegionsViewProps {
  readonly figure: FigureOf<'regions'>;
  readonly title: string;
  /** Small picture of the exhibit, in stored orientation; `null`: there is none. */
  readonly background: string | null;
}

/** Outlines over a small picture of the exhibit, and the list of them. */
export function RegionsView({ figure, title, background }: RegionsViewProps) {
  const { text, number } = useWords();
  const [active, setActive] = useState<number | null>(null);
  if (figure.regions.length === 0) return <p className={styles.muted}>{text('figure.regions.none')}</p>;
  return (
    <div className={styles.regions}>
      <svg
        className={styles.regionMap}
        viewBox={`0 0 ${figure.width} ${figure.height}`}
        role="img"
        aria-label={title}
      >
        {background !== null && (
          <image href={background} width={figure.width} height={figure.height} preserveAspectRatio="none" />
        )}
        {figure.regions.map((region, index) => {
          const points = region.polygon.map(([x, y]) => `${x},${y}`).join(' ');
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: regions have no other name and never change places
            <g key={index} data-active={index === active ? true : undefined} data-flag={region.flag}>
              <polygon className={styles.regionShade} points={points} />
              <polygon className={styles.regionLine} points={points} />
            </g>
          );
        })}
      </svg>
      <div className={styles.window} style={{ height: Math.min(figure.regions.length * 24 + 26, 240) }}>
        <WindowedGrid
          label={text('figure.regions.list')}
          columns={[
            { id: 'number', title: text('figure.regions.number'), width: '40px', align: 'end' },
            { id: 'label', title: text('figure.regions.label'), width: 'minmax(0, 1fr)' },
            { id: 'box', title: text('figure.regions.box'), width: '240px' },
            { id: 'flag', title: text('figure.flag'), width: '110px' },
          ]}
          count={figure.regions.length}
          rowHeight={24}
          active={active}
          onActive={setActive}
          cells={(index) => {
            const region = figure.regions[index];
            if (region === undefined) return [];
            const xs = region.polygon.map(([x]) => x);
            const ys = region.polygon.map(([, y]) => y);
            const [left, top] = [Math.min(...xs), Math.min(...ys)];
            return [
              number(index + 1),
              <span key="label" title={visibleText(region.label)}>
                {visibleText(region.label)}
              </span>,
              text('figure.regions.place', {
                x: number(left, 1),
                y: number(top, 1),
                width: number(Math.max(...xs) - left, 1),
                height: number(Math.max(...ys) - top, 1),
              }),
              region.flag !== undefined && <FlagMark key="flag" flag={region.flag} />,
            ];
          }}
        />
      </div>
    </div>
  );
}
