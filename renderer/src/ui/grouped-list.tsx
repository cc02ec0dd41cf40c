import type { ReactNode } from 'react';
import { Header, ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components';
import styles from './grouped-list.module.css';

interface ListEntry {
  readonly id: string;
  /** For type-ahead and screen readers. */
  readonly name: string;
  readonly content: ReactNode;
}

export interface ListGroup {
  readonly id: string;
  readonly heading: string | null;
  readonly entries: readonly ListEntry[];
}

export interface GroupedListProps {
  readonly label: string;
  readonly groups: readonly ListGroup[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

/** A list in groups of which one entry is shown elsewhere; the choice follows the arrow keys. */
export function GroupedList({ label, groups, selected, onSelect }: GroupedListProps) {
  return (
    <ListBox
      className={styles.list ?? ''}
      aria-label={label}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={[selected]}
      onSelectionChange={(keys) => {
        const chosen = keys === 'all' ? undefined : [...keys][0];
        if (chosen !== undefined) onSelect(String(chosen));
      }}
    >
      {groups.map((group) => (
        <ListBoxSection key={group.id} {...(group.heading === null ? { 'aria-label': label } : {})}>
          {group.heading !== null && <Header className={styles.heading ?? ''}>{group.heading}</Header>}
          {group.entries.map((entry) => (
            <ListBoxItem key={entry.id} id={entry.id} textValue={entry.name} className={styles.item ?? ''}>
              {entry.content}
            </ListBoxItem>
          ))}
        </ListBoxSection>
      ))}
    </ListBox>
  );
}
