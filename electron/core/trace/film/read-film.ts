import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { openVision } from '../../media/vision.ts';
import { KeptByFile } from '../kept-by-file.ts';
import { distinct, reported } from '../reported.ts';
import { type FramePart, isWhole, pictureInside, wholeFrame } from './bars.ts';
import { decodeFrames, sampledPlanes } from './decoding.ts';
import type { FrameCodes } from './frame-codes.ts';
import { FrameReader } from './frame-reader.ts';
import { type KeyFrame, keyFrameOf } from './key-frames.ts';
import { type MovingPicture, movingPicture } from './moving-picture.ts';

/** Everything a film is known by, from one decoding. */
export interface FilmReading {
  readonly film: MovingPicture;
  /** The picture inside its bars. */
  readonly inner: FramePart;
  /** Frames per second that were looked at. */
  readonly rate: number;
  readonly frames: number;
  /** Of these, frames that are flat: too little structure to be matched. */
  readonly flat: number;
  /** Length of the moving picture, milliseconds. */
  readonly length: number;
  /** Dense: a frame that is at most two bits from the last kept one is not kept. */
  readonly codes: FrameCodes;
  /** The same with the bars, which may have been none; `null`: nothing was cut off. */
  readonly untrimmed: FrameCodes | null;
  /** The same of what stands on a flat ground; `null`: the picture reaches the edges throughout. */
  readonly content: FrameCodes | null;
  /** A few a second, mirrored left to right, to search with. */
  readonly mirrored: FrameCodes;
  /** Milliseconds at which a new shot begins. */
  readonly cuts: readonly number[];
  readonly keys: readonly KeyFrame[];
  /** Of each frame, the mean change from the one before, grey levels: the same through logos, crops and mirroring. */
  readonly motion: Float32Array;
  readonly descriptor: { readonly bytes: Uint8Array; readonly quality: number };
  readonly warnings: readonly Localized[];
}

export type ReadAnswer =
  | { readonly ok: true; readonly reading: FilmReading }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly Localized[] };

/**
 * Frames per second that are coded at most; of faster films every second or third frame. Every frame, because a copy that
 * begins between two sampled ones has no counterpart where the picture moves fast: at 25 of 30 frames per second a third
 * of a hand-held shot was not found again.
 */
const densest = 30;
const sparsest = 10;
/** Key frames: seconds apart at least, and how many of a film. */
const keySpacing = 2;
const mostKeys = 400;

/** Readings are kept as long as they take no more than this together, bytes: an hour takes about 25 MB. */
const keptBytes = 96 * 1024 * 1024;
const kept = new KeptByFile<ReadAnswer>(keptBytes, (answer) =>
  answer.ok ? 250 * answer.reading.frames + 20_000 * answer.reading.keys.length : null,
);

/**
 * The reading of a film. Those of the last ones are kept, because several methods ask for one film one after another, and
 * because in a set each film is laid along every other.
 */
export async function readFilm(path: string, media: Media, context: TaskContext): Promise<ReadAnswer> {
  const { frames, pixels } = context.limits;
  const part = JSON.stringify([media.format, frames, pixels]);
  const answer = await kept.get(path, part, () => read(path, media, context));
  if (!answer.ok || answer.reading.film.path === path) return answer;
  // The same file under another name, which alone is there now.
  const { reading } = answer;
  return { ok: true, reading: { ...reading, film: { ...reading.film, path } } };
}

async function read(path: string, media: Media, context: TaskContext): Promise<ReadAnswer> {
  const opened = await movingPicture(path, media, context);
  if (!opened.ok) return { ...opened, warnings: opened.warnings.map(reported) };
  const { film } = opened;
  const { limits, progress } = context;
  const inner = pictureInside(await sampledPlanes(film, context));
  progress(0.05);
  const native = Math.max(sparsest, film.rate / Math.ceil(film.rate / (densest + 0.1)));
  const rate = film.seconds === null ? native : Math.min(native, limits.frames / film.seconds);
  const spacing = Math.max(keySpacing, (film.seconds ?? 600) / mostKeys);
  const bars = !isWhole(inner);
  const coder = new FrameReader(rate, { seconds: film.seconds ?? 600, bars }, progress);
  const vision = await openVision();
  const keys: KeyFrame[] = [];
  const request = {
    ...{ rate, mostKeys, parts: bars ? [inner, wholeFrame] : [wholeFrame] },
    most: limits.frames,
    keyStep: Math.max(1, Math.round(spacing * rate)),
  };
  const decoded = await decodeFrames(
    film,
    request,
    {
      onFrame: (wide, index) => coder.add(wide, index),
      onKey(plane, index) {
        const time = Math.round((index * 1000) / rate);
        const found = 'missing' in vision ? null : keyFrameOf(plane, time, vision.vision);
        if (found !== null) keys.push(found);
      },
    },
    context,
  );
  const warnings = distinct([...film.warnings, ...decoded.warnings].map(reported));
  if (!decoded.ok) return { ...decoded, warnings };
  if ('missing' in vision) warnings.push(texts.noVision);
  if (decoded.frames >= limits.frames) warnings.push(texts.firstFrames(limits.frames));
  progress(1);
  return {
    ok: true,
    reading: { ...coder.answer(decoded.frames), ...{ film, inner, rate, keys, warnings } },
  };
}

const texts = {
  noVision: localized(
    'No local features: the engine for them is not installed.',
    '未提取局部特征：所需引擎未安装。',
  ),
  firstFrames: (count: number): Localized =>
    localized(`Only the first ${count} frames were looked at.`, `仅查看了前 ${count} 帧。`),
};
