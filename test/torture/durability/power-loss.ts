import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAcknowledgements } from './acknowledgement.ts';
import { DiskModel } from './disk-model.ts';
import { inspectCase } from './inspect-case.ts';
import { type Change, readJournal } from './journal.ts';
import { seeded } from './sources.ts';
import { journalling, memoryFolder, startWork, type WorkPlace, workPlace } from './working.ts';

/** What one process wrote, in order, and where. */
export interface Recording {
  readonly changes: readonly Change[];
  readonly place: WorkPlace;
  readonly inode: number;
}

/** Let a process work from the making of a case to its closing, with every change written down. */
export async function recordWork(
  library: string,
  { rounds, weak }: { readonly rounds: number; readonly weak: boolean },
): Promise<Recording> {
  const place = workPlace({ rounds, weak }, 'memory');
  const inode = statSync(place.root).ino;
  const journal = join(place.folder, 'journal');
  const { complaint, code } = await startWork(place, journalling(library, place, { journal })).over;
  if (code !== 0) throw new Error(`The recorded process failed: ${complaint}`);
  return { changes: readJournal(journal), place, inode };
}

export interface Replay {
  readonly points: number;
  /** Points at which something promised was gone. */
  readonly lost: number;
  /** Points at which the case could not be opened, or holds something false. */
  readonly corrupt: number;
  /** The first few, in words. */
  readonly examples: readonly string[];
}

export interface ReplayOptions {
  readonly points: number;
  readonly seed: number;
  /** Changes the disk shall act as if they had not been asked for: shows that the harness sees their lack. */
  ignore?(change: Change): boolean;
}

/** Cut the power at random moments of a recording, and look at what is left as the next user would. */
export async function replayPowerLoss(recording: Recording, options: ReplayOptions): Promise<Replay> {
  const { changes, place, inode } = recording;
  const chance = seeded(options.seed);
  const moments = Array.from({ length: options.points }, () => Math.floor(chance() * (changes.length + 1)));
  moments.sort((a, b) => a - b);
  const model = new DiskModel(place.root, inode);
  const workshop = mkdtempSync(join(memoryFolder(), 'assay-cut-'));
  const found = { lost: 0, corrupt: 0, examples: [] as string[] };
  let at = 0;
  let told = '';
  for (const moment of moments) {
    for (; at < moment; at += 1) {
      const change = changes[at];
      if (change === undefined || options.ignore?.(change) === true) continue;
      if (change.kind === 'told') told += change.text;
      model.apply(change);
    }
    const target = join(workshop, 'root');
    model.cut(target, chance);
    const { lost, corrupt } = await inspectCase(join(target, 'matter.case'), parseAcknowledgements(told));
    if (lost.length > 0) found.lost += 1;
    if (corrupt.length > 0) found.corrupt += 1;
    if (lost.length + corrupt.length > 0 && found.examples.length < 8)
      found.examples.push(`after change ${moment}: ${[...lost, ...corrupt].slice(0, 4).join('; ')}`);
    rmSync(target, { recursive: true, force: true });
  }
  rmSync(workshop, { recursive: true, force: true });
  return { points: moments.length, ...found };
}
