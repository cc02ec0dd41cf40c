import { localized } from '#shared/domain/localized.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { complaintLines, failureReason } from './complaints.ts';
import { type HostileValue, list, record, text, toHostileValue } from './hostile-json.ts';
import type { Limits } from './limits.ts';
import { findProgram } from './program-paths.ts';
import { type ProgramResult, runProgram } from './spawn.ts';

/**
 * ffprobe and ffmpeg on evidence. The demuxer is chosen by us from the file's content, never by probing:
 * a playlist that calls itself a movie must not be followed (FFmpeg's HLS, DASH and concat demuxers open
 * other files also under a protocol whitelist).
 */
const demuxers: ReadonlyMap<MediaFormat, readonly [string, ...string[]]> = new Map([
  ['mp4', ['mov']],
  ['mov', ['mov']],
  ['m4a', ['mov']],
  ['mp4-fragment', ['mov']],
  ['heif', ['mov']],
  ['avif', ['mov']],
  ['matroska', ['matroska']],
  ['webm', ['matroska']],
  ['avi', ['avi']],
  ['flv', ['flv']],
  ['mpeg-ts', ['mpegts']],
  ['mpeg-ps', ['mpeg']],
  ['asf', ['asf']],
  ['wav', ['wav', 'w64']],
  ['mp3', ['mp3']],
  ['aac', ['aac']],
  ['flac', ['flac']],
  ['ogg', ['ogg']],
  ['aiff', ['aiff']],
  ['amr', ['amr']],
  ['gif', ['gif']],
  ['png', ['apng']],
]);

/** Address space of ffmpeg and ffprobe: their libraries take 300 MB of it before the first byte. */
const MEMORY_BYTES = 1280 * 1024 * 1024;

/** Can streams of this format be read at all? */
export function hasDemuxer(format: MediaFormat): boolean {
  return demuxers.has(format);
}

/** Input options and path for one file; null for formats without a demuxer. */
export function inputArguments(path: string, format: MediaFormat): readonly string[] | null {
  const names = demuxers.get(format);
  if (names === undefined) return null;
  return [
    // One candidate is forced; among several, probing may choose, but nothing else.
    ...(names.length === 1 ? ['-f', names[0]] : []),
    ...['-format_whitelist', names.join(','), '-protocol_whitelist', 'file,pipe'],
    ...['-probesize', '16M', '-analyzeduration', '10M'],
    ...['-i', `file:${path}`],
  ];
}

/** Run ffprobe or ffmpeg with the limits evidence is read under. */
export async function runFfmpeg(
  name: 'ffmpeg' | 'ffprobe',
  args: readonly string[],
  limits: Limits,
  signal: AbortSignal,
  onStdoutChunk?: (chunk: Uint8Array) => void,
): Promise<{ readonly result: ProgramResult; readonly reason: Reason | null }> {
  const program = await findProgram(name);
  if (!program.found) {
    // Never another program than the one chosen, though PATH may have one: results must say what made them.
    const failure = { code: 'missing', program: name, signal: null, stderr: '' } as const;
    return { result: { ok: false, failure }, reason: failureReason(failure, program.remedy) };
  }
  const result = await runProgram(program.path, args, {
    signal,
    timeMs: limits.timeMs,
    outputBytes: limits.outputBytes,
    memoryBytes: Math.min(limits.memoryBytes, MEMORY_BYTES),
    ...(onStdoutChunk === undefined ? {} : { onStdoutChunk }),
  });
  if (result.ok) return { result, reason: null };
  return { result, reason: failureReason(result.failure) };
}

/** What ffprobe says of a file: hostile text throughout, so Maps all the way down. */
export interface Probe {
  readonly format: ReadonlyMap<string, HostileValue>;
  readonly streams: readonly ReadonlyMap<string, HostileValue>[];
  readonly chapters: readonly ReadonlyMap<string, HostileValue>[];
  /** The first decoded frames, at least one per stream where the file allows. */
  readonly frames: readonly ReadonlyMap<string, HostileValue>[];
  /** Complaints: ffprobe ends well on damaged files too, so they are part of the answer. */
  readonly warnings: readonly string[];
}

export type ProbeAnswer =
  | { readonly ok: true; readonly probe: Probe }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/** Packets decoded to learn what the bitstream itself says. */
const PACKETS_DECODED = 24;

/** Headers of a file and its first decoded frames. */
export async function probeStreams(
  path: string,
  media: Media,
  limits: Limits,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const input = inputArguments(path, media.format);
  if (input === null) {
    const reason = {
      code: 'format-unsupported',
      text: localized('Streams of this format cannot be read.', '无法读取此格式的流。'),
    };
    return { ok: false, reason, warnings: [] };
  }
  const args = [
    ...['-v', 'warning', '-threads', '1', '-of', 'json'],
    ...['-show_format', '-show_streams', '-show_chapters', '-show_frames'],
    ...['-read_intervals', `%+#${PACKETS_DECODED}`],
    ...input,
  ];
  const { result, reason } = await runFfmpeg('ffprobe', args, limits, signal);
  if (!result.ok) return { ok: false, reason: reason!, warnings: complaintLines(result.failure.stderr) };
  const warnings = probeComplaints(result.stderr, path);
  const parsed = record(parseJson(result.stdout, limits.depth));
  const streams = list(parsed.get('streams')).map(record);
  if (streams.length === 0) {
    const undecodable = {
      code: 'undecodable',
      text: localized('No stream could be read from this file.', '无法从该文件读取任何流。'),
      detail: warnings.slice(0, 10).join('\n'),
    };
    return { ok: false, reason: undecodable, warnings };
  }
  const frames = list(parsed.get('frames')).map(record);
  const chapters = list(parsed.get('chapters')).map(record);
  return { ok: true, probe: { format: record(parsed.get('format')), streams, chapters, frames, warnings } };
}

/** ffprobe's complaints without its remarks on telemetry tracks, which have no decoder by nature. */
export function probeComplaints(stderr: string, path: string): string[] {
  const lines = stderr.replaceAll(path, 'evidence').split('\n');
  return complaintLines(
    lines.filter((line) => !/^Unsupported codec with id 0 for input stream/.test(line)).join('\n'),
  );
}

function parseJson(bytes: Uint8Array, depth: number): HostileValue {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return toHostileValue(parsed, { depth, values: 400_000, textLength: 4_000 }).value;
  } catch (error) {
    // ffprobe was ended in the middle of its output, or the text is too deep: nothing usable.
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

/** A number field, which ffprobe gives as a number or as text; null when absent or not finite. */
export function numberField(fields: ReadonlyMap<string, HostileValue>, name: string): number | null {
  const value = text(fields.get(name), 40);
  if (value === null || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** A text field; null when absent, blank or `unknown`. */
export function textField(fields: ReadonlyMap<string, HostileValue>, name: string): string | null {
  const value = text(fields.get(name), 2_000)?.trim() ?? '';
  return value === '' || value === 'unknown' || value === 'N/A' ? null : value;
}

/** `30000/1001` → 29.97…; null for `0/0`. */
export function ratioField(fields: ReadonlyMap<string, HostileValue>, name: string): number | null {
  const match = /^(\d{1,12})[/:](\d{1,12})$/.exec(textField(fields, name) ?? '');
  if (match === null || Number(match[1]) === 0 || Number(match[2]) === 0) return null;
  return Number(match[1]) / Number(match[2]);
}
