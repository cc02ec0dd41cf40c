import type { ReactNode } from 'react';
import {
  ToggleButton as AriaToggleButton,
  Toolbar as AriaToolbar,
  ToggleButtonGroup,
} from 'react-aria-components';
import buttonStyles from './button.module.css';
import styles from './toolbar.module.css';
import { WithTooltip } from './tooltip.tsx';

/** A row of controls; one stop of the Tab key, arrows move inside. */
export function Toolbar({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <AriaToolbar className={styles.toolbar ?? ''} aria-label={label}>
      {children}
    </AriaToolbar>
  );
}

/** Controls that belong together, set off by a line. */
export function ToolbarGroup({ children }: { readonly children: ReactNode }) {
  return <div className={styles.group}>{children}</div>;
}

/** Pushes what follows to the far end. */
export function ToolbarGap() {
  return <div className={styles.gap} />;
}

export interface SwitchOption<T extends string> {
  readonly id: T;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly keys?: readonly string[] | undefined;
  readonly disabled?: boolean;
}

export interface ModeSwitchProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly SwitchOption<T>[];
  readonly onChange: (value: T) => void;
  /** Only the pictures; the words are in the tooltip. */
  readonly iconsOnly?: boolean;
}

/** One of a few choices, all visible. */
export function ModeSwitch<T extends string>(props: ModeSwitchProps<T>) {
  const { iconsOnly = false } = props;
  return (
    <ToggleButtonGroup
      className={styles.switch ?? ''}
      aria-label={props.label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[props.value]}
      onSelectionChange={(keys) => {
        const chosen = props.options.find((option) => keys.has(option.id));
        if (chosen !== undefined) props.onChange(chosen.id);
      }}
    >
      {props.options.map((option) => (
        <WithTooltip key={option.id} tooltip={option.label} keys={option.keys}>
          <AriaToggleButton
            id={option.id}
            aria-label={option.label}
            isDisabled={option.disabled ?? false}
            className={`${buttonStyles.button} ${buttonStyles.quiet} ${buttonStyles.toggle} ${iconsOnly ? buttonStyles.icon : styles.words}`}
          >
            {option.icon}
            {!iconsOnly && <span className={buttonStyles.words}>{option.label}</span>}
          </AriaToggleButton>
        </WithTooltip>
      ))}
    </ToggleButtonGroup>
  );
}
