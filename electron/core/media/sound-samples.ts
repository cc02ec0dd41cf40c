import { localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { complaintLines } from './complaints.ts';
import type { Limits } from './limits.ts';
import { inputArguments, runFfmpeg } from './video.ts';

export interface SoundRequest {
  /** Seconds from the beginning. */
  readonly from: number;
  readonly seconds: number;
  /** Samples per second. */
  readonly rate: number;
}

export type SoundAnswer =
  | {
      readonly ok: true;
      /** −1…1, all channels mixed into one. */
      readonly samples: Float32Array;
      /** The decoder's complaints. */
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/** A stretch of the first sound stream as a player plays it, decoded and resampled by FFmpeg. */
export async function soundSamples(
  path: string,
  media: Media,
  { from, seconds, rate }: SoundRequest,
  { limits, signal }: { readonly limits: Limits; readonly signal: AbortSignal },
): Promise<SoundAnswer> {
  const input = inputArguments(path, media.format);
  if (input === null) {
    const text = localized('Sound of this format cannot be decoded.', '无法解码此格式的声音。');
    return { ok: false, reason: { code: 'format-unsupported', text }, warnings: [] };
  }
  const args = [
    ...['-nostdin', '-v', 'error', '-threads', '1'],
    ...(from > 0 ? ['-ss', from.toFixed(3)] : []),
    ...['-t', seconds.toFixed(3), ...input, '-map', '0:a:0', '-vn', '-sn', '-dn'],
    ...['-ac', '1', '-ar', String(rate), '-c:a', 'pcm_s16le', '-f', 's16le', '-'],
  ];
  const { result, reason } = await runFfmpeg('ffmpeg', args, limits, signal);
  if (!result.ok) return { ok: false, reason: reason!, warnings: complaintLines(result.failure.stderr) };
  const warnings = complaintLines(result.stderr.replaceAll(path, 'evidence'));
  if (result.exitCode !== 0 && result.stdout.length === 0) {
    const without = /matches no streams/.test(result.stderr);
    const text = without
      ? localized('The file has no sound.', '文件中没有声音。')
      : localized('The sound could not be decoded.', '声音无法解码。');
    const code = without ? 'no-sound' : 'undecodable';
    return { ok: false, reason: { code, text, detail: warnings.slice(0, 10).join('\n') }, warnings };
  }
  const { stdout } = result;
  const view = new DataView(stdout.buffer, stdout.byteOffset, stdout.byteLength);
  const samples = Float32Array.from(
    { length: stdout.byteLength >> 1 },
    (_, index) => view.getInt16(index * 2, true) / 32768,
  );
  return { ok: true, samples, warnings };
}
