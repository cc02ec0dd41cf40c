import type { StillImage } from '../../media/image.ts';
import { type LabelPlate, plateOpacity } from './label-plate.ts';

/** Size of a picture as shown, after its Exif orientation. */
export function shownSize({
  width,
  height,
  orientation,
}: Pick<StillImage, 'width' | 'height' | 'orientation'>): {
  readonly width: number;
  readonly height: number;
} {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

/**
 * Lay a plate over stored samples of 8 or 16 bits, so that it stands upright where the picture is shown.
 * Grey or colour samples, alpha last and not premultiplied (Porter and Duff 1984, `over`).
 *
 * @param frames pictures of equal size one below the other; each gets the label
 * @returns contrast of the ink against the brightest spot of its ground, 1 … 21 (WCAG 2.2, 1.4.3)
 */
export function drawLabel(image: StillImage, frames: number, plate: LabelPlate): number {
  const { width, channels, data, bitDepth, hasAlpha } = image;
  const height = image.height / frames;
  const full = bitDepth === 16 ? 65535 : 255;
  const colours = channels - (hasAlpha ? 1 : 0);
  let [darkestInk, brightestGround] = [1, 0];
  for (let v = 0; v < plate.height; v += 1) {
    for (let u = 0; u < plate.width; u += 1) {
      const [x, y] = stored(plate.x + u, plate.y + v, width, height, image.orientation);
      const ink = plate.ink[v * plate.width + u]! / 255;
      // The plate first, then the ink on it.
      const cover = ink + (1 - ink) * plateOpacity;
      for (let frame = 0; frame < frames; frame += 1) {
        const at = ((frame * height + y) * width + x) * channels;
        const alpha = hasAlpha ? data[at + colours]! / full : 1;
        const outAlpha = cover + alpha * (1 - cover);
        const light: number[] = [];
        for (let channel = 0; channel < colours; channel += 1) {
          const ground = data[at + channel]! / full;
          // Black plate adds nothing; white ink adds its coverage.
          const out = (ink + ground * alpha * (1 - cover)) / outAlpha;
          data[at + channel] = Math.round(out * full);
          // What shows through is measured over white, the worst case for white ink.
          light.push(out * outAlpha + 1 - outAlpha);
        }
        if (hasAlpha) data[at + colours] = Math.round(outAlpha * full);
        if (ink === 1) darkestInk = Math.min(darkestInk, luminance(light));
        else if (ink === 0) brightestGround = Math.max(brightestGround, luminance(light));
      }
    }
  }
  return (darkestInk + 0.05) / (brightestGround + 0.05);
}

/** Place of a shown pixel in the stored picture (Exif 3.0, 4.6.5.1.6 Orientation). */
function stored(x: number, y: number, width: number, height: number, orientation: number): [number, number] {
  switch (orientation) {
    case 2:
      return [width - 1 - x, y];
    case 3:
      return [width - 1 - x, height - 1 - y];
    case 4:
      return [x, height - 1 - y];
    case 5:
      return [y, x];
    case 6:
      return [y, height - 1 - x];
    case 7:
      return [width - 1 - y, height - 1 - x];
    case 8:
      return [width - 1 - y, x];
    default:
      return [x, y];
  }
}

/** Relative luminance (WCAG 2.2) of grey or RGB, 0 … 1. */
function luminance(light: readonly number[]): number {
  const linear = light.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return linear.length < 3 ? linear[0]! : 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}
