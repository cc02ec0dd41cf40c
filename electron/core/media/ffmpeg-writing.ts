import type { Reason } from '#shared/domain/run.ts';
import { complaintLines, failureReason } from './complaints.ts';
import type { Limits } from './limits.ts';
import { findProgram } from './program-paths.ts';
import { runProgram } from './spawn.ts';

/** Address space of an encoder: film encoders keep tens of frames. */
const MEMORY_BYTES = 6 * 1024 ** 3;
/** What one new file may take, bytes. */
const FILE_BYTES = 2 ** 40;

export interface WritingOptions {
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Seconds of the new file that are done. */
  onSeconds?(seconds: number): void;
}

export type WritingAnswer =
  | { readonly ok: true; readonly complaints: readonly string[] }
  | { readonly ok: false; readonly reason: Reason };

/** Let ffmpeg write a new file; `args` hold inputs and output, by absolute `file:` paths. */
export async function writeWithFfmpeg(
  args: readonly string[],
  { limits, signal, onSeconds }: WritingOptions,
): Promise<WritingAnswer> {
  const program = await findProgram('ffmpeg');
  if (!program.found) return { ok: false, reason: { code: 'engine-missing', text: program.remedy } };
  let rest = '';
  const result = await runProgram(
    program.path,
    ['-nostdin', '-v', 'warning', '-progress', 'pipe:1', '-stats_period', '0.5', ...args],
    {
      signal,
      timeMs: limits.timeMs,
      outputBytes: limits.outputBytes,
      memoryBytes: MEMORY_BYTES,
      fileBytes: FILE_BYTES,
      onStdoutChunk: (chunk) => {
        const lines = (rest + Buffer.from(chunk).toString('latin1')).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const seconds = /^out_time_us=(\d{1,15})$/.exec(line)?.[1];
          if (seconds !== undefined) onSeconds?.(Number(seconds) / 1e6);
        }
      },
    },
  );
  if (!result.ok) {
    signal.throwIfAborted();
    return { ok: false, reason: failureReason(result.failure) };
  }
  const complaints = complaintLines(result.stderr);
  if (result.exitCode === 0) return { ok: true, complaints };
  const failure = { code: 'killed', program: 'ffmpeg', signal: null, stderr: result.stderr } as const;
  return { ok: false, reason: failureReason(failure) };
}
