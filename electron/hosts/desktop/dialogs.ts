import { type BrowserWindow, dialog } from 'electron';
import type { Ports } from '#core/ports.ts';

/** Native dialogs, attached to the window. */
export function createDialogs(window: () => BrowserWindow | undefined): NonNullable<Ports['dialogs']> {
  async function choose(
    properties: ('openDirectory' | 'createDirectory' | 'openFile' | 'multiSelections')[],
  ): Promise<string[]> {
    const parent = window();
    const chosen =
      parent === undefined
        ? await dialog.showOpenDialog({ properties })
        : await dialog.showOpenDialog(parent, { properties });
    return chosen.canceled ? [] : chosen.filePaths;
  }
  return {
    async chooseDirectory(purpose) {
      const [directory] = await choose(
        purpose === 'create' ? ['openDirectory', 'createDirectory'] : ['openDirectory'],
      );
      return directory ?? null;
    },
    chooseFiles: () => choose(['openFile', 'multiSelections']),
  };
}
