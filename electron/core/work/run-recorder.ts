import type { Run } from '#shared/domain/run.ts';
import type { CaseStore } from '../case/store.ts';

/** How long a finished run may wait for others to be written with it, milliseconds. */
const gatherMs = 30;

interface Waiting {
  readonly runs: readonly Run[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Writes runs to the case in groups: every commit waits for the disk, and a busy pool finishes dozens of runs
 * in that time. A run counts as recorded, and is announced, only after its group is on the disk.
 */
export class RunRecorder {
  readonly #store: CaseStore;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(store: CaseStore) {
    this.#store = store;
  }

  /** Resolves when the runs are on the disk. */
  record(runs: readonly Run[]): Promise<void> {
    if (runs.length === 0) return Promise.resolve();
    return new Promise((done, failed) => {
      this.#waiting.push({ runs, done, failed });
      this.#timer ??= setTimeout(() => this.#write(), gatherMs);
    });
  }

  #write(): void {
    const group = this.#waiting;
    this.#waiting = [];
    this.#timer = undefined;
    try {
      this.#store.recordRuns(group.flatMap(({ runs }) => runs));
    } catch (error) {
      for (const { failed } of group) failed(error);
      return;
    }
    for (const { done } of group) done();
  }
}
