import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { damage } from '../support/fuzz/mutator.ts';
import { fuzzTargets, keptSeeds, loadTarget } from '../support/fuzz/targets.ts';
import { randomNumbers } from '../support/mutations.ts';

/** What the coverage-led runs of `test/fuzz/parsers.ts` kept, read again, and a few files damaged from it. */
const folder = mkdtempSync(join(tmpdir(), 'assay-seeds-'));
const path = join(folder, 'input');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const damaged = 40;

describe('byte parsers read without a fault', () => {
  test.each(fuzzTargets)('%s', async (name) => {
    const target = await loadTarget(name);
    const kept = await keptSeeds(name);
    const seeds = [...(await target.seeds()), ...kept];
    for (const input of kept) await target.read(input, path);
    const random = randomNumbers(8);
    for (let number = 0; number < damaged; number += 1) {
      const start = seeds[Math.floor(random() * seeds.length)]!;
      await target.read(damage(start, seeds, target.tokens, random), path);
    }
    expect(kept.every(({ bytes }) => bytes.length <= 8000)).toBe(true);
  });
});
