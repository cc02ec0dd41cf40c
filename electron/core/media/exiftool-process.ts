import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { BoundedText, type FailureCode, type ProgramFailure } from './complaints.ts';
import { confine } from './confinement.ts';
import { killProgram, startProgram } from './spawn.ts';

export interface ExiftoolRequest {
  readonly signal: AbortSignal;
  readonly timeMs: number;
  readonly outputBytes: number;
}

export type ExiftoolOutput =
  | { readonly ok: true; readonly stdout: Uint8Array; readonly stderr: string }
  | { readonly ok: false; readonly failure: ProgramFailure };

/** Address space of the Perl process: its own 60 MB, and room for one large file's metadata. */
const MEMORY_BYTES = 512 * 1024 * 1024;
/** Processor time over the life of the process is bounded by this wall time (see `confine`). */
const LIFE_MS = 10 * 60_000;
/** After so many files it is replaced, so that what one file left in memory does not add up. */
const MOST_FILES = 250;
const STDERR_BYTES = 64 * 1024;

/**
 * One exiftool that stays open for many files (starting Perl costs ten times what a file costs). Files go
 * through it one by one; the caller starts another when this one is `ended`.
 */
export class ExiftoolProcess {
  readonly #child: ChildProcess;
  readonly #program: string;
  readonly #stderr = new BoundedText(STDERR_BYTES);
  #served = 0;
  #ended = false;
  #onStdout: (chunk: Buffer) => void = ignore;
  #onStderr: () => void = ignore;
  #onEnd: (signal: NodeJS.Signals | null) => void = ignore;

  static async start(perl: string, script: string): Promise<ExiftoolProcess> {
    // `-config ''` must come first: no configuration file, so no code and no tags but ExifTool's own.
    const args = [script, '-config', '', '-stay_open', 'True', '-@', '-'];
    const command = await confine(perl, args, { timeMs: LIFE_MS, memoryBytes: MEMORY_BYTES });
    return new ExiftoolProcess(perl, startProgram(command, undefined, 'pipe'));
  }

  private constructor(program: string, child: ChildProcess) {
    this.#program = program;
    this.#child = child;
    child.stdout?.on('data', (chunk: Buffer) => this.#onStdout(chunk));
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr.add(chunk);
      this.#onStderr();
    });
    // A closed stdin is followed by the end of the process, which is what counts.
    child.stdin?.on('error', ignore);
    child.on('error', () => this.#finish(null));
    child.on('close', (_code, signal) => this.#finish(signal));
    this.#hold(false);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Files this process has worked on, the failed one included. */
  get served(): number {
    return this.#served;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * Run one command. Arguments go one to a line, so none may hold a line break; nothing of the evidence
   * is ever among them. A failure ends the process.
   */
  async run(args: readonly string[], request: ExiftoolRequest): Promise<ExiftoolOutput> {
    if (args.some((argument) => /[\r\n\0]/.test(argument)))
      throw new Error('An exiftool argument holds a line break');
    // Nobody can put the end mark of this very command into a file.
    const mark = randomInt(1e8, 1e9);
    this.#served += 1;
    this.#stderr.clear();
    this.#hold(true);
    try {
      return await new Promise<ExiftoolOutput>((resolve) => {
        const output: Buffer[] = [];
        let printed = 0;
        let why: FailureCode = 'killed';
        const end = (code: FailureCode): void => {
          why = code;
          this.close();
        };
        const timer = setTimeout(() => end('timed-out'), request.timeMs);
        const onAbort = (): void => end('aborted');
        request.signal.addEventListener('abort', onAbort, { once: true });
        const settle = (answer: ExiftoolOutput): void => {
          clearTimeout(timer);
          request.signal.removeEventListener('abort', onAbort);
          this.#onStdout = ignore;
          this.#onStderr = ignore;
          this.#onEnd = ignore;
          resolve(answer);
        };
        const endMark = Buffer.from(`{ready${mark}}`);
        const complete = (): void => {
          const tail = Buffer.concat(output.slice(-4)).subarray(-endMark.length - 2);
          if (!tail.toString('latin1').trimEnd().endsWith(endMark.toString('latin1'))) return;
          const stderr = this.#stderr.text();
          const at = stderr.lastIndexOf(`{done${mark}}`);
          if (at < 0) return;
          const all = Buffer.concat(output);
          settle({
            ok: true,
            stdout: all.subarray(0, all.lastIndexOf(endMark)),
            stderr: stderr.slice(0, at),
          });
        };
        this.#onStdout = (chunk) => {
          output.push(chunk);
          printed += chunk.length;
          if (printed > request.outputBytes) end('output-limit');
          else complete();
        };
        this.#onStderr = complete;
        this.#onEnd = (signal) =>
          settle({
            ok: false,
            failure: { code: why, program: this.#program, signal, stderr: this.#stderr.text() },
          });
        if (this.#ended) this.#onEnd(null);
        else if (request.signal.aborted) end('aborted');
        else this.#child.stdin?.write([...args, '-echo4', `{done${mark}}`, `-execute${mark}`, ''].join('\n'));
      });
    } finally {
      this.#hold(false);
      if (this.#served >= MOST_FILES) this.close();
    }
  }

  close(): void {
    if (!this.#ended) killProgram(this.#child);
  }

  #finish(signal: NodeJS.Signals | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(signal);
  }

  /** Keep the worker alive while a command runs, and only then. */
  #hold(busy: boolean): void {
    const parts = [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr];
    for (const part of parts as readonly ({ ref?(): void; unref?(): void } | null)[]) {
      if (busy) part?.ref?.();
      else part?.unref?.();
    }
  }
}

function ignore(): void {
  return;
}
