import { keyCaps } from '#shared/commands.ts';
import { onMac, runCommand, useAvailableCommands } from '../state/command-center.ts';
import { closeOverlay } from '../state/overlays.ts';
import { useWords } from '../state/text.ts';
import { PickList } from '../ui/pick-list.tsx';

/** Every command that can be done now, found by its words. */
export function CommandPalette() {
  const { text } = useWords();
  const entries = useAvailableCommands()
    .filter((command) => command.id !== 'palette')
    .map((command) => {
      const binding: string | undefined = command.keys[0];
      return {
        id: command.id,
        label: text(command.title),
        group: text(`help.group.${command.group}`),
        caps: binding === undefined ? [] : keyCaps(binding, onMac),
      };
    });
  return (
    <PickList
      title={text('command.palette')}
      search={text('command.palette.search')}
      empty={text('command.palette.empty')}
      entries={entries}
      onPick={(id) => {
        closeOverlay();
        // After the dialog is gone, so that the command finds the focus where it was.
        setTimeout(() => runCommand(id), 0);
      }}
      onClose={closeOverlay}
    />
  );
}
