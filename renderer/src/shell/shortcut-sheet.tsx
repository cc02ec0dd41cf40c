import { type Command, commands, keyCaps } from '#shared/commands.ts';
import { onMac } from '../state/command-center.ts';
import { closeOverlay } from '../state/overlays.ts';
import { useWords } from '../state/text.ts';
import { Dialog } from '../ui/dialog.tsx';
import { KeyCaps } from '../ui/key-caps.tsx';
import styles from './shortcut-sheet.module.css';

const groups = ['case', 'view', 'evidence', 'viewer'] as const;

/** All keys on one sheet, made from the table of commands. */
export function ShortcutSheet() {
  const { text } = useWords();
  const all: readonly Command[] = commands;
  const lists = [
    { title: text('help.lists.move'), caps: [text('help.key.up'), text('help.key.down')] },
    { title: text('help.lists.ends'), caps: ['Home', 'End'] },
    { title: text('help.lists.open'), caps: ['⏎'] },
  ];
  return (
    <Dialog title={text('help.title')} open onClose={closeOverlay} wide>
      <div className={styles.sheet}>
        {groups.map((group) => {
          const members = all.filter((command) => command.group === group && command.keys.length > 0);
          return (
            members.length > 0 && (
              <KeyTable
                key={group}
                title={text(`help.group.${group}`)}
                lines={members.map((command) => ({
                  title: text(command.title),
                  caps: keyCaps(command.keys[0] ?? '', onMac),
                }))}
              />
            )
          );
        })}
        <KeyTable title={text('help.group.lists')} lines={lists} />
      </div>
      <p className={styles.note}>{text('help.note')}</p>
    </Dialog>
  );
}

interface KeyTableProps {
  readonly title: string;
  readonly lines: readonly { readonly title: string; readonly caps: readonly string[] }[];
}

function KeyTable({ title, lines }: KeyTableProps) {
  return (
    <section className={styles.group}>
      <h3>{title}</h3>
      <dl>
        {lines.map((line) => (
          <div key={line.title}>
            <dt>{line.title}</dt>
            <dd>
              <KeyCaps caps={line.caps} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
