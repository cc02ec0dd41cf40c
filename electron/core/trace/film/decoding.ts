import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { complaintLines, failureReason } from '../../media/complaints.ts';
import { findProgram } from '../../media/program-paths.ts';
import { type ProgramResult, runProgram } from '../../media/spawn.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { inputArguments, runFfmpeg } from '../../media/video.ts';
import type { GreyPlane } from '../../media/vision.ts';
import { workingSide } from '../picture/local-features.ts';
import { sizeFor } from '../picture/planes.ts';
import { type FramePart, isWhole } from './bars.ts';
import { wideCount, wideSide } from './content-cells.ts';
import type { MovingPicture } from './moving-picture.ts';

/** Address space of the decoder. */
const MEMORY_BYTES = 2 * 1024 ** 3;
/** Key frames go through a file: `mostKeys` of 640 × 640 at most. */
const FILE_BYTES = 192 * 1024 * 1024;
const NAME = 'keys.raw';

/** Longer side of the frames in which bars are looked for, pixels. */
const sampleSide = 480;
const samples = 12;
/** A film up to this length is gone through once for them; in a longer one each place is looked up, seconds. */
const goneThrough = 150;

export type Failed = {
  readonly ok: false;
  readonly reason: Reason;
  readonly warnings: readonly string[];
};

/** Some frames spread over a film, small and grey; of a damaged one, those that can be had. */
export async function sampledPlanes(film: MovingPicture, context: TaskContext): Promise<GreyPlane[]> {
  const [width, height] = sizeFor(film.width, film.height, sampleSide);
  const seconds = film.seconds ?? goneThrough;
  const scale = `scale=${width}:${height}:flags=area,format=gray`;
  const take = async (options: readonly string[], chain: string, most: number): Promise<GreyPlane[]> => {
    const input = inputArguments(film.path, film.media.format);
    if (input === null) return [];
    const args = [
      ...['-nostdin', '-v', 'error', '-threads', '2', ...options, ...input, '-map', '0:V:0'],
      ...['-vf', `${chain}${scale}`, '-frames:v', String(most), '-fps_mode', 'passthrough'],
      ...['-f', 'rawvideo', 'pipe:1'],
    ];
    const { result } = await runFfmpeg('ffmpeg', args, context.limits, context.signal);
    context.signal.throwIfAborted();
    const data = result.ok ? result.stdout : new Uint8Array();
    return Array.from({ length: Math.floor(data.length / (width * height)) }, (_, index) => {
      return { width, height, data: data.subarray(index * width * height, (index + 1) * width * height) };
    });
  };
  if (seconds > goneThrough) {
    const planes: GreyPlane[] = [];
    for (let place = 0; place < samples; place += 1) {
      const at = ((place + 0.5) / samples) * seconds;
      planes.push(...(await take(['-skip_frame', 'nokey', '-noaccurate_seek', '-ss', at.toFixed(3)], '', 1)));
    }
    return planes;
  }
  const spacing = (seconds / samples) * 0.98;
  const far = `select=isnan(prev_selected_t)+gte(t-prev_selected_t\\,${spacing.toFixed(4)}),`;
  const keys = await take(['-skip_frame', 'nokey'], far, samples);
  // Few key frames, as at the beginning of an endless group of pictures, show one scene only.
  return keys.length >= 5 ? keys : await take([], far, samples);
}

export interface FrameRequest {
  /** Parts of the frame that are coded. */
  readonly parts: readonly FramePart[];
  /** Frames per second: at each tick the frame nearest to it is taken. */
  readonly rate: number;
  /** Frames at most. */
  readonly most: number;
  /** Every how many frames one is taken larger, for its local features; and how many of these at most. */
  readonly keyStep: number;
  readonly mostKeys: number;
}

export interface FrameSink {
  /** `wideCount` grey levels of each part, one after another, in memory that is used again. */
  onFrame(wide: Uint8Array, index: number): void;
  /** A whole frame with its longer side at `workingSide`. */
  onKey(plane: GreyPlane, index: number): void;
}

export type DecodeAnswer =
  | { readonly ok: true; readonly frames: number; readonly warnings: readonly string[] }
  | Failed;

