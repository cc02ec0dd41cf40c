import { PassThrough } from 'node:stream';
import type { FfmpegCommand } from 'fluent-ffmpeg';
import { localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { complaintLines } from './complaints.ts';
import type { Limits } from './limits.ts';
import { findProgram } from './program-paths.ts';
import { inputArguments } from './video.ts';

/**
 * Pictures for looking at, made from sound and video: the only file that knows fluent-ffmpeg. Nothing that
 * counts as evidence is made here; evidence paths use `video.ts`, which keeps arguments and complaints.
 */
export interface DerivedPicture {
  readonly bytes: Uint8Array;
  readonly mime: 'image/png';
  readonly width: number;
  readonly height: number;
}

export type DerivedAnswer =
  | { readonly ok: true; readonly picture: DerivedPicture }
  | { readonly ok: false; readonly reason: Reason };

export interface DerivedOptions {
  readonly limits: Limits;
  readonly signal: AbortSignal;
}

/** A PNG is at most this large: previews, not masters. */
const PICTURE_BYTES = 16 * 1024 * 1024;

/** One picture of a video, upright and with square pixels: near its beginning, but past a fade-in. */
export async function posterFrame(
  path: string,
  media: Media,
  options: DerivedOptions & { readonly maxSide: number },
): Promise<DerivedAnswer> {
  const side = Math.max(16, Math.round(options.maxSide));
  const filter = `scale=iw*sar:ih,setsar=1,scale=${side}:${side}:force_original_aspect_ratio=decrease`;
  const output = ['-map', '0:V:0', '-frames:v', '1', '-vf', filter];
  const at = Math.min(10, (media.durationSeconds ?? 0) / 10);
  const first = await draw(path, media, ['-ss', at.toFixed(3)], output, options);
  // A stated length may be a lie, or the only key frame lies before: the first picture will do.
  return first.ok || at === 0 || options.signal.aborted
    ? first
    : await draw(path, media, [], output, options);
}

/** The loudness of a sound over its whole length, drawn from left to right. */
export async function waveform(
  path: string,
  media: Media,
  options: DerivedOptions & { readonly width: number; readonly height: number },
): Promise<DerivedAnswer> {
  const size = `${Math.round(options.width)}x${Math.round(options.height)}`;
  const graph = `[0:a:0]aformat=channel_layouts=mono,showwavespic=s=${size}:colors=0x3b6ea5`;
  return await draw(path, media, [], ['-filter_complex', graph, '-frames:v', '1'], options);
}

async function draw(
  path: string,
  media: Media,
  before: readonly string[],
  output: readonly string[],
  { limits, signal }: DerivedOptions,
): Promise<DerivedAnswer> {
  const program = await findProgram('ffmpeg');
  const input = inputArguments(path, media.format);
  if (!program.found) return { ok: false, reason: { code: 'engine-missing', text: program.remedy } };
  if (input === null) return undrawable('format-unsupported', media.format);
  if (signal.aborted) return undrawable('aborted', '');
  const { default: fluent } = await import('fluent-ffmpeg');
  // Everything but the last two words (`-i`, path) are input options.
  const command = fluent({ timeout: Math.ceil(limits.timeMs / 1000) })
    .setFfmpegPath(program.path)
    .input(input.at(-1) ?? '')
    .inputOptions(['-nostdin', '-threads', '2', ...before, ...input.slice(0, -2)])
    .outputOptions(['-v', 'error', ...output, '-c:v', 'png', '-f', 'image2pipe']);
  const drawn = await collect(command, signal);
  if (typeof drawn === 'string') return undrawable('undecodable', drawn.replaceAll(path, 'evidence'));
  // IHDR of the PNG we asked for: width and height as 32-bit numbers.
  if (drawn.length < 24 || drawn.toString('latin1', 12, 16) !== 'IHDR') return undrawable('undecodable', '');
  const [width, height] = [drawn.readUInt32BE(16), drawn.readUInt32BE(20)];
  return { ok: true, picture: { bytes: drawn, mime: 'image/png', width, height } };
}

/** The program's output, or what it complained about. */
function collect(command: FfmpegCommand, signal: AbortSignal): Promise<Buffer | string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (): void => {
      command.kill('SIGKILL');
    };
    const settle = (answer: Buffer | string): void => {
      signal.removeEventListener('abort', stop);
      resolve(answer);
    };
    const sink = new PassThrough();
    sink.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > PICTURE_BYTES) stop();
      else chunks.push(chunk);
    });
    sink.on('end', () => settle(Buffer.concat(chunks)));
    command.on('error', (error: Error, _stdout: string | null, stderr: string | null) =>
      settle(complaintLines(`${error.message}\n${stderr ?? ''}`, 5).join('\n')),
    );
    signal.addEventListener('abort', stop, { once: true });
    command.pipe(sink, { end: true });
  });
}

function undrawable(code: string, detail: string): DerivedAnswer {
  const text = localized('No picture could be made of this file.', '无法为该文件生成图像。');
  return { ok: false, reason: detail === '' ? { code, text } : { code, text, detail } };
}
