import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ContentHash } from '#shared/domain/evidence.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import { hashPixels } from './pixel-hash.ts';
import type { TaskContext } from './task-context.ts';
import { type ContentHashing, hashFrames, hashPcm } from './video-content.ts';

/** Text of a larger file is not held in memory at once; its hash is then left undetermined. */
const textLimit = 64 * 1024 * 1024;

/** Hash of what a file shows or sounds, whatever its container: see `ContentHash`. Runs in a worker. */
export async function hashContent(path: string, media: Media, context: TaskContext): Promise<ContentHash> {
  switch (media.kind) {
    case 'image':
      return hashPixels(path, media, context.limits);
    case 'audio':
      return decoded('pcm', await hashPcm(path, media, context.limits, context.signal));
    case 'video':
      return decoded('frames', await hashFrames(path, media, context.limits, context.signal));
    case 'text':
      return hashText(path);
    default:
      return { state: 'not-applicable' };
  }
}

function decoded(of: 'pcm' | 'frames', hashing: ContentHashing): ContentHash {
  if (!hashing.ok) return { state: 'undetermined', reason: hashing.reason.text };
  return {
    state: 'known',
    of,
    sha256: hashing.sha256,
    method: hashing.method,
    warnings: [...hashing.warnings],
  };
}

/**
 * SHA-256 of the characters as UTF-8 without byte order mark, line ends as LF, in Unicode normal form C:
 * the same words saved by another editor.
 */
async function hashText(path: string): Promise<ContentHash> {
  const bytes = await readFile(path);
  if (bytes.length > textLimit) {
    return {
      state: 'undetermined',
      reason: localized('The text is too long to be normalised in memory.', '文本过长，无法在内存中规范化。'),
    };
  }
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  const normal = text.replaceAll(/\r\n?/g, '\n').normalize('NFC');
  return {
    state: 'known',
    of: 'text',
    sha256: createHash('sha256').update(normal).digest('hex'),
    method: 'text-nfc-lf/1',
    warnings: [],
  };
}
