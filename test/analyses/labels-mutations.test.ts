import { describe, expect, it } from 'vitest';
import { runLabelMutations } from '../support/label-mutations.ts';

/** Formats without framing: any stretch of them is a file of the format, shorter or longer. */
const unframed = new Set(['html', 'markdown', 'svg', 'text', 'usd', 'xmp-sidecar']);

describe('damaged files with labels', () => {
  // The run of 10,000 is test/fuzz/labels.ts. With this seed no change makes another valid file by chance, as some
  // do that it lists: a cut-out that leaves a sound picture, a letter in the name that leads to the label.
  it('are read without a throw or a hang, and never said to be whole when their frame is broken', async () => {
    const summary = await runLabelMutations({ seed: 1, from: 0, count: 1500, withClips: false });
    expect(summary.broken).toEqual([]);
    expect(Object.values(summary.outcomes).reduce((sum, number) => sum + number, 0)).toBe(1500);
    expect(summary.outcomes.found).toBeGreaterThan(300);
    expect(summary.outcomes.undetermined).toBeGreaterThan(300);
    const wrong = summary.silent.filter(
      ({ label, carrier }) => label === 'whole' || (label === 'resized' && !unframed.has(carrier)),
    );
    expect(wrong).toEqual([]);
  });
});
