import type { ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';
import { KeyCaps } from './key-caps.tsx';
import styles from './overlay.module.css';

export interface WithTooltipProps {
  readonly tooltip: string;
  readonly keys?: readonly string[] | undefined;
  /** One pressable element of this folder. */
  readonly children: ReactNode;
}

/** Words that appear beside a control when it is pointed at or focused. */
export function WithTooltip({ tooltip, keys, children }: WithTooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <AriaTooltip className={styles.tooltip ?? ''} offset={4}>
        {tooltip}
        {keys !== undefined && keys.length > 0 && <KeyCaps caps={keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