/** Decode a film once: small squares for codes, larger key frames for features. */
export async function decodeFrames(
  film: MovingPicture,
  { parts, rate, most, keyStep, mostKeys }: FrameRequest,
  sink: FrameSink,
  { limits, signal }: TaskContext,
): Promise<DecodeAnswer> {
  const input = inputArguments(film.path, film.media.format);
  const program = await findProgram('ffmpeg');
  if (input === null) return failed('format-unsupported', texts.format);
  if (!program.found) return failed('engine-missing', program.remedy);
  const [width, height] = sizeFor(film.width, film.height, workingSide);
  const labels = parts.map((_, index) => `[part${index}]`);
  const graph = [
    `[0:V:0]fps=${rate}:start_time=0:round=near,split=${parts.length + 1}${labels.join('')}[whole]`,
    ...parts.map((part, index) => {
      const out = parts.length === 1 ? '[codes]' : `[square${index}]`;
      return `${labels[index]}${cropOf(part)}scale=${wideSide}:${wideSide}:flags=area,setsar=1,format=gray${out}`;
    }),
    ...(parts.length === 1
      ? []
      : [`${parts.map((_, index) => `[square${index}]`).join('')}vstack=inputs=${parts.length}[codes]`]),
    `[whole]select=not(mod(n\\,${keyStep})),scale=${width}:${height}:flags=area,format=gray[keys]`,
  ];
  const folder = await mkdtemp(join(tmpdir(), 'assay-film-'));
  try {
    const raw = ['-fps_mode', 'passthrough', '-f', 'rawvideo'];
    const args = [
      ...['-nostdin', '-v', 'error', '-threads', '2', ...input, '-an', '-sn', '-dn'],
      ...['-filter_complex', graph.join(';')],
      ...['-map', '[codes]', '-frames:v', String(most), ...raw, 'pipe:1'],
      ...['-map', '[keys]', '-frames:v', String(mostKeys), ...raw, NAME],
    ];
    const squares = new Squares(sink, parts.length * wideCount);
    const result = await runProgram(program.path, args, {
      signal,
      directory: folder,
      timeMs: limits.timeMs,
      outputBytes: (most + 1) * parts.length * wideCount,
      memoryBytes: MEMORY_BYTES,
      fileBytes: FILE_BYTES,
      onStdoutChunk: (chunk) => squares.add(chunk),
    });
    signal.throwIfAborted();
    const warnings = complaintsOf(result, film.path);
    if (!result.ok) return { ok: false, reason: failureReason(result.failure), warnings };
    if (squares.count === 0) return failed('undecodable', texts.undecodable, warnings);
    await readKeys(join(folder, NAME), { width, height }, (plane, index) => {
      signal.throwIfAborted();
      sink.onKey(plane, index * keyStep);
    });
    return { ok: true, frames: squares.count, warnings };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts the pieces of a pipe together to squares. */
class Squares {
  readonly #sink: FrameSink;
  readonly #square: Uint8Array;
  #filled = 0;
  count = 0;

  constructor(sink: FrameSink, size: number) {
    this.#sink = sink;
    this.#square = new Uint8Array(size);
  }

  add(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + this.#square.length - this.#filled);
      this.#square.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled < this.#square.length) return;
      this.#filled = 0;
      this.#sink.onFrame(this.#square, this.count);
      this.count += 1;
    }
  }
}

async function readKeys(
  path: string,
  { width, height }: { readonly width: number; readonly height: number },
  each: (plane: GreyPlane, index: number) => void,
): Promise<void> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    // No frame, no file.
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return;
  try {
    for (let index = 0; ; index += 1) {
      const data = new Uint8Array(width * height);
      const { bytesRead } = await file.read(data, 0, data.length);
      if (bytesRead < data.length) return;
      each({ width, height, data }, index);
    }
  } finally {
    await file.close();
  }
}

function cropOf(part: FramePart): string {
  if (isWhole(part)) return '';
  const { left, top, right, bottom } = part;
  const share = (value: number): string => value.toFixed(5);
  return `crop=iw*${share(right - left)}:ih*${share(bottom - top)}:iw*${share(left)}:ih*${share(top)}:exact=1,`;
}

function complaintsOf(result: ProgramResult, path: string): string[] {
  const said = result.ok ? result.stderr : result.failure.stderr;
  return complaintLines(said.replaceAll(path, 'evidence'));
}

function failed(code: string, text: Reason['text'], warnings: readonly string[] = []): Failed {
  const detail = warnings.slice(0, 10).join('\n');
  return { ok: false, reason: { code, text, ...(detail === '' ? {} : { detail }) }, warnings };
}

const texts = {
  format: localized('Films of this format cannot be decoded.', '无法解码此格式的视频。'),
  undecodable: localized('No frame of the film could be decoded.', '视频中没有可解码的画面。'),
};
