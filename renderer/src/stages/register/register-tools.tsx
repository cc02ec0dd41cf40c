import type { Case } from '#shared/domain/case.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { AddEntry } from './add-entry.tsx';
import { Cameras } from './cameras.tsx';
import { ExportRegister, ImportRegister } from './exchange.tsx';
import { HashLists } from './hash-lists.tsx';
import styles from './register.module.css';

export type RegisterDialog = 'add' | 'import' | 'export' | 'lists' | 'cameras';

/** Enter an exhibit, take in somebody else's register, give ours away, keep lists of hashes and known cameras. */
export function RegisterTools({
  empty,
  onOpen,
}: {
  readonly empty: boolean;
  readonly onOpen: (dialog: RegisterDialog) => void;
}) {
  const { text } = useWords();
  return (
    <span className={styles.tools}>
      <Button onPress={() => onOpen('add')}>{text('register.add')}</Button>
      <Button kind="quiet" onPress={() => onOpen('import')}>
        {text('register.import')}
      </Button>
      {!empty && (
        <Button kind="quiet" onPress={() => onOpen('export')}>
          {text('register.export')}
        </Button>
      )}
      <Button kind="quiet" onPress={() => onOpen('lists')}>
        {text('hash-lists.open')}
      </Button>
      <Button kind="quiet" onPress={() => onOpen('cameras')}>
        {text('cameras.open')}
      </Button>
    </span>
  );
}

/** The dialog that is open stays while the list behind it fills. */
export function RegisterDialogs({
  shown,
  open,
  onClose,
}: {
  readonly shown: Case;
  readonly open: RegisterDialog | null;
  readonly onClose: () => void;
}) {
  switch (open) {
    case 'add':
      return <AddEntry shown={shown} onClose={onClose} />;
    case 'import':
      return <ImportRegister onClose={onClose} />;
    case 'export':
      return <ExportRegister onClose={onClose} />;
    case 'lists':
      return <HashLists onClose={onClose} />;
    case 'cameras':
      return <Cameras shown={shown} onClose={onClose} />;
    case null:
      return null;
  }
}
