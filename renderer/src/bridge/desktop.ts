import { RPCLink } from '@orpc/client/message-port';
import type { Dial } from './connection.ts';

/** What the preload script exposes; all of it. */
export interface DesktopBridge {
  /** Asks for a message port, which arrives as a window message `assay:port`. */
  connect(): void;
  /** Path of a dropped or chosen file or folder; empty when it has none. */
  pathForFile(file: File): string;
}

declare global {
  interface Window {
    readonly assay?: DesktopBridge;
  }
}

/** Message port to the main process, handed over by the preload script. */
export function dialDesktop(bridge: DesktopBridge): Dial {
  return (onClose) =>
    new Promise((resolve) => {
      const receive = (event: MessageEvent) => {
        const port = event.ports[0];
        if (event.source !== window || event.data !== 'assay:port' || port === undefined) return;
        window.removeEventListener('message', receive);
        port.addEventListener('close', () => onClose(false), { once: true });
        port.start();
        resolve(new RPCLink({ port }));
      };
      window.addEventListener('message', receive);
      bridge.connect();
    });
}
