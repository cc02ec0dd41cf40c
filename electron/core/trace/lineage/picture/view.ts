import { open, stat } from 'node:fs/promises';
import { localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { readJpegHeader } from '../../../media/jpeg-header.ts';
import type { Limits } from '../../../media/limits.ts';
import type { Vision } from '../../../media/vision.ts';
import { type FloatPlane, lightOf } from '../../align/picture/light.ts';
import { pixelsAt } from '../../align/picture/pixels.ts';
import { type Structure, structureOf } from '../../align/picture/refine.ts';
import { leastFeatures, localFeatures, type PictureFeatures } from '../../picture/local-features.ts';
import { type PicturePlanes, type RgbPlane, readPlanes } from '../../picture/planes.ts';

/** Everything about one picture that comparisons with others use. */
export interface PictureView {
  readonly planes: PicturePlanes;
  readonly features: PictureFeatures;
  /** Longer side at most `fineSide`: the stored pixels themselves when there are no more. */
  readonly fine: RgbPlane;
  readonly light: FloatPlane;
  readonly structure: Structure;
  /** Luma of the stored pixels; `null` when the picture is too large for that. */
  readonly stored: FloatPlane | null;
  /** JPEG: luminance steps, natural order, as in force at the first scan. */
  readonly steps: Uint16Array | null;
}

export type ViewOutcome =
  | { readonly ok: true; readonly view: PictureView }
  | { readonly ok: false; readonly reason: Reason };

/** Longer side at which pictures are compared, pixels. */
const fineSide = 1024;
/** Headers beyond these bytes are not looked for; tables stand in front of the first scan. */
const headerBytes = 4 * 1024 * 1024;
/** Views are kept as long as they take no more than this together, bytes: pairs that share files follow one another. */
const keptBytes = 256 * 1024 * 1024;

interface Kept {
  readonly outcome: Promise<ViewOutcome>;
  bytes: number;
}

/** The one used last at the end. */
const kept = new Map<string, Kept>();

export async function pictureView(
  path: string,
  format: MediaFormat,
  vision: Vision,
  limits: Pick<Limits, 'pixels'>,
): Promise<ViewOutcome> {
  // By file and not by name: every pair is given links of its own to the same evidence.
  const { dev, ino, size, mtimeMs } = await stat(path);
  const key = JSON.stringify([dev, ino, size, mtimeMs, format, limits.pixels]);
  const entry = kept.get(key) ?? { outcome: readView(path, format, vision, limits), bytes: 0 };
  kept.delete(key);
  kept.set(key, entry);
  try {
    const outcome = await entry.outcome;
    entry.bytes = outcome.ok ? bytesOf(outcome.view) : 0;
    let sum = [...kept.values()].reduce((total, { bytes }) => total + bytes, 0);
    for (const [oldest, { bytes }] of kept) {
      if (sum <= keptBytes) break;
      sum -= bytes;
      kept.delete(oldest);
    }
    return outcome;
  } catch (error) {
    kept.delete(key);
    throw error;
  }
}

function bytesOf({ planes, fine, light, structure, stored }: PictureView): number {
  const arrays = [planes.rgb, planes.dark, planes.small, planes.grey, fine, light, stored];
  const levels = structure.levels.map(({ plane }) => plane);
  return [...arrays, ...levels].reduce((sum, plane) => sum + (plane?.data.byteLength ?? 0), 0);
}

async function readView(
  path: string,
  format: MediaFormat,
  vision: Vision,
  limits: Pick<Limits, 'pixels'>,
): Promise<ViewOutcome> {
  const read = await readPlanes(path, format, limits);
  if (!read.ok) return read;
  const { planes } = read;
  const features = localFeatures(planes.frame, planes.grey, vision);
  if (features.plain.count < leastFeatures) return { ok: false, reason: tooPlain };
  const fine = await pixelsAt({ path, format }, planes, fineSide, limits);
  const light = lightOf(fine);
  const whole = planes.rgb.width === planes.frame.width && planes.rgb.height === planes.frame.height;
  const same = fine.width === planes.frame.width && fine.height === planes.frame.height;
  const stored = same ? light : whole ? lightOf(planes.rgb) : null;
  const steps = format === 'jpeg' ? await luminanceSteps(path) : null;
  return { ok: true, view: { planes, features, fine, light, structure: structureOf(light), stored, steps } };
}

async function luminanceSteps(path: string): Promise<Uint16Array | null> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(Math.min(headerBytes, (await file.stat()).size));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    const header = readJpegHeader(bytes, 0, bytesRead);
    const table = header?.components[0]?.table;
    return (table === undefined ? undefined : header?.inForce.get(table)?.steps) ?? null;
  } finally {
    await file.close();
  }
}

const tooPlain: Reason = {
  code: 'not-traceable',
  text: localized(
    'The picture has too little structure to be laid over others; what it comes from cannot be told by its appearance.',
    '图像结构过少，无法与其他图像叠合；仅凭外观无法判断其来源。',
  ),
};
