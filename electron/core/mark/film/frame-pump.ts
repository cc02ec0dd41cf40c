import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Reason } from '#shared/domain/run.ts';
import { BoundedText, type FailureCode, failureReason } from '../../media/complaints.ts';
import { confine } from '../../media/confinement.ts';
import { findProgram } from '../../media/program-paths.ts';
import { killProgram, startProgram } from '../../media/spawn.ts';
import { nutPieces } from './nut-frames.ts';

export interface FramePump {
  /** Arguments of the FFmpeg that decodes; it writes NUT with one raw picture stream to `pipe:1`. */
  readonly decode: readonly string[];
  /** Arguments of the FFmpeg that encodes; it reads NUT from `pipe:0`. */
  readonly encode: readonly string[];
  readonly frameBytes: number;
  /** Changes the samples of a frame where they lie. */
  onFrame(data: Uint8Array): void;
  readonly timeMs: number;
  readonly signal: AbortSignal;
}

export type PumpAnswer =
  | {
      readonly ok: true;
      readonly frames: number;
      /** What the encoder complained about: not all that goes wrong while a file is closed shows in its exit code. */
      readonly encoderSaid: string;
    }
  | { readonly ok: false; readonly reason: Reason; readonly encoderSaid: string };

/** Address space of each: film decoders and encoders keep tens of frames. */
const MEMORY_BYTES = 6 * 1024 ** 3;
/** What the new file may take, bytes. */
const FILE_BYTES = 2 ** 40;
const STDERR_BYTES = 128 * 1024;

/**
 * Decode a film, change each frame in passing, and encode it: two programs with this one between them. At most three
 * frames are in memory here, and each program waits for the next. Both are ended together, whatever happens.
 */
export async function pumpFrames(pump: FramePump): Promise<PumpAnswer> {
  const program = await findProgram('ffmpeg');
  if (!program.found)
    return { ok: false, reason: { code: 'engine-missing', text: program.remedy }, encoderSaid: '' };
  pump.signal.throwIfAborted();
  const limits = { timeMs: pump.timeMs, memoryBytes: MEMORY_BYTES, fileBytes: FILE_BYTES };
  const decoder = startProgram(await confine(program.path, pump.decode, limits), undefined, 'ignore');
  const encoder = startProgram(await confine(program.path, pump.encode, limits), undefined, 'pipe');
  let stopped: FailureCode | null = null;
  const stop = (code: FailureCode): void => {
    stopped ??= code;
    killProgram(decoder);
    killProgram(encoder);
  };
  const timer = setTimeout(() => stop('timed-out'), pump.timeMs);
  const onAbort = (): void => stop('aborted');
  pump.signal.addEventListener('abort', onAbort, { once: true });
  const [decoderEnd, encoderEnd] = [ended(decoder), ended(encoder)];
  encoder.stdout?.resume();
  let frames = 0;
  let broken: unknown;
  try {
    frames = await passOn(pump, decoder, encoder, encoderEnd.closed);
  } catch (error) {
    broken = error;
    killProgram(decoder);
  } finally {
    encoder.stdin?.end();
  }
  const [decoded, encoded] = [await decoderEnd.closed, await encoderEnd.closed];
  clearTimeout(timer);
  pump.signal.removeEventListener('abort', onAbort);
  pump.signal.throwIfAborted();
  const encoderSaid = encoderEnd.complaints.text();
  const fail = (code: FailureCode, stderr: string): PumpAnswer => ({
    ok: false,
    reason: failureReason({ code, program: 'ffmpeg', signal: null, stderr }),
    encoderSaid,
  });
  if (stopped !== null) return fail(stopped, encoderSaid);
  if (encoded !== 0) return fail('killed', encoderSaid);
  const decoderSaid = decoderEnd.complaints.text();
  if (decoded !== 0 || broken !== undefined)
    return fail('killed', decoderSaid === '' ? String(broken) : decoderSaid);
  return { ok: true, frames, encoderSaid };
}

/** Frames from one to the other; how many there were. Ends early when the encoder has gone. */
async function passOn(
  { frameBytes, onFrame }: FramePump,
  decoder: ChildProcess,
  encoder: ChildProcess,
  gone: Promise<unknown>,
): Promise<number> {
  const [from, to] = [decoder.stdout, encoder.stdin];
  if (from === null || to === null) throw new Error('programs without pipes');
  let open = true;
  const closed = gone.then(() => {
    open = false;
  });
  // That it has gone shows in its exit code, with its own words for it.
  to.on('error', () => {
    open = false;
  });
  let frames = 0;
  for await (const piece of nutPieces(from, frameBytes)) {
    if (!open) break;
    if (piece.kind === 'frame') {
      onFrame(piece.data);
      frames += 1;
    }
    const bytes = piece.kind === 'frame' ? piece.data : piece.bytes;
    // Memory of a frame is used again only when the pipe has room, that is, when the frames before it have left.
    if (!to.write(bytes)) await Promise.race([once(to, 'drain').catch(() => undefined), closed]);
  }
  return frames;
}

interface Ending {
  readonly closed: Promise<number | null>;
  readonly complaints: BoundedText;
}

function ended(child: ChildProcess): Ending {
  const complaints = new BoundedText(STDERR_BYTES);
  child.stderr?.on('data', (chunk: Buffer) => complaints.add(chunk));
  const closed = new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      complaints.add(Buffer.from(`${error.message}\n`));
      resolve(null);
    });
    child.on('close', (code) => resolve(code));
  });
  return { closed, complaints };
}
