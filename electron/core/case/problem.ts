import { type Localized, localized } from '#shared/domain/localized.ts';

/**
 * Why a case could not be made or opened:
 * - `not-a-case`: no case folder there, or another program's database
 * - `exists`: a case is to be made where something is already
 * - `locked`: open for writing elsewhere
 * - `newer` / `older`: made by a newer version; or by an older one, only read, and too large for a copy in memory
 * - `damaged`: the database is corrupt, or its schema is not ours
 * - `not-writable`: opened for writing on a medium or with an account that cannot write
 * - `upgrade-failed`: a migration failed; the file is as it was
 * - `engine`: the SQLite library at hand is too old to be trusted
 */
export interface CaseProblem {
  readonly code:
    | 'not-a-case'
    | 'exists'
    | 'locked'
    | 'newer'
    | 'older'
    | 'damaged'
    | 'not-writable'
    | 'upgrade-failed'
    | 'engine';
  readonly message: Localized;
  /** For scripts and the log: the system's or SQLite's own words. */
  readonly detail?: string;
}

export type CaseResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: CaseProblem };

/** Build the failing half of a result. */
export function caseProblem(
  code: CaseProblem['code'],
  en: string,
  chinese: string,
  detail?: string,
): { readonly ok: false; readonly problem: CaseProblem } {
  const message = localized(en, chinese);
  return { ok: false, problem: detail === undefined ? { code, message } : { code, message, detail } };
}

/** The error code of a failed system or SQLite call (`ENOENT`, `SQLITE_BUSY`), or the empty string. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** An error's own words. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
