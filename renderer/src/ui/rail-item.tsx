import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import styles from './rail-item.module.css';
import { WithTooltip } from './tooltip.tsx';

export interface RailItemProps {
  readonly icon: ReactNode;
  readonly label: string;
  readonly keys: readonly string[];
  readonly current: boolean;
  readonly onPress: () => void;
}

/** One stage: picture over word. */
export function RailItem({ icon, label, keys, current, onPress }: RailItemProps) {
  return (
    <WithTooltip tooltip={label} keys={keys}>
      <Button
        className={styles.item ?? ''}
        onPress={onPress}
        {...(current ? { 'aria-current': 'page' as const } : {})}
      >
        {icon}
        <span>{label}</span>
      </Button>
    </WithTooltip>
  );
}
