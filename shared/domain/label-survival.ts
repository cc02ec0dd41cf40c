import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { LabelState } from './label.ts';
import { Localized } from './localized.ts';

/** What became of labels from copy to copy. States facts; never who did it or why. */

export const LabelFate = z.enum(['kept', 'moved', 'altered', 'lost', 'added', 'undetermined']);
export type LabelFate = z.infer<typeof LabelFate>;

export const LabelPassage = z.object({
  from: Sha256,
  to: Sha256,
  labels: z.array(
    z.object({
      fate: LabelFate,
      standard: z.string(),
      standardTitle: Localized,
      /** Places in the earlier and the later file; `null` where it is not. */
      before: z.object({ place: z.string(), says: Localized }).nullable(),
      after: z.object({ place: z.string(), says: Localized }).nullable(),
      /** Fields whose value differs, by name. */
      changed: z.array(
        z.object({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
      ),
    }),
  ),
  /** Ordinary processing that has this effect, with its source. */
  innocent: z.array(z.object({ text: Localized, cite: Localized })),
  /** Reading of the rules about it: "possible, intent unknown". */
  reading: Localized.nullable(),
});
export type LabelPassage = z.infer<typeof LabelPassage>;

export const LabelSurvival = z.object({
  files: z.array(
    z.object({
      sha256: Sha256,
      number: z.number().int().positive(),
      name: z.string(),
      state: LabelState,
      standards: z.array(z.string()),
    }),
  ),
  /** From each file to the next, in the order the examiner gave; in a report one for each assumed copy. */
  passages: z.array(LabelPassage),
});
export type LabelSurvival = z.infer<typeof LabelSurvival>;
