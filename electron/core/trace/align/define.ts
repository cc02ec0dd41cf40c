import type { Alignment } from '#shared/domain/comparison.ts';
import type { Media } from '#shared/domain/media.ts';
import type { TaskContext } from '../../media/task-context.ts';

export interface AlignedFile {
  /** Absolute path; only read. */
  readonly path: string;
  readonly media: Media;
}

export interface AlignRequest {
  /** The presumed original. */
  readonly first: AlignedFile;
  readonly second: AlignedFile;
  readonly context: TaskContext;
  /** Keep a file beside the result; figures refer to it by this name (lower-case, `change-map.png`). */
  artifact(name: string, mime: string, bytes: Uint8Array): Promise<void>;
}

/** Lays two files over each other. One file in `align/` for each kind of media, its only export named `aligner`. */
export interface Aligner {
  /** Cheap: can these two be laid over each other by it? */
  appliesTo(first: Media, second: Media): boolean;
  /** In a worker only. Same files, same answer; `artifacts` is filled in by the caller. A thrown error is a bug. */
  align(request: AlignRequest): Promise<Omit<Alignment, 'artifacts'>>;
}
