import { corpusRoot } from '../support/corpus.ts';
import type { TortureRow } from './row.ts';

/** One long test: the goals its rows are about, and how it is run. `scale` 1 is the full number of trials. */
export interface TortureForm {
  readonly goals: readonly string[];
  run(scale: number): Promise<readonly TortureRow[]>;
}

const times = (count: number, scale: number) => Math.max(1, Math.round(count * scale));
const hostile = () => import('./hostile/index.ts');
const chosen = async (scale: number) =>
  (await import('./chosen-files.ts')).chosenFiles(corpusRoot, times(200, scale));

/** By goal. Loaded when they are run: one goal alone shall not wait for the others' code. */
export const tortureForms: readonly TortureForm[] = [
  { goals: ['R1'], run: async (scale) => [await (await import('./durability.ts')).kills(scale)] },
  { goals: ['R2'], run: async (scale) => [await (await import('./durability.ts')).powerLoss(scale)] },
  { goals: ['R3'], run: async (scale) => [await (await hostile()).outcomes(scale)] },
  { goals: ['R4'], run: async (scale) => [await (await hostile()).killer(scale)] },
  { goals: ['R5', 'R6'], run: async (scale) => (await hostile()).traces(scale) },
  { goals: ['R7'], run: async (scale) => [await (await hostile()).ceilings(scale)] },
  { goals: ['R8'], run: async (scale) => [await (await hostile()).cancels(scale)] },
  { goals: ['R9'], run: async (scale) => (await import('./durability.ts')).intake(scale) },
  { goals: ['R10'], run: async (scale) => [await (await import('./durability.ts')).bitRot(scale)] },
  {
    goals: ['R11'],
    run: async (scale) => [await (await import('./custody.ts')).custody({ count: times(10_000, scale) })],
  },
  {
    goals: ['R12'],
    run: async (scale) => {
      const { longPackage, packageTorture } = await import('./package.ts');
      // Both: each change is a whole verification, which takes longer with each exhibit.
      const { bytes, exhibits } = longPackage;
      const scaled = { bytes: times(bytes, scale), exhibits: times(exhibits, scale) };
      return [await packageTorture({ ...longPackage, ...scaled })];
    },
  },
  {
    goals: ['R14'],
    run: async (scale) => {
      const files = await chosen(scale);
      const { determinism } = await import('./determinism.ts');
      return [
        await determinism({ ...(files.length === 0 ? {} : { files }), pin: process.platform === 'linux' }),
      ];
    },
  },
  { goals: ['R15'], run: async (scale) => [await (await import('./durability.ts')).fullDisk(scale)] },
  {
    goals: ['R16'],
    run: async (scale) => [await (await import('./hostile-text.ts')).hostileText(scale)],
  },
  { goals: ['R17'], run: async () => [await (await import('./durability.ts')).archives()] },
  {
    goals: ['R18', 'R19', 'R20'],
    run: async (scale) =>
      (await import('./honest-reporting.ts')).honestReporting({ files: await chosen(scale) }),
  },
];
