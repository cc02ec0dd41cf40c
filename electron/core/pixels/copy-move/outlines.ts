import { contourOf } from '../../trace/align/picture/contour.ts';
import type { ValueMap } from '../maps.ts';
import type { Search } from './find-copies.ts';
import type { Region } from './growth.ts';

/** Pixels of the working plane that an outline may miss. */
const tolerance = 1.5;

/** The outer line of a region's largest piece, pixels of the picture. */
export function outlineOf(region: Region, factor: number, width: number, height: number): [number, number][] {
  const line = contourOf(region.mask, region.width, region.height, tolerance);
  const at = (value: number, size: number) =>
    Math.round(10 * Math.max(0, Math.min(size, value * factor))) / 10;
  return line.map(([x, y]) => [at(region.left + x, width), at(region.top + y, height)]);
}

/** For every pixel of the working plane the best correlation of a pair it belongs to; 0: none. Copies above look-alikes. */
export function copyMap({ working, copies }: Search): ValueMap {
  const { width, height } = working;
  const values = new Float32Array(width * height);
  for (const copy of copies) {
    // What is only alike is drawn in the lower half of the scale.
    const value = copy.verdict === 'clone' ? copy.correlation : copy.correlation / 2;
    for (const region of [copy.first, copy.second]) {
      for (let at = 0; at < region.mask.length; at += 1) {
        if (region.mask[at] === 0) continue;
        const place =
          (region.top + Math.floor(at / region.width)) * width + region.left + (at % region.width);
        if (value > values[place]!) values[place] = value;
      }
    }
  }
  return { width, height, values };
}
