import type { Limits } from '#core/media/limits.ts';
import type { Protection } from '#shared/domain/protection.ts';
import type { WorkerView } from './sandbox/view.ts';

/** Host → worker. */
export type ToWorker =
  | {
      readonly type: 'task';
      readonly id: number;
      readonly task: string;
      readonly input: unknown;
      readonly limits: Limits;
    }
  | { readonly type: 'cancel'; readonly id: number };

/** Worker → host. Everything a worker says is checked before use: a parser may have been taken over. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly id: number; readonly fraction: number }
  | { readonly type: 'value'; readonly id: number; readonly value: unknown }
  | {
      readonly type: 'error';
      readonly id: number;
      readonly code: 'limit-reached' | 'task-failed' | 'cancelled';
      readonly message: string;
      readonly detail: string;
    };

/**
 * Ends what a task wrote to standard error, before its answer is sent: the two come by different ways, and a complaint
 * that is read after the answer would be lost.
 */
export function endOfComplaints(task: number): string {
  return `⟦end of task ${task}⟧`;
}

/** Standard error of a worker without the ends of its tasks, one of which may have come late. */
export function withoutEnds(text: string): string {
  return text.replaceAll(/⟦end of task \d+⟧/g, '');
}

/** One running worker process. */
export interface WorkerProcess {
  readonly pid: number | undefined;
  send(message: ToWorker): void;
  /** Kills the process and everything it started. */
  kill(): void;
}

export interface WorkerListener {
  message(message: FromWorker): void;
  /** A piece of the worker's standard error. */
  stderr(text: string): void;
  /** The process is gone; `how` is its exit code or signal in words. Called exactly once. */
  exit(how: string): void;
}

/** What a process is started for: the files it may see, and how much memory its tasks may take. */
export interface WorkerPurpose {
  readonly view: WorkerView;
  readonly memoryBytes: number;
}

/** How worker processes are started: by fork, or, inside Electron, as utility process. */
export interface Transport {
  readonly protections: readonly Protection[];
  /** A process sees only the files it was started for, and serves no task with others. */
  readonly confinesFiles: boolean;
  start(listener: WorkerListener, purpose: WorkerPurpose): WorkerProcess;
}
