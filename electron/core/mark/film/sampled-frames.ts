import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { complaintLines } from '../../media/complaints.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { inputArguments, runFfmpeg } from '../../media/video.ts';
import type { Plane } from '../picture/blur.ts';
import { workingScale } from '../picture/read-plane.ts';
import * as words from './words.ts';

/** A frame's brightness at the size a reader works on. */
export interface SampledFrame {
  /** Seconds from the beginning. */
  readonly at: number;
  readonly plane: Plane;
}

export interface FilmToSample {
  readonly path: string;
  readonly media: Media;
  /** Stored samples of a frame. */
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
}

/** The size a reader works on, samples. */
export function workingSize({ width, height }: FilmToSample): {
  readonly width: number;
  readonly height: number;
} {
  const scale = workingScale(width, height);
  return { width: Math.max(16, Math.round(width * scale)), height: Math.max(16, Math.round(height * scale)) };
}

export type SampledAnswer =
  | { readonly ok: true; readonly frames: readonly SampledFrame[]; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/** A film up to this length is gone through once; in a longer one each place is looked up by itself, seconds. */
const GONE_THROUGH = 150;

/** Key frames spread over a film, brightness only: they carry a mark through strong compression. */
export async function sampledFrames(
  film: FilmToSample,
  most: number,
  context: TaskContext,
): Promise<SampledAnswer> {
  if (film.seconds <= GONE_THROUGH)
    return await decode(film, ['-skip_frame', 'nokey'], { most, spacing: film.seconds / most, context });
  const frames: SampledFrame[] = [];
  const warnings = new Set<string>();
  for (let place = 0; place < most; place += 1) {
    const at = ((place + 0.5) / most) * film.seconds;
    const seek = ['-skip_frame', 'nokey', '-noaccurate_seek', '-copyts', '-ss', at.toFixed(3)];
    const answer = await decode(film, seek, { most: 1, spacing: 0, context });
    for (const warning of answer.warnings) warnings.add(warning);
    if (answer.ok) frames.push(...answer.frames);
    else if (place === 0) return answer;
  }
  return { ok: true, frames, warnings: [...warnings] };
}

interface Decoding {
  readonly most: number;
  /** Seconds between two frames at least. */
  readonly spacing: number;
  readonly context: TaskContext;
}

async function decode(
  film: FilmToSample,
  options: readonly string[],
  { most, spacing, context }: Decoding,
): Promise<SampledAnswer> {
  const input = inputArguments(film.path, film.media.format);
  if (input === null) {
    const reason = { code: 'format-unsupported', text: words.notDecoded };
    return { ok: false, reason, warnings: [] };
  }
  const { width, height } = workingSize(film);
  const far = `isnan(prev_selected_t)+gte(t-prev_selected_t\\,${(spacing * 0.98).toFixed(4)})`;
  const chain = `select=${far},scale=${width}:${height}:flags=area,format=gray`;
  const args = [
    ...['-nostdin', '-v', 'error', '-noautorotate', ...options, ...input],
    // The times go the other way, as check sums of the same frames.
    ...['-filter_complex', `[0:V:0]${chain},split[frames][times]`],
    ...[
      '-map',
      '[frames]',
      '-frames:v',
      String(most),
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
      'pipe:1',
    ],
    ...['-map', '[times]', '-frames:v', String(most), '-fps_mode', 'passthrough', '-enc_time_base', '-1'],
    ...['-f', 'framecrc', 'pipe:2'],
  ];
  const { limits, signal } = context;
  const { result, reason } = await runFfmpeg('ffmpeg', args, limits, signal);
  signal.throwIfAborted();
  if (!result.ok) return { ok: false, reason: reason!, warnings: complaintLines(result.failure.stderr) };
  const { times, rest } = frameTimes(result.stderr.replaceAll(film.path, 'evidence'));
  const warnings = complaintLines(rest);
  const size = width * height;
  const frames = Array.from({ length: Math.floor(result.stdout.length / size) }, (_, index) => ({
    at: Math.max(0, times[index] ?? index * spacing),
    plane: {
      width,
      height,
      data: Float32Array.from(result.stdout.subarray(index * size, (index + 1) * size)),
    },
  }));
  if (frames.length === 0 && result.exitCode !== 0) {
    const detail = warnings.slice(0, 10).join('\n');
    return { ok: false, reason: { code: 'undecodable', text: words.notDecoded, detail }, warnings };
  }
  return { ok: true, frames, warnings };
}

/** Lines of FFmpeg's `framecrc` muxer, and what else was said. */
function frameTimes(stderr: string): { readonly times: readonly number[]; readonly rest: string } {
  const times: number[] = [];
  const rest: string[] = [];
  let base = 0;
  for (const line of stderr.split('\n')) {
    const unit = /^#tb 0: (\d{1,9})\/(\d{1,9})$/.exec(line);
    const frame = /^0, +-?\d+, +(-?\d+), /.exec(line);
    if (unit !== null) base = Number(unit[1]) / Math.max(1, Number(unit[2]));
    else if (frame !== null) times.push(Number(frame[1]) * base);
    else if (!line.startsWith('#')) rest.push(line);
  }
  return { times, rest: rest.join('\n') };
}
