import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';
import styles from './tabs.module.css';

interface TabEntry<T extends string> {
  readonly id: T;
  readonly label: string;
  readonly content: ReactNode;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly entries: readonly TabEntry<T>[];
  /** Stands at the end of the row of tabs. */
  readonly aside?: ReactNode;
}

/** Several views in one place; only the shown one is alive. */
export function Tabs<T extends string>({ label, value, onChange, entries, aside }: TabsProps<T>) {
  return (
    <AriaTabs
      className={styles.tabs ?? ''}
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = entries.find((entry) => entry.id === key);
        if (chosen !== undefined) onChange(chosen.id);
      }}
    >
      <div className={styles.bar}>
        <TabList className={styles.list ?? ''} aria-label={label}>
          {entries.map((entry) => (
            <Tab key={entry.id} id={entry.id} className={styles.tab ?? ''}>
              {entry.label}
            </Tab>
          ))}
        </TabList>
        {aside}
      </div>
      {entries.map((entry) => (
        <TabPanel key={entry.id} id={entry.id} className={styles.panel ?? ''}>
          {entry.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
