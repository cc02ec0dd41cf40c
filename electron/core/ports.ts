import type { z } from 'zod';
import type { Protection } from '#shared/domain/protection.ts';
import type { CasePorts } from './case/case-ports.ts';
import type { Limits } from './media/limits.ts';

/** Why a task in a worker gave no value. Each is an ordinary result, never an exception. */
export interface TaskFailure {
  readonly code:
    | 'worker-crashed'
    | 'timed-out'
    | 'memory-exceeded'
    | 'cancelled'
    | 'limit-reached'
    | 'task-failed';
  readonly message: string;
  /** Stack or last lines on stderr, for the record. */
  readonly detail?: string;
}

export type TaskResult<T> =
  | { readonly ok: true; readonly value: T; readonly stderr: string; readonly durationMs: number }
  | {
      readonly ok: false;
      readonly failure: TaskFailure;
      readonly stderr: string;
      readonly durationMs: number;
    };

export interface TaskOptions {
  /** Interactive work (what the examiner waits for) goes before batch work. */
  readonly priority: 'interactive' | 'batch';
  readonly limits: Limits;
  readonly signal?: AbortSignal;
  /** Tasks with the same key prefer the same worker, whose decode cache is warm. */
  readonly affinity?: string;
  onProgress?(fraction: number): void;
}

/** The pool of isolated processes in which every parser and decoder runs. */
export interface Workers {
  /** What stands between a file and this machine, and what does not. */
  readonly protections: readonly Protection[];
  /** The answer is parsed with `schema`: a worker that was taken over cannot put anything else into the case. */
  run<T>(task: string, input: unknown, schema: z.ZodType<T>, options: TaskOptions): Promise<TaskResult<T>>;
  close(): Promise<void>;
}

export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void;

/** What a host gives the core. Optional members are what some hosts lack; capabilities tell the screen. */
export interface Ports extends CasePorts {
  readonly host: 'desktop' | 'loopback' | 'command-line';
  readonly log: Log;
  readonly workers: Workers;
  readonly paths: {
    /** Per-user folder for settings and the list of recent cases. */
    readonly data: string;
    /** Where new cases are proposed. */
    readonly cases: string;
    /** Private temporary folder of this process. */
    readonly temporary: string;
    /** Folder of trust lists, the one the workers are given. */
    readonly trust: string;
    /** It is ours to write; otherwise the environment named it, and it is only read. */
    readonly trustManaged: boolean;
  };
  readonly dialogs?: {
    chooseDirectory(purpose: 'open' | 'create'): Promise<string | null>;
    chooseFiles(): Promise<readonly string[]>;
  };
  readonly reveal?: (path: string) => void;
  /** What the environment gives for the keys of this installation. */
  readonly passphrase?: string;
}
