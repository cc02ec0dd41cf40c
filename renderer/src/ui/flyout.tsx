import type { ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import buttonStyles from './button.module.css';
import styles from './flyout.module.css';
import overlay from './overlay.module.css';

/** A button that shows more beside itself. */
export function Flyout({
  title,
  label,
  children,
}: {
  readonly title: string;
  readonly label: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <DialogTrigger>
      <Button className={`${buttonStyles.button} ${buttonStyles.quiet} ${styles.trigger}`}>{label}</Button>
      <Popover className={overlay.popover ?? ''} placement="top end" offset={4}>
        <Dialog className={styles.content ?? ''} aria-label={title}>
          <h2>{title}</h2>
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
