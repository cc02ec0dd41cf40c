import { z } from 'zod';
import { LabelledFile, LabelReadBack } from '#shared/domain/labelling.ts';
import { Reason } from '#shared/domain/run.ts';
import { LabelOrder } from './order.ts';
import { WrittenEntry } from './written-entry.ts';

/** What the host and its worker say to each other while a copy is labelled. Only the worker reads a stranger's file. */

const Refused = z.object({ ok: z.literal(false), reason: Reason });

export const WriteInput = z.object({
  order: LabelOrder,
  /** New files without a name yet, in the folder of the output. The last one is `file`. */
  drafts: z.object({ rendered: z.string(), file: z.string() }),
});

/** What must still be found when somebody else has worked on the draft. */
const Promised = z.object({
  entries: z.array(WrittenEntry),
  /** Statements of other standards, as `standard`, `key` and `raw`. */
  others: z.array(z.object({ standard: z.string(), key: z.string(), raw: z.string() })),
});
export type Promised = z.infer<typeof Promised>;

export const WriteOutput = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    ...LabelledFile.pick({ changes: true, rest: true, readBack: true, notes: true }).shape,
    promised: Promised,
  }),
  Refused,
]);
export type WriteOutput = z.infer<typeof WriteOutput>;

export const CheckInput = z.object({ path: z.string(), promised: Promised });

export const CheckOutput = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), readBack: z.array(LabelReadBack) }),
  Refused,
]);
export type CheckOutput = z.infer<typeof CheckOutput>;
