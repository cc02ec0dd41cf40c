import { type Protocol, protocol } from 'electron';
import type { App } from '#core/app-interface.ts';
import { fileResponse } from '#core/file-response.ts';
import { pageResponse } from '#core/page-files.ts';
import { mediaHeaders } from '#core/page-policy.ts';

/** The one origin of the window. */
export const scheme = 'assay';
export const appOrigin = `${scheme}://app`;

/** Must run before Electron is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Schemes that lead out of the program. Nothing in the window has a reason to use them. */
export const blockedSchemes = ['http', 'https', 'ws', 'wss', 'ftp', 'file'] as const;

/** Serve the page and its media from `assay://app/`, and nothing from anywhere else. */
export function handleScheme(target: Protocol, app: App, page: string): void {
  target.handle(scheme, async (request) => {
    const address = new URL(request.url);
    if (address.host !== 'app' || (request.method !== 'GET' && request.method !== 'HEAD')) {
      return new Response('Not found', { status: 404 });
    }
    if (address.pathname.startsWith('/media/')) {
      const file = await app.deliver(address.pathname.split('/').slice(2).map(decodeURIComponent));
      if (file === null) return new Response('Not found', { status: 404, headers: mediaHeaders });
      return fileResponse(file.path, file.mime, request, file.headers);
    }
    return pageResponse(page, address.pathname, request, app.settings.read);
  });
  for (const blocked of blockedSchemes)
    target.handle(blocked, () => new Response('Blocked', { status: 403 }));
}
