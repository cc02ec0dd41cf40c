import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Vision } from '#core/media/vision.ts';
import type { Print } from '#core/trace/fingerprints/define.ts';
import { fingerprinter as corners } from '#core/trace/fingerprints/features.ts';
import { fingerprinter as pdq } from '#core/trace/fingerprints/pdq.ts';
import { leastFeatures, localFeatures, type PictureFeatures } from '#core/trace/picture/local-features.ts';
import { readPlanes } from '#core/trace/picture/planes.ts';
import { featurePrints, pdqPrints } from '#core/trace/picture/prints.ts';
import type { Raster } from './edits.ts';

/** A picture of its own, known to the search. */
export interface Reference {
  readonly name: string;
  /** The file itself. */
  readonly path: string;
  readonly format: 'jpeg' | 'png' | 'webp';
  /** Upright, at most `editSide` pixels: what edits start from. */
  readonly raster: Raster;
  readonly prints: readonly Print[];
  readonly features: PictureFeatures;
}

const editSide = 1200;
const leastSide = 240;

/** Everything the search knows of a picture. */
export interface Told {
  readonly prints: readonly Print[];
  readonly features: PictureFeatures;
}

/** `null`: cannot be decoded. */
export async function told(path: string, format: Reference['format'], vision: Vision): Promise<Told | null> {
  const read = await readPlanes(path, format, { pixels: 120_000_000 });
  if (!read.ok) return null;
  const { planes } = read;
  const features = localFeatures(planes.frame, planes.grey, vision);
  const kept = features.plain.count < leastFeatures ? [] : featurePrints(features);
  return { prints: [...pdqPrints(planes), ...kept], features };
}

/**
 * Pictures below the folders that are no copies of one another, told by their codes; the first of each group stays.
 *
 * @returns also the names of those too plain to be told by
 */
export async function references(
  folders: readonly string[],
  most: number,
  vision: Vision,
  without: readonly string[] = [],
): Promise<{ readonly kept: Reference[]; readonly plain: string[]; readonly copies: string[] }> {
  const kept: Reference[] = [];
  const plain: string[] = [];
  const copies: string[] = [];
  const seen = new Set<string>();
  for (const path of await pictures(folders)) {
    if (kept.length >= most) break;
    if (without.some((part) => path.includes(part))) continue;
    const bytes = await readFile(path);
    const digest = createHash('sha256').update(bytes).digest('hex');
    if (seen.has(digest)) continue;
    seen.add(digest);
    const raster = await rasterOf(bytes);
    if (raster === null) continue;
    const name = path.split('/').slice(-2).join('/');
    const format = /png$/i.test(path) ? 'png' : /webp$/i.test(path) ? 'webp' : 'jpeg';
    const known = await told(path, format, vision);
    if (known === null) continue;
    const { prints, features } = known;
    if (!prints.some(({ method }) => method === 'features') || (prints[0]?.quality ?? 0) < 50) {
      plain.push(name);
      continue;
    }
    const twin = kept.find((other) => alike(prints, other.prints));
    if (twin === undefined) kept.push({ name, path, format, raster, prints, features });
    else copies.push(`${name} = ${twin.name}`);
  }
  return { kept, plain, copies };
}

function alike(one: readonly Print[], other: readonly Print[]): boolean {
  return [pdq, corners].some((fingerprinter) => {
    const mine = ({ method }: Print) => method === fingerprinter.method;
    return fingerprinter.compare(one.filter(mine), other.filter(mine), 1) !== null;
  });
}

async function pictures(folders: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder, { recursive: true })).map((name) => join(folder, name)).sort(),
    ),
  );
  return lists.flat().filter((path) => /\.(jpe?g|png|webp)$/i.test(path));
}

/** What edits start from. */
export async function rasterOfFile(path: string): Promise<Raster> {
  const raster = await rasterOf(await readFile(path));
  if (raster === null) throw new Error(`${path} cannot be decoded`);
  return raster;
}

/** `null`: damaged, tiny, or not a picture. */
async function rasterOf(bytes: Buffer): Promise<Raster | null> {
  try {
    const { width, height } = await sharp(bytes).metadata();
    if (Math.min(width, height) < leastSide || width * height > 100_000_000) return null;
    const { data, info } = await sharp(bytes)
      .rotate()
      .resize(editSide, editSide, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return info.channels === 3 ? { width: info.width, height: info.height, data } : null;
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
