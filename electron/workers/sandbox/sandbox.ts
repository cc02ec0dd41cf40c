import type { Localized } from '#shared/domain/localized.ts';
import type { Protection } from '#shared/domain/protection.ts';
import type { WorkerView } from './view.ts';

/** A worker that is to be started. */
export interface WorkerOrder {
  /** The program and its arguments, nothing around it. */
  readonly command: readonly string[];
  readonly view: WorkerView;
  /** Private folder of this one process, its working folder and home. */
  readonly home: string;
  /** Memory limit of the task it is started for, bytes. */
  readonly memoryBytes: number;
  /** Variables it will have. */
  readonly environment: Readonly<Record<string, string>>;
}

/** How it is started. */
export interface Launch {
  readonly command: readonly string[];
  /** Descriptors it inherits after standard streams and channel; the starter closes its own copies. */
  readonly descriptors: readonly number[];
}

/** What an operating system offers around a worker. Chosen once per session, by trying. */
export interface Sandbox {
  readonly protections: readonly Protection[];
  /** The process sees no file but those of its view; then tasks with other files need another process. */
  readonly confinesFiles: boolean;
  /** The process answers a signal with an exit code of 128 and its number. */
  readonly hidesSignals: boolean;
  launch(order: WorkerOrder): Launch;
  /** Told once the process runs; what it returns is told once the process is gone. */
  started?(pid: number, order: WorkerOrder): () => void;
}

/** A sandbox that was tried here, or why it cannot be had: the status shows the reason. */
export type TriedSandbox =
  | { readonly ok: true; readonly sandbox: Sandbox }
  | { readonly ok: false; readonly why: Localized };
