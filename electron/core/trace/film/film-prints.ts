import type { Print } from '../fingerprints/define.ts';
import { leastFrameQuality } from './frame-coder.ts';
import { writeFramePrint } from './frame-codes.ts';
import { writeKeyFrames } from './key-frames.ts';
import type { FilmReading } from './read-film.ts';

/** Raised whenever the same film may give other codes. */
export const framesVersion = 1;
export const filmVersion = 1;

/**
 * Prints of a film's frames: `codes`, dense; `corners`, features of key frames; `mirrored`, a few codes made to be
 * searched with. Quality: share of the frames that are not flat.
 */
export function framePrints(reading: FilmReading): Print[] {
  const { inner, length, frames, flat, codes, mirrored, keys } = reading;
  const quality = Math.round((100 * (frames - flat)) / Math.max(1, frames));
  const parts = [inner.left, inner.top, 1 - inner.right, 1 - inner.bottom].map((part) =>
    Math.round(part * 65_535),
  ) as [number, number, number, number];
  const print = (variant: string, bytes: Uint8Array): Print => {
    return { method: 'frames', variant, version: framesVersion, quality, bytes };
  };
  const prints = [
    print('codes', writeFramePrint({ length, cut: parts, frames: codes })),
    print('mirrored', writeFramePrint({ length, cut: parts, frames: mirrored })),
  ];
  return keys.length === 0 ? prints : [...prints, print('corners', writeKeyFrames(keys))];
}

/** Is there anything to find a film by? */
export function isTraceable({ codes, keys }: FilmReading): boolean {
  return keys.length > 0 || codes.qualities.some((quality) => quality >= leastFrameQuality);
}
