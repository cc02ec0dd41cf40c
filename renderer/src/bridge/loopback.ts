import { RPCLink } from '@orpc/client/websocket';
import type { Dial } from './connection.ts';

/** WebSocket to the server this page came from. */
export const dialLoopback: Dial = async (onClose) => {
  const address = new URL('/rpc', location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  const link = new RPCLink({ websocket: socket });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('error', () => reject(new Error('The host did not answer.')), { once: true });
  }).catch(async (error: unknown) => {
    if (await sessionIsGone()) onClose(true);
    throw error;
  });
  socket.addEventListener('close', () => onClose(false), { once: true });
  return link;
};

/**
 * A browser does not tell why a WebSocket was refused. A plain request does: the server answers 401 or
 * 403 to a page without its cookie; no answer at all means that it is not running.
 */
async function sessionIsGone(): Promise<boolean> {
  const response = await fetch('/', { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  return response !== null && (response.status === 401 || response.status === 403);
}
