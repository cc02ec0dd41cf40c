import type { TortureRow } from '../row.ts';
import { type Examined, openHostileSession } from './session.ts';

/** What the record says of one file, in the words of goal R3. */
export const fileOutcomes = [
  'ok',
  'ok with warnings',
  'unsupported',
  'malformed',
  'limit refused',
  'worker crashed',
  'timed out',
] as const;
export type FileOutcome = (typeof fileOutcomes)[number];

/** Methods that take a file apart: its structure, metadata, streams, credential, and its pixels. */
export const parsing = [
  'container.structure',
  'metadata.fields',
  'media.streams',
  'provenance.c2pa',
  'pixels.error-level',
] as const;

/** The one outcome of a file; `null` when a run is missing or was recorded twice, or failed in a way R3 does not know. */
export function outcomeOf({ runs }: Examined, analyses: readonly string[]): FileOutcome | null {
  if (runs.length !== analyses.length || !analyses.every((id) => runs.some((run) => run.analysis === id)))
    return null;
  const codes = runs.flatMap((run) => (run.outcome === 'failed' ? [run.reason?.code] : []));
  if (codes.some((code) => code !== 'worker-crashed' && code !== 'timed-out' && code !== 'memory-exceeded'))
    return null;
  if (codes.includes('worker-crashed')) return 'worker crashed';
  if (codes.includes('timed-out')) return 'timed out';
  const reasons = runs.map((run) => run.reason?.code ?? '');
  if (codes.length > 0 || reasons.some((code) => /\blimit\b/.test(code))) return 'limit refused';
  if (runs.some((run) => run.outcome === 'undetermined')) return 'malformed';
  if (runs.every((run) => run.outcome === 'not-applicable')) return 'unsupported';
  return runs.some((run) => run.warnings.length > 0) ? 'ok with warnings' : 'ok';
}

export interface OutcomesOptions {
  readonly files: readonly string[];
  readonly analyses?: readonly string[];
  readonly command: string;
}

/** R3: every hostile file gets exactly one outcome, and the program goes on. */
export async function outcomesOfHostileFiles({
  files,
  analyses = parsing,
  command,
}: OutcomesOptions): Promise<TortureRow> {
  const session = await openHostileSession();
  const counts = new Map<FileOutcome | 'no outcome', number>();
  const crashed: string[] = [];
  try {
    let distinct = 0;
    for (let index = 0; index < files.length; index += 250) {
      for (const one of await session.examine(files.slice(index, index + 250), analyses)) {
        distinct += 1;
        const outcome = outcomeOf(one, analyses) ?? 'no outcome';
        if (outcome === 'worker crashed' || outcome === 'no outcome') crashed.push(one.evidence.name);
        counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      }
    }
    const none = counts.get('no outcome') ?? 0;
    if (crashed.length > 0)
      process.stderr.write(`torture: crashed or without outcome: ${crashed.join(', ')}\n`);
    const list = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
    return {
      goal: 'R3',
      target: 'exactly one outcome for each hostile file, no crash of the program',
      reached: `${distinct} distinct files (${files.length} given): ${list}`,
      // Files with the same bytes are one exhibit; nearly all must have been taken in.
      passed: none === 0 && distinct >= files.length * 0.9,
      command,
    };
  } finally {
    await session.close();
  }
}
