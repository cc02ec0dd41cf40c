import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { acknowledgements } from './acknowledgement.ts';
import { inspectCase } from './inspect-case.ts';
import { seeded } from './sources.ts';
import { journalling, startWork, type WorkPlace, workPlace } from './working.ts';

export interface KillCount {
  readonly kills: number;
  /** Operations that had been acknowledged, over all cases. */
  readonly acknowledged: number;
  readonly lost: number;
  readonly corrupt: number;
  readonly slowestOpenMs: number;
  readonly examples: readonly string[];
}

/** Changes of one round of work, so that kills fall on all of it; those beyond the end fall on the next round. */
const changesOfARound = 520;
/** Kills one case has to bear before a new one is begun. */
const killsOfACase = 20;

/**
 * Kill a process that works on a case, over and over, and look at the case each time as its next user would. With the
 * preload library every kill falls right before one change of the disk, drawn by lot; each fourth, and all without
 * the library, comes after a time drawn by lot.
 */
export async function killAndLook(options: {
  readonly kills: number;
  readonly seed: number;
  readonly library: string | null;
}): Promise<KillCount> {
  const chance = seeded(options.seed);
  const found = { acknowledged: 0, lost: 0, corrupt: 0, slowestOpenMs: 0, examples: [] as string[] };
  let kills = 0;
  while (kills < options.kills) {
    const place = workPlace();
    try {
      for (let turn = 0; turn < killsOfACase && kills < options.kills; turn += 1) {
        const order = { ...place.order, seed: kills + 1, rounds: 40, large: turn % 5 === 4 };
        if (!(await killOnce({ ...place, order }, options.library, kills, chance))) continue;
        kills += 1;
        const { lost, corrupt, openMs } = await inspectCase(
          place.order.directory,
          acknowledgements(place.order.acknowledgements),
        );
        found.lost += lost.length > 0 ? 1 : 0;
        found.corrupt += corrupt.length > 0 ? 1 : 0;
        found.slowestOpenMs = Math.max(found.slowestOpenMs, openMs);
        if (lost.length + corrupt.length > 0 && found.examples.length < 5)
          found.examples.push(`kill ${kills}: ${[...lost, ...corrupt].slice(0, 3).join('; ')}`);
      }
      found.acknowledged += acknowledgements(place.order.acknowledgements).filter(
        ({ what }) => what !== 'refused' && what !== 'end',
      ).length;
    } finally {
      place.remove();
    }
  }
  return { kills, ...found };
}

/** `false`: it came to its end before. */
async function killOnce(
  place: WorkPlace,
  library: string | null,
  number: number,
  chance: () => number,
): Promise<boolean> {
  const byChange = library !== null && number % 4 !== 3;
  const killAt = 1 + Math.floor(chance() * changesOfARound);
  const working = startWork(place, byChange ? journalling(library, place, { killAt }) : {});
  if (!byChange) {
    const before = readFileSync(place.order.acknowledgements).length;
    const stop = performance.now() + 20_000;
    while (performance.now() < stop && readFileSync(place.order.acknowledgements).length === before)
      await sleep(4);
    await sleep(chance() * 500);
    working.child.kill('SIGKILL');
  }
  const { complaint, signal } = await working.over;
  if (complaint !== '') throw new Error(`The working process complained: ${complaint}`);
  return signal === 'SIGKILL';
}
