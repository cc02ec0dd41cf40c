import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as electron from '../support/electron-stub.ts';

/** The desktop host from its entry file on, with a stub in Electron's place. */
let data: string;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'assay-desktop-'));
  process.env.ASSAY_DATA = data;
  await import('#hosts/desktop/main.ts');
  await vi.waitFor(() => expect(electron.calls.map((call) => call.name)).toContain('loadURL'), 10_000);
});
afterAll(async () => {
  const quits = () => electron.calls.filter((call) => call.name === 'quit').length;
  electron.app.emit('before-quit', { preventDefault: () => undefined });
  await vi.waitFor(() => expect(quits()).toBeGreaterThan(0), 10_000);
  rmSync(data, { recursive: true, force: true });
});

const window = () => electron.BrowserWindow.all[0]!;
const called = (name: string) => electron.calls.filter((call) => call.name === name);

describe('the process', () => {
  test('switches the sandbox on and takes the single-instance lock before anything else', () => {
    expect(electron.calls.slice(0, 3).map((call) => call.name)).toEqual([
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'requestSingleInstanceLock',
    ]);
  });

  test('loads its own origin and nothing else', () => {
    expect(called('loadURL').map((call) => call.args)).toEqual([['assay://app/']]);
  });
});

describe('the window', () => {
  test('has no Node, an isolated context and the sandbox', () => {
    expect(window().options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
    });
    expect(window().options.webPreferences.preload).toMatch(/preload\.cjs$/);
    expect(window().options.webPreferences).not.toHaveProperty('enableBlinkFeatures');
  });

  test.each(['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'])(
    '%s is prevented',
    (event) => {
      const preventDefault = vi.fn();
      window().webContents.emit(event, { preventDefault });
      expect(preventDefault).toHaveBeenCalledOnce();
    },
  );

  test('opens no other window', () => {
    expect(window().webContents.windowOpenHandler?.({ url: 'https://example.org' })).toEqual({
      action: 'deny',
    });
  });
});

describe('permissions', () => {
  test.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'usb', 'openExternal', 'unknown'])(
    '%s is denied in every handler',
    (permission) => {
      const granted = vi.fn();
      electron.permissions.request?.(null, permission, granted);
      expect(granted).toHaveBeenCalledWith(false);
      expect(electron.permissions.check?.(null, permission)).toBe(false);
      expect(electron.permissions.device?.()).toBe(false);
    },
  );

  test.each(['fullscreen', 'clipboard-sanitized-write'])('%s is allowed', (permission) => {
    const granted = vi.fn();
    electron.permissions.request?.(null, permission, granted);
    expect(granted).toHaveBeenCalledWith(true);
    expect(electron.permissions.check?.(null, permission)).toBe(true);
  });
});

describe('schemes', () => {
  test('every scheme that leads out is answered with a refusal', async () => {
    for (const scheme of ['http', 'https', 'ws', 'wss', 'ftp', 'file']) {
      const answer = await electron.handlers.get(scheme)?.(new Request('http://example.org/'));
      expect(answer?.status, scheme).toBe(403);
    }
  });

  test('requests for anything but our origin are cancelled', () => {
    const cancelled = (url: string) => {
      let answer: boolean | undefined;
      electron.permissions.before?.({ url }, ({ cancel }) => {
        answer = cancel;
      });
      return answer;
    };
    for (const url of [
      'http://127.0.0.1/',
      'https://example.org/',
      'file:///etc/passwd',
      'assay://other/',
      'assay://app.evil/',
      'data:text/html,x',
    ]) {
      expect(cancelled(url), url).toBe(true);
    }
    for (const url of ['assay://app/', 'assay://app/assets/index.js', 'blob:assay://app/1'])
      expect(cancelled(url), url).toBe(false);
  });

  test('our scheme serves the page with its policy, and nothing outside its folder', async () => {
    const ask = (url: string) => electron.handlers.get('assay')!(new Request(url));
    const page = await ask('assay://app/');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const url of [
      'assay://other/',
      'assay://app/..%2f..%2fpackage.json',
      'assay://app/media/x/evidence/y',
      'assay://app/media/..%2f..%2fpackage.json',
    ]) {
      expect((await ask(url)).status, url).toBe(404);
    }
  });
});

describe('messages', () => {
  const connect = (senderFrame: unknown, sender: unknown) =>
    electron.ipcMain.emit('assay:connect', { senderFrame, sender });

  test('only the main frame of our window on our origin gets a port', () => {
    const contents = window().webContents;
    const before = contents.posted.length;
    connect({ origin: 'https://evil.example', parent: null }, contents);
    connect({ ...contents.mainFrame, parent: {} }, contents);
    connect(null, contents);
    connect(contents.mainFrame, new electron.WebContents());
    expect(contents.posted.length).toBe(before);
    connect(contents.mainFrame, contents);
    expect(contents.posted.length).toBe(before + 1);
    expect(contents.posted.at(-1)?.channel).toBe('assay:port');
  });

  test('the preload exposes two functions and nothing of Electron', async () => {
    const posted: unknown[][] = [];
    vi.stubGlobal('window', {
      postMessage: (...args: unknown[]) => posted.push(args),
      location: { origin: 'assay://app' },
    });
    await import('../../electron/preload/preload.ts');
    const [name, bridge] = called('exposeInMainWorld')[0]!.args as [string, Record<string, unknown>];
    expect(name).toBe('assay');
    expect(Object.keys(bridge).sort()).toEqual(['connect', 'pathForFile']);
    expect((bridge.connect as () => unknown)()).toBeUndefined();
    expect(called('send').map((call) => call.args)).toEqual([['assay:connect']]);
    electron.ipcRenderer.emit('assay:port', { ports: ['port'] });
    expect(posted).toEqual([['assay:port', 'assay://app', ['port']]]);
    vi.unstubAllGlobals();
  });
});
