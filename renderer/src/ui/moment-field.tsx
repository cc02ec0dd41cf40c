import { useState } from 'react';
import { TextField as AriaTextField, Group, Input } from 'react-aria-components';
import { useWords } from '../state/text.ts';
import styles from './field.module.css';
import { Select } from './field.tsx';
import { momentOf, momentParts, offsetOf, offsets } from './moment-parts.ts';

export interface MomentFieldProps {
  readonly label: string;
  /** ISO 8601 date, or date and time with offset, or empty. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const own = offsetOf(new Date().getTimezoneOffset());

/** A day, and where it is known the time with its offset. */
export function MomentField({ label, value, onChange }: MomentFieldProps) {
  const { text } = useWords();
  // The offset chosen before a time is typed: the value has no place for it yet.
  const [offset, setOffset] = useState(own);
  const parts = momentParts(value, offset);
  const known = offsets.includes(parts.offset) ? offsets : [...offsets, parts.offset];
  return (
    <Group className={styles.field ?? ''} aria-label={label}>
      <span className={styles.label} aria-hidden="true">
        {label}
      </span>
      <div className={styles.moment}>
        <AriaTextField
          type="date"
          aria-label={text('moment.day', { label })}
          value={parts.day}
          onChange={(day) => onChange(momentOf({ ...parts, day }))}
        >
          <Input className={styles.control ?? ''} min="1980-01-01" max="9999-12-31" />
        </AriaTextField>
        <AriaTextField
          type="time"
          aria-label={text('moment.time', { label })}
          value={parts.time}
          isDisabled={parts.day === ''}
          onChange={(time) => onChange(momentOf({ ...parts, time }))}
        >
          <Input className={styles.control ?? ''} />
        </AriaTextField>
        {parts.time !== '' && (
          <Select
            label={text('moment.offset', { label })}
            bare
            value={parts.offset}
            choices={known.map((one) => ({ id: one, label: one === '+00:00' ? 'UTC' : `UTC${one}` }))}
            onChange={(next) => {
              setOffset(next);
              onChange(momentOf({ ...parts, offset: next }));
            }}
          />
        )}
      </div>
    </Group>
  );
}
