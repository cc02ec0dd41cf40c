import { z } from 'zod';
import { Sha256 } from '#shared/domain/evidence.ts';
import { Report } from '#shared/domain/report.ts';

/** What the host asks a worker to do: one printed form of one report, written to one new file. */
export const RenderJob = z.object({
  report: Report,
  /** SHA-256 of the machine-readable record, printed in the footer. */
  recordSha256: Sha256,
  format: z.enum(['html', 'pdf', 'docx']),
  /** Files of the pictures the report names (`pictureReferences`). One that is not listed counts as missing. */
  pictures: z.array(z.object({ key: z.string(), path: z.string() })),
  /** From `reportResources()`; passed, because a bundled worker stands elsewhere than the host. */
  resources: z.object({ template: z.string(), fonts: z.array(z.string()) }),
  /** Absolute path; must not exist yet. */
  output: z.string(),
});
export type RenderJob = z.infer<typeof RenderJob>;

export const RenderResult = z.object({
  sha256: Sha256,
  size: z.number().int().nonnegative(),
  /** PDF only: the standard the file claims, `a-2a` or `a-2b`. */
  standard: z.string().nullable(),
  pictures: z.object({ shown: z.number().int(), notShown: z.number().int() }),
});
export type RenderResult = z.infer<typeof RenderResult>;

/** Limits of one rendering; what goes beyond is left out with a visible statement. */
export interface PictureLimits {
  /** Pictures in one report. */
  readonly count: number;
  /** Bytes of one picture file. */
  readonly fileBytes: number;
  /** Pixels of one picture before it is reduced. */
  readonly pixels: number;
  /** Longest side after reduction, pixels. */
  readonly side: number;
  /** Bytes of all pictures together after reduction. */
  readonly totalBytes: number;
}

const mebibyte = 1024 * 1024;

export const pictureLimits: PictureLimits = {
  count: 400,
  fileBytes: 64 * mebibyte,
  pixels: 120_000_000,
  side: 1400,
  totalBytes: 96 * mebibyte,
};
