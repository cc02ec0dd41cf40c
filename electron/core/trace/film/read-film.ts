import { stat } from 'node:fs/promises';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { openVision } from '../../media/vision.ts';
import { descriptorWords, wordDistance } from '../picture/matching.ts';
import { cutBits } from './asked-frames.ts';
import { type FramePart, pictureInside } from './bars.ts';
import { decodeFrames, sampledPlanes } from './decoding.ts';
import { FilmDescriptor } from './film-descriptor.ts';
import { cellCount, codedFrame, descriptorLength, leastFrameQuality } from './frame-coder.ts';
import { FrameCodeList, type FrameCodes, longestGap } from './frame-codes.ts';
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
  /** A few a second, mirrored left to right, to search with. */
  readonly mirrored: FrameCodes;
  /** Milliseconds at which a new shot begins. */
  readonly cuts: readonly number[];
  readonly keys: readonly KeyFrame[];
  /** Of each frame, the mean change from the one before, grey levels: the same through logos, crops and mirroring. */
  readonly motion: Float32Array;
  readonly descriptor: { readonly bytes: Uint8Array; readonly quality: number };
  readonly warnings: readonly string[];
}

export type ReadAnswer =
  | { readonly ok: true; readonly reading: FilmReading }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/**
 * Frames per second that are coded at most; of faster films every second or third frame. Every frame, because a copy that
 * begins between two sampled ones has no counterpart where the picture moves fast: at 25 of 30 frames per second a third
 * of a hand-held shot was not found again.
 */
const densest = 30;
const sparsest = 10;
/** Bits within which a frame is the same as the last kept one. */
const sameBits = 2;
/** The same where a lively film would take more than this many codes a second, that is 3.5 MB an hour. */
const busyBits = 8;
const mostCodes = 27;
/** Mean difference, grey levels, below which a frame is not even coded anew. */
const sameLevel = 0.25;
/** How soon after one new shot another may come, milliseconds. */
const cutPause = 200;
/** Mirrored frames, milliseconds apart. */
const mirroredStep = 1000;
/** Key frames: seconds apart at least, and how many of a film. */
const keySpacing = 2;
const mostKeys = 400;

let last: { readonly key: string; readonly answer: Promise<ReadAnswer> } | undefined;

/** The reading of a film. That of the last file is kept, because several methods ask for it one after another. */
export async function readFilm(path: string, media: Media, context: TaskContext): Promise<ReadAnswer> {
  const { size, mtimeMs, ino } = await stat(path);
  const { frames, pixels } = context.limits;
  const key = JSON.stringify([path, ino, size, mtimeMs, media.format, frames, pixels]);
  if (last?.key === key) return await last.answer;
  const entry = { key, answer: read(path, media, context) };
  last = entry;
  try {
    return await entry.answer;
  } catch (error) {
    if (last === entry) last = undefined;
    throw error;
  }
}

async function read(path: string, media: Media, context: TaskContext): Promise<ReadAnswer> {
  const opened = await movingPicture(path, media, context);
  if (!opened.ok) return opened;
  const { film } = opened;
  const { limits, progress } = context;
  const inner = pictureInside(await sampledPlanes(film, context));
  progress(0.05);
  const native = Math.max(sparsest, film.rate / Math.ceil(film.rate / (densest + 0.1)));
  const rate = film.seconds === null ? native : Math.min(native, limits.frames / film.seconds);
  const spacing = Math.max(keySpacing, (film.seconds ?? 600) / mostKeys);
  const coder = new FrameReader(rate, film.seconds ?? 600, progress);
  const vision = await openVision();
  const keys: KeyFrame[] = [];
  const request = {
    ...{ inner, rate, mostKeys },
    most: limits.frames,
    keyStep: Math.max(1, Math.round(spacing * rate)),
  };
  const decoded = await decodeFrames(
    film,
    request,
    {
      onFrame: (cells, index) => coder.add(cells, index),
      onKey(plane, index) {
        const time = Math.round((index * 1000) / rate);
        const found = 'missing' in vision ? null : keyFrameOf(plane, time, vision.vision);
        if (found !== null) keys.push(found);
      },
    },
    context,
  );
  const warnings = [...new Set([...film.warnings, ...decoded.warnings])];
  if (!decoded.ok) return { ...decoded, warnings };
  if ('missing' in vision) warnings.push('no local features: the engine for them is not installed');
  if (decoded.frames >= limits.frames) warnings.push(`only the first ${limits.frames} frames were looked at`);
  progress(1);
  return {
    ok: true,
    reading: { ...coder.answer(decoded.frames), ...{ film, inner, rate, keys, warnings } },
  };
}

