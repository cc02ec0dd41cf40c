import { openSharp } from '../../media/sharp-engine.ts';
import type { Vision } from '../../media/vision.ts';
import { boxIn, cutOut } from '../picture/cut.ts';
import { descriptorWords, wordDistance } from '../picture/matching.ts';
import type { PicturePlanes, RgbPlane } from '../picture/planes.ts';
import { pictureBox } from '../picture/trim.ts';
import { frameBits } from './code-matches.ts';
import { cellSide, codedFrame, leastFrameQuality } from './frame-coder.ts';
import { keyInliers, keySquares } from './judge-films.ts';
import { keyAgreement, keyFrameOf } from './key-frames.ts';
import type { FilmReading } from './read-film.ts';

/** Where in a film a still picture is. Milliseconds. */
export interface StillPlace {
  readonly by: 'codes' | 'mirrored' | 'corners';
  readonly from: number;
  readonly until: number;
  /** The most alike frame. */
  readonly at: number;
  /** Bits, or agreeing places with `corners`. */
  readonly score: number;
}

/** Bits beyond the best that still belong to the same shot. */
const shotBits = 10;

/** The stretch of a film that shows a still: by its code, inside flat borders too, mirrored too; else by its features. */
export async function stillInFilm(
  planes: PicturePlanes,
  film: FilmReading,
  vision: Vision | null,
): Promise<StillPlace | null> {
  const box = pictureBox(planes.small);
  const views = [
    planes.small,
    ...(box === null ? [] : [cutOut(planes.small, boxIn(box, planes.small, planes.small))]),
  ];
  let best: StillPlace | null = null;
  for (const view of views) {
    const frame = codedFrame(await cellsOf(view));
    if (frame.quality < leastFrameQuality) continue;
    for (const [by, code] of [
      ['codes', frame.code],
      ['mirrored', frame.mirrored()],
    ] as const) {
      const found = placeOf(code, film, by);
      if (found !== null && (best === null || found.score < best.score)) best = found;
    }
  }
  return best ?? (vision === null ? null : byFeatures(planes, film, vision));
}

async function cellsOf({ width, height, data }: RgbPlane): Promise<Uint8Array> {
  const image = await openSharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false });
  const raw = await image
    .greyscale()
    .resize(cellSide, cellSide, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const cells = new Uint8Array(cellSide * cellSide);
  for (let at = 0; at < cells.length; at += 1) cells[at] = raw.data[at * raw.info.channels]!;
  return cells;
}

function placeOf(
  code: Uint8Array,
  { codes, length }: FilmReading,
  by: 'codes' | 'mirrored',
): StillPlace | null {
  const [asked, known] = [descriptorWords(code), descriptorWords(codes.codes)];
  let [best, at] = [frameBits + 1, -1];
  const bits = Int32Array.from({ length: codes.count }, (_, index) => wordDistance(asked, 0, known, index));
  for (let index = 0; index < codes.count; index += 1) {
    if (codes.qualities[index]! < leastFrameQuality || bits[index]! >= best) continue;
    [best, at] = [bits[index]!, index];
  }
  if (at < 0) return null;
  const most = Math.min(frameBits, best + shotBits);
  let [from, until] = [at, at];
  while (from > 0 && bits[from - 1]! <= most) from -= 1;
  while (until + 1 < codes.count && bits[until + 1]! <= most) until += 1;
  return {
    ...{ by, score: best, at: codes.times[at]!, from: codes.times[from]! },
    until: codes.times[until + 1] ?? length,
  };
}

function byFeatures(planes: PicturePlanes, film: FilmReading, vision: Vision): StillPlace | null {
  const still = keyFrameOf(planes.grey, 0, vision);
  if (still === null) return null;
  let best: StillPlace | null = null;
  for (const { time, features } of film.keys) {
    const { inliers, squares } = keyAgreement(still.features, features);
    if (inliers < keyInliers || squares < keySquares || (best !== null && inliers <= best.score)) continue;
    best = { by: 'corners', score: inliers, at: time, from: time, until: Math.min(film.length, time + 1) };
  }
  return best;
}
