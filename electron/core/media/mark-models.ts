import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Sha256 } from '#shared/domain/evidence.ts';
import { errorCode } from '../case/problem.ts';
import type { EngineState } from './engines.ts';
import { markFolders } from './mark-ring.ts';
import { neuralRuntimeVersion } from './neural-network.ts';

/**
 * Networks of others that the examiner imported, one file each beside what is known of it, in the folder of the marks.
 * A network is always run under the hash it was imported with; one that has changed since is not run.
 */
export const modelFolder = 'models';
/** Bytes of the largest network that is taken. */
export const LARGEST_MODEL = 512 * 1024 * 1024;

export const MarkModel = z.strictObject({
  version: z.literal(1),
  sha256: Sha256,
  /** Name of the scheme whose networks are fed like this one. */
  scheme: z.string().max(60),
  /** Name of the file it came from. */
  name: z.string().max(200),
  size: z.number().int().positive().max(LARGEST_MODEL),
  importedAt: z.string(),
  /** `published`: the hash is that of a public file; `own`: it is what was imported, and nothing else vouches for it. */
  pin: z.enum(['published', 'own']),
});
export type MarkModel = z.infer<typeof MarkModel>;

export interface KeptModel extends MarkModel {
  readonly path: string;
}

export interface ModelReading {
  readonly models: readonly KeptModel[];
  /** Files that cannot be used, in words for the run's warnings. */
  readonly problems: readonly string[];
}

/** Imported networks in the order of their hashes; nothing but their descriptions is read. */
export async function readMarkModels(folders: readonly string[] = markFolders()): Promise<ModelReading> {
  const models: KeptModel[] = [];
  const problems: string[] = [];
  for (const folder of folders) {
    const place = join(folder, modelFolder);
    for (const name of (await namesIn(place)).filter((one) => one.endsWith('.json'))) {
      const parsed = MarkModel.safeParse(jsonOrNull(await readFile(join(place, name), 'utf8')));
      if (parsed.success && name === `${parsed.data.sha256}.json`)
        models.push({ ...parsed.data, path: join(place, `${parsed.data.sha256}.onnx`) });
      else problems.push(`${name} among the imported networks describes none`);
    }
  }
  return { models, problems };
}

/** The bytes of a network, if they are still those that were imported. */
export async function modelBytes({
  path,
  sha256,
  size,
}: Pick<KeptModel, 'path' | 'sha256' | 'size'>): Promise<Uint8Array | null> {
  const hash = createHash('sha256');
  const bytes = new Uint8Array(size);
  let at = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      if (at + chunk.length > size) return null;
      bytes.set(chunk, at);
      at += chunk.length;
      hash.update(chunk);
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
  return at === size && hash.digest('hex') === sha256 ? bytes : null;
}

/** What takes part in run keys: the engine, and which networks are there. */
export async function markModelsState(folders: readonly string[] = markFolders()): Promise<EngineState> {
  const runtime = await neuralRuntimeVersion();
  if ('missing' in runtime) return { missing: runtime.missing.text };
  const { models } = await readMarkModels(folders);
  const names = models.map(({ scheme, sha256 }) => `${scheme} ${sha256.slice(0, 16)}`);
  return {
    version: `${runtime.version}${names.length === 0 ? ', no network imported' : `, ${names.join(', ')}`}`,
  };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
