import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import buttonStyles from './button.module.css';
import { KeyCaps } from './key-caps.tsx';
import styles from './overlay.module.css';

interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly caps?: readonly string[] | undefined;
  readonly disabled?: boolean;
  /** Present for choices: is it the present one? */
  readonly checked?: boolean;
}

export interface MenuGroup {
  readonly id: string;
  readonly heading?: string;
  readonly entries: readonly MenuEntry[];
}

export interface MenuButtonProps {
  readonly label: ReactNode;
  /** Name for screen readers when the label is a picture. */
  readonly name?: string;
  readonly groups: readonly MenuGroup[];
  readonly onAction: (id: string) => void;
}

/** A button that opens a menu. */
export function MenuButton({ label, name, groups, onAction }: MenuButtonProps) {
  const entries = groups.flatMap((group) => group.entries);
  return (
    <MenuTrigger>
      <Button
        className={`${buttonStyles.button} ${buttonStyles.quiet}`}
        {...(name === undefined ? {} : { 'aria-label': name })}
      >
        {label}
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom start" offset={2}>
        <Menu
          className={styles.menu ?? ''}
          onAction={(key) => onAction(String(key))}
          disabledKeys={entries.filter((entry) => entry.disabled === true).map((entry) => entry.id)}
        >
          {groups.map((group) => (
            <MenuSection
              key={group.id}
              className={styles.section ?? ''}
              {...(group.heading === undefined ? { 'aria-label': group.id } : {})}
              selectionMode={group.entries.some((entry) => entry.checked !== undefined) ? 'single' : 'none'}
              selectedKeys={group.entries.filter((entry) => entry.checked === true).map((entry) => entry.id)}
            >
              {group.heading !== undefined && (
                <Header className={styles.heading ?? ''}>{group.heading}</Header>
              )}
              {group.entries.map((entry) => (
                <MenuItem key={entry.id} id={entry.id} textValue={entry.label} className={styles.item ?? ''}>
                  <span>{entry.checked === true && <Check aria-hidden="true" />}</span>
                  <span>{entry.label}</span>
                  {entry.caps !== undefined && entry.caps.length > 0 && <KeyCaps caps={entry.caps} />}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
