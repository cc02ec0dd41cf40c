import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { orderedAnalyses } from '#core/work/examination.ts';
import { corpusRoot } from '../../support/corpus.ts';
import { smallMedia } from '../../support/small-media.ts';
import type { TortureRow } from '../row.ts';
import { bombs } from './bombs.ts';
import { cancelling } from './cancelling.ts';
import { idle } from './idle.ts';
import { oneKiller } from './killer.ts';
import { bombsWithinMemory } from './memory.ts';
import { filesBelow, hostileFiles } from './mutants.ts';
import { outcomesOfHostileFiles, parsing } from './outcomes.ts';
import { traceable, traced } from './traced.ts';

/** Long forms of R3 to R8. `scale` 1 is the full number of trials. */

const command = (goal: string) => `npm run torture -- --only ${goal}`;
const times = (count: number, scale: number) => Math.max(1, Math.round(count * scale));

/**
 * Damaged files and sound ones to damage: of the shared corpus and of the folders `ASSAY_HOSTILE_FILES` names, when they
 * are there, and always one file of each format we can make.
 */
async function withHostileFiles<T>(count: number, use: (files: readonly string[]) => Promise<T>): Promise<T> {
  const below = (folder: string) => (existsSync(folder) ? filesBelow(folder) : []);
  const folder = await mkdtemp(join(tmpdir(), 'assay-hostile-files-'));
  try {
    const small = join(folder, 'sound');
    await mkdir(small);
    for (const [format, make] of smallMedia) await writeFile(join(small, format), await make());
    const malformed = join(corpusRoot, 'malformed');
    const named = (process.env.ASSAY_HOSTILE_FILES ?? '').split(delimiter).filter((path) => path !== '');
    const corpus = [malformed, ...named].flatMap(below).filter((path) => !path.endsWith('.tsv'));
    const sound = [small, corpusRoot].flatMap(below).filter((path) => !path.startsWith(malformed));
    return await use(hostileFiles(count, { corpus, sound, folder }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function outcomes(scale: number): Promise<TortureRow> {
  return withHostileFiles(times(5000, scale), (files) =>
    outcomesOfHostileFiles({ files, command: command('R3') }),
  );
}

/** A hundred files at full length, the last of them the killer. */
export function killer(scale: number): Promise<TortureRow> {
  return withHostileFiles(Math.max(8, times(100, scale)), (files) =>
    oneKiller({ files, analyses: parsing, command: command('R4') }),
  );
}

/** A default examination, and a program that is left open: half an hour at full length. */
export async function traces(scale: number): Promise<TortureRow[]> {
  const goals = ['R5', 'R6'].map((goal) => ({ goal, command: command(goal) }));
  if (!traceable())
    return goals.map((row) => ({
      ...{ ...row, target: 'as traced by strace', passed: false },
      reached: 'not measured: strace is missing or not allowed here',
    }));
  const only = scale < 1 ? parsing : [];
  const [canaries, network] = await traced({ only, command: command('R5') });
  const open = await idle(Math.max(5000, 30 * 60_000 * scale));
  const quiet: TortureRow = {
    ...network!,
    reached: `${network!.reached}; left open for ${Math.round(open.seconds)} s: ${open.network} (${open.calls} calls of ${open.processes} processes)`,
    passed: network!.passed && open.network === 0 && open.listening,
    command: command('R6'),
  };
  return [canaries!, quiet];
}

export function ceilings(scale: number): Promise<TortureRow> {
  const analyses = scale < 1 ? parsing : orderedAnalyses.map(({ id }) => id);
  const names = Object.keys(bombs);
  const step = Math.max(1, Math.min(4, Math.floor(1 / scale)));
  return bombsWithinMemory({
    names: names.filter((_, index) => index % step === 0),
    analyses,
    timed: true,
    command: command('R7'),
  });
}

export function cancels(scale: number): Promise<TortureRow> {
  return cancelling({ cancels: times(200, scale), command: command('R8') });
}
