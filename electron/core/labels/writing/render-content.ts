import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { renderAudible } from './audible.ts';
import { copyPieces } from './copy-pieces.ts';
import type { LabelOrder } from './order.ts';
import type { Rendering } from './rendering.ts';
import { renderVisibleImage } from './visible-image.ts';
import { renderVisibleVideo } from './visible-video.ts';
import { renderWritten } from './written-text.ts';

export type RenderedContent =
  | {
      readonly ok: true;
      /** A new file stands at `target`; otherwise nothing was asked for. */
      readonly made: boolean;
      readonly notes: readonly Localized[];
    }
  | { readonly ok: false; readonly reason: Localized };

/** The label meant for people, put into the content of a new file. */
export async function renderContent(
  order: LabelOrder,
  media: Media,
  target: string,
  context: TaskContext,
): Promise<RenderedContent> {
  const rendering = await renderingOf(order, media, target, context);
  if (rendering === null) return { ok: true, made: false, notes: [] };
  if (!rendering.ok) return rendering;
  if (rendering.pieces !== null) await copyPieces(order.source, rendering.pieces, target, context);
  return { ok: true, made: true, notes: rendering.notes };
}

async function renderingOf(
  { source, visible, audible, written }: LabelOrder,
  media: Media,
  target: string,
  context: TaskContext,
): Promise<Rendering | null> {
  const wrongKind = (reason: Localized): Rendering => ({ ok: false, reason });
  if (visible !== null) {
    if (media.kind === 'image') return await renderVisibleImage(source, media, visible, context.limits);
    if (media.kind === 'video') return await renderVisibleVideo(source, media, visible, target, context);
    return wrongKind(onlyPictures);
  }
  if (audible !== null)
    return media.kind === 'audio'
      ? await renderAudible(source, media, audible, target, context)
      : wrongKind(onlySound);
  if (written !== null)
    return media.kind === 'text' ? await renderWritten(source, media, written) : wrongKind(onlyText);
  return null;
}

const onlyPictures = localized(
  'A visible label can be drawn into pictures and films only.',
  '显式文字标识只能绘制到图像和视频中。',
);
const onlySound = localized(
  'A label to be heard can be put into sound files only; films carry a visible one (GB 45438-2025, 5.4).',
  '可听标识只能加入音频文件；视频使用显式文字标识（GB 45438-2025 第 5.4 条）。',
);
const onlyText = localized(
  'A label sentence can be put into plain text, Markdown and HTML only.',
  '说明文字只能加入纯文本、Markdown 和 HTML。',
);
