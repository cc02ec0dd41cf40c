import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { EngineState } from './engines.ts';
import { trustFolder } from './trust-lists.ts';

/**
 * Keys the examiner pins: a signature inside a label that fits one of them is by whoever holds that key. They
 * stand in `label-keys.json` in the folder of trust lists.
 */
const fileName = 'label-keys.json';

export const LabelKey = z.strictObject({
  /** Whose key it is, in the examiner's words. */
  name: z.string().min(1).max(200),
  algorithm: z.enum(['sm2-sm3', 'rsa-sha256', 'ecdsa-sha256']),
  /** SubjectPublicKeyInfo in hexadecimal; for SM2 also the point (`04‖x‖y`, `x‖y`, compressed). */
  publicKey: z
    .string()
    .max(8192)
    .regex(/^(?:[0-9a-fA-F]{2})+$/),
  /** Where the examiner has the key from. */
  source: z.string().min(1).max(2000),
  since: z.iso.date(),
});
export type LabelKey = z.infer<typeof LabelKey>;

const KeyFile = z.strictObject({ version: z.literal(1), keys: z.array(LabelKey).max(1000) });

export interface LabelKeys {
  readonly keys: readonly LabelKey[];
  /** Why the file could not be used, in words for the run's warnings; `null`: it could, or there is none. */
  readonly problem: string | null;
}

/** The pinned keys of a folder; a file that does not hold pins nothing, and says so. */
export async function readLabelKeys(folder: string | null = trustFolder()): Promise<LabelKeys> {
  const bytes = await keyFile(folder);
  if (bytes === null) return { keys: [], problem: null };
  try {
    const { keys } = KeyFile.parse(JSON.parse(bytes.toString('utf8')));
    return { keys, problem: null };
  } catch (error) {
    if (error instanceof SyntaxError) return unusable('it is not JSON');
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    return unusable(`${issue?.path.join('.') ?? ''} ${issue?.message ?? 'wrong form'}`.trim());
  }
}

function unusable(why: string): LabelKeys {
  return { keys: [], problem: `${fileName} in the folder of trust lists is not used: ${why}` };
}

/** What takes part in run keys: the file's hash, whether it can be used or not. */
export async function labelKeysState(folder: string | null = trustFolder()): Promise<EngineState> {
  const bytes = await keyFile(folder);
  if (bytes === null) return { version: 'no pinned keys' };
  return { version: `keys ${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}` };
}

const LARGEST = 1 << 20;

async function keyFile(folder: string | null): Promise<Buffer | null> {
  if (folder === null) return null;
  try {
    const bytes = await readFile(join(folder, fileName));
    // Too large to be parsed; still told from no file, and from any other.
    return bytes.length <= LARGEST ? bytes : bytes.subarray(0, LARGEST);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return null;
    throw error;
  }
}
