import { localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { complaintLines } from '../../media/complaints.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { inputArguments, runFfmpeg } from '../../media/video.ts';

/** A decoded sound prints more than any limit on text allows; it is never kept. */
const OUTPUT_BYTES = 2 ** 44;

export interface PcmRequest {
  /** Samples per second and channels wanted; those of the file when left out. */
  readonly rate?: number;
  readonly channels?: number;
  /** Which of the file's sound streams. */
  readonly stream?: number;
  /** Seconds at most. */
  readonly seconds?: number;
}

export type PcmAnswer =
  | { readonly ok: true; readonly samples: number; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/**
 * Decode a sound stream with FFmpeg and hand over its interleaved samples (32-bit floating point) piece by piece.
 * FFmpeg waits while `take` works, so that memory does not grow.
 *
 * @param channels of the samples that come.
 */
export async function streamPcm(
  path: string,
  media: Media,
  request: PcmRequest,
  channels: number,
  { limits, signal }: TaskContext,
  take: (samples: Float32Array) => void | Promise<void>,
): Promise<PcmAnswer> {
  const input = inputArguments(path, media.format);
  if (input === null) return { ok: false, reason: unreadable, warnings: [] };
  const args = [
    ...['-nostdin', '-v', 'error', '-threads', '1', ...input],
    ...['-map', `0:a:${request.stream ?? 0}`, '-vn', '-sn', '-dn'],
    ...(request.seconds === undefined ? [] : ['-t', request.seconds.toFixed(3)]),
    ...(request.channels === undefined ? [] : ['-ac', String(request.channels)]),
    ...(request.rate === undefined ? [] : ['-ar', String(request.rate)]),
    ...['-c:a', 'pcm_f32le', '-f', 'f32le', 'pipe:1'],
  ];
  const width = channels * 4;
  let rest: Uint8Array = new Uint8Array(0);
  let samples = 0;
  const onStdoutChunk = (chunk: Uint8Array): void | Promise<void> => {
    const whole = Math.floor((rest.length + chunk.length) / width) * width;
    const bytes = new Uint8Array(whole);
    const own = whole - rest.length;
    if (own <= 0) {
      rest = Buffer.concat([rest, chunk]);
      return undefined;
    }
    bytes.set(rest);
    bytes.set(chunk.subarray(0, own), rest.length);
    rest = chunk.slice(own);
    samples += whole / width;
    return take(new Float32Array(bytes.buffer));
  };
  const { result, reason } = await runFfmpeg(
    'ffmpeg',
    args,
    { ...limits, outputBytes: OUTPUT_BYTES },
    signal,
    onStdoutChunk,
  );
  signal.throwIfAborted();
  if (!result.ok) return { ok: false, reason: reason!, warnings: complaintLines(result.failure.stderr) };
  const warnings = complaintLines(result.stderr.replaceAll(path, 'evidence'));
  if (samples > 0) return { ok: true, samples, warnings };
  const without = /matches no streams/.test(result.stderr);
  return { ok: false, reason: without ? soundless : undecodable, warnings };
}

const unreadable: Reason = {
  code: 'format-unsupported',
  text: localized('Sound of this format cannot be decoded.', '无法解码此格式的声音。'),
};
const soundless: Reason = {
  code: 'no-sound',
  text: localized('The file has no sound.', '文件中没有声音。'),
};
const undecodable: Reason = {
  code: 'undecodable',
  text: localized('The sound could not be decoded.', '声音无法解码。'),
};
