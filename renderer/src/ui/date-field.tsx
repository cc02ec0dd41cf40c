import { TextField as AriaTextField, FieldError, Input, Label } from 'react-aria-components';
import styles from './field.module.css';

export interface DateFieldProps {
  readonly label: string;
  /** `2026-03-09`, or empty. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is wrong with it. */
  readonly fault?: string | undefined;
}

/** A day, typed or chosen in the browser's own calendar. */
export function DateField({ label, value, onChange, fault }: DateFieldProps) {
  return (
    <AriaTextField
      className={styles.field ?? ''}
      type="date"
      value={value}
      onChange={onChange}
      isInvalid={fault !== undefined}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <Input className={styles.control ?? ''} min="1980-01-01" max="9999-12-31" />
      {fault !== undefined && <FieldError className={styles.fault ?? ''}>{fault}</FieldError>}
    </AriaTextField>
  );
}
