import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What the working process said is done, one JSON document a line: none of it may be lost from then on. */
export const Acknowledgement = z.discriminatedUnion('what', [
  z.object({ what: z.literal('case') }),
  z.object({ what: z.literal('evidence'), sha256: z.string() }),
  z.object({ what: z.literal('run'), id: z.string() }),
  z.object({
    what: z.literal('note'),
    table: z.enum(['publication', 'regions', 'geometry']),
    evidence: z.string(),
    version: z.number(),
  }),
  z.object({ what: z.literal('report'), name: z.string(), sha256: z.string() }),
  /** Something was refused, in a sentence meant for the examiner. */
  z.object({ what: z.literal('refused'), of: z.string(), code: z.string(), text: z.string() }),
  z.object({ what: z.literal('end') }),
]);
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** The whole lines of a file of acknowledgements; what a kill cut short was never said. */
export function acknowledgements(path: string): Acknowledgement[] {
  return parseAcknowledgements(readFileSync(path, 'utf8'));
}

export function parseAcknowledgements(text: string): Acknowledgement[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Acknowledgement.parse(JSON.parse(line)));
}
