import type { ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useWords } from '../state/text.ts';
import styles from './panes.module.css';

export interface PanesProps {
  readonly id: string;
  readonly orientation?: 'horizontal' | 'vertical';
  readonly children: ReactNode;
}

/** A row or column of panes whose borders can be moved, by pointer or by arrow keys. */
export function Panes({ id, orientation = 'horizontal', children }: PanesProps) {
  return (
    <Group id={id} orientation={orientation} className={styles.panes}>
      {children}
    </Group>
  );
}

export interface PaneProps {
  readonly id: string;
  /** Name of the region; F6 goes from one to the next. */
  readonly label: string;
  /** Sizes: a number is pixels, `'40%'` a share. */
  readonly size?: number | string;
  readonly minimum?: number | string;
  readonly maximum?: number | string;
  /** Keeps its width when the window grows. */
  readonly fixed?: boolean;
  readonly children: ReactNode;
}

export function Pane({ id, label, size, minimum, maximum, fixed = false, children }: PaneProps) {
  return (
    <Panel
      id={id}
      className={styles.pane}
      defaultSize={size}
      minSize={minimum}
      maxSize={maximum}
      groupResizeBehavior={fixed ? 'preserve-pixel-size' : 'preserve-relative-size'}
    >
      <section className={styles.region} aria-label={label} data-pane={id} tabIndex={-1}>
        {children}
      </section>
    </Panel>
  );
}

export function PaneBorder({ id }: { readonly id: string }) {
  const { text } = useWords();
  return <Separator id={id} className={styles.border} aria-label={text('common.resize')} />;
}
