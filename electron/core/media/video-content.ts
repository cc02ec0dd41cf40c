import { createHash } from 'node:crypto';
import { localized } from '#shared/domain/localized.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { complaintLines } from './complaints.ts';
import { engineVersions } from './engines.ts';
import { type HostileValue, record } from './hostile-json.ts';
import type { Limits } from './limits.ts';
import { inputArguments, numberField, probeStreams, runFfmpeg, textField } from './video.ts';

/** Hash of decoded content, with the recipe to make it again. */
export type ContentHashing =
  | {
      readonly ok: true;
      /** Lower-case hexadecimal. */
      readonly sha256: string;
      readonly method: string;
      /** One line per stream, as hashed. */
      readonly streams: readonly string[];
      /** The decoder's complaints; it went on, but the content may be incomplete. */
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/** What may pass through the hash, bytes; the time limit ends longer work. */
const RAW_BYTES = 2 ** 42;
const MOST_STREAMS = 16;

/**
 * SHA-256 over the stored pictures and sounds: every picture stream (cover images apart) in its own pixel format
 * and every sound stream as 32-bit PCM, undistorted by rotation tags. One line per stream is hashed:
 * `video yuv420p 320x240 <bytes> <sha256 of the raw frames>` or
 * `audio s32le 44100 Hz 2 ch <bytes> <sha256 of the samples>`.
 * Times of display are not part of it. To repeat it by hand, see
 * `storedContent` and `rawArguments`.
 */
export async function hashFrames(
  path: string,
  media: Media,
  limits: Limits,
  signal: AbortSignal,
): Promise<ContentHashing> {
  return await hashStreams(path, media, { limits, signal }, 'frames');
}

/**
 * The same over sound alone. A single stream is hashed as the bare PCM (interleaved 32-bit little-endian),
 * so that `ffmpeg -flags2 +skip_manual -i FILE -map 0:a:0 -c:a pcm_s32le -f s32le - | sha256sum` gives the
 * same number (for MP4 and QuickTime with `-ignore_editlist 1` as well).
 */
export async function hashPcm(
  path: string,
  media: Media,
  limits: Limits,
  signal: AbortSignal,
): Promise<ContentHashing> {
  return await hashStreams(path, media, { limits, signal }, 'pcm');
}

interface HashBounds {
  readonly limits: Limits;
  readonly signal: AbortSignal;
}

interface Stream {
  readonly index: number;
  readonly kind: 'video' | 'audio';
  /** Pixel format and size, or sample rate and channels. */
  readonly form: string;
}

async function hashStreams(
  path: string,
  media: Media,
  bounds: HashBounds,
  of: 'pcm' | 'frames',
): Promise<ContentHashing> {
  const answer = await probeStreams(path, media, bounds.limits, bounds.signal);
  if (!answer.ok) return answer;
  const streams = answer.probe.streams
    .flatMap(describe)
    .filter(({ kind }) => of === 'frames' || kind === 'audio');
  if (streams.length === 0 || streams.length > MOST_STREAMS) {
    const text = localized(
      'The file has no picture or sound that can be hashed.',
      '文件中没有可计算哈希的画面或声音。',
    );
    return { ok: false, reason: { code: 'no-content', text }, warnings: answer.probe.warnings };
  }
  const warnings = new Set(answer.probe.warnings);
  const lines: string[] = [];
  let single = '';
  for (const stream of streams) {
    const hashed = await hashStream(path, media, stream, bounds);
    if (!hashed.ok) return { ok: false, reason: hashed.reason, warnings: [...warnings] };
    for (const warning of hashed.warnings) warnings.add(warning);
    single = hashed.sha256;
    lines.push(`${stream.kind} ${stream.form} ${hashed.bytes} ${hashed.sha256}`);
  }
  const bare = of === 'pcm' && lines.length === 1;
  const { ffmpeg } = await engineVersions(['ffmpeg']);
  const version = 'version' in ffmpeg ? ffmpeg.version : '?';
  return {
    ok: true,
    sha256: bare
      ? single
      : createHash('sha256')
          .update(`${lines.join('\n')}\n`)
          .digest('hex'),
    method: `ffmpeg ${version}: ${streams.map(({ kind, form }) => `${kind} ${form}`).join(', ')}`,
    streams: lines,
    warnings: [...warnings],
  };
}

function describe(fields: ReadonlyMap<string, HostileValue>): readonly Stream[] {
  const index = numberField(fields, 'index');
  const type = textField(fields, 'codec_type');
  if (index === null || textField(fields, 'codec_name') === null) return [];
  if (type === 'audio') {
    const [rate, channels] = [numberField(fields, 'sample_rate'), numberField(fields, 'channels')];
    return [{ index, kind: 'audio', form: `s32le ${rate ?? '?'} Hz ${channels ?? '?'} ch` }];
  }
  const cover = numberField(record(fields.get('disposition')), 'attached_pic') === 1;
  const [width, height] = [numberField(fields, 'width'), numberField(fields, 'height')];
  const pixels = textField(fields, 'pix_fmt');
  if (type !== 'video' || cover || width === null || height === null || pixels === null) return [];
  return [{ index, kind: 'video', form: `${pixels} ${width}x${height}` }];
}

/**
 * Input options that give what is stored instead of what a player shows: no edit list followed, no encoder
 * delay cut away. So the same packets in another container give the same samples.
 */
export function storedContent(format: MediaFormat): readonly string[] {
  const movie = ['mp4', 'mov', 'm4a', 'mp4-fragment', 'heif', 'avif'].includes(format);
  return [...(movie ? ['-ignore_editlist', '1'] : []), '-flags2', '+skip_manual'];
}

/** Output options for one stream: its own samples, no frame dropped or doubled, no rotation applied. */
export function rawArguments(index: number, kind: 'video' | 'audio'): readonly string[] {
  return kind === 'video'
    ? ['-map', `0:${index}`, '-fps_mode', 'passthrough', '-c:v', 'rawvideo', '-f', 'rawvideo', 'pipe:1']
    : ['-map', `0:${index}`, '-c:a', 'pcm_s32le', '-f', 's32le', 'pipe:1'];
}

type Hashed =
  | {
      readonly ok: true;
      readonly sha256: string;
      readonly bytes: number;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: Reason };

async function hashStream(
  path: string,
  media: Media,
  stream: Stream,
  { limits, signal }: HashBounds,
): Promise<Hashed> {
  const hash = createHash('sha256');
  let bytes = 0;
  const args = [
    ...['-nostdin', '-v', 'warning', '-threads', '2', '-noautorotate'],
    ...storedContent(media.format),
    ...(inputArguments(path, media.format) ?? []),
    ...rawArguments(stream.index, stream.kind),
  ];
  const { result, reason } = await runFfmpeg(
    'ffmpeg',
    args,
    { ...limits, outputBytes: RAW_BYTES },
    signal,
    (chunk) => {
      hash.update(chunk);
      bytes += chunk.byteLength;
    },
  );
  if (!result.ok) return { ok: false, reason: reason! };
  const warnings = complaintLines(result.stderr.replaceAll(path, 'evidence'));
  if (bytes === 0) {
    const text = localized('Nothing could be decoded.', '没有内容可以解码。');
    return { ok: false, reason: { code: 'undecodable', text, detail: warnings.slice(0, 5).join('\n') } };
  }
  if (result.exitCode !== 0) warnings.push(`ffmpeg ended with exit code ${result.exitCode}`);
  return { ok: true, sha256: hash.digest('hex'), bytes, warnings };
}
