import type { Reproduction, Tolerance } from '#shared/domain/reproduction.ts';
import type { Run } from '#shared/domain/run.ts';
import { canonicalHash } from '../canonical-json.ts';

/** Differences named one by one; the rest is counted. */
const named = 20;
/** Characters of a value that are shown. */
const shown = 200;

/** What a run answers, without when and how fast: what a repetition must give again. */
type Answer = Pick<Run, 'outcome' | 'result' | 'findings' | 'figures' | 'artifacts' | 'warnings'> & {
  readonly reason: Pick<NonNullable<Run['reason']>, 'code' | 'text'> | null;
};

/** SHA-256 over the canonical form (RFC 8785) of what a repetition is held against. */
export function recordedAnswer(run: Run): string {
  return canonicalHash(answerOf(run));
}

function answerOf(run: Run): Answer {
  const { outcome, result, findings, figures, artifacts, reason } = run;
  return {
    ...{ outcome, result, findings, figures, artifacts },
    warnings: run.warnings.map(withoutProcess),
    // The detail of a reason is for the fault report: stacks and bytes of memory, never the same twice.
    reason: reason === undefined ? null : { code: reason.code, text: reason.text },
  };
}

/** Libraries begin what they print with the number of their process: `(node:4711)`, `(process:4711)`. */
function withoutProcess(line: string): string {
  return line.replace(/\((\w+):\d+\)/g, '($1)');
}

export interface RunComparison
  extends Pick<
    Reproduction,
    'answer' | 'differences' | 'differenceCount' | 'tolerated' | 'artifacts' | 'tolerance'
  > {
  readonly verdict: 'identical' | 'within-tolerance' | 'different';
}

/** Hold two runs on the same evidence against each other. */
export function compareRuns(recorded: Run, repeated: Run, tolerance: Tolerance | null): RunComparison {
  const [before, after] = [answerOf(recorded), answerOf(repeated)];
  const answer = { recorded: canonicalHash(before), repeated: canonicalHash(after) };
  const found: { pointer: string; recorded: string | null; repeated: string | null }[] = [];
  let tolerated = 0;
  if (answer.recorded !== answer.repeated)
    walk('', before, after, (pointer, old, now) => {
      if (near(old, now, tolerance)) tolerated += 1;
      else found.push({ pointer: pointer.toWellFormed(), recorded: short(old), repeated: short(now) });
    });
  const exact = answer.recorded === answer.repeated;
  return {
    verdict: exact ? 'identical' : found.length === 0 ? 'within-tolerance' : 'different',
    answer,
    differences: found.slice(0, named),
    differenceCount: found.length,
    tolerance,
    tolerated,
    artifacts: artifactDifferences(recorded, repeated),
  };
}

function near(old: unknown, now: unknown, tolerance: Tolerance | null): boolean {
  if (tolerance === null || typeof old !== 'number' || typeof now !== 'number') return false;
  const most = Math.max(tolerance.absolute, tolerance.relative * Math.max(Math.abs(old), Math.abs(now)));
  return Math.abs(old - now) <= most;
}

/** Tells of every leaf that is not the same; what only one side has is told once, as a whole. */
function walk(
  pointer: string,
  old: unknown,
  now: unknown,
  tell: (pointer: string, old: unknown, now: unknown) => void,
): void {
  if (Object.is(old, now)) return;
  if (!isTree(old) || !isTree(now) || Array.isArray(old) !== Array.isArray(now)) {
    // A record read back from the case is JSON: absent and `undefined` are the same there, and so are 0 and -0.
    if ((old ?? null) !== (now ?? null)) tell(pointer, old, now);
    return;
  }
  const [before, after] = [new Map(Object.entries(old)), new Map(Object.entries(now))];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const step = key.replaceAll('~', '~0').replaceAll('/', '~1');
    walk(`${pointer}/${step}`, before.get(key), after.get(key), tell);
  }
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function short(value: unknown): string | null {
  if (value === undefined) return null;
  const text = JSON.stringify(value);
  return text.length <= shown ? text : `${text.slice(0, shown).toWellFormed()}…`;
}

function artifactDifferences(recorded: Run, repeated: Run): RunComparison['artifacts'] {
  const before = new Map(recorded.artifacts.map(({ name, sha256 }) => [name, sha256]));
  const after = new Map(repeated.artifacts.map(({ name, sha256 }) => [name, sha256]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const pair = { name, recorded: before.get(name) ?? null, repeated: after.get(name) ?? null };
    return pair.recorded === pair.repeated ? [] : [pair];
  });
}
