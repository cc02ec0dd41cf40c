import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { KeyCaps } from './key-caps.tsx';
import overlay from './overlay.module.css';
import styles from './pick-list.module.css';

interface PickEntry<T extends string> {
  readonly id: T;
  readonly label: string;
  readonly group: string;
  readonly caps: readonly string[];
}

export interface PickListProps<T extends string> {
  readonly title: string;
  readonly search: string;
  readonly empty: string;
  readonly entries: readonly PickEntry<T>[];
  readonly onPick: (id: T) => void;
  readonly onClose: () => void;
}

/** Type to filter, arrows to move, Enter to pick. */
export function PickList<T extends string>(props: PickListProps<T>) {
  const { contains } = useFilter({ sensitivity: 'base' });
  return (
    <ModalOverlay
      className={overlay.scrim ?? ''}
      isOpen
      onOpenChange={(open) => !open && props.onClose()}
      isDismissable
    >
      <Modal className={overlay.modal ?? ''}>
        <Dialog className={overlay.dialog ?? ''} aria-label={props.title}>
          <Autocomplete filter={contains}>
            <SearchField aria-label={props.search} autoFocus>
              <Input className={styles.input ?? ''} placeholder={props.search} spellCheck="false" />
            </SearchField>
            <Menu
              className={`${overlay.menu} ${styles.list}`}
              aria-label={props.title}
              items={props.entries}
              onAction={(key) => {
                const picked = props.entries.find((entry) => entry.id === key);
                if (picked !== undefined) props.onPick(picked.id);
              }}
              renderEmptyState={() => <p className={styles.empty}>{props.empty}</p>}
            >
              {(entry) => (
                <MenuItem
                  id={entry.id}
                  textValue={`${entry.label} ${entry.group}`}
                  className={`${overlay.item} ${styles.item}`}
                >
                  <span className={styles.group}>{entry.group}</span>
                  <span>{entry.label}</span>
                  {entry.caps.length > 0 && <KeyCaps caps={entry.caps} />}
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
