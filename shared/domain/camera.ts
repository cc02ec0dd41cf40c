import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { Localized } from './localized.ts';

/** What is told of a camera's sensor-noise fingerprint. */
export const Camera = z.object({
  /** Of the fingerprint's file; it is known by it. */
  sha256: Sha256,
  name: z.string(),
  /** As the first reference says it, in Exif. */
  make: z.string().nullable(),
  model: z.string().nullable(),
  /** Stored size of the references. */
  frame: z.object({ width: z.number().int(), height: z.number().int() }),
  /** What of the frame the fingerprint covers. */
  left: z.number().int(),
  top: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  references: z.array(Sha256),
});
export type Camera = z.infer<typeof Camera>;

/** A fingerprint that was made, and the references that were left out. */
export const MadeCamera = z.object({
  camera: Camera,
  refused: z.array(z.object({ path: z.string(), reason: Localized })),
});
export type MadeCamera = z.infer<typeof MadeCamera>;
