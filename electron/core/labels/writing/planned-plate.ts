import type { LabellingPlan, VisibleToWrite } from '#shared/domain/labelling.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import { readImageHeader } from '../../media/image.ts';
import { sharpInput } from '../../media/sharp-engine.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { shownSize } from './draw-label.ts';
import { filmSize } from './film-picture.ts';
import { layPlate } from './label-plate.ts';
import { drawsIntoImage } from './visible-image.ts';
import { drawsIntoFilm } from './visible-video.ts';

type Picture = NonNullable<LabellingPlan['picture']>;

export type PlannedPlate =
  | { readonly ok: true; readonly plate: LabellingPlan['plate'] }
  | { readonly ok: false; readonly reason: Localized };

export function canDraw({ kind, format }: Media): boolean {
  return kind === 'image' ? drawsIntoImage(format) : kind === 'video' && drawsIntoFilm(format);
}

/** Where a visible label would lie. */
export async function plannedPlate(
  picture: Picture | null,
  visible: VisibleToWrite | null,
): Promise<PlannedPlate> {
  if (visible === null || picture === null) return { ok: true, plate: null };
  const laid = await layPlate(visible, picture);
  if (!laid.ok) return laid;
  const { x, y, width, height, inkHeight } = laid.plate;
  return { ok: true, plate: { x, y, width, height, inkHeight } };
}

/** The picture a label would be drawn into, or why it cannot be read; `null`: nothing is drawn into this format. */
export async function shownPicture(
  path: string,
  media: Media,
  context: TaskContext,
): Promise<Picture | Localized | null> {
  if (!canDraw(media)) return null;
  if (media.kind === 'video') {
    const size = await filmSize(path, media, context);
    return 'en' in size ? size : { ...size, orientation: 1 };
  }
  const { format } = media;
  const input = await sharpInput(path, format);
  if (input === null) return null;
  const header = await readImageHeader(input, { format, limits: context.limits });
  if (!header.ok) return header.reason.text;
  const { width, height, orientation = 1 } = header.metadata;
  const shown = shownSize({ width, height, orientation });
  return { ...shown, shortest: Math.min(shown.width, shown.height), orientation };
}
