import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkBag } from '#core/package/bag-check.ts';

/** Bags of the Library of Congress conformance suite whose verdict is not ours; null: the suite is not there. */
export interface SuiteResult {
  readonly bags: number;
  readonly differing: readonly string[];
}

/**
 * Their verdicts by folder: `valid` and `warning` bags are valid, all others not, and what is in `warning` has to be
 * warned of. The bags for one system are held to be invalid on every system.
 */
export async function runSuite(folder: string): Promise<SuiteResult | null> {
  if (!existsSync(folder)) return null;
  const differing: string[] = [];
  let bags = 0;
  for (const version of foldersIn(folder).filter((name) => /^v\d/.test(name)))
    for (const verdict of foldersIn(join(folder, version)))
      for (const bag of foldersIn(join(folder, version, verdict))) {
        const { problems, warnings } = await checkBag(join(folder, version, verdict, bag));
        bags += 1;
        const expected = verdict === 'valid' || verdict === 'warning';
        const warned = verdict !== 'warning' || warnings.length > 0;
        if ((problems.length === 0) !== expected || !warned) differing.push(`${version}/${verdict}/${bag}`);
      }
  return bags === 0 ? null : { bags, differing };
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
