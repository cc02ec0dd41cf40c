import type { VisibleLabel, VisibleLabels } from '#shared/domain/explicit-label.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { Limits } from '../../media/limits.ts';
import { readPictureLines } from '../../media/text-lines/picture-lines.ts';
import type { RgbPlane } from '../../media/text-lines/rgb-plane.ts';
import type { TextRecogniser } from '../../media/text-recognition.ts';
import { videoFrames } from '../../media/video-frames.ts';
import { likeWords } from './like-words.ts';
import { type FoundLabel, foundLabel } from './picture-labels.ts';
import { followLabel, TICK } from './shown-time.ts';

export interface FilmOptions {
  readonly path: string;
  readonly media: Media;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Seconds of the opening that are looked through. */
  readonly opening: number;
  /** Lines read in one frame at most. */
  readonly lines: number;
  progress(fraction: number): void;
}

export type FilmReading =
  | {
      readonly ok: true;
      readonly result: VisibleLabels;
      readonly unread: number;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/** Frames looked at in each second of the opening. */
const RATE = 4;
/** Longest side of the frames in which text is looked for; most are looked at smaller still. */
const SIDE = 1280;
const SMALL_SIDE = 640;
/** Every so many frames of the opening is looked at in full. */
const FULL_EVERY = 8;
/** Followed through the opening at most; a film has one or two. */
const MOST_FOLLOWED = 6;
/** Mean difference in a block of so many pixels, levels of 255, below which it shows nothing new. */
const SAME = 3;
const BLOCK = 16;

interface Sighting {
  readonly time: number;
  readonly frame: RgbPlane;
  readonly found: FoundLabel;
}

/** Labels of a film: in its opening, and in a few frames of its middle and end. */
export async function filmLabels(recogniser: TextRecogniser, options: FilmOptions): Promise<FilmReading> {
  const { path, media, opening, signal, progress } = options;
  const count = Math.round(opening * RATE);
  const first = await videoFrames(path, media, { from: 0, count, rate: RATE, side: SIDE }, options);
  if (!first.ok) return first;
  const warnings = new Set(first.warnings);
  const reader = new FrameReader(recogniser, options);
  for (const [index, frame] of first.frames.entries()) {
    await reader.read(frame, index / RATE, index % FULL_EVERY === 0 ? SIDE : SMALL_SIDE);
    progress((0.6 * (index + 1)) / first.frames.length);
  }
  const openingSightings = reader.distinct();
  for (const from of laterTimes(media.durationSeconds, opening)) {
    const later = await videoFrames(path, media, { from, count: 2, rate: 1, side: SIDE }, options);
    if (!later.ok) {
      warnings.add(`${from.toFixed(1)} s: ${later.reason.text.en}`);
      continue;
    }
    for (const warning of later.warnings) warnings.add(warning);
    for (const [index, frame] of later.frames.entries()) await reader.read(frame, from + index, SIDE);
  }
  progress(0.8);
  const labels: VisibleLabel[] = [];
  let [seconds, size]: [number, { width: number; height: number } | null] = [0, null];
  for (const sighting of reader.distinct().slice(0, MOST_FOLLOWED)) {
    signal.throwIfAborted();
    const followed = await followLabel(recogniser, sighting, openingSightings.includes(sighting), options);
    if (!followed.ok) return followed;
    for (const warning of followed.warnings) warnings.add(warning);
    labels.push(followed.label);
    seconds = Math.max(seconds, followed.seconds);
    size = followed.size;
  }
  const stated = { width: media.width ?? 0, height: media.height ?? 0 };
  const sample = first.frames[0]!;
  const { width, height } = size ?? (stated.width * stated.height > 0 ? upright(stated, sample) : sample);
  return {
    ok: true,
    result: {
      width,
      height,
      labels,
      otherLines: reader.otherLines,
      sampled: {
        frames: reader.frames,
        from: 0,
        to: seconds > 0 ? seconds : Math.min(first.frames.length / RATE, media.durationSeconds ?? Infinity),
        step: labels.length > 0 ? TICK : 1 / RATE,
      },
    },
    unread: reader.unread + Math.max(0, reader.distinct().length - MOST_FOLLOWED),
    warnings: [...warnings],
  };
}

/** Stated sizes are before rotation; the frame says which way round it is shown. */
function upright({ width, height }: { width: number; height: number }, frame: RgbPlane) {
  return width > height === frame.width > frame.height ? { width, height } : { width: height, height: width };
}

/** Two seconds in the middle and the last two, when the film goes on after the opening. */
function laterTimes(duration: number | undefined, opening: number): number[] {
  if (duration === undefined || duration <= opening) return [];
  const end = Math.max(opening, duration - 1.6);
  const middle = duration / 2 - 0.5;
  return middle > opening && middle + 2 < end ? [middle, end] : [end];
}

/** Reads frame after frame, and keeps where labels were sighted. */
class FrameReader {
  readonly #recogniser: TextRecogniser;
  readonly #options: FilmOptions;
  readonly #sightings: Sighting[] = [];
  #last: { readonly frame: RgbPlane; readonly side: number } | undefined;
  frames = 0;
  otherLines = 0;
  unread = 0;

  constructor(recogniser: TextRecogniser, options: FilmOptions) {
    this.#recogniser = recogniser;
    this.#options = options;
  }

  async read(frame: RgbPlane, time: number, side: number): Promise<void> {
    this.frames += 1;
    const last = this.#last;
    if (last !== undefined && last.side >= side && !changed(last.frame, frame)) return;
    this.#last = { frame, side };
    const { lines: most, signal } = this.#options;
    const { lines, unread } = await readPictureLines(frame, this.#recogniser, {
      side,
      edges: false,
      lines: most,
      signal,
    });
    this.unread += unread;
    let others = 0;
    for (const line of lines) {
      const found = foundLabel(line, frame);
      if (found !== null) this.#sightings.push({ time, frame, found });
      else if (line.text.trim() !== '') others += 1;
    }
    this.otherLines = Math.max(this.otherLines, others);
  }

  /** One sighting, the first, of each label. */
  distinct(): Sighting[] {
    const kept: Sighting[] = [];
    for (const sighting of this.#sightings) {
      const { line } = sighting.found;
      const known = kept.some(
        ({ found }) =>
          Math.abs(found.line.box.centreX - line.box.centreX) < line.box.width / 2 &&
          Math.abs(found.line.box.centreY - line.box.centreY) < line.box.height &&
          likeWords(found.line.text, line.text),
      );
      if (!known) kept.push(sighting);
    }
    return kept;
  }
}

/** Does any part of a frame differ from the one before? The smallest label covers several blocks. */
function changed(before: RgbPlane, now: RgbPlane): boolean {
  const { width, height, data } = now;
  if (before.width !== width || before.height !== height) return true;
  const columns = Math.ceil(width / BLOCK);
  const sums = new Float64Array(columns);
  for (let top = 0; top < height; top += BLOCK) {
    sums.fill(0);
    const rows = Math.min(BLOCK, height - top);
    for (let y = top; y < top + rows; y += 1) {
      for (let x = 0, at = y * width * 3; x < width; x += 1, at += 3) {
        // Green is the most of what the eye sees of a change.
        sums[Math.floor(x / BLOCK)]! += Math.abs(data[at + 1]! - before.data[at + 1]!);
      }
    }
    for (const [column, sum] of sums.entries()) {
      if (sum > SAME * rows * Math.min(BLOCK, width - column * BLOCK)) return true;
    }
  }
  return false;
}
