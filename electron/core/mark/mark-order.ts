import { z } from 'zod';
import { MarkKeyName } from '#shared/domain/mark.ts';
import { DurableRequest } from '#shared/domain/marking.ts';
import { type IdentifierFault, readIdentifier } from '#shared/text/mark-identifier.ts';
import { KEY_BYTES, type MarkKey } from './key.ts';

/** A key on its way to a worker; it is part of no record. */
export const KeyInput = z.object({
  bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length === KEY_BYTES),
  name: MarkKeyName,
});

/** A marking request with its files and its key. `out` must not exist. */
export const MarkOrder = DurableRequest.omit({ key: true }).extend({
  register: z.boolean().default(false),
  source: z.string().min(1),
  out: z.string().min(1),
  /** Name of the original where its path is not its name. */
  name: z.string().min(1).optional(),
  /**
   * `mark`: without a mark there is no copy; `layers`: what a file cannot have is refused layer by layer, and the
   * others are written.
   */
  needs: z.enum(['mark', 'layers']).default('mark'),
});
export type MarkOrder = z.infer<typeof MarkOrder> & { readonly key: MarkKey };

export interface PayloadFault {
  readonly why: IdentifierFault;
}

/** An identifier as people write it: decimal, or hexadecimal behind `0x`. */
export function parsePayload(text: string): string | PayloadFault {
  const read = readIdentifier(text);
  return 'fault' in read ? { why: read.fault } : read.decimal;
}
