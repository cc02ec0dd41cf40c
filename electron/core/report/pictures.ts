import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Sharp, SharpInput } from 'sharp';
import { colorTable, defaultColorMap } from '#shared/numeric/color-maps.ts';
import { openSharp } from '../media/sharp-engine.ts';
import { blackedOut, blackenColours } from './blackout.ts';
import { polygon } from './drawing/svg.ts';
import type { NamedPicture } from './picture-references.ts';
import type { PictureLimits } from './render-job.ts';
import type { Words } from './words.ts';

/** A picture ready for print, or the sentence that stands in its place. */
export type PreparedPicture =
  | {
      readonly ok: true;
      readonly bytes: Uint8Array;
      readonly mime: 'image/png' | 'image/jpeg';
      readonly width: number;
      readonly height: number;
    }
  | { readonly ok: false; readonly why: PictureFault };

type PictureFault = keyof Pick<
  Words,
  'pictureMissing' | 'pictureChanged' | 'pictureUnreadable' | 'pictureLimit' | 'pictureWithheld'
>;

export interface PicturePlan {
  readonly references: readonly NamedPicture[];
  readonly paths: ReadonlyMap<string, string>;
  readonly limits: PictureLimits;
  readonly signal: AbortSignal;
  progress(fraction: number): void;
}

/**
 * Read, check against the recorded hash, colour and reduce all pictures. In a worker only: sharp decodes
 * them. One picture that cannot be shown never stops a report; its place says why.
 */
export async function preparePictures(plan: PicturePlan): Promise<Map<string, PreparedPicture>> {
  const prepared = new Map<string, PreparedPicture>();
  let bytes = 0;
  for (const [index, reference] of plan.references.entries()) {
    plan.signal.throwIfAborted();
    const full = index >= plan.limits.count || bytes >= plan.limits.totalBytes;
    const picture = full ? fault('pictureLimit') : await preparePicture(reference, plan);
    if (picture.ok) bytes += picture.bytes.byteLength;
    prepared.set(reference.key, picture);
    plan.progress((index + 1) / plan.references.length);
  }
  return prepared;
}

async function preparePicture(reference: NamedPicture, plan: PicturePlan): Promise<PreparedPicture> {
  if (reference.withheld === true) return fault('pictureWithheld');
  const path = plan.paths.get(reference.key);
  if (path === undefined) return fault('pictureMissing');
  let file: Buffer;
  try {
    if ((await stat(path)).size > plan.limits.fileBytes) return fault('pictureLimit');
    file = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fault('pictureMissing');
    throw error;
  }
  if (createHash('sha256').update(file).digest('hex') !== reference.sha256) return fault('pictureChanged');
  try {
    const shown = await blackedOut(file, reference.blacked ?? [], plan.limits.pixels);
    const drawn =
      reference.scale === undefined
        ? await reduce(shown, plan.limits, reference.outlines ?? [])
        : await colorize(shown, reference, plan.limits);
    return { ok: true, ...drawn };
  } catch (error) {
    // sharp's complaint about a file we wrote ourselves: the disk is to blame, not the report.
    if (error instanceof Error) return fault('pictureUnreadable');
    throw error;
  }
}

function fault(why: PictureFault): PreparedPicture {
  return { ok: false, why };
}

type Drawn = Omit<Extract<PreparedPicture, { ok: true }>, 'ok'>;

/** At most `side` pixels long; PNG, or JPEG where PNG would be large (photographs). */
async function reduce(
  file: SharpInput,
  limits: PictureLimits,
  outlines: NonNullable<NamedPicture['outlines']>,
): Promise<Drawn> {
  const image = await openSharp(file, { failOn: 'error', limitInputPixels: limits.pixels });
  const plain = image
    .resize({ width: limits.side, height: limits.side, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb');
  const small = outlines.length === 0 ? plain : await outlined(plain, outlines);
  const { data, info } = await small
    .clone()
    .png({ compressionLevel: 9 })
    .toBuffer({ resolveWithObject: true });
  const size = { width: info.width, height: info.height };
  if (data.byteLength <= 600_000) return { bytes: data, mime: 'image/png', ...size };
  return { bytes: await small.jpeg({ quality: 88 }).toBuffer(), mime: 'image/jpeg', ...size };
}

/** Lines in their colour between white ones: seen on every picture. */
async function outlined(plain: Sharp, outlines: NonNullable<NamedPicture['outlines']>): Promise<Sharp> {
  const { data, info } = await plain.png({ compressionLevel: 1 }).toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const stroke = Math.max(1.5, Math.max(width, height) / 280);
  const lines = outlines.flatMap(({ rings, colour }) =>
    rings.flatMap((ring) => {
      const points = ring.map(([x, y]) => [x * width, y * height] as const);
      return [
        polygon(points, { fill: 'none', stroke: '#ffffff', 'stroke-width': 2 * stroke }),
        polygon(points, { fill: 'none', stroke: colour, 'stroke-width': stroke }),
      ];
    }),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${lines.join('')}</svg>`;
  const picture = await openSharp(data, {});
  return picture.composite([{ input: Buffer.from(svg) }]).toColourspace('srgb');
}

/** A map with fewer values a side has each of them drawn as a square: nobody sees a value in a single printed dot. */
const smallestMap = 200;

/**
 * The grey values of a heat map in the colours the screen starts with. Reduced before colouring, so that
 * every printed colour is a colour of the scale.
 */
async function colorize(
  file: SharpInput,
  { scale, blacked }: NamedPicture,
  limits: PictureLimits,
): Promise<Drawn> {
  const image = await openSharp(file, { failOn: 'error', limitInputPixels: limits.pixels });
  const { data, info } = await image
    .toColourspace('b-w')
    .resize({ width: limits.side, height: limits.side, fit: 'inside', withoutEnlargement: true })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const table = colorTable(defaultColorMap(scale?.diverging === true));
  const { width, height, channels } = info;
  const pixels = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const entry = data[pixel * channels]! * 3;
    pixels[pixel * 3] = table[entry]!;
    pixels[pixel * 3 + 1] = table[entry + 1]!;
    pixels[pixel * 3 + 2] = table[entry + 2]!;
  }
  await blackenColours(pixels, blacked ?? [], info);
  const times = Math.max(1, Math.floor(smallestMap / Math.max(width, height)));
  const size = { width: width * times, height: height * times };
  const colored = (await openSharp(pixels, { raw: { width, height, channels: 3 } })).resize({
    ...{ ...size, kernel: 'nearest' },
  });
  return { bytes: await colored.png({ compressionLevel: 9 }).toBuffer(), mime: 'image/png', ...size };
}
