import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, test } from '@playwright/test';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Path of an Electron binary, or nothing; never a download. */
function electronBinary(): string | undefined {
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (chosen !== undefined) return join(chosen, 'electron');
  const pathFile = join(root, 'node_modules/electron/path.txt');
  return existsSync(pathFile)
    ? join(root, 'node_modules/electron/dist', readFileSync(pathFile, 'utf8'))
    : undefined;
}

test('the desktop window shows the start page from its own scheme', async () => {
  const executablePath = electronBinary();
  test.skip(executablePath === undefined, 'no Electron binary here');
  const electron = await _electron.launch({ executablePath: executablePath!, args: [root, '--no-sandbox'] });
  const window = await electron.firstWindow();
  await expect(window).toHaveURL('assay://app/');
  await expect(window.getByRole('main')).toBeVisible();
  await electron.close();
});
