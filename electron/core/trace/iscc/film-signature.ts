import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { complaintLines, failureReason } from '../../media/complaints.ts';
import { findProgram } from '../../media/program-paths.ts';
import { runProgram } from '../../media/spawn.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { inputArguments } from '../../media/video.ts';
import { signatureFrames } from './signature-frames.ts';
import { signatureLength } from './video-unit.ts';

export type SignatureAnswer =
  | {
      readonly ok: true;
      /** `count × 380` values 0…2. */
      readonly frames: Uint8Array;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/** Address space of ffmpeg here: its filter keeps the signature of every frame. */
const MEMORY_BYTES = 2 * 1024 ** 3;
/** Ten hours at five frames a second take 16 MB. */
const FILE_BYTES = 64 * 1024 * 1024;
/** Frames a second, as iscc-sdk takes them. */
const RATE = 5;
const NAME = 'signature.bin';

/** MPEG-7 frame signatures of a film, by FFmpeg where it is built with them. */
export async function filmSignature(
  path: string,
  media: Media,
  { limits, signal }: TaskContext,
): Promise<SignatureAnswer> {
  const input = inputArguments(path, media.format);
  if (input === null) return failed('format-unsupported', reasons.format);
  const program = await findProgram('ffmpeg');
  if (!program.found) return failed('engine-missing', program.remedy);
  const folder = await mkdtemp(join(tmpdir(), 'assay-signature-'));
  try {
    const args = [
      ...['-nostdin', '-v', 'error', '-threads', '1', ...input, '-map', '0:V:0', '-an', '-sn', '-dn'],
      // A name without a folder: a path would have to be escaped for the filter's own grammar.
      ...['-vf', `fps=fps=${RATE},signature=format=binary:filename=${NAME}`, '-f', 'null', '-'],
    ];
    const result = await runProgram(program.path, args, {
      signal,
      directory: folder,
      timeMs: limits.timeMs,
      outputBytes: limits.outputBytes,
      memoryBytes: MEMORY_BYTES,
      fileBytes: FILE_BYTES,
    });
    if (!result.ok) {
      signal.throwIfAborted();
      return { ok: false, reason: failureReason(result.failure), warnings: [] };
    }
    const warnings = complaintLines(result.stderr.replaceAll(path, 'evidence'));
    if (/No such filter: '?signature/.test(result.stderr)) return failed('engine-filter', reasons.filter);
    if (/matches no streams/.test(result.stderr)) return failed('no-picture', reasons.picture);
    const frames = await readSignature(join(folder, NAME));
    const detail = warnings.slice(0, 10).join('\n');
    if (frames === null || frames.length < signatureLength)
      return failed('undecodable', reasons.undecodable, detail, warnings);
    return { ok: true, frames, warnings };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readSignature(path: string): Promise<Uint8Array | null> {
  try {
    if ((await stat(path)).size > FILE_BYTES) return null;
    return signatureFrames(await readFile(path));
  } catch (error) {
    // A film without a decodable frame leaves no file.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function failed(
  code: string,
  text: Localized,
  detail?: string,
  warnings: readonly string[] = [],
): SignatureAnswer {
  const reason = detail === undefined || detail === '' ? { code, text } : { code, text, detail };
  return { ok: false, reason, warnings };
}

const reasons = {
  format: localized('Films of this format cannot be decoded.', '无法解码此格式的视频。'),
  filter: localized(
    'This build of FFmpeg has no MPEG-7 signature filter (it is part of GPL builds only), so no Video-Code can be made.',
    '此 FFmpeg 版本不含 MPEG-7 视频签名滤镜（仅 GPL 版本提供），因此无法生成视频码。',
  ),
  picture: localized('The file has no moving picture.', '文件中没有视频画面。'),
  undecodable: localized('No frame of the film could be decoded.', '视频中没有可解码的画面。'),
} as const;
