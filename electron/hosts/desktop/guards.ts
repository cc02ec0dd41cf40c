import type { App, Session, WebContents, WebFrameMain, WebPreferences } from 'electron';
import { appOrigin } from './scheme.ts';

/** Settings of the only window, as Electron's security list asks. The same in tests. */
export function windowPreferences(preload: string): WebPreferences {
  return {
    preload,
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
    spellcheck: false,
    disableBlinkFeatures: 'Auxclick',
  };
}

/** What the page may ask the system for. Everything else is denied, in all three handlers. */
const allowedPermissions = new Set(['fullscreen', 'clipboard-sanitized-write']);

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback) =>
    callback(allowedPermissions.has(permission)),
  );
  session.setPermissionCheckHandler((_contents, permission) => allowedPermissions.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  // Whatever slips past the schemes: no request leaves for anything but our own origin.
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !isOurs(details.url) }));
}

/** Addresses the window may load: its own origin, and blobs and developer tools made inside the process. */
export function isOurs(url: string): boolean {
  return (
    url.startsWith(`${appOrigin}/`) || url.startsWith(`blob:${appOrigin}/`) || url.startsWith('devtools://')
  );
}

/** For every web contents that ever comes into being: it stays where it is and opens nothing. */
export function guardContents(app: App): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** A message counts only when it comes from the main frame of our window, showing our origin. */
export function isTrustedSender(
  frame: WebFrameMain | null,
  sender: WebContents,
  window: WebContents,
): boolean {
  return frame !== null && sender.id === window.id && frame.parent === null && frame.origin === appOrigin;
}
