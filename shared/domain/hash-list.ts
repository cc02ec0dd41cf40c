import { z } from 'zod';
import { Sha256 } from './evidence.ts';

/** Lists of hashes from elsewhere, against which suspects are looked up. */

/** Why a row of a list was not taken. */
export const rowFaults = [
  'not-32-digits',
  'not-64-digits',
  'blank-code',
  'not-a-film',
  'not-a-frame',
  'too-many-frames',
  'no-value',
  'kind-unknown',
  'not-csv',
  'rest-not-read',
] as const;
export type RowFault = (typeof rowFaults)[number];

const count = z.number().int().nonnegative();

/** What is kept of an imported list: `list.json` in its folder. */
export const HashList = z.object({
  format: z.literal('assay-hash-list'),
  version: z.literal(1),
  /** First 16 digits of the SHA-256 of the source. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  name: z.string(),
  source: z.object({ name: z.string(), sha256: Sha256, size: count }),
  /** ISO 8601. */
  importedAt: z.string(),
  counts: z.object({
    /** Rows with a value, whatever became of it. */
    rows: count,
    entries: count,
    /** PDQ codes of pictures. */
    pictures: count,
    films: count,
    frames: count,
    md5: count,
    sha256: count,
    /** Frames and pictures below the quality from which on a code may be matched. */
    belowQuality: count,
    bad: count,
  }),
  /** Rows of types that are not used here, by type. */
  unused: z.record(z.string(), count),
  /** The first of the bad rows. */
  bad: z.array(z.object({ line: z.number().int().positive(), fault: z.enum(rowFaults) })),
  /** Files beside this one, as they must be. */
  files: z.array(z.object({ name: z.string(), size: count, sha256: Sha256 })),
});
export type HashList = z.infer<typeof HashList>;

/** A list as it is shown. */
export const HashListView = z.object({
  list: HashList,
  /** Names of files that are missing or are not what was imported; such a list is not searched. */
  damaged: z.array(z.string()),
});
export type HashListView = z.infer<typeof HashListView>;
