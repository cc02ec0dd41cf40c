import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { PackageTimestamp } from '#shared/domain/package.ts';
import { smallFile } from './bag-check.ts';
import { judgeToken, timestampFaults } from './timestamp-token.ts';

export const TimestampInput = z.object({
  /** File the timestamps are about. */
  stamped: z.string(),
  files: z.array(z.object({ name: z.string(), path: z.string() })).max(100),
});

export const TimestampOutput = z.object({
  timestamps: z.array(PackageTimestamp),
  wrong: z.array(z.object({ file: z.string(), fault: z.enum([...timestampFaults, 'not-judged']) })),
});
export type TimestampOutput = z.infer<typeof TimestampOutput>;

/** A response holds a few certificates; more is not one. */
const largestResponse = 1024 * 1024;

/** Task `package-timestamps`: which of these files are timestamps over the other one? */
export async function timestampTask(raw: unknown): Promise<TimestampOutput> {
  const { stamped, files } = TimestampInput.parse(raw);
  const bytes = await readFile(stamped);
  const timestamps: PackageTimestamp[] = [];
  const wrong: TimestampOutput['wrong'] = [];
  for (const { name, path } of files) {
    const response = await smallFile(path, largestResponse);
    const judged = response === null ? 'unreadable' : await judgeToken(response, bytes);
    if (typeof judged === 'string') wrong.push({ file: name, fault: judged });
    else timestamps.push({ file: name, ...judged });
  }
  return { timestamps, wrong };
}
