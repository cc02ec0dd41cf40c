import { localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { posterFrame, waveform } from './derivatives.ts';
import type { TaskContext } from './task-context.ts';
import { thumbnail } from './tiles.ts';

/** A small picture that stands for a file in lists, reports and the first moment of the viewer. */
export interface Preview {
  readonly bytes: Uint8Array;
  readonly mime: 'image/webp' | 'image/jpeg' | 'image/png';
  readonly width: number;
  readonly height: number;
}

export type PreviewAnswer =
  | { readonly ok: true; readonly preview: Preview }
  | { readonly ok: false; readonly reason: Reason };

/** An image reduced, a frame of a video, the loudness of a sound; longest side at most `maxSide` pixels. */
export async function makePreview(
  path: string,
  media: Media,
  maxSide: number,
  { limits, signal }: TaskContext,
): Promise<PreviewAnswer> {
  if (media.kind === 'image') {
    const made = await thumbnail(path, media, maxSide, limits);
    return made.ok ? { ok: true, preview: made.thumbnail } : made;
  }
  if (media.kind === 'video' || media.kind === 'audio') {
    const made =
      media.kind === 'video'
        ? await posterFrame(path, media, { limits, signal, maxSide })
        : await waveform(path, media, { limits, signal, width: maxSide, height: Math.round(maxSide / 3) });
    return made.ok ? { ok: true, preview: made.picture } : made;
  }
  const text = localized('There is no picture of this kind of file.', '此类文件没有图片预览。');
  return { ok: false, reason: { code: 'no-preview', text } };
}
