import { type ChildProcess, spawn } from 'node:child_process';
import { BoundedText, type FailureCode, type ProgramFailure } from './complaints.ts';
import { type ConfinedCommand, confine, scrubbedEnvironment } from './confinement.ts';
import { findExecutable } from './program-paths.ts';

/** What a child program may use and how its output is taken. */
export interface ProgramOptions {
  readonly signal: AbortSignal;
  /** Wall time in milliseconds. */
  readonly timeMs: number;
  /** Bytes it may print on stdout. */
  readonly outputBytes: number;
  /** Address space in bytes; enforced where `prlimit` exists (Linux). */
  readonly memoryBytes?: number;
  /** Bytes of any file it may write; none unless said. */
  readonly fileBytes?: number;
  /** Folder it starts in and takes as home. */
  readonly directory?: string;
  /** Bytes for stdin; without them stdin is closed. */
  readonly input?: Uint8Array;
  /** Takes stdout piece by piece instead of collecting it; a promise holds the program back. */
  readonly onStdoutChunk?: (chunk: Uint8Array) => void | Promise<void>;
}

/** Ran to its end (whatever its exit code says), or did not. A non-zero exit code is for the caller to judge. */
export type ProgramResult =
  | { readonly ok: true; readonly stdout: Uint8Array; readonly stderr: string; readonly exitCode: number }
  | { readonly ok: false; readonly failure: ProgramFailure };

/** Kept of stderr: enough for every complaint of a damaged file, too little to fill memory. */
const STDERR_BYTES = 128 * 1024;

/**
 * Run a program on evidence: argument array, no shell, an environment with nothing in it but PATH and
 * locale, limits of the operating system where they exist, and the whole process group killed on abort.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramResult> {
  const fail = (code: FailureCode, signal: NodeJS.Signals | null = null, stderr = ''): ProgramResult => ({
    ok: false,
    failure: { code, program, signal, stderr },
  });
  if (options.signal.aborted) return fail('aborted');
  const path = await findExecutable(program);
  if (path === null) return fail('missing');
  const command = await confine(path, args, options);
  return await new Promise<ProgramResult>((resolve, reject) => {
    const child = startProgram(command, options.directory, options.input === undefined ? 'ignore' : 'pipe');
    const collected: Uint8Array[] = [];
    const complaints = new BoundedText(STDERR_BYTES);
    let printed = 0;
    let ended: FailureCode | null = null;
    let consumerError: unknown;
    let consuming: Promise<void> = Promise.resolve();

    const end = (code: FailureCode): void => {
      ended ??= code;
      killProgram(child);
    };
    const timer = setTimeout(() => end('timed-out'), options.timeMs);
    const onAbort = (): void => end('aborted');
    options.signal.addEventListener('abort', onAbort, { once: true });

    const consume = async (chunk: Uint8Array): Promise<void> => {
      try {
        const pending = options.onStdoutChunk?.(chunk);
        if (pending === undefined) return;
        child.stdout?.pause();
        await pending;
        child.stdout?.resume();
      } catch (error) {
        consumerError ??= error;
        end('aborted');
      }
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      if (ended !== null) return;
      printed += chunk.length;
      if (printed > options.outputBytes) end('output-limit');
      else if (options.onStdoutChunk === undefined) collected.push(chunk);
      else consuming = consuming.then(() => consume(chunk));
    });
    child.stderr?.on('data', (chunk: Buffer) => complaints.add(chunk));
    // A program that ends before it has read all its input is no failure of ours.
    child.stdin?.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET')
        complaints.add(Buffer.from(`${error.message}\n`));
    });
    child.stdin?.end(options.input);

    const settle = (): void => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', onAbort);
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      settle();
      if (error.code === 'ENOENT' || error.code === 'EACCES') resolve(fail('missing'));
      else reject(error);
    });
    child.on('close', (exitCode, signal) => {
      settle();
      consuming.then(() => {
        if (consumerError !== undefined) reject(consumerError);
        else if (ended !== null) resolve(fail(ended, signal, complaints.text()));
        else if (signal === 'SIGXCPU') resolve(fail('timed-out', signal, complaints.text()));
        else if (exitCode === null) resolve(fail('killed', signal, complaints.text()));
        else resolve({ ok: true, stdout: Buffer.concat(collected), stderr: complaints.text(), exitCode });
      }, reject);
    });
  });
}

/** Start a confined child with a scrubbed environment. */
export function startProgram(
  { command, args, ownGroup }: ConfinedCommand,
  directory: string | undefined,
  stdin: 'ignore' | 'pipe',
): ChildProcess {
  const child = spawn(command, args, {
    cwd: directory ?? (process.platform === 'win32' ? undefined : '/'),
    env: scrubbedEnvironment(directory),
    stdio: [stdin, 'pipe', 'pipe'],
    detached: ownGroup,
    windowsHide: true,
    shell: false,
  });
  if (ownGroup && child.pid !== undefined) groups.add(child);
  return child;
}

/** Children that lead a process group of their own. */
const groups = new WeakSet<ChildProcess>();

/** Kill a child started by `startProgram` and, where it leads a group, everything it started. */
export function killProgram(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (!groups.has(child)) {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // Nobody left in the group.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
