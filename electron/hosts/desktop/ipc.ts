import { RPCHandler } from '@orpc/server/message-port';
import { ipcMain, MessageChannelMain, type WebContents } from 'electron';
import type { App } from '#core/app-interface.ts';
import { createRouter } from '#core/router.ts';
import { isTrustedSender } from './guards.ts';

/**
 * Hand the window one end of a message channel; the contract's router sits at the other. A new connection
 * (after a reload) closes the one before.
 */
export function acceptConnections(app: App, window: WebContents): void {
  const handler = new RPCHandler(createRouter(app));
  let previous: { close(): void } | undefined;
  ipcMain.on('assay:connect', (event) => {
    if (!isTrustedSender(event.senderFrame, event.sender, window)) {
      app.ports.log('warn', 'a connection from a foreign frame was refused', {
        origin: event.senderFrame?.origin ?? 'gone',
      });
      return;
    }
    previous?.close();
    const { port1, port2 } = new MessageChannelMain();
    previous = port1;
    handler.upgrade(port1, { context: { mayWrite: true } });
    port1.start();
    window.postMessage('assay:port', null, [port2]);
  });
}
