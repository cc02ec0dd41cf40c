import type { CasePorts } from './case-ports.ts';

/** A step of the wall clock, as the custody chain records it. */
export interface ClockStep {
  readonly action: 'clock.stepped-back' | 'clock.stepped-forward';
  readonly detail: Readonly<Record<string, unknown>>;
}

interface Look {
  readonly wall: number;
  readonly monotonic: number;
}

/** Below this, steps are what time servers correct all day. */
const toleranceMs = 5000;

/**
 * Notices steps of the wall clock: against the time of the last event, and within a session against a clock nobody
 * can set. That one stands still while a machine sleeps (CLOCK_MONOTONIC), so a step forward may be sleep: the event
 * tells what was seen, not why.
 */
export class ClockWatch {
  readonly #ports: CasePorts;
  #seen: Look | null = null;
  /** The look at which a step was told that is not on the disk yet. */
  #told: Look | null = null;

  constructor(ports: CasePorts) {
    this.#ports = ports;
  }

  /** @param last time of the last event of the chain; null: there is none */
  step(last: string | null, now: Date): ClockStep | null {
    const drift = this.#drift(now);
    if (last !== null && now.getTime() < Date.parse(last))
      return { action: 'clock.stepped-back', detail: { from: last, to: now.toISOString() } };
    if (drift === null || Math.abs(drift) <= toleranceMs) return null;
    return {
      action: drift < 0 ? 'clock.stepped-back' : 'clock.stepped-forward',
      detail: {
        from: new Date(now.getTime() - drift).toISOString(),
        to: now.toISOString(),
        against: 'monotonic clock',
      },
    };
  }

  /** The transaction of the steps told since is over: one that was rolled back left none, so they are told again. */
  settle(kept: boolean): void {
    if (kept) this.#seen = this.#told ?? this.#seen;
    this.#told = null;
  }

  /** By how much the wall clock went further than the other one since the last look; null: cannot be said. */
  #drift(now: Date): number | null {
    const monotonic = this.#ports.monotonic?.();
    if (monotonic === undefined) return null;
    const before = this.#told ?? this.#seen;
    const seen = { wall: now.getTime(), monotonic };
    if (before === null) {
      this.#seen = seen;
      return null;
    }
    const drift = Math.round(seen.wall - before.wall - (monotonic - before.monotonic));
    // The earlier look stays until a step is told, so that many small ones add up.
    if (Math.abs(drift) > toleranceMs) this.#told = seen;
    return drift;
  }
}
