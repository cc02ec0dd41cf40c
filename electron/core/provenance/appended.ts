import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CredentialObservation } from '#shared/domain/credential-detail.ts';
import { coverageOf } from './binding/coverage.ts';
import { observe } from './checks/facts.ts';
import { boundManifest, type OwnReading } from './own-reading.ts';

/** Largest file that is copied to be looked at without its tail. */
const COPIED_BYTES = 512 * 1024 * 1024;

interface Asset {
  readonly path: string;
  readonly size: number;
  readonly media: Parameters<typeof coverageOf>[0]['media'];
}

/**
 * Content that does not fit because something was put behind the file: is what was signed still there,
 * unchanged? Everything the structure map calls trailing or cannot explain at the end is set aside, and the
 * binding is computed once more.
 */
export async function appendedBytes(
  own: OwnReading,
  asset: Asset,
  scratch: string,
  signal: AbortSignal,
): Promise<CredentialObservation[]> {
  const bound = boundManifest(own.store);
  const detail = own.details.find(({ label }) => label === own.store.manifests.at(-1)?.label);
  const spans = own.coverage?.spans ?? [];
  const last = spans.findLastIndex(({ role }) => role !== 'trailing' && role !== 'unexplained');
  const tail = spans[last + 1];
  const broken = detail?.bindings.some(({ matches }) => matches === false) === true;
  if (bound === null || tail === undefined || !broken || last < 0 || tail.start > COPIED_BYTES) return [];
  const path = join(scratch, 'without-tail');
  await pipeline(createReadStream(asset.path, { end: tail.start - 1 }), createWriteStream(path), { signal });
  const { bindings } = await coverageOf({
    path,
    size: tail.start,
    media: asset.media,
    store: own.embedded,
    manifest: bound,
    updated: bound.label !== detail?.label,
    signal,
  });
  if (bindings.length === 0 || bindings.some(({ matches }) => matches !== true)) return [];
  const bytes = asset.size - tail.start;
  return [
    observe(
      'appended-after-signing',
      'warning',
      [
        `${bytes} bytes were put behind the file after signing; without them everything is as it was signed`,
        `文件签名后末尾被附加了 ${bytes} 字节；除去这些字节，其余内容与签名时一致`,
      ],
      [
        `The content hash fits the first ${tail.start} bytes; ${bytes} bytes follow`,
        `内容哈希与前 ${tail.start} 字节相符；其后还有 ${bytes} 字节`,
      ],
      { manifest: bound.label, bytes: [[tail.start, bytes]] },
    ),
  ];
}
