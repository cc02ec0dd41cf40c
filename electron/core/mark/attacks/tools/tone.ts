import type { Picture } from '../define.ts';
import { clamp } from './filters.ts';

/** Every sample through one table of 256 values. */
export function throughTable({ width, height, data }: Picture, level: (value: number) => number): Picture {
  const table = Uint8Array.from({ length: 256 }, (_, value) => clamp(level(value)));
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 1) out[at] = table[data[at]!]!;
  return { width, height, data: out };
}

/** Samples times a factor, as torchvision's `adjust_brightness`. */
export function brightened(picture: Picture, factor: number): Picture {
  return throughTable(picture, (value) => value * factor);
}

/** Spread about the mean grey of the picture, as torchvision's `adjust_contrast`. */
export function contrasted(picture: Picture, factor: number): Picture {
  const mean = meanGrey(picture);
  return throughTable(picture, (value) => mean + (value - mean) * factor);
}

/** `255 (v / 255)^gamma`: above 1 darker. */
export function gammaOf(picture: Picture, gamma: number): Picture {
  return throughTable(picture, (value) => 255 * (value / 255) ** gamma);
}

const [red, green, blue] = [0.299, 0.587, 0.114];

/** Away from (above 1) or towards the grey of each pixel (0: none left), as torchvision's `adjust_saturation`. */
export function saturated({ width, height, data }: Picture, factor: number): Picture {
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 3) {
    const grey = red * data[at]! + green * data[at + 1]! + blue * data[at + 2]!;
    out[at] = clamp(grey + (data[at]! - grey) * factor);
    out[at + 1] = clamp(grey + (data[at + 1]! - grey) * factor);
    out[at + 2] = clamp(grey + (data[at + 2]! - grey) * factor);
  }
  return { width, height, data: out };
}

/** Colours turned about the grey axis of HSV by a share of the circle, as torchvision's `adjust_hue`. */
export function huesTurned({ width, height, data }: Picture, share: number): Picture {
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 3) {
    const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
    const high = Math.max(r, g, b);
    const range = high - Math.min(r, g, b);
    let hue = 0;
    if (range > 0) {
      if (high === r) hue = ((g - b) / range + 6) % 6;
      else if (high === g) hue = (b - r) / range + 2;
      else hue = (r - g) / range + 4;
    }
    hue = (hue + share * 6 + 6) % 6;
    out[at] = hsvChannel(5, hue, high, range);
    out[at + 1] = hsvChannel(3, hue, high, range);
    out[at + 2] = hsvChannel(1, hue, high, range);
  }
  return { width, height, data: out };
}

/** Smith, Color Gamut Transform Pairs (SIGGRAPH 1978), in the closed form with n = 5, 3, 1. */
function hsvChannel(n: number, hue: number, high: number, range: number): number {
  const k = (n + hue) % 6;
  return clamp(high - range * Math.max(0, Math.min(k, 4 - k, 1)));
}

function meanGrey({ data }: Picture): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 3)
    sum += red * data[at]! + green * data[at + 1]! + blue * data[at + 2]!;
  return data.length === 0 ? 0 : sum / (data.length / 3);
}
