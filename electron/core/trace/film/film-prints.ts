import type { Print } from '../fingerprints/define.ts';
import { leastFrameQuality } from './frame-coder.ts';
import { type FrameCodes, writeFramePrint } from './frame-codes.ts';
import { writeKeyFrames } from './key-frames.ts';
import { writeMotion } from './motion-print.ts';
import type { FilmReading } from './read-film.ts';

/** Raised whenever the same film may give other codes. */
export const framesVersion = 2;
export const filmVersion = 2;

/** Views of a film whose frames are all coded, and may be held against each other. */
export const denseViews = ['codes', 'untrimmed', 'content'] as const;
export type DenseView = (typeof denseViews)[number];

/**
 * Prints of a film's frames. Dense: `codes`, inside the bars; `untrimmed`, with them, when there are any, because what
 * is a bar in one film is a dark wall in its excerpt; `content`, of what stands on a flat ground, when there is one.
 * `mirrored`, a few codes made to be searched with; `corners`, features of key frames; `motion`, how much each frame
 * moves. Quality: share of the frames that are not flat.
 */
export function framePrints(reading: FilmReading): Print[] {
  const { inner, length, frames, flat, codes, untrimmed, content, mirrored, keys } = reading;
  const quality = Math.round((100 * (frames - flat)) / Math.max(1, frames));
  const parts = [inner.left, inner.top, 1 - inner.right, 1 - inner.bottom].map((part) =>
    Math.round(part * 65_535),
  ) as [number, number, number, number];
  const print = (variant: string, bytes: Uint8Array): Print => {
    return { method: 'frames', variant, version: framesVersion, quality, bytes };
  };
  const dense = (variant: string, frames: FrameCodes, cut = parts): Print =>
    print(variant, writeFramePrint({ length, cut, frames }));
  return [
    dense('codes', codes),
    ...(untrimmed === null ? [] : [dense('untrimmed', untrimmed, [0, 0, 0, 0])]),
    ...(content === null ? [] : [dense('content', content)]),
    dense('mirrored', mirrored),
    ...(keys.length === 0 ? [] : [print('corners', writeKeyFrames(keys))]),
    print('motion', writeMotion(reading)),
  ];
}

/** Is there anything to find a film by? */
export function isTraceable({ codes, content, keys }: FilmReading): boolean {
  return (
    keys.length > 0 ||
    [codes, ...(content === null ? [] : [content])].some(({ qualities }) =>
      qualities.some((quality) => quality >= leastFrameQuality),
    )
  );
}
