import { localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { complaintLines } from './complaints.ts';
import type { Limits } from './limits.ts';
import type { RgbPlane } from './text-lines/rgb-plane.ts';
import { inputArguments, runFfmpeg } from './video.ts';

export interface FrameRequest {
  /** Seconds from the beginning. */
  readonly from: number;
  /** Frames at most. */
  readonly count: number;
  /** Ticks per second: at each the frame on screen at that moment is taken. */
  readonly rate: number;
  /** Longest side, pixels; larger frames are reduced. */
  readonly side?: number;
  /** A part of the frame as shown, whole pixels. */
  readonly part?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export type FramesAnswer =
  | {
      readonly ok: true;
      /** The n-th is what is on screen at `from + n ÷ rate` seconds. */
      readonly frames: readonly RgbPlane[];
      /** The decoder's complaints. */
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/**
 * Frames of the first picture stream as a player shows them: turned upright, square pixels, each at the moment it
 * is on screen, decoded by FFmpeg.
 */
export async function videoFrames(
  path: string,
  media: Media,
  request: FrameRequest,
  { limits, signal }: { readonly limits: Limits; readonly signal: AbortSignal },
): Promise<FramesAnswer> {
  const input = inputArguments(path, media.format);
  if (input === null) {
    const text = localized('Frames of this format cannot be decoded.', '无法解码此格式的画面。');
    return { ok: false, reason: { code: 'format-unsupported', text }, warnings: [] };
  }
  const { from, count, rate, side, part } = request;
  const filters = [
    'scale=max(1\\,trunc(iw*sar)):ih,setsar=1',
    // Rounded up, a frame is taken from the first tick at which it is on screen.
    `fps=${rate}:start_time=0:round=up`,
    ...(part === undefined ? [] : [`crop=${part.width}:${part.height}:${part.x}:${part.y}:exact=1`]),
    ...(side === undefined
      ? []
      : [`scale=min(iw\\,${side}):min(ih\\,${side}):force_original_aspect_ratio=decrease:flags=area`]),
  ];
  const args = [
    ...['-nostdin', '-v', 'error', '-threads', '1'],
    ...(from > 0 ? ['-ss', from.toFixed(3)] : []),
    ...input,
    ...['-map', '0:V:0', '-vf', filters.join(','), '-frames:v', String(count)],
    ...['-pix_fmt', 'rgb24', '-c:v', 'ppm', '-f', 'image2pipe', '-'],
  ];
  const { result, reason } = await runFfmpeg('ffmpeg', args, limits, signal);
  if (!result.ok) return { ok: false, reason: reason!, warnings: complaintLines(result.failure.stderr) };
  const warnings = complaintLines(result.stderr.replaceAll(path, 'evidence'));
  const frames = pixmaps(result.stdout);
  if (frames.length === 0 && from === 0) {
    const text = localized('No frame of the video could be decoded.', '视频中没有可解码的画面。');
    const detail = warnings.slice(0, 10).join('\n');
    return { ok: false, reason: { code: 'undecodable', text, detail }, warnings };
  }
  return { ok: true, frames, warnings };
}

/** Portable pixmaps one after another (netpbm `P6`), as FFmpeg writes them. */
function pixmaps(bytes: Uint8Array): RgbPlane[] {
  const frames: RgbPlane[] = [];
  let at = 0;
  while (at + 16 < bytes.length) {
    const header = /^P6\n(\d{1,5}) (\d{1,5})\n255\n/.exec(
      Buffer.from(bytes.subarray(at, at + 32)).toString('latin1'),
    );
    if (header === null) break;
    const [width, height] = [Number(header[1]), Number(header[2])];
    const start = at + header[0].length;
    at = start + width * height * 3;
    // A picture that was cut short is none.
    if (width > 0 && height > 0 && at <= bytes.length)
      frames.push({ width, height, data: bytes.subarray(start, at) });
  }
  return frames;
}
