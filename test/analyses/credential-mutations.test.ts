import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runMutations } from '../support/credential-mutations.ts';

const present = (program: string) =>
  (process.env.PATH ?? '').split(':').some((path) => existsSync(join(path, program)));

/** The long version is `test/fuzz/credentials.ts`. */
describe.skipIf(!present('openssl') || !present('ffmpeg'))('fifty damaged signed files', () => {
  it('have one outcome each, crash nothing and keep within their limits', { timeout: 240_000 }, async () => {
    const summary = await runMutations({ seed: 20_260, from: 0, count: 50 });
    expect(summary.remarkable).toEqual([]);
    expect(Object.values(summary.outcomes).reduce((sum, number) => sum + number, 0)).toBe(50);
    // Damage of all kinds: some must be found, some must make the file unreadable.
    expect(summary.outcomes.found).toBeGreaterThan(5);
    expect(summary.outcomes.undetermined).toBeGreaterThan(5);
    expect(summary.slowestMilliseconds).toBeLessThan(20_000);
  });
});
