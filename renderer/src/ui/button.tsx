import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  ToggleButton as AriaToggleButton,
  type PressEvent,
} from 'react-aria-components';
import styles from './button.module.css';
import { WithTooltip } from './tooltip.tsx';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  /** `primary` once per view at most; `quiet` has no border until pointed at. */
  readonly kind?: 'normal' | 'primary' | 'quiet';
  readonly onPress?: (event: PressEvent) => void;
  readonly disabled?: boolean;
  readonly tooltip?: string | undefined;
  readonly type?: 'button' | 'submit';
  readonly slot?: 'close';
  readonly autoFocus?: boolean;
  /** Name for screen readers, when the words on the button do not say enough. */
  readonly label?: string | undefined;
}

/** A button with words. */
export function Button(props: ButtonProps) {
  const { kind = 'normal', disabled = false, type = 'button', autoFocus = false } = props;
  const button = (
    <AriaButton
      className={`${styles.button} ${styles[kind]}`}
      isDisabled={disabled}
      type={type}
      autoFocus={autoFocus}
      {...(props.slot === undefined ? {} : { slot: props.slot })}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      {...(props.onPress === undefined ? {} : { onPress: props.onPress })}
    >
      {props.icon}
      <span className={styles.words}>{props.children}</span>
    </AriaButton>
  );
  return props.tooltip === undefined ? button : <WithTooltip tooltip={props.tooltip}>{button}</WithTooltip>;
}

export interface IconButtonProps {
  /** What it does: name for screen readers and tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly keys?: readonly string[] | undefined;
  readonly onPress?: () => void;
  readonly disabled?: boolean;
  readonly excludeFromTabOrder?: boolean;
  readonly slot?: 'close';
}

/** A button that is only a picture; its tooltip has the words and the keys. */
export function IconButton(props: IconButtonProps) {
  return (
    <WithTooltip tooltip={props.label} keys={props.keys}>
      <AriaButton
        className={`${styles.button} ${styles.quiet} ${styles.icon}`}
        aria-label={props.label}
        isDisabled={props.disabled ?? false}
        excludeFromTabOrder={props.excludeFromTabOrder ?? false}
        {...(props.slot === undefined ? {} : { slot: props.slot })}
        {...(props.onPress === undefined ? {} : { onPress: props.onPress })}
      >
        {props.icon}
      </AriaButton>
    </WithTooltip>
  );
}

export interface ToggleProps {
  readonly label: string;
  readonly icon?: ReactNode;
  /** Show the label beside the icon. */
  readonly words?: boolean;
  readonly selected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly keys?: readonly string[] | undefined;
  readonly disabled?: boolean;
}

/** A switch that stays pressed. */
export function ToggleButton(props: ToggleProps) {
  const words = props.words ?? props.icon === undefined;
  return (
    <WithTooltip tooltip={props.label} keys={props.keys}>
      <AriaToggleButton
        className={`${styles.button} ${styles.quiet} ${styles.toggle} ${words ? '' : styles.icon}`}
        aria-label={props.label}
        isSelected={props.selected}
        onChange={props.onChange}
        isDisabled={props.disabled ?? false}
      >
        {props.icon}
        {words && <span className={styles.words}>{props.label}</span>}
      </AriaToggleButton>
    </WithTooltip>
  );
}
