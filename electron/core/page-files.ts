import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { Settings } from '#shared/domain/settings.ts';
import { fileResponse } from './file-response.ts';
import { noncePlaceholder, pageHeaders, themePlaceholder } from './page-policy.ts';

const mimes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/**
 * The built screen, for both window hosts: `/` is `index.html` with a fresh nonce and the chosen theme, everything else a file
 * that really lies inside the folder (resolved by the file system, so links and `..` lead nowhere).
 */
export async function pageResponse(
  folder: string,
  pathname: string,
  request: { method: string; headers: Headers },
  settings: () => Promise<Settings>,
): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  if (pathname === '/') {
    const html = (await readFile(join(folder, 'index.html'), 'utf8'))
      .replaceAll(noncePlaceholder, nonce)
      .replace(themePlaceholder, (await settings()).theme);
    const headers = { ...pageHeaders(nonce), 'content-type': mimes['.html']!, 'cache-control': 'no-store' };
    return new Response(html, { headers });
  }
  const path = await insideFolder(folder, pathname);
  const mime = path === null ? undefined : mimes[extname(path)];
  if (path === null || mime === undefined)
    return new Response('Not found', { status: 404, headers: pageHeaders(nonce) });
  return fileResponse(path, mime, request, { ...pageHeaders(nonce), 'cache-control': 'no-cache' });
}

/** The real path of a URL path below `folder`, or `null` when it is elsewhere or not there. */
export async function insideFolder(folder: string, pathname: string): Promise<string | null> {
  try {
    const root = await realpath(folder);
    const path = await realpath(join(root, decodeURIComponent(pathname)));
    const way = relative(root, path);
    return way === '' || way === '..' || way.startsWith(`..${sep}`) ? null : path;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (
      code === 'ENOENT' ||
      code === 'ENOTDIR' ||
      code === 'ERR_INVALID_ARG_VALUE' ||
      error instanceof URIError
    )
      return null;
    throw error;
  }
}
