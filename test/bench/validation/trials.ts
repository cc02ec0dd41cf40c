import type { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Condition, conditions } from '#core/pixels/error-rates.ts';
import { exifSegment } from '../../fixtures/make/exif-block.ts';
import { randomNumbers } from '../../support/mutations.ts';
import type { Adapter, Reading, Storage } from './adapters.ts';
import { laundered, type PictureName } from './laundering.ts';
import { type BaseKind, baseOf, type Photograph, seedOf } from './photographs.ts';
import { filled, type Mask, type Raster, sharpOf, throughJpeg } from './raster.ts';
import { jpegOf, type Kind, tampered } from './tampering.ts';

/** One method on one picture. */
export interface Trial {
  readonly photograph: string;
  readonly adapter: Adapter;
  readonly condition: Condition;
  /** null: nobody tampered with it. */
  readonly kind: Kind | null;
  readonly reading: Reading | null;
  /** It was found, and in the right place where the method names one. */
  readonly inPlace: boolean;
  /** Of the pixels named against those tampered with; null: the method names no place, or nothing was tampered with. */
  readonly f1: number | null;
  /** Processor time. */
  readonly seconds: number;
  readonly megapixels: number;
}

interface Made {
  readonly bytes: Uint8Array;
  readonly name: PictureName;
  readonly mask: Mask | null;
  readonly source: Mask | null;
}

export interface Setting {
  readonly seed: number;
  readonly megapixels: number;
  /** Tampered pictures for each method, photograph and laundering; of the unlaundered ones all kinds are tried. */
  readonly tampered: number;
  readonly adapters: readonly Adapter[];
  /** Hashes of every file made, for comparison between machines. */
  readonly digest: ReturnType<typeof createHash>;
}

/**
 * All methods on one photograph, as it is and tampered with, under every laundering.
 *
 * @param index of the photograph in its half: kinds take turns with it
 * @param donor another photograph of the same half
 */
export async function trialsOf(
  photograph: Photograph,
  index: number,
  donor: Photograph,
  setting: Setting,
): Promise<Trial[]> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-validation-'));
  try {
    const trials: Trial[] = [];
    for (const kind of ['clean', 'sensor'] as const) {
      const wanted = setting.adapters.filter(({ base }) => base === kind || !photograph.compressed);
      if (wanted.length === 0 || (kind === 'sensor' && !photograph.compressed)) continue;
      trials.push(...(await trialsOn(kind, wanted, photograph, index, donor, setting, folder)));
    }
    return trials;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function trialsOn(
  baseKind: BaseKind,
  adapters: readonly Adapter[],
  photograph: Photograph,
  index: number,
  donor: Photograph,
  { seed, megapixels, tampered: count, digest }: Setting,
  folder: string,
): Promise<Trial[]> {
  const base = await baseOf(photograph, baseKind, megapixels);
  const other = await baseOf(donor, baseKind, megapixels);
  const randomFor = (...words: readonly string[]): (() => number) =>
    randomNumbers(seedOf(seed, photograph.name, baseKind, ...words));
  const made = new Map<string, Made>();
  const trials: Trial[] = [];
  for (const [turn, condition] of conditions.entries()) {
    const kindsOf = (adapter: Adapter): readonly Kind[] => {
      const { kinds } = adapter;
      if (condition === 'pristine' || kinds.length <= count) return kinds;
      return Array.from({ length: count }, (_, at) => kinds[(index + turn + at) % kinds.length]!);
    };
    const here = adapters.filter(
      ({ sparing }) =>
        sparing === undefined || (index % sparing.every === 0 && sparing.conditions.includes(condition)),
    );
    const needed = new Map<string, { readonly storage: Storage; readonly kind: Kind | null }>();
    for (const adapter of here)
      for (const kind of [null, ...kindsOf(adapter)]) {
        const storage = adapter.storage ?? 'jpeg';
        needed.set(`${storage}-${kind ?? 'untouched'}`, { storage, kind });
      }
    for (const [label, { storage, kind }] of needed) {
      const original =
        made.get(label) ?? (await makePicture(kind, storage, base, other, randomFor(kind ?? 'untouched')));
      made.set(label, original);
      const random = randomFor(kind ?? 'untouched', condition);
      const { bytes, name, masks } = await laundered(
        original.bytes,
        original.name,
        [original.mask, original.source],
        condition,
        random,
      );
      digest.update(bytes);
      const path = join(folder, `${baseKind}-${condition}-${label}-${name}`);
      await writeFile(path, bytes);
      const { width, height } = await sharp(bytes).metadata();
      for (const adapter of here) {
        if ((adapter.storage ?? 'jpeg') !== storage) continue;
        if (kind !== null && !kindsOf(adapter).includes(kind)) continue;
        const start = process.cpuUsage();
        const reading = await adapter.read(path);
        const { user, system } = process.cpuUsage(start);
        trials.push({
          ...{ photograph: photograph.name, adapter, condition, kind, reading },
          ...located(adapter, reading, masks, kind, width, height),
          seconds: (user + system) / 1e6,
          megapixels: (width * height) / 1e6,
        });
      }
    }
  }
  return trials;
}

/**
 * Untouched: compressed once. Tampered with: a camera's JPEG, opened, changed, saved; its thumbnail stays the old one.
 * Stored without loss: never compressed here, before the change nor after it.
 */
async function makePicture(
  kind: Kind | null,
  storage: Storage,
  base: Raster,
  donor: Raster,
  random: () => number,
): Promise<Made> {
  const [first, last, halved] = [random(), 85 + Math.floor(random() * 13), random() < 0.5];
  const lossless = storage === 'lossless';
  const opened = kind === null || lossless ? base : await throughJpeg(base, 70 + Math.floor(first * 26));
  const { picture, mask, source } =
    kind === null ? { picture: base, mask: null, source: null } : await tampered(kind, opened, donor, random);
  if (lossless) return { bytes: await sharpOf(picture).png().toBuffer(), name: 'picture.png', mask, source };
  const jpeg = await jpegOf(picture, last, halved);
  const small = await sharpOf(opened).resize(160, 160, { fit: 'inside' }).jpeg({ quality: 80 }).toBuffer();
  const bytes = Buffer.concat([jpeg.subarray(0, 2), exifSegment({ thumbnail: small }), jpeg.subarray(2)]);
  return { bytes, name: 'picture.jpg', mask, source };
}

/** In the right place: at least a quarter of what was tampered with is named, and at most a quarter of the rest. */
function located(
  adapter: Adapter,
  reading: Reading | null,
  [mask, source]: readonly (Mask | null)[],
  kind: Kind | null,
  width: number,
  height: number,
): Pick<Trial, 'inPlace' | 'f1'> {
  if (kind === null || reading === null) return { inPlace: false, f1: null };
  if (reading.regions === null || mask === null || mask === undefined)
    return { inPlace: reading.alarm, f1: null };
  // A clone has two sides, and which is the older one cannot be known: copy-move names both.
  const other = adapter.id === 'pixels.copy-move' ? source : null;
  const named = filled(reading.regions, width, height).data;
  let [both, truth, all] = [0, 0, 0];
  for (let at = 0; at < named.length; at += 1) {
    const inside = mask.data[at] === 1 || other?.data[at] === 1;
    if (inside) truth += 1;
    if (named[at] === 1) all += 1;
    if (inside && named[at] === 1) both += 1;
  }
  const outside = (all - both) / Math.max(1, named.length - truth);
  return {
    inPlace: reading.alarm && both >= truth / 4 && outside <= 1 / 4,
    f1: all + truth === 0 ? 0 : (2 * both) / (all + truth),
  };
}
