/** Entry of the desktop program. Everything it does beside showing a window is in the core. */
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { BrowserWindow, app as electron, Menu, protocol, session, shell, utilityProcess } from 'electron';
import { createApp } from '#core/app.ts';
import type { App } from '#core/app-interface.ts';
import { createNodePorts, streamLog } from '#core/node-ports.ts';
import { createPool } from '#workers/pool.ts';
import { createForkTransport } from '#workers/transport-fork.ts';
import { createUtilityTransport, type UtilityProcessModule } from '#workers/transport-utility.ts';
import { createDialogs } from './dialogs.ts';
import { guardContents, guardSession, windowPreferences } from './guards.ts';
import { acceptConnections } from './ipc.ts';
import { applicationMenu } from './menu.ts';
import { appOrigin, handleScheme, registerScheme } from './scheme.ts';

const heapMebibytes = 1024;

/** Folder of what `electron-vite build` writes. */
const built = () => join(electron.getAppPath(), 'out');

electron.enableSandbox();
registerScheme();
guardContents(electron);

let window: BrowserWindow | undefined;

if (electron.requestSingleInstanceLock()) {
  electron.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  electron.on('window-all-closed', () => electron.quit());
  void electron.whenReady().then(start);
} else {
  electron.quit();
}

async function start(): Promise<void> {
  const { core, release } = await createCore();
  for (const directory of process.argv.slice(electron.isPackaged ? 1 : 2)) {
    // Options are Electron's own; a folder that is no case is said in the log, the window opens all the same.
    if (directory.startsWith('-')) continue;
    const opened = await core.cases.open(directory, false);
    if (!opened.ok) core.ports.log('warn', 'a case was not opened', { directory, ...opened.problem });
  }
  guardSession(session.defaultSession);
  handleScheme(protocol, core, join(built(), 'renderer'));
  Menu.setApplicationMenu(applicationMenu());

  window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    backgroundColor: '#1b1d20',
    webPreferences: windowPreferences(join(built(), 'preload/preload.cjs')),
  });
  acceptConnections(core, window.webContents);
  window.once('ready-to-show', () => window?.show());
  await window.loadURL(`${appOrigin}/`);

  let closing = false;
  electron.on('before-quit', (event) => {
    if (closing) return;
    // Running work is recorded and the case is unlocked before the process ends.
    event.preventDefault();
    closing = true;
    void core
      .close()
      .then(release)
      .finally(() => electron.quit());
  });
}

async function createCore(): Promise<{ core: App; release(): Promise<void> }> {
  const logs = electron.getPath('logs');
  mkdirSync(logs, { recursive: true });
  const log = streamLog(createWriteStream(join(logs, 'assay.log'), { flags: 'a' }), 'info');
  const { ports, release } = await createNodePorts({ host: 'desktop', log, workers: createWorkers });
  const core = createApp({
    ...ports,
    dialogs: createDialogs(() => window),
    reveal: (path) => shell.showItemInFolder(path),
  });
  return { core, release };
}

/**
 * On Linux the parsers run in plain Node: sharp's GLib and the one Electron links can clash and crash
 * (sharp issue 4522). Elsewhere, and where no Node is shipped, they are utility processes.
 */
function createWorkers(temporary: string, environment: Readonly<Record<string, string>>) {
  const entry = join(built(), 'main/worker.js');
  const size = Math.max(1, availableParallelism() - 1);
  const node = shippedNode();
  const transport =
    node === undefined
      ? createUtilityTransport(utilityProcess as unknown as UtilityProcessModule, {
          entry,
          heapMebibytes,
          temporary,
          environment,
        })
      : createForkTransport({ entry, execPath: node, heapMebibytes, temporary, environment });
  return createPool({ size, transport });
}

function shippedNode(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const candidates = [
    join(process.resourcesPath ?? '', 'node'),
    join(electron.getAppPath(), 'node_modules/.bin/node'),
  ];
  return candidates.find((candidate) => existsSync(candidate));
}
