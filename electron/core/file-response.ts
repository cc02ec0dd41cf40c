import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parseByteRange } from './byte-range.ts';

/**
 * A file as a web `Response` with Range, used by both window hosts. The caller has decided that the path
 * may be read; this only streams it, or answers 404 when it is gone.
 */
export async function fileResponse(
  path: string,
  mime: string,
  request: { readonly method: string; readonly headers: Headers },
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const size = await sizeOf(path);
  if (size === null) {
    return new Response('Not found', { status: 404, headers: { ...headers, 'cache-control': 'no-store' } });
  }
  const range = parseByteRange(request.headers.get('range'), size);
  const common = { ...headers, 'content-type': mime, 'accept-ranges': 'bytes' };
  if (range.kind === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { ...common, 'content-range': `bytes */${size}` } });
  }
  const first = range.kind === 'part' ? range.first : 0;
  const last = range.kind === 'part' ? range.last : size - 1;
  const partial: Record<string, string> =
    range.kind === 'part' ? { 'content-range': `bytes ${first}-${last}/${size}` } : {};
  const body =
    request.method === 'HEAD' || size === 0
      ? null
      : (Readable.toWeb(createReadStream(path, { start: first, end: last })) as ReadableStream<Uint8Array>);
  return new Response(body, {
    status: range.kind === 'part' ? 206 : 200,
    headers: { ...common, ...partial, 'content-length': String(last - first + 1) },
  });
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
