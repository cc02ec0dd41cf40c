import { localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { complaintLines } from './complaints.ts';
import type { Limits } from './limits.ts';
import { inputArguments, runFfmpeg } from './video.ts';

export type SoundStreamAnswer =
  | {
      readonly ok: true;
      /** Samples that were handed over. */
      readonly samples: number;
      /** False when the sound goes on after the longest time asked for. */
      readonly complete: boolean;
      /** The decoder's complaints. */
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/**
 * The first sound stream from its beginning, all channels mixed into one, −1…1, resampled by FFmpeg and handed over
 * piece by piece: hours of sound take no more memory than a second.
 *
 * @param rate samples per second
 * @param seconds at most this long
 */
export async function soundStream(
  path: string,
  media: Media,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
  { limits, signal }: { readonly limits: Limits; readonly signal: AbortSignal },
  take: (samples: Float32Array) => void,
): Promise<SoundStreamAnswer> {
  const input = inputArguments(path, media.format);
  if (input === null) {
    const text = localized('Sound of this format cannot be decoded.', '无法解码此格式的声音。');
    return { ok: false, reason: { code: 'format-unsupported', text }, warnings: [] };
  }
  const most = Math.round(seconds * rate);
  const args = [
    ...['-nostdin', '-v', 'error', '-threads', '1', '-t', (seconds + 1).toFixed(3), ...input],
    ...['-map', '0:a:0', '-vn', '-sn', '-dn'],
    ...['-ac', '1', '-ar', String(rate), '-c:a', 'pcm_s16le', '-f', 's16le', '-'],
  ];
  let handed = 0;
  let complete = true;
  // A pipe may cut a sample in two.
  let odd: number | null = null;
  const onChunk = (chunk: Uint8Array): void => {
    const bytes = odd === null ? chunk : Buffer.concat([Uint8Array.of(odd), chunk]);
    odd = bytes.length % 2 === 0 ? null : bytes[bytes.length - 1]!;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const count = Math.min(bytes.length >> 1, most - handed);
    if (count < bytes.length >> 1) complete = false;
    if (count === 0) return;
    const samples = new Float32Array(count);
    for (let at = 0; at < count; at += 1) samples[at] = view.getInt16(at * 2, true) / 32_768;
    handed += count;
    take(samples);
  };
  const allowed = { ...limits, outputBytes: Math.ceil((seconds + 2) * rate) * 2 };
  const { result, reason } = await runFfmpeg('ffmpeg', args, allowed, signal, onChunk);
  if (!result.ok) return { ok: false, reason: reason!, warnings: complaintLines(result.failure.stderr) };
  const warnings = complaintLines(result.stderr.replaceAll(path, 'evidence'));
  if (result.exitCode !== 0 && handed === 0) {
    const without = /matches no streams/.test(result.stderr);
    const text = without
      ? localized('The file has no sound.', '文件中没有声音。')
      : localized('The sound could not be decoded.', '声音无法解码。');
    const code = without ? 'no-sound' : 'undecodable';
    return { ok: false, reason: { code, text, detail: warnings.slice(0, 10).join('\n') }, warnings };
  }
  return { ok: true, samples: handed, complete, warnings };
}
