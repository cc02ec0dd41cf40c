import { fail } from '#shared/contract/errors.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { errorCode } from '../case/problem.ts';
import { withFullStop } from '../labels/writing/words.ts';
import type { TaskFailure } from '../ports.ts';
import { problem } from '../problems.ts';
import { nothingWritten } from '../provenance/sign/identity.ts';

/** What a failed task means for the copy that was to be made. */
export function taskProblem(failure: TaskFailure, out: string) {
  if (failure.code === 'cancelled') return problem('cancelled');
  // File system errors cross the worker's border as text.
  if (/\bENOSPC\b|No space left on device/.test(`${failure.message} ${failure.detail ?? ''}`))
    return problem('disk-full', out);
  if (/\bE(ACCES|PERM|ROFS|IO|NOENT|DQUOT)\b/.test(failure.message))
    return problem('input-output', `${out}: ${failure.message}`);
  const detail = [failure.message, failure.detail ?? ''].join('\n').trim().slice(0, 2000);
  return problem('marking-failed', detail);
}

const codesOfMachine: ReadonlySet<string> = new Set(['check-failed', 'statement-lost']);

/** A reason that stops the whole copy: in what was asked for, or in the machine. */
export function reasonProblem({ code, text, detail }: Reason) {
  if (code === 'disk-full') return problem('disk-full', detail);
  const words = nothingWritten(withFullStop(text));
  if (code === 'engine-missing') return fail('engine-missing', words, detail);
  return fail(codesOfMachine.has(code) ? 'marking-failed' : 'marking-refused', words, detail);
}

export function refusal(why: Localized, detail?: string) {
  return fail('marking-refused', nothingWritten(withFullStop(why)), detail);
}

/** Errors of the file system are answers; everything else is a bug. */
export function fileProblem(error: unknown, out: string) {
  const code = errorCode(error);
  if (!/^E[A-Z0-9]+$/.test(code)) throw error;
  if (code === 'EEXIST') return problem('file-exists', out);
  return problem(code === 'ENOSPC' ? 'disk-full' : 'input-output', `${out}: ${code}`);
}
