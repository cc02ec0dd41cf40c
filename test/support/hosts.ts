import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { WebSocket } from 'ws';
import { createApp } from '#core/app.ts';
import type { App } from '#core/app-interface.ts';
import { createNodePorts } from '#core/node-ports.ts';
import type { Ports } from '#core/ports.ts';
import { createRouter } from '#core/router.ts';
import { acceptConnections } from '#hosts/desktop/ipc.ts';
import { type Loopback, serveLoopback } from '#hosts/loopback/server.ts';
import type { Contract } from '#shared/contract/contract.ts';
import { createNodeWorkers } from '#workers/node-workers.ts';
import { ipcMain, type MainPort, WebContents } from './electron-stub.ts';

export type Client = ContractRouterClient<Contract>;

export const builtPage = fileURLToPath(new URL('../../out/renderer', import.meta.url));

export interface TestCore {
  readonly app: App;
  readonly folder: string;
  /** Lines the core logged. */
  readonly log: { level: string; message: string }[];
  close(): Promise<void>;
}

/** The real core with real workers in a temporary folder. */
export async function openCore(host: Ports['host'], more: Partial<Ports> = {}): Promise<TestCore> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-core-'));
  const trust = join(folder, 'data', 'trust');
  const marks = join(folder, 'data', 'marks');
  await mkdir(trust, { recursive: true });
  const log: { level: string; message: string }[] = [];
  const { ports, release } = await createNodePorts({
    host,
    log: (level, message) => log.push({ level, message }),
    workers: (temporary) => createNodeWorkers(temporary, { ASSAY_TRUST: trust, ASSAY_MARKS: marks }, 1),
  });
  const app = createApp({
    ...ports,
    paths: {
      ...ports.paths,
      data: join(folder, 'data'),
      cases: join(folder, 'cases'),
      trust,
      trustManaged: true,
    },
    ...more,
  });
  return {
    app,
    folder,
    log,
    async close() {
      await app.close();
      await release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Connected {
  readonly client: Client;
  close(): Promise<void>;
}

/** The browser's way in: one-time code, cookie, WebSocket. */
export async function connectLoopback(
  app: App,
): Promise<Connected & { readonly loopback: Loopback; readonly cookie: string }> {
  const loopback = await serveLoopback({ app, page: builtPage });
  const entered = await fetch(loopback.entrance, { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
  const socket = new WebSocket(`${loopback.origin.replace('http', 'ws')}/rpc`, {
    headers: { cookie, origin: loopback.origin },
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const client: Client = createORPCClient(
    new SocketLink({ websocket: socket as unknown as globalThis.WebSocket }),
  );
  return {
    client,
    loopback,
    cookie,
    async close() {
      socket.terminate();
      await loopback.close();
    },
  };
}

/** The desktop window's way in: a message port after the sender check. */
export async function connectDesktop(app: App): Promise<Connected> {
  const window = new WebContents();
  acceptConnections(app, window as never);
  ipcMain.emit('assay:connect', { senderFrame: window.mainFrame, sender: window });
  const port: MainPort = window.posted[0]!.ports[0]!;
  const client: Client = createORPCClient(new PortLink({ port: port as never }));
  return {
    client,
    async close() {
      ipcMain.removeAllListeners('assay:connect');
      port.close();
    },
  };
}

/** The command line's way: in this process. */
export async function connectInProcess(app: App, mayWrite = true): Promise<Connected> {
  const client = createRouterClient(createRouter(app), { context: { mayWrite } }) as unknown as Client;
  return { client, close: async () => undefined };
}
