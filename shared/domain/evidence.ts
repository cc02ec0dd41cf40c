import { z } from 'zod';
import { Localized } from './localized.ts';
import { Media } from './media.ts';

/** Lower-case hexadecimal SHA-256: the address of a piece of evidence inside a case. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export type Sha256 = z.infer<typeof Sha256>;

/** Size of the pieces that are hashed one by one, so that damage can be located. */
export const CHUNK_BYTES = 16 * 1024 * 1024;

/**
 * Hash of the decoded content (pixels, PCM samples, video frames): two files with different bytes and
 * the same content hash differ only in metadata or in lossless packing.
 */
export const ContentHash = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('known'),
    of: z.enum(['pixels', 'pcm', 'frames', 'text']),
    sha256: Sha256,
    /** How it was made: decoder and version, canonical form. Equal hashes mean something only for equal methods. */
    method: z.string(),
    /** The decoder's complaints; it went on, but the content may be incomplete. */
    warnings: z.array(z.string()),
  }),
  z.object({ state: z.literal('undetermined'), reason: Localized }),
  z.object({ state: z.literal('not-applicable') }),
]);
export type ContentHash = z.infer<typeof ContentHash>;

/** One time a file was taken in. The same bytes taken in twice are one evidence with two acquisitions. */
export const Acquisition = z.object({
  how: z.enum(['file', 'folder', 'upload', 'sample']),
  /** Path as shown: control and bidirectional characters escaped. */
  path: z.string(),
  /** The path's bytes exactly as the file system gave them, hexadecimal. */
  pathBytes: z.string(),
  modifiedAt: z.string().nullable(),
  acquiredAt: z.string(),
  actor: z.string(),
});
export type Acquisition = z.infer<typeof Acquisition>;

export const Evidence = z.object({
  sha256: Sha256,
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
  size: z.number().int().nonnegative(),
  /** Name as shown: escaped. The exact bytes are in `nameBytes` (hexadecimal). */
  name: z.string(),
  nameBytes: z.string(),
  media: Media,
  content: ContentHash,
  acquisitions: z.array(Acquisition).min(1),
  /** Position in the case, from 1: the exhibit number shown on screen and in reports. */
  number: z.number().int().positive(),
});
export type Evidence = z.infer<typeof Evidence>;
