import sharp from 'sharp';
import { diffused, patched } from './fill.ts';
import { type Mask, type Raster, rasterOf, sharpOf, throughJpeg } from './raster.ts';

/** Kinds with a mask first, then those of the whole picture. */
export const kinds = [
  'clone',
  'clone-turned',
  'splice',
  'blur',
  'coarse-aligned',
  'coarse-shifted',
  'fill',
  'noise',
  'recompressed',
  'enlarged',
  'median',
  'toned',
] as const;
export type Kind = (typeof kinds)[number];

export interface Tampered {
  readonly picture: Raster;
  /** What is no longer the picture's own; null: the whole picture. */
  readonly mask: Mask | null;
  /** Where a clone was taken from. */
  readonly source: Mask | null;
}

interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly across: number;
  readonly down: number;
}

/** An ellipse of 4 to 10 % of the picture, clear of its edges. */
function ellipseIn({ width, height }: Raster, random: () => number): Ellipse {
  const area = (0.04 + 0.06 * random()) * width * height;
  const aspect = 0.6 + random();
  const across = Math.sqrt((area * aspect) / Math.PI);
  const down = area / Math.PI / across;
  const margin = 24;
  return {
    x: Math.round(across + margin + random() * Math.max(0, width - 2 * (across + margin))),
    y: Math.round(down + margin + random() * Math.max(0, height - 2 * (down + margin))),
    across,
    down,
  };
}

function maskOf({ x, y, across, down }: Ellipse, width: number, height: number): Mask {
  const data = new Uint8Array(width * height);
  for (let v = 1; v < height - 1; v += 1)
    for (let u = 1; u < width - 1; u += 1)
      if (((u - x) / across) ** 2 + ((v - y) / down) ** 2 <= 1) data[v * width + u] = 1;
  return { width, height, data };
}

/** The upper picture where the mask is set. */
function pasted(lower: Raster, upper: Raster, mask: Mask): Raster {
  const data = new Uint8Array(lower.data);
  for (let at = 0; at < mask.data.length; at += 1)
    if (mask.data[at] === 1) data.set(upper.data.subarray(at * 3, at * 3 + 3), at * 3);
  return { ...lower, data };
}

/** Pixel (x, y) of the result is the source's at the point `place` names, between pixels bilinearly, edges repeated. */
function moved(
  source: Raster,
  { width, height }: Raster,
  place: (x: number, y: number) => readonly [number, number],
): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 3) {
      const [u, v] = place(x, y);
      const left = Math.max(0, Math.min(source.width - 2, Math.floor(u)));
      const top = Math.max(0, Math.min(source.height - 2, Math.floor(v)));
      const [a, b] = [Math.max(0, Math.min(1, u - left)), Math.max(0, Math.min(1, v - top))];
      for (let channel = 0; channel < 3; channel += 1) {
        const from = (top * source.width + left) * 3 + channel;
        const upper = (1 - a) * source.data[from]! + a * source.data[from + 3]!;
        const below = from + source.width * 3;
        const lower = (1 - a) * source.data[below]! + a * source.data[below + 3]!;
        data[at + channel] = Math.round((1 - b) * upper + b * lower);
      }
    }
  return { width, height, data };
}

function cloned(base: Raster, turned: boolean, random: () => number): Tampered {
  const { width, height } = base;
  const scale = turned ? 0.8 + 0.45 * random() : 1;
  const angle = turned ? ((random() - 0.5) * Math.PI) / 3 : 0;
  const target = ellipseIn(base, random);
  const size = Math.max(target.across, target.down) / (turned ? scale : 1);
  let from = target;
  // Apart, so that source and target do not overlap; the last place tried is taken when the picture is too small.
  for (let attempt = 0; attempt < 60; attempt += 1) {
    from = { ...target, across: size, down: size, ...placeFor(base, size, random) };
    if (Math.hypot(from.x - target.x, from.y - target.y) > size + Math.max(target.across, target.down)) break;
  }
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const place = (x: number, y: number): readonly [number, number] => {
    const [dx, dy] = [x - target.x, y - target.y];
    return [from.x + cos * dx - sin * dy, from.y + sin * dx + cos * dy];
  };
  const mask = maskOf(target, width, height);
  const source = new Uint8Array(width * height);
  for (let at = 0; at < mask.data.length; at += 1) {
    if (mask.data[at] === 0) continue;
    const [u, v] = place(at % width, Math.floor(at / width));
    if (u >= 0 && v >= 0 && u < width && v < height) source[Math.floor(v) * width + Math.floor(u)] = 1;
  }
  return {
    picture: pasted(base, moved(base, base, place), mask),
    mask,
    source: { width, height, data: source },
  };
}

