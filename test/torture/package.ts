import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recipeLines } from '#core/package/recipe.ts';
import { verifyPackage } from '#core/package/verify-package.ts';
import { packed, packedCase } from '../support/packages.ts';
import { changesOf } from './package-changes.ts';
import { runSuite } from './package-suite.ts';
import type { TortureRow } from './row.ts';

export interface PackageOptions {
  /** Bytes changed in each file, one at a time. */
  readonly bytes: number;
  readonly exhibits: number;
  /** Where the conformance suite of the Library of Congress lies; absent: not run, and the row says so. */
  readonly suite?: string | undefined;
  /** Run the recipe of `VERIFY.txt` against every so many-th change as well, and against every new file. */
  readonly recipeEvery: number;
}

export const longPackage: PackageOptions = {
  bytes: 60,
  exhibits: 20,
  suite: process.env.ASSAY_BAGIT_SUITE,
  recipeEvery: 25,
};

export interface PackageFindings {
  readonly changes: number;
  readonly missed: readonly string[];
  readonly recipeRuns: number;
  readonly recipeMissed: readonly string[];
}

/** R12: any byte changed anywhere in a package is found, by Assay and by the printed recipe. */
export async function packageTorture(options: PackageOptions = longPackage): Promise<TortureRow> {
  const found = await changePackage(options);
  const suite = options.suite === undefined ? null : await runSuite(options.suite);
  const suiteWords =
    suite === null
      ? 'conformance suite not there'
      : `${suite.bags - suite.differing.length} of ${suite.bags} suite verdicts equal`;
  return {
    goal: 'R12',
    target: 'every change of a package found; suite verdicts 100 %; recipe repeats it',
    reached: `${found.changes - found.missed.length} of ${found.changes} changes found; recipe ${found.recipeRuns - found.recipeMissed.length} of ${found.recipeRuns}; ${suiteWords}`,
    passed: found.missed.length + found.recipeMissed.length + (suite?.differing.length ?? 0) === 0,
    command: 'npm run torture -- --only R12',
  };
}

/** Make every change in turn, and see whether it is noticed. */
export async function changePackage(options: PackageOptions): Promise<PackageFindings> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-package-'));
  const contents = Array.from({ length: options.exhibits }, (_, index) => randomBytes(100 + index * 977));
  const store = await packedCase(folder, contents);
  try {
    const out = join(folder, 'package');
    await packed(store, out);
    const missed: string[] = [];
    const recipeMissed: string[] = [];
    let changes = 0;
    let turn = 0;
    let recipeRuns = 0;
    for (const { kind, file, make } of changesOf(out, options.bytes)) {
      const name = `${kind} ${file.slice(out.length + 1)}`;
      const undo = make();
      changes += 1;
      const { state } = await verifyPackage(out, store.ports);
      if (state === 'intact') missed.push(name);
      // The one kind `VERIFY.txt` says the recipe does not notice: a link to the very same bytes.
      if (kind !== 'linked' && (kind === 'new' || turn++ % options.recipeEvery === 0)) {
        recipeRuns += 1;
        if (recipeHolds(out)) recipeMissed.push(name);
      }
      undo();
    }
    const { state } = await verifyPackage(out, store.ports);
    if (state !== 'intact' || !recipeHolds(out)) missed.push('taking the changes back');
    return { changes, missed, recipeRuns, recipeMissed };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The recipe as a reader runs it: a bare shell, all lines, in the package's folder. */
export function recipeHolds(folder: string): boolean {
  try {
    execFileSync('/bin/sh', ['-e', '-c', recipeLines.join('\n')], {
      cwd: folder,
      stdio: 'ignore',
      env: {
        PATH: '/usr/bin:/bin',
      },
    });
    return true;
  } catch (error) {
    if ((error as { status?: unknown }).status === undefined) throw error;
    return false;
  }
}

if (import.meta.main) {
  const { values } = (await import('node:util')).parseArgs({
    options: { suite: { type: 'string' }, bytes: { type: 'string', default: String(longPackage.bytes) } },
  });
  const row = await packageTorture({
    ...longPackage,
    bytes: Number(values.bytes),
    suite: values.suite ?? longPackage.suite,
  });
  console.info(`${row.goal} ${row.passed ? 'passed' : 'FAILED'}: ${row.reached}`);
  process.exitCode = row.passed ? 0 : 1;
}
