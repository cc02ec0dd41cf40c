import type { Sha256 } from '#shared/domain/evidence.ts';
import {
  type Duty,
  type DutyCatalogue,
  type DutyCell,
  type DutyMatrix,
  DutyOutcome,
  mostDutyExhibits,
} from '#shared/domain/obligation.ts';
import type { DutiesView, DutyQuestion } from '../../../state/view.ts';

/** What of a matrix is on screen, and how its answers are counted. */

type Exhibit = DutyMatrix['exhibits'][number];

/** Worst first: the order in which answers are read. */
export const outcomeOrder: readonly DutyOutcome[] = [
  'fail',
  'warn',
  'undetermined',
  'pass',
  'not-applicable',
];

export function cellKey(duty: string, evidence: Sha256): string {
  return `${duty} ${evidence}`;
}

export function cellsByPlace({ cells }: DutyMatrix): ReadonlyMap<string, DutyCell> {
  return new Map(cells.map((cell) => [cellKey(cell.duty, cell.evidence), cell]));
}

export function countOutcomes(cells: readonly DutyCell[]): Readonly<Record<DutyOutcome, number>> {
  const counts = { pass: 0, fail: 0, warn: 0, undetermined: 0, 'not-applicable': 0 };
  for (const { outcome } of cells) counts[outcome] += 1;
  return counts;
}

const kept: Readonly<Record<DutiesView['rows'], ReadonlySet<DutyOutcome>>> = {
  all: new Set(DutyOutcome.options),
  applicable: new Set(['fail', 'warn', 'undetermined', 'pass']),
  open: new Set(['fail', 'warn', 'undetermined']),
};

/** The duties of which at least one exhibit's answer is of the wanted kind, in the order of the packs. */
export function dutiesShown({ duties, cells }: DutyMatrix, rows: DutiesView['rows']): readonly Duty[] {
  const wanted = new Set(cells.filter(({ outcome }) => kept[rows].has(outcome)).map(({ duty }) => duty));
  return duties.filter(({ id }) => wanted.has(id));
}

export interface PackOfDuties {
  readonly pack: DutyCatalogue['packs'][number] | undefined;
  readonly id: string;
  readonly duties: readonly Duty[];
}

/** Duties by pack, in the order in which they come. */
export function byPack(
  duties: readonly Duty[],
  packs: DutyCatalogue['packs'] | undefined,
): readonly PackOfDuties[] {
  const groups = new Map<string, Duty[]>();
  for (const duty of duties) groups.set(duty.pack, [...(groups.get(duty.pack) ?? []), duty]);
  return [...groups].map(([id, own]) => ({ id, pack: packs?.find((pack) => pack.id === id), duties: own }));
}

export interface Missing {
  /** Analyses without a run, by identifier. */
  readonly analyses: readonly string[];
  readonly exhibits: readonly Exhibit[];
}

/** Which analyses would answer what is undetermined now, and on which exhibits. */
export function missingAnalyses({ cells, exhibits }: DutyMatrix): Missing {
  const analyses = new Set<string>();
  const without = new Set<Sha256>();
  for (const { outcome, support, evidence } of cells) {
    if (outcome !== 'undetermined') continue;
    for (const { analysis, run } of support) {
      if (analysis === null || run !== null) continue;
      analyses.add(analysis);
      without.add(evidence);
    }
  }
  return {
    analyses: [...analyses].sort(),
    exhibits: exhibits.filter(({ sha256 }) => without.has(sha256)),
  };
}

/** Why the answer about a duty can be a warning at most. Empty: it may be "fail". */
export function bounds({
  standing,
  wording,
  force,
}: Duty): readonly ('secondary' | 'transcribed' | 'proposed' | 'voluntary')[] {
  return [
    ...(standing === 'secondary' ? (['secondary'] as const) : []),
    ...(standing !== 'secondary' && wording === 'transcribed' ? (['transcribed'] as const) : []),
    ...(force === 'in-force' ? [] : [force]),
  ];
}

/** Can the question be asked: is nothing left open, and is it not about too many exhibits of so many in the case? */
export function isComplete(
  { jurisdictions, roles, date, exhibits }: DutyQuestion,
  evidenceCount: number,
): boolean {
  const columns = exhibits === null ? evidenceCount : exhibits.length;
  return (
    jurisdictions.length > 0 &&
    roles.length > 0 &&
    /^\d{4}-\d{2}-\d{2}$/.test(date) &&
    columns > 0 &&
    columns <= mostDutyExhibits
  );
}

/** Do two questions ask the same? The order of ticking does not matter. */
export function asksTheSame(one: DutyQuestion, other: DutyQuestion): boolean {
  const plain = ({ jurisdictions, roles, date, exhibits }: DutyQuestion) =>
    JSON.stringify([[...jurisdictions].sort(), [...roles].sort(), date, exhibits && [...exhibits].sort()]);
  return plain(one) === plain(other);
}

/** With `item`, or without it, in the order of `all`. */
export function toggled<T>(all: readonly T[], chosen: readonly T[], item: T, on: boolean): readonly T[] {
  return all.filter((one) => (one === item ? on : chosen.includes(one)));
}

/** `1–3, 5`: numbers in ascending order, runs of three and more drawn together. */
export function numberRanges(numbers: readonly number[]): readonly string[] {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number === run[1] + 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.flatMap(([first, last]) =>
    last - first < 2 ? [...new Set([first, last])].map(String) : [`${first}–${last}`],
  );
}
