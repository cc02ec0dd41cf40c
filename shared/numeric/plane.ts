/** Interleaved image samples as a decoder hands them out. */
export interface Samples {
  readonly width: number;
  readonly height: number;
  /** Channels per pixel, alpha last. */
  readonly channels: number;
  readonly bitDepth: 8 | 16;
  /** `width × height × channels` values, row by row. */
  readonly data: Uint8Array | Uint16Array;
  readonly hasAlpha: boolean;
  /** `cmyk` and `lab` are treated apart; everything else counts as grey or RGB by its channels. */
  readonly colourSpace: string;
}

/** Luma of an image, one row at a time, so that no plane of floats need exist. */
export interface LumaRows {
  readonly width: number;
  readonly height: number;
  /** Write row `row` into `out`, `width` values in grey levels 0…255. */
  row(row: number, out: Float32Array): void;
}

/**
 * Luma in grey levels 0…255: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601-7 §2.5.1) in single precision, the
 * arithmetic of the PDQ reference. 16 bits, CMYK and alpha are first brought to 8-bit RGB.
 *
 * @param background grey level 0…255 that transparent pixels are laid on; ignored without alpha
 */
export function luminance(image: Samples, background = 255): LumaRows {
  const { width, height } = image;
  const rgb = toRgb8(image, background);
  return { width, height, row: (row, out) => lumaOfRgb(rgb, row * width * 3, out) };
}

/**
 * The image as interleaved 8-bit RGB. Alpha is laid on an even grey; 16 bits are scaled by 1/257 and
 * rounded; CMYK becomes RGB by (255−C)(255−K)/255, which is a formula and not a press profile; Lab is not
 * converted: its lightness stands for all three.
 *
 * @param background grey level 0…255 under transparent pixels
 * @returns `width × height × 3` bytes; the image's own array when it already has this form
 */
export function toRgb8(image: Samples, background = 255): Uint8Array {
  if (isPlainRgb(image)) return image.data as Uint8Array;
  const { channels, data, bitDepth, hasAlpha, colourSpace } = image;
  const pixels = image.width * image.height;
  const out = new Uint8Array(pixels * 3);
  const full = bitDepth === 16 ? 65535 : 255;
  const scale = 255 / full;
  const colours = hasAlpha ? channels - 1 : channels;
  const cmyk = colourSpace === 'cmyk' && colours >= 4;
  const grey = colours < 3 || colourSpace === 'lab' || colourSpace === 'labs';
  if (bitDepth === 8 && !cmyk) {
    spread(data as Uint8Array, channels, grey, hasAlpha, background, out);
    return out;
  }
  for (let pixel = 0, at = 0, to = 0; pixel < pixels; pixel += 1, at += channels, to += 3) {
    let red = data[at]! * scale;
    let green = grey ? red : data[at + 1]! * scale;
    let blue = grey ? red : data[at + 2]! * scale;
    if (cmyk) {
      const light = (255 - data[at + 3]! * scale) / 255;
      red = (255 - red) * light;
      green = (255 - green) * light;
      blue = (255 - blue) * light;
    }
    if (hasAlpha) {
      const alpha = data[at + channels - 1]! / full;
      red = red * alpha + background * (1 - alpha);
      green = green * alpha + background * (1 - alpha);
      blue = blue * alpha + background * (1 - alpha);
    }
    out[to] = Math.round(red);
    out[to + 1] = Math.round(green);
    out[to + 2] = Math.round(blue);
  }
  return out;
}

/** The 8-bit cases of `toRgb8` except CMYK, by the same formula; most pixels are only copied. */
function spread(
  data: Uint8Array,
  channels: number,
  grey: boolean,
  hasAlpha: boolean,
  background: number,
  out: Uint8Array,
): void {
  const [green, blue] = grey ? [0, 0] : [1, 2];
  const opaque = hasAlpha ? channels - 1 : 0;
  const { length } = out;
  for (let to = 0, at = 0; to < length; to += 3, at += channels) {
    const cover = hasAlpha ? data[at + opaque]! : 255;
    if (cover === 255) {
      out[to] = data[at]!;
      out[to + 1] = data[at + green]!;
      out[to + 2] = data[at + blue]!;
    } else {
      const alpha = cover / 255;
      const ground = background * (1 - alpha);
      out[to] = Math.round(data[at]! * alpha + ground);
      out[to + 1] = Math.round(data[at + green]! * alpha + ground);
      out[to + 2] = Math.round(data[at + blue]! * alpha + ground);
    }
  }
}

/** Is any pixel not fully opaque? */
export function hasTransparency(image: Samples): boolean {
  if (!image.hasAlpha) return false;
  const full = image.bitDepth === 16 ? 65535 : 255;
  for (let at = image.channels - 1; at < image.data.length; at += image.channels) {
    if (image.data[at] !== full) return true;
  }
  return false;
}

function isPlainRgb({ channels, bitDepth, hasAlpha, colourSpace }: Samples): boolean {
  return channels === 3 && bitDepth === 8 && !hasAlpha && colourSpace !== 'lab' && colourSpace !== 'cmyk';
}

/** The three products of the sum for every grey level, already rounded to single precision. */
const [reds, greens, blues] = [0.299, 0.587, 0.114].map((weight) =>
  Float64Array.from({ length: 256 }, (_, level) => Math.fround(Math.fround(weight) * level)),
) as [Float64Array, Float64Array, Float64Array];

function lumaOfRgb(rgb: Uint8Array, start: number, out: Float32Array): void {
  const { length } = out;
  for (let pixel = 0, at = start; pixel < length; pixel += 1, at += 3) {
    out[pixel] = Math.fround(reds[rgb[at]!]! + greens[rgb[at + 1]!]!) + blues[rgb[at + 2]!]!;
  }
}