/** Codes frames one after another. */
class FrameReader {
  readonly #rate: number;
  readonly #seconds: number;
  readonly #progress: (fraction: number) => void;
  readonly #codes = new FrameCodeList();
  readonly #mirrored = new FrameCodeList();
  readonly #descriptor = new FilmDescriptor();
  readonly #cuts: number[] = [];
  readonly #shown = new Uint8Array(cellCount);
  readonly #previous = new Uint8Array(cellCount);
  readonly #motion: number[] = [];
  #coefficients: Float32Array = new Float32Array(descriptorLength);
  #flatNow = false;
  #calm = true;
  #before: Int32Array | null = null;
  #kept: Int32Array | null = null;
  #keptAt = 0;
  #mirroredAt = Number.NEGATIVE_INFINITY;
  #flat = 0;

  constructor(rate: number, seconds: number, progress: (fraction: number) => void) {
    this.#rate = rate;
    this.#seconds = seconds;
    this.#progress = progress;
  }

  add(cells: Uint8Array, index: number): void {
    const time = Math.round((index * 1000) / this.#rate);
    const still =
      this.#before !== null && this.#kept !== null && differenceOf(cells, this.#shown) < sameLevel;
    if (!still || time - this.#keptAt >= longestGap) this.#code(cells, time);
    this.#motion.push(index === 0 ? 0 : differenceOf(cells, this.#previous));
    this.#previous.set(cells);
    if (this.#flatNow) this.#flat += 1;
    this.#descriptor.add(this.#coefficients, time / 1000);
    if (index % 250 === 0)
      this.#progress(0.05 + 0.85 * Math.min(1, index / this.#rate / Math.max(1, this.#seconds)));
  }

  #code(cells: Uint8Array, time: number): void {
    const frame = codedFrame(cells);
    const words = descriptorWords(frame.code);
    this.#shown.set(cells);
    this.#coefficients = frame.coefficients;
    this.#flatNow = frame.quality < leastFrameQuality;
    const bits = this.#before === null ? 0 : wordDistance(words, 0, this.#before, 0);
    const cut = this.#calm && bits >= cutBits && time - (this.#cuts.at(-1) ?? 0) >= cutPause;
    // Where every frame differs much from the one before, the picture moves fast.
    this.#calm = bits < cutBits / 2;
    if (cut) this.#cuts.push(time);
    this.#before = words;
    const same = this.#codes.count > mostCodes * (2 + time / 1000) ? busyBits : sameBits;
    const far = this.#kept === null || wordDistance(words, 0, this.#kept, 0) > same;
    if (far || time - this.#keptAt >= longestGap) {
      this.#codes.add(time, frame.quality, frame.code);
      this.#kept = words;
      this.#keptAt = time;
    }
    if ((cut || time - this.#mirroredAt >= mirroredStep) && !this.#flatNow) {
      this.#mirrored.add(time, frame.quality, frame.mirrored());
      this.#mirroredAt = time;
    }
  }

  answer(frames: number): Omit<FilmReading, 'film' | 'inner' | 'rate' | 'keys' | 'warnings'> {
    const length = Math.round((frames * 1000) / this.#rate);
    return {
      ...{ frames, length, flat: this.#flat, cuts: this.#cuts },
      codes: this.#codes.frames(),
      mirrored: this.#mirrored.frames(),
      motion: Float32Array.from(this.#motion),
      descriptor: { bytes: this.#descriptor.bytes(length), quality: this.#descriptor.quality() },
    };
  }
}

function differenceOf(one: Uint8Array, other: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < cellCount; at += 1) sum += Math.abs(one[at]! - other[at]!);
  return sum / cellCount;
}