function placeFor({ width, height }: Raster, size: number, random: () => number): { x: number; y: number } {
  const between = (side: number): number => Math.round(size + random() * Math.max(0, side - 2 * size));
  return { x: between(width), y: between(height) };
}

function between(low: number, high: number, random: () => number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/**
 * @param base what was opened: decoded from a camera's JPEG
 * @param donor another photograph
 */
export async function tampered(
  kind: Kind,
  base: Raster,
  donor: Raster,
  random: () => number,
): Promise<Tampered> {
  const { width, height } = base;
  if (kind === 'clone' || kind === 'clone-turned') return cloned(base, kind === 'clone-turned', random);
  const whole = (picture: Raster): Tampered => ({ picture, mask: null, source: null });
  if (kind === 'recompressed') return whole(base);
  if (kind === 'median') return whole(await rasterOf(sharpOf(base).median(random() < 0.5 ? 3 : 5)));
  if (kind === 'toned') return whole(toned(base, random));
  if (kind === 'enlarged') {
    const factor = 1.1 + 0.5 * random();
    const [wide, high] = [Math.round(width * factor), Math.round(height * factor)];
    const large = await rasterOf(sharpOf(base).resize(wide, high, { fit: 'fill', kernel: 'cubic' }));
    return whole(await rasterOf(sharpOf(large).extract({ left: 0, top: 0, width, height })));
  }
  const ellipse = ellipseIn(base, random);
  const mask = maskOf(ellipse, width, height);
  const local = (upper: Raster): Tampered => ({ picture: pasted(base, upper, mask), mask, source: null });
  if (kind === 'blur') return local(await rasterOf(sharpOf(base).blur(1.5 + 2 * random())));
  if (kind === 'noise') return local(noisy(base, 3 + 5 * random(), random));
  if (kind === 'fill') {
    const picture = random() < 0.5 ? diffused(base, mask) : patched(base, mask, random);
    return { picture, mask, source: null };
  }
  const [dx, dy] = kind === 'coarse-aligned' ? [0, 0] : oddShift(random);
  if (kind === 'splice') {
    const other = await throughJpeg(donor, between(60, 95, random));
    // Never scaled: any place of the donor where the ellipse fits, so that its grid is another in 63 of 64 cases.
    const ox = Math.ceil(ellipse.across) - ellipse.x + between(0, spare(other.width, ellipse.across), random);
    const oy = Math.ceil(ellipse.down) - ellipse.y + between(0, spare(other.height, ellipse.down), random);
    return local(moved(other, base, (x, y) => [x + ox, y + oy]));
  }
  const shifted = dx === 0 && dy === 0 ? base : moved(base, base, (x, y) => [x + dx, y + dy]);
  const coarse = await throughJpeg(shifted, between(45, 68, random));
  return local(dx === 0 && dy === 0 ? coarse : moved(coarse, base, (x, y) => [x - dx, y - dy]));
}

/** Normal noise in each channel (Box and Muller, Annals of Mathematical Statistics 29, 1958). */
function noisy({ width, height, data }: Raster, deviation: number, random: () => number): Raster {
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()) * deviation;
  return {
    width,
    height,
    data: data.map((value) => Math.max(0, Math.min(255, Math.round(value + normal())))),
  };
}

/** Pixels by which an ellipse can be moved within a side. */
function spare(side: number, radius: number): number {
  return Math.max(0, side - 2 * Math.ceil(radius) - 1);
}

/** 1…7 along both axes: another grid. */
function oddShift(random: () => number): readonly [number, number] {
  return [between(1, 7, random), between(1, 7, random)];
}

/** Gamma or a steeper middle, on 8 bits. */
function toned({ width, height, data }: Raster, random: () => number): Raster {
  const gamma = random() < 0.5 ? 0.65 + 0.2 * random() : 1.2 + 0.4 * random();
  const steep = random() < 0.5;
  const table = Uint8Array.from({ length: 256 }, (_, level) => {
    const value = level / 255;
    const out = steep ? 0.5 + Math.tanh((value - 0.5) * 2.4) / 2 / Math.tanh(1.2) : value ** gamma;
    return Math.round(255 * out);
  });
  return { width, height, data: data.map((value) => table[value]!) };
}

/** A file of a camera: its pixels once compressed, at the quality given. */
export async function jpegOf(picture: Raster, quality: number, halved: boolean): Promise<Buffer> {
  return sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: halved ? '4:2:0' : '4:4:4' })
    .toBuffer();
}
