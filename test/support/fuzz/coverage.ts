import { type Profiler, Session } from 'node:inspector';

/**
 * Which blocks of our own code ran how often, by V8 itself: the feedback that leads the search. Counts are taken in
 * steps (1, 2, 3, 4–7, 8–15, … as AFL does), so that a loop that runs once more is not news every time.
 */
export class Coverage {
  readonly #session = new Session();
  readonly #seen = new Set<string>();

  constructor() {
    this.#session.connect();
    this.#ask('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  get size(): number {
    return this.#seen.size;
  }

  /** What ran since the last call, and how much of it never ran, or never so often. */
  take(): number {
    let fresh = 0;
    for (const { url, functions } of this.#result()) {
      if (!/\/(electron\/core|shared)\//.test(url)) continue;
      for (const { ranges } of functions)
        for (const { startOffset, endOffset, count } of ranges) {
          if (count === 0) continue;
          const key = `${url}:${startOffset}-${endOffset}:${stepOf(count)}`;
          if (this.#seen.has(key)) continue;
          this.#seen.add(key);
          fresh += 1;
        }
    }
    return fresh;
  }

  #ask(method: 'Profiler.enable'): void {
    this.#session.post(method);
  }

  /** Answered before `post` returns: the session is of this very thread. */
  #result(): readonly Profiler.ScriptCoverage[] {
    let answer: readonly Profiler.ScriptCoverage[] = [];
    this.#session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error !== null) throw error;
      answer = taken.result;
    });
    return answer;
  }
}

function stepOf(count: number): number {
  return count < 4 ? count : 2 + Math.floor(Math.log2(count));
}
