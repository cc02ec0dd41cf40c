import { toRgb8 } from '#shared/numeric/plane.ts';
import { decodeInput, type StillImage } from '../../../media/image.ts';
import { encodeJpeg, encodePng } from '../../../media/image-encode.ts';
import type { Limits } from '../../../media/limits.ts';
import { openSharp } from '../../../media/sharp-engine.ts';
import type { Picture, PictureFile } from '../define.ts';

/** Colour of a place without picture, 0…255 each. */
export type Colour = readonly [red: number, green: number, blue: number];

export const black: Colour = [0, 0, 0];

/**
 * A decoded image as everyone sees it: turned upright by its orientation tag, on white ground, 8 bits. What a
 * platform or an editor takes in before it does anything.
 */
export async function asPicture(image: StillImage): Promise<Picture> {
  const flat = { width: image.width, height: image.height, data: toRgb8(image) };
  if (image.orientation === 1) return flat;
  const [turned, mirrored] = uprightBy[image.orientation] ?? [0, false];
  const opened = await raw(flat);
  // Two passes: in one, the library turns before it mirrors, whatever the order of the calls.
  const upright = await taken(mirrored ? opened.flop() : opened);
  return turned === 0 ? upright : taken((await raw(upright)).rotate(turned));
}

/** Exif orientation: mirror left to right first, then turn clockwise (CIPA DC-008, tag 0x0112). */
const uprightBy: readonly (readonly [turn: 0 | 90 | 180 | 270, mirrored: boolean])[] = [
  [0, false],
  [0, false],
  [0, true],
  [180, false],
  [180, true],
  [270, true],
  [90, false],
  [90, true],
  [270, false],
];

/** Pixels of a file that was made here. */
export async function pixelsOf(
  made: Picture | PictureFile,
  limits: Pick<Limits, 'pixels'>,
): Promise<Picture> {
  if ('data' in made) return made;
  const decoded = await decodeInput(Buffer.from(made.bytes), { format: made.format, limits });
  if (!decoded.ok) throw new Error(`a picture made here cannot be read: ${decoded.reason.detail}`);
  return asPicture(decoded.image);
}

/** Baseline JPEG as most programs write it: Annex K tables, colours at half resolution. */
export async function jpeg({ width, height, data }: Picture, quality: number): Promise<PictureFile> {
  const bytes = await encodeJpeg({ width, height, channels: 3, data }, quality, {
    chromaSubsampling: '4:2:0',
  });
  return { bytes, format: 'jpeg' };
}

export async function webp(picture: Picture, quality: number): Promise<PictureFile> {
  const bytes = await (await raw(picture)).webp({ quality, effort: 4 }).toBuffer();
  return { bytes, format: 'webp' };
}

/** @param quantizer of AV1's 0…63 scale, as `avifenc --min/--max` name it; the library scales it from quality */
export async function avif(picture: Picture, quantizer: number): Promise<PictureFile> {
  const quality = Math.max(1, Math.round(100 - (quantizer * 100) / 63));
  const bytes = await (await raw(picture))
    .avif({ quality, effort: 3, chromaSubsampling: '4:2:0' })
    .toBuffer();
  return { bytes, format: 'avif' };
}

/** Without loss: what an attack on pixels is stored as when it says nothing else. */
export async function png({ width, height, data }: Picture): Promise<PictureFile> {
  return { bytes: await encodePng({ width, height, channels: 3, data }), format: 'png' };
}

/** A palette of so many colours, with error diffusion. */
export async function indexed(picture: Picture, colours: number): Promise<PictureFile> {
  const bytes = await (await raw(picture)).png({ palette: true, colours, dither: 1, effort: 4 }).toBuffer();
  return { bytes, format: 'png' };
}

/** Resampled to a size in pixels, smoothed where it shrinks (Lanczos, three lobes). */
export async function resized(picture: Picture, width: number, height: number): Promise<Picture> {
  const size = { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
  if (size.width === picture.width && size.height === picture.height) return picture;
  return taken((await raw(picture)).resize({ ...size, fit: 'fill', kernel: 'lanczos3' }));
}

/** The same shape at a share of the size. */
export function scaled(picture: Picture, scale: number): Promise<Picture> {
  return resized(picture, picture.width * scale, picture.height * scale);
}

/** Shrunk until the longer side has at most so many pixels; a smaller picture stays. */
export function within(picture: Picture, longer: number): Promise<Picture> {
  return scaled(picture, Math.min(1, longer / Math.max(picture.width, picture.height)));
}

export async function blurred(picture: Picture, sigma: number): Promise<Picture> {
  return taken((await raw(picture)).blur({ sigma, precision: 'float' }));
}

/** Median of a square window of `size` pixels, each channel by itself. */
export async function median(picture: Picture, size: number): Promise<Picture> {
  return taken((await raw(picture)).median(size));
}

/** The part that begins at a pixel; it must lie inside. */
export function cropped(
  { width, data }: Picture,
  left: number,
  top: number,
  across: number,
  down: number,
): Picture {
  const out = new Uint8Array(across * down * 3);
  for (let row = 0; row < down; row += 1) {
    const from = ((top + row) * width + left) * 3;
    out.set(data.subarray(from, from + across * 3), row * across * 3);
  }
  return { width: across, height: down, data: out };
}

/** An even area. */
export function canvas(width: number, height: number, [red, green, blue]: Colour): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 3) {
    data[at] = red;
    data[at + 1] = green;
    data[at + 2] = blue;
  }
  return { width, height, data };
}

/** Lay one picture over another, in place; what reaches over the edge is cut off. */
export function lay(under: Picture, over: Picture, left: number, top: number): void {
  const from = Math.max(0, -left);
  const across = Math.min(over.width, under.width - left) - from;
  if (across <= 0) return;
  for (let row = Math.max(0, -top); row < over.height && top + row < under.height; row += 1) {
    const start = (row * over.width + from) * 3;
    under.data.set(
      over.data.subarray(start, start + across * 3),
      ((top + row) * under.width + left + from) * 3,
    );
  }
}

/** An even rectangle in a picture, in place; `opacity` 0…1. */
export function fill(
  { width, height, data }: Picture,
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  colour: Colour,
  opacity = 1,
): void {
  const [left, top] = [Math.max(0, Math.round(box.left)), Math.max(0, Math.round(box.top))];
  const right = Math.min(width, Math.round(box.left + box.width));
  const bottom = Math.min(height, Math.round(box.top + box.height));
  for (let y = top; y < bottom; y += 1) {
    for (let x = left, at = (y * width + left) * 3; x < right; x += 1, at += 3) {
      for (let channel = 0; channel < 3; channel += 1) {
        const here = data[at + channel]!;
        data[at + channel] = Math.round(here + (colour[channel]! - here) * opacity);
      }
    }
  }
}

/** Lossless quarter turns clockwise, and mirroring left to right before them. */
export async function turned(picture: Picture, turn: 0 | 90 | 180 | 270, mirrored = false): Promise<Picture> {
  const first = mirrored ? await taken((await raw(picture)).flop()) : picture;
  return turn === 0 ? first : taken((await raw(first)).rotate(turn));
}

async function raw({ width, height, data }: Picture) {
  return await openSharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}

async function taken(image: Awaited<ReturnType<typeof raw>>): Promise<Picture> {
  const { data, info } = await image.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`${info.channels} channels came out of three`);
  return {
    width: info.width,
    height: info.height,
    data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}
