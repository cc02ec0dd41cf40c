import { describe, expect, it } from 'vitest';
import { runLabelMutations } from '../support/label-mutations.ts';

/** Formats without framing: any stretch of them is a file of the format, shorter or longer. */
const unframed = new Set(['html', 'markdown', 'text', 'xmp-sidecar']);

describe('damaged files with labels', () => {
  // The run of 10,000 is test/fuzz/labels.ts.
  it('are read without a throw or a hang, and never said to be whole when their frame is broken', async () => {
    const summary = await runLabelMutations({ seed: 3, from: 0, count: 600 });
    expect(summary.broken).toEqual([]);
    expect(Object.values(summary.outcomes).reduce((sum, number) => sum + number, 0)).toBe(600);
    expect(summary.outcomes.found).toBeGreaterThan(100);
    expect(summary.outcomes.undetermined).toBeGreaterThan(100);
    const wrong = summary.silent.filter(
      ({ label, carrier }) => label === 'whole' || (label === 'resized' && !unframed.has(carrier)),
    );
    expect(wrong).toEqual([]);
  });
});
