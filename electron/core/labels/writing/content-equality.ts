import { createHash } from 'node:crypto';
import type { Media } from '#shared/domain/media.ts';
import { hashContent } from '../../media/content-hash.ts';
import { engineVersions } from '../../media/engines.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { hasDemuxer, inputArguments, runFfmpeg } from '../../media/video.ts';

/**
 * Do two files hold the same content? That every other byte was copied does not show that the container still
 * leads to it: an offset may point elsewhere. Pictures are decoded and compared; of sound and film every
 * packet is compared as it is stored, which takes no decoding.
 *
 * @returns what differs; `null`: equal, or there is no way to tell here
 */
export async function contentRefusal(
  source: string,
  copy: string,
  media: Media,
  context: TaskContext,
): Promise<string | null> {
  if (media.kind === 'image') return await differentPixels(source, copy, media, context);
  if ((media.kind !== 'video' && media.kind !== 'audio') || !hasDemuxer(media.format)) return null;
  const { ffmpeg } = await engineVersions(['ffmpeg']);
  if ('missing' in ffmpeg) return null;
  const [old, now] = [await packets(source, media, context), await packets(copy, media, context)];
  if (old === null) return null;
  return old === now ? null : 'stored packets differ';
}

async function differentPixels(
  source: string,
  copy: string,
  media: Media,
  context: TaskContext,
): Promise<string | null> {
  const [old, now] = [await hashContent(source, media, context), await hashContent(copy, media, context)];
  if (old.state !== 'known') return null;
  return now.state === 'known' && now.sha256 === old.sha256 ? null : 'decoded pixels differ';
}

/** Hash of every stream's packets, or `null` when the source itself cannot be read to its end. */
async function packets(path: string, media: Media, { limits, signal }: TaskContext): Promise<string | null> {
  const args = [
    ...['-nostdin', '-v', 'error', ...(inputArguments(path, media.format) ?? [])],
    // Against a mistake, not against an adversary: the fastest hash ffmpeg has.
    ...['-map', '0:v?', '-map', '0:a?', '-c', 'copy', '-f', 'streamhash', '-hash', 'murmur3', 'pipe:1'],
  ];
  const { result } = await runFfmpeg('ffmpeg', args, limits, signal);
  signal.throwIfAborted();
  if (!result.ok || result.exitCode !== 0) return null;
  return createHash('sha256').update(result.stdout).digest('hex');
}
