import { Check, ChevronDown, Search, X } from 'lucide-react';
import { type Ref, useId } from 'react';
import {
  Checkbox as AriaCheckbox,
  RadioGroup as AriaRadioGroup,
  SearchField as AriaSearchField,
  Select as AriaSelect,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  Button,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  SelectValue,
  Text,
} from 'react-aria-components';
import { useWords } from '../state/text.ts';
import styles from './field.module.css';
import overlay from './overlay.module.css';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly note?: string | undefined;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly code?: boolean;
  /** More than one: a text area of so many rows. */
  readonly rows?: number;
  readonly required?: boolean;
  /** A passphrase: not shown, and not kept by the browser. */
  readonly secret?: boolean;
  /** What is wrong with what stands in it. */
  readonly fault?: string | undefined;
}

export function TextField(props: TextFieldProps) {
  const { rows = 1 } = props;
  const control = `${styles.control} ${props.code === true ? styles.code : ''}`;
  const shared = { placeholder: props.placeholder ?? '', spellCheck: 'false', autoComplete: 'off' } as const;
  return (
    <AriaTextField
      className={styles.field ?? ''}
      value={props.value}
      onChange={props.onChange}
      autoFocus={props.autoFocus ?? false}
      isRequired={props.required ?? false}
      {...(props.fault === undefined ? {} : { isInvalid: true })}
      {...(props.secret === true ? { type: 'password' } : {})}
    >
      <Label className={styles.label ?? ''}>{props.label}</Label>
      {rows > 1 ? (
        <AriaTextArea className={`${control} ${styles.area}`} rows={rows} {...shared} />
      ) : (
        <Input className={control} {...shared} />
      )}
      {props.note !== undefined && (
        <Text slot="description" className={styles.note ?? ''}>
          {props.note}
        </Text>
      )}
      {props.fault !== undefined && <FieldError className={styles.fault ?? ''}>{props.fault}</FieldError>}
    </AriaTextField>
  );
}

export interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly autoFocus?: boolean;
}

/** One line to search in; Escape clears it. */
export function SearchField(props: SearchFieldProps) {
  const { text } = useWords();
  return (
    <AriaSearchField
      className={styles.search ?? ''}
      aria-label={props.label}
      value={props.value}
      onChange={props.onChange}
      autoFocus={props.autoFocus ?? false}
    >
      <Search className={styles.glass} aria-hidden="true" />
      <Input
        className={styles.control ?? ''}
        placeholder={props.label}
        spellCheck="false"
        autoComplete="off"
        {...(props.inputRef === undefined ? {} : { ref: props.inputRef })}
      />
      <Button className={styles.clear ?? ''} aria-label={text('common.clear-search')}>
        <X aria-hidden="true" />
      </Button>
    </AriaSearchField>
  );
}

interface Choice<T extends string> {
  readonly id: T;
  readonly label: string;
}

export interface SelectProps<T extends string> {
  readonly label: string;
  /** Hide the label: it is only for screen readers. */
  readonly bare?: boolean;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly onChange: (value: T) => void;
  readonly fault?: string | undefined;
}

export function Select<T extends string>(props: SelectProps<T>) {
  const { label, bare = false, value, choices, onChange, fault } = props;
  return (
    <AriaSelect
      className={styles.field ?? ''}
      value={value}
      isInvalid={fault !== undefined}
      onChange={(key) => {
        const chosen = choices.find((choice) => choice.id === key);
        if (chosen !== undefined) onChange(chosen.id);
      }}
      {...(bare ? { 'aria-label': label } : {})}
    >
      {!bare && <Label className={styles.label ?? ''}>{label}</Label>}
      <Button className={`${styles.control} ${styles.select}`}>
        <SelectValue className={styles.value ?? ''} />
        <ChevronDown aria-hidden="true" />
      </Button>
      {fault !== undefined && <FieldError className={styles.fault ?? ''}>{fault}</FieldError>}
      <Popover className={overlay.popover ?? ''} offset={2}>
        <ListBox className={overlay.menu ?? ''}>
          {choices.map((choice) => (
            <ListBoxItem
              key={choice.id}
              id={choice.id}
              textValue={choice.label}
              className={overlay.item ?? ''}
            >
              {({ isSelected }) => (
                <>
                  <span>{isSelected && <Check aria-hidden="true" />}</span>
                  <span>{choice.label}</span>
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export interface CheckboxProps {
  readonly children: string;
  readonly selected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly disabled?: boolean;
  /** Name for screen readers, when the words beside the box do not say enough. */
  readonly label?: string;
  /** What choosing it means, below. */
  readonly note?: string;
}

export function Checkbox({ children, selected, onChange, disabled = false, label, note }: CheckboxProps) {
  const noteId = useId();
  const box = (
    <AriaCheckbox
      className={styles.check ?? ''}
      isSelected={selected}
      onChange={onChange}
      isDisabled={disabled}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(note === undefined ? {} : { 'aria-describedby': noteId })}
    >
      <span className={styles.box} aria-hidden="true">
        {selected && <Check />}
      </span>
      {children}
    </AriaCheckbox>
  );
  if (note === undefined) return box;
  return (
    <div>
      {box}
      <p id={noteId} className={styles.boxNote}>
        {note}
      </p>
    </div>
  );
}

export interface RadioGroupProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly onChange: (value: T) => void;
  readonly orientation?: 'horizontal' | 'vertical';
}

export function RadioGroup<T extends string>(props: RadioGroupProps<T>) {
  const { orientation = 'vertical' } = props;
  return (
    <AriaRadioGroup
      className={styles.field ?? ''}
      orientation={orientation}
      value={props.value}
      onChange={(value) => {
        const chosen = props.choices.find((choice) => choice.id === value);
        if (chosen !== undefined) props.onChange(chosen.id);
      }}
    >
      <Label className={styles.label ?? ''}>{props.label}</Label>
      <div className={`${styles.radios} ${styles[orientation]}`}>
        {props.choices.map((choice) => (
          <Radio key={choice.id} value={choice.id} className={styles.check ?? ''}>
            <span className={`${styles.box} ${styles.round}`} aria-hidden="true" />
            {choice.label}
          </Radio>
        ))}
      </div>
    </AriaRadioGroup>
  );
}
