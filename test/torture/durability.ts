/** Long forms of the goals on durability; `npm run torture -- --only R1` and so on run them one by one. */

import { hostileNames, openArchives } from './durability/archives.ts';
import { turnBits } from './durability/bit-rot.ts';
import { fillDisks, mayMountApart } from './durability/disk-full.ts';
import { intakeSpeed, raceSources, sourcesUntouched } from './durability/intake-races.ts';
import { journalLibrary } from './durability/journal.ts';
import { killAndLook } from './durability/kills.ts';
import { withOpenedApp } from './durability/opened-app.ts';
import { recordWork, replayPowerLoss } from './durability/power-loss.ts';
import type { TortureRow } from './row.ts';

const command = (goal: string) => `npm run torture -- --only ${goal}`;
const times = (count: number, scale: number) => Math.max(1, Math.round(count * scale));

export async function kills(scale: number): Promise<TortureRow> {
  const library = journalLibrary();
  const found = await killAndLook({ kills: times(1000, scale), seed: 1, library });
  const { acknowledged, lost, corrupt, slowestOpenMs, examples } = found;
  return {
    goal: 'R1',
    target: '1,000 kills: 0 acknowledged lost, 0 corrupt, reopened in 2 s',
    reached: [
      `${found.kills} kills, ${acknowledged} acknowledged: ${lost} lost, ${corrupt} corrupt`,
      `slowest opening ${(slowestOpenMs / 1000).toFixed(2)} s`,
      ...(library === null ? ['by the clock only: no compiler for the preload library'] : []),
      ...examples,
    ].join('; '),
    passed: lost === 0 && corrupt === 0 && slowestOpenMs <= 2000,
    command: command('R1'),
  };
}

export async function powerLoss(scale: number): Promise<TortureRow> {
  const target = '2,000 power cuts: 0 acknowledged lost, 0 corrupt; the wrong setting is noticed';
  const row = { goal: 'R2', target, command: command('R2') };
  const library = journalLibrary();
  if (library === null)
    return { ...row, reached: 'not run: no C compiler, or no Linux, for the preload library', passed: false };
  const points = times(2000, scale);
  const right = await recordWork(library, { rounds: 3, weak: false });
  const weak = await recordWork(library, { rounds: 3, weak: true });
  try {
    const { lost, corrupt, examples } = await replayPowerLoss(right, { points, seed: 2 });
    const noticed = await replayPowerLoss(weak, { points: Math.ceil(points / 10), seed: 3 });
    return {
      ...row,
      reached: [
        `${points} cuts in ${right.changes.length} changes: ${lost} lost, ${corrupt} corrupt`,
        `with synchronous=NORMAL ${noticed.lost} of ${noticed.points} lose something`,
        ...examples,
      ].join('; '),
      passed: lost === 0 && corrupt === 0 && noticed.lost > 0,
    };
  } finally {
    right.place.remove();
    weak.place.remove();
  }
}

export async function intake(scale: number): Promise<TortureRow[]> {
  return withOpenedApp(async ({ store, sources }) => {
    const kept = await sourcesUntouched(store, sources, times(500, scale));
    const races = await raceSources(store, sources, times(200, scale));
    const bytes = Math.max(32, Math.round(512 * scale)) * 1024 * 1024;
    const speeds = [];
    for (let file = 1; file <= 5; file++) speeds.push(await intakeSpeed(store, sources, bytes, file));
    const safety: TortureRow = {
      goal: 'R9',
      target: '500 sources unchanged, 200 of 200 changes noticed',
      reached: [
        `${kept.unchanged} of ${kept.files} unchanged${kept.attributes ? '' : ' (extended attributes not set here)'}`,
        `${races.detected} of ${races.races} noticed`,
        ...races.missed.slice(0, 3),
      ].join('; '),
      passed: kept.unchanged === kept.files && races.detected === races.races,
      command: command('R9'),
    };
    const taken = speeds.map(({ intake: perSecond }) => perSecond / 1024 / 1024).sort((a, b) => a - b);
    const bare = speeds.map(({ bare: perSecond }) => perSecond / 1024 / 1024).sort((a, b) => a - b);
    const median = taken[2] ?? 0;
    return [
      safety,
      // Of this disk, and of whatever else runs.
      {
        goal: 'R9, speed',
        target: '300 MiB/s',
        reached: `${median.toFixed(0)} MiB/s, median of 5 files (${taken.map((one) => one.toFixed(0)).join(', ')}); a bare flushed copy on the same disk: ${bare[2]?.toFixed(0)} MiB/s`,
        passed: median >= 300,
        command: command('R9'),
      },
    ];
  });
}

export async function bitRot(scale: number): Promise<TortureRow> {
  return withOpenedApp(async ({ app, caseId, sources }) => {
    const { bits, verified, opened, exported, located } = await turnBits(
      app,
      caseId,
      sources,
      times(1000, scale),
    );
    return {
      goal: 'R10',
      target: '1,000 single bits: noticed on opening, verifying and export, piece named',
      reached: `${bits} bits: ${verified} verified, ${opened} opened, ${exported} exported, ${located} pieces named`,
      passed: [verified, opened, exported, located].every((count) => count === bits),
      command: command('R10'),
    };
  });
}

export async function fullDisk(scale: number): Promise<TortureRow> {
  const target = '50 fill points: nothing half registered, room named, reading works, resumed after freeing';
  const row = { goal: 'R15', target, command: command('R15') };
  if (!mayMountApart())
    return { ...row, reached: 'not run: this account may not mount a file system of its own', passed: false };
  const points = fillDisks(times(50, scale));
  const faulty = points.filter(({ faults }) => faults.length > 0);
  const refused = points.filter(({ refusals }) => refusals.length > 0);
  return {
    ...row,
    reached: [
      `${points.length} points, ${refused.length} with refusals, ${faulty.length} with a fault`,
      ...faulty.slice(0, 3).map(({ free, faults }) => `${free} free: ${faults.slice(0, 2).join(', ')}`),
    ].join('; '),
    passed: faulty.length === 0 && (points.length < 10 || refused.length > 0),
  };
}

export async function archives(): Promise<TortureRow> {
  return withOpenedApp(async (opened) => {
    const names = await hostileNames(opened);
    const opening = await openArchives(opened);
    return {
      goal: 'R17',
      target: '0 writes outside, 0 links, 10 of 10 hostile names byte-exact in the custody log',
      reached: `${opening.archives} archives: ${opening.outside} writes outside, ${opening.links} links; ${names.exact} of ${names.names} names byte-exact`,
      passed: opening.outside === 0 && opening.links === 0 && names.exact === names.names,
      command: command('R17'),
    };
  });
}
