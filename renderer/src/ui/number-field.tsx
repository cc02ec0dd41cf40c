import { NumberField as AriaNumberField, Input, Label } from 'react-aria-components';
import styles from './field.module.css';

export interface NumberFieldProps {
  readonly label: string;
  /** `null`: nothing is typed. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  /** Decimal places; 0 unless told. */
  readonly digits?: number;
}

/** A number of zero or more, or nothing. */
export function NumberField({ label, value, onChange, digits = 0 }: NumberFieldProps) {
  return (
    <AriaNumberField
      className={styles.field ?? ''}
      value={value ?? Number.NaN}
      onChange={(typed) => onChange(Number.isNaN(typed) ? null : typed)}
      minValue={0}
      isWheelDisabled
      formatOptions={{ maximumFractionDigits: digits }}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <Input className={styles.control ?? ''} autoComplete="off" />
    </AriaNumberField>
  );
}
