import { readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import type { Point } from '#shared/numeric/warp.ts';
import { type EditPicture, laidBy, type Planted } from '../../../fixtures/make/edited-pictures.ts';
import type { PlantedLaying } from './layings.ts';
import type { Suspect } from './scores.ts';

/** Up to `count` pictures of folders, evenly chosen, beginning with the `skip`th, no larger than `side`. */
export async function pictures(
  places: readonly string[],
  { count, side, skip = 0 }: { readonly count: number; readonly side: number; readonly skip?: number },
): Promise<readonly (EditPicture & { readonly name: string })[]> {
  const lists = await Promise.all(
    places.map(async (place) => (await readdir(place)).sort().map((name) => join(place, name))),
  );
  const paths = lists.flat().filter((path) => /\.(jpe?g|png|webp)$/i.test(path));
  const step = Math.max(1, Math.floor(paths.length / count));
  const chosen = paths.filter((_, index) => index % step === skip);
  const out: (EditPicture & { readonly name: string })[] = [];
  for (const path of chosen.slice(0, count)) {
    const { data, info } = await sharp(path)
      .rotate()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels === 3) out.push({ name: basename(path), width: info.width, height: info.height, data });
  }
  return out;
}

/** The edited picture as laid, saved as JPEG at `path`. */
export async function suspectOf(edited: Planted, laying: PlantedLaying, path: string): Promise<Suspect> {
  const { size, corners, quality, gamma = 1, gains = [1, 1, 1] } = laying;
  const [width, height] = [Math.round(edited.width * size), Math.round(edited.height * size)];
  const soft = size < 1 ? await softened(edited, size) : edited;
  const places = corners.map(
    ([x, y]) => [x * width - 0.5, y * height - 0.5] as const,
  ) as unknown as readonly [Point, Point, Point, Point];
  const laid = laidBy(soft, places, { width, height });
  const curves = gains.map((gain) =>
    Uint8Array.from({ length: 256 }, (_, level) =>
      Math.min(255, Math.round(255 * gain * (level / 255) ** gamma)),
    ),
  );
  for (let at = 0; at < laid.data.length; at += 1) laid.data[at] = curves[at % 3]![laid.data[at]!]!;
  await writeFile(
    path,
    await sharp(laid.data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality })
      .toBuffer(),
  );
  return { path, mask: laid.mask, width, height, back: laid.back };
}

/** Detail that a smaller picture cannot hold is taken away first, as every program that reduces does. */
async function softened(edited: Planted, size: number): Promise<Planted> {
  const { width, height } = edited;
  const data = await sharp(edited.data, { raw: { width, height, channels: 3 } })
    .blur(0.45 / size)
    .raw()
    .toBuffer();
  return { ...edited, data };
}
