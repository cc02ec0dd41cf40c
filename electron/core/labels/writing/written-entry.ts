import { z } from 'zod';
import type { LabelEntry } from '../define.ts';

/** One value as it must be found again in the new file. */
export const WrittenEntry = z.object({
  /** Id of the standard it belongs to. */
  standard: z.string(),
  kind: z.enum(['text', 'xmp']),
  /** Name without prefix: `AIGC`, `DigitalSourceType`. */
  key: z.string(),
  value: z.string(),
  /** Where the carrier put it, in the container's own words. */
  place: z.string(),
});
export type WrittenEntry = z.infer<typeof WrittenEntry>;

export function writtenEntries(standard: string, entry: LabelEntry, place: string): WrittenEntry[] {
  if (entry.kind === 'text') return [{ standard, kind: 'text', key: entry.key, value: entry.value, place }];
  return entry.properties.map(({ name, value }) => ({ standard, kind: 'xmp', key: name, value, place }));
}
