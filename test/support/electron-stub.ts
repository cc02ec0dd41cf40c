/**
 * Stands in for the `electron` module: records what the desktop host asks for and lets tests play the part
 * of Electron. Only what the host uses; a missing member fails the test that needs it.
 */
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

export const calls: { name: string; args: unknown[] }[] = [];

function record(name: string) {
  return (...args: unknown[]): void => {
    calls.push({ name, args });
  };
}

/** Electron's main-process port: `on('message', ({ data }) => …)`. */
export class MainPort {
  readonly port: MessagePort;
  constructor(port: MessagePort) {
    this.port = port;
  }
  on(event: string, listener: (event: { data: unknown }) => void): void {
    this.port.on(event as 'message', (data: unknown) => listener({ data }));
  }
  postMessage(data: unknown): void {
    this.port.postMessage(data);
  }
  start(): void {
    this.port.start();
  }
  close(): void {
    this.port.close();
  }
}

export class MessageChannelMain {
  readonly port1: MainPort;
  readonly port2: MainPort;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new MainPort(port1);
    this.port2 = new MainPort(port2);
  }
}

export class WebContents extends EventEmitter {
  static next = 1;
  readonly id = WebContents.next++;
  readonly mainFrame = { origin: 'assay://app', parent: null };
  windowOpenHandler: ((details: { url: string }) => { action: string }) | undefined;
  readonly posted: { channel: string; ports: MainPort[] }[] = [];
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler;
  }
  postMessage(channel: string, _message: unknown, ports: MainPort[]): void {
    this.posted.push({ channel, ports });
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  readonly webContents = new WebContents();
  readonly options: { webPreferences: Record<string, unknown> };
  constructor(options: { webPreferences: Record<string, unknown> }) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    calls.push({ name: 'loadURL', args: [url] });
  }
  show = record('show');
  focus = record('focus');
  restore = record('restore');
  isMinimized = () => false;
}

class Application extends EventEmitter {
  enableSandbox = record('enableSandbox');
  quit = record('quit');
  lock = true;
  requestSingleInstanceLock(): boolean {
    record('requestSingleInstanceLock')();
    return this.lock;
  }
  whenReady = async () => undefined;
  getPath = () => process.env.ASSAY_DATA ?? '';
  getAppPath = () => fileURLToPath(new URL('../..', import.meta.url));
}
export const app = new Application();

type Handler = (request: Request) => Promise<Response> | Response;
export const handlers = new Map<string, Handler>();
export const protocol = {
  registerSchemesAsPrivileged: record('registerSchemesAsPrivileged'),
  handle: (name: string, handler: Handler) => handlers.set(name, handler),
};

export const ipcMain = new EventEmitter();
export const contextBridge = { exposeInMainWorld: record('exposeInMainWorld') };
export const ipcRenderer = Object.assign(new EventEmitter(), { send: record('send') });
export const webUtils = { getPathForFile: (file: { path: string }) => file.path };
export const dialog = { showOpenDialog: async () => ({ canceled: true, filePaths: [] }) };
export const shell = { showItemInFolder: record('showItemInFolder') };
export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: record('setApplicationMenu'),
};
export const utilityProcess = { fork: record('fork') };

type Decide = (contents: unknown, permission: string, callback: (granted: boolean) => void) => void;
export const permissions: {
  request?: Decide;
  check?: (contents: unknown, permission: string) => boolean;
  device?: () => boolean;
  before?: (details: { url: string }, callback: (answer: { cancel: boolean }) => void) => void;
} = {};
export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: Decide) => {
      permissions.request = handler;
    },
    setPermissionCheckHandler: (handler: (contents: unknown, permission: string) => boolean) => {
      permissions.check = handler;
    },
    setDevicePermissionHandler: (handler: () => boolean) => {
      permissions.device = handler;
    },
    setSpellCheckerEnabled: record('setSpellCheckerEnabled'),
    webRequest: {
      onBeforeRequest: (handler: NonNullable<typeof permissions.before>) => {
        permissions.before = handler;
      },
    },
  },
};
