import type { Limits } from './limits.ts';

/** What any task in a worker is given beside its input. */
export interface TaskContext {
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Fraction done, 0…1. */
  progress(fraction: number): void;
}
