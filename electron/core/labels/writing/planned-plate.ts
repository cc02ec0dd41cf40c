import type { LabellingPlan, VisibleToWrite } from '#shared/domain/labelling.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import { readImageHeader } from '../../media/image.ts';
import { sharpInput } from '../../media/sharp-engine.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { shownSize } from './draw-label.ts';
import { layPlate } from './label-plate.ts';
import { drawsIntoImage } from './visible-image.ts';
import { drawsIntoFilm, filmSize } from './visible-video.ts';

export type PlannedPlate =
  | { readonly ok: true; readonly plate: NonNullable<LabellingPlan['plate']> | null }
  | { readonly ok: false; readonly reason: Localized };

export function canDraw({ kind, format }: Media): boolean {
  return kind === 'image' ? drawsIntoImage(format) : kind === 'video' && drawsIntoFilm(format);
}

/** Where a visible label would lie; `null`: none is asked for. */
export async function platesFor(
  path: string,
  media: Media,
  visible: VisibleToWrite | null,
  context: TaskContext,
): Promise<PlannedPlate | null> {
  if (visible === null || !canDraw(media)) return null;
  const picture = await shownPicture(path, media, context);
  if ('en' in picture) return { ok: false, reason: picture };
  const laid = await layPlate(visible, picture);
  if (!laid.ok) return laid;
  const { x, y, width, height, inkHeight } = laid.plate;
  return { ok: true, plate: { x, y, width, height, inkHeight, picture } };
}

type Picture = NonNullable<LabellingPlan['plate']>['picture'];

async function shownPicture(path: string, media: Media, context: TaskContext): Promise<Picture | Localized> {
  if (media.kind === 'video') return await filmSize(path, media, context);
  const { format } = media;
  const input = await sharpInput(path, format);
  if (input === null) return { width: 0, height: 0, shortest: 0 };
  const header = await readImageHeader(input, { format, limits: context.limits });
  if (!header.ok) return header.reason.text;
  const { width, height, orientation = 1 } = header.metadata;
  const shown = shownSize({ width, height, orientation });
  return { ...shown, shortest: Math.min(shown.width, shown.height) };
}
