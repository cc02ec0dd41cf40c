import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { Sha256 } from '#shared/domain/evidence.ts';
import { AnalystRegions } from '#shared/domain/region.ts';
import { decodeInput } from '../../media/image.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { meansOf } from './agreement.ts';

/** A kept heat map: an 8-bit grey PNG. */
const MapFile = z.object({
  path: z.string(),
  sha256: Sha256,
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type MapFile = z.infer<typeof MapFile>;

const Side = z.number().int().positive();
const Input = z.object({
  files: z.array(MapFile),
  regions: AnalystRegions,
  picture: z.object({ width: Side, height: Side }),
});

/** Mean grey values for each region. */
export const MapMeans = z.array(z.object({ inside: z.number().nullable(), outside: z.number().nullable() }));
export type MapMeans = z.infer<typeof MapMeans>;

/** Maps are made of at most four megapixels; a file that is larger than any of them was not made by us. */
const mostBytes = 32 * 1024 * 1024;

/** In a worker: the means of maps inside and outside of regions; `null` for a map that is not as it was kept. */
export async function measureMaps(raw: unknown, context: TaskContext): Promise<(MapMeans | null)[]> {
  const { files, regions, picture } = Input.parse(raw);
  const all: (MapMeans | null)[] = [];
  for (const [index, file] of files.entries()) {
    context.signal.throwIfAborted();
    const map = await readMap(file, context);
    all.push(map === null ? null : meansOf(map, picture, regions));
    context.progress((index + 1) / files.length);
  }
  return all;
}

async function readMap({ path, sha256, width, height }: MapFile, { limits }: TaskContext) {
  const bytes = await readKept(path);
  if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256) return null;
  const decoded = await decodeInput(bytes, { format: 'png', limits });
  if (!decoded.ok) return null;
  const { image } = decoded;
  if (image.width !== width || image.height !== height || !(image.data instanceof Uint8Array)) return null;
  const { channels, data } = image;
  if (channels === 1) return { width, height, values: data };
  const values = new Uint8Array(width * height);
  for (let at = 0; at < values.length; at += 1) values[at] = data[at * channels]!;
  return { width, height, values };
}

async function readKept(path: string): Promise<Buffer | null> {
  try {
    return (await stat(path)).size > mostBytes ? null : await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
