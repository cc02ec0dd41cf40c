import type { IncomingMessage, Server } from 'node:http';
import { Readable } from 'node:stream';
import { type HttpBindings, serve } from '@hono/node-server';
import { RPCHandler } from '@orpc/server/ws';
import { Hono } from 'hono';
import { WebSocketServer } from 'ws';
import type { App } from '#core/app-interface.ts';
import { fileResponse } from '#core/file-response.ts';
import { pageResponse } from '#core/page-files.ts';
import { mediaHeaders, pageHeaders } from '#core/page-policy.ts';
import { createRouter } from '#core/router.ts';
import { createGuards, type Guards } from './guards.ts';

export interface LoopbackOptions {
  readonly app: App;
  /** Folder of the built screen. */
  readonly page: string;
}

export interface Loopback {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Address with the one-time code. */
  readonly entrance: string;
  close(): Promise<void>;
}

const socketMessageLimit = 16 * 1024 * 1024;
const uploadNameLimit = 4096;
/** Years 1 to 9999: what a date with four digits of year can say. */
const earliestTime = Date.parse('0001-01-01T00:00:00Z');
const latestTime = Date.parse('9999-12-31T23:59:59.999Z');

/** Serve the application on 127.0.0.1, a port the system chooses, to the one browser that has the code. */
export async function serveLoopback({ app, page }: LoopbackOptions): Promise<Loopback> {
  const { server, port, setGuards } = await listen(app, page);
  const authority = `127.0.0.1:${port}`;
  const guards = createGuards(authority);
  setGuards(guards);
  const sockets = acceptSockets(server, app, guards);
  const origin = `http://${authority}`;
  return {
    origin,
    entrance: `${origin}/enter/${guards.code}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function listen(app: App, page: string) {
  let guards: Guards | undefined;
  const routes = new Hono<{ Bindings: HttpBindings }>();

  routes.use(async (context, next) => {
    const { incoming } = context.env;
    const entering = context.req.path.startsWith('/enter/');
    const refusal = guards?.check({
      method: context.req.method,
      headers: incoming.headers,
      needsCookie: !entering,
      needsOrigin: context.req.method !== 'GET' && context.req.method !== 'HEAD',
    });
    if (refusal === undefined) return context.text('Not ready', 503);
    if (refusal !== null) return context.text(refusal.why, refusal.status, pageHeaders(''));
    return next();
  });

  routes.get('/enter/:code', (context) => {
    if (guards?.redeem(context.req.param('code')) !== true) {
      return context.text(
        'This address was used already or is wrong. Start the program again for a new one.',
        401,
        pageHeaders(''),
      );
    }
    context.header('set-cookie', guards.cookie);
    return context.redirect('/', 303);
  });

  routes.on(['GET', 'HEAD'], '/media/*', async (context) => {
    const parts = context.req.path.split('/').slice(2).map(decodeURIComponent);
    const file = await app.deliver(parts);
    if (file === null) return context.text('Not found', 404, mediaHeaders);
    return fileResponse(file.path, file.mime, context.req.raw, file.headers);
  });

  routes.post('/upload/:case', async (context) => {
    const name = uploadName(context.req.header('x-file-name'));
    if (name === null)
      return context.json({ problem: 'The header x-file-name is missing or malformed' }, 400, mediaHeaders);
    const modifiedAt = uploadTime(context.req.header('x-file-modified'));
    if (modifiedAt === undefined)
      return context.json({ problem: 'The header x-file-modified is malformed' }, 400, mediaHeaders);
    const result = await app.evidence.upload(
      context.req.param('case'),
      { name, modifiedAt },
      Readable.from(context.env.incoming),
    );
    return context.json(result, result.ok ? 200 : 422, mediaHeaders);
  });

  routes.on(['GET', 'HEAD'], '/*', (context) =>
    pageResponse(page, context.req.path, context.req.raw, app.settings.read),
  );
  routes.all('*', (context) => context.text('Method not allowed', 405, pageHeaders('')));
  routes.onError((error, context) => {
    app.ports.log('error', 'request failed', { path: context.req.path, error: error.stack ?? error.message });
    return context.text(
      'The request failed; the log has the reason. Nothing was lost.',
      500,
      pageHeaders(''),
    );
  });

  const { server, port } = await new Promise<{ server: Server; port: number }>((resolve) => {
    const started = serve(
      { fetch: routes.fetch, hostname: '127.0.0.1', port: 0, overrideGlobalObjects: false },
      (info) => resolve({ server: started as Server, port: info.port }),
    );
  });
  return {
    server,
    port,
    setGuards: (value: Guards) => {
      guards = value;
    },
  };
}

function acceptSockets(server: Server, app: App, guards: Guards): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: socketMessageLimit });
  const handler = new RPCHandler(createRouter(app));
  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    const refusal = guards.check({
      method: 'GET',
      headers: request.headers,
      needsCookie: true,
      needsOrigin: true,
    });
    if (refusal !== null || request.url !== '/rpc') {
      socket.end(
        `HTTP/1.1 ${refusal?.status ?? 404} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    sockets.handleUpgrade(
      request,
      socket,
      head,
      (client) => void handler.upgrade(client, { context: { mayWrite: true } }),
    );
  });
  return sockets;
}

function uploadName(header: string | undefined): string | null {
  if (header === undefined || header === '' || header.length > uploadNameLimit) return null;
  try {
    return decodeURIComponent(header);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** Milliseconds since 1970 as a browser gives them; no header: not known; `undefined`: not a time of a file. */
function uploadTime(header: string | undefined): Date | null | undefined {
  if (header === undefined) return null;
  const milliseconds = /^-?\d{1,15}$/.test(header) ? Number(header) : Number.NaN;
  return milliseconds >= earliestTime && milliseconds <= latestTime ? new Date(milliseconds) : undefined;
}
