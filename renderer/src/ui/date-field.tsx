import { TextField as AriaTextField, Input, Label } from 'react-aria-components';
import styles from './field.module.css';

export interface DateFieldProps {
  readonly label: string;
  /** `2026-03-09`, or empty. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A day, typed or chosen in the browser's own calendar. */
export function DateField({ label, value, onChange }: DateFieldProps) {
  return (
    <AriaTextField className={styles.field ?? ''} type="date" value={value} onChange={onChange}>
      <Label className={styles.label ?? ''}>{label}</Label>
      <Input className={styles.control ?? ''} min="1980-01-01" max="9999-12-31" />
    </AriaTextField>
  );
}
