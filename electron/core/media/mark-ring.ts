import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { RegisteredMark } from '#shared/domain/register.ts';
import { errorCode } from '../case/problem.ts';
import { type MarkKey, parseMarkKey, publicMarkKey } from '../mark/key.ts';
import type { EngineState } from './engines.ts';

/**
 * Environment variable that names the folders marks are read with, one behind the other like PATH: private keys and
 * a copy of the register's identifiers. The host passes it to its workers; neither ever stands in a run's parameters.
 */
export const markFoldersVariable = 'ASSAY_MARKS';

/** Inside each of those folders. */
export const keyFolder = 'keys';
export const identifierFile = 'register.u64';
export const entryFile = 'register.jsonl';

/** A key as it is kept: readable by its owner only. */
export const KeyFile = z.strictObject({
  version: z.literal(1),
  name: z.string().max(200),
  createdAt: z.string(),
  /** 64 hexadecimal digits. */
  key: z.string(),
});

export interface KeptKey {
  readonly key: MarkKey;
  readonly name: string;
  readonly createdAt: string;
  readonly path: string;
}

/** In the host: the folders its workers are given, for questions about versions. */
let hosted: readonly string[] = [];

export function hostMarkFolders(folders: readonly string[]): void {
  hosted = folders;
}

/** The folders of this host; in a worker those its host named. */
export function markFolders(environment: NodeJS.ProcessEnv = process.env): readonly string[] {
  const value = environment[markFoldersVariable];
  return hosted.length > 0 || value === undefined || value === '' ? hosted : value.split(delimiter);
}

/** Keys of one folder in the order of their fingerprints. A file that is no key is named, never skipped in silence. */
export async function readKeyFolder(
  folder: string,
): Promise<{ readonly keys: readonly KeptKey[]; readonly problems: readonly string[] }> {
  const keys: KeptKey[] = [];
  const problems: string[] = [];
  for (const name of (await namesIn(join(folder, keyFolder))).filter((one) => one.endsWith('.json'))) {
    const path = join(folder, keyFolder, name);
    const kept = KeyFile.safeParse(jsonOrNull((await readFile(path, 'utf8')).slice(0, 4096)));
    const key = kept.success ? parseMarkKey(Buffer.from(kept.data.key, 'latin1')) : null;
    if (!kept.success || key === null) problems.push(`${name} in the ring of mark keys is not a key`);
    else keys.push({ key, name: kept.data.name, createdAt: kept.data.createdAt, path });
  }
  return { keys, problems };
}

/**
 * Keys to read with: the public one and the whole ring, or only those whose fingerprints are given.
 *
 * @param chosen `null`: all
 */
export async function ringKeys(
  chosen: readonly string[] | null,
  folders: readonly string[] = markFolders(),
): Promise<{ readonly keys: readonly MarkKey[]; readonly problems: readonly string[] }> {
  const found = new Map<string, MarkKey>([[String(publicMarkKey.name.fingerprint), publicMarkKey]]);
  const problems: string[] = [];
  for (const folder of folders) {
    const read = await readKeyFolder(folder);
    problems.push(...read.problems);
    for (const { key } of read.keys) found.set(String(key.name.fingerprint), key);
  }
  if (chosen === null) return { keys: [...found.values()], problems };
  return {
    keys: chosen.flatMap((fingerprint) => found.get(fingerprint) ?? []),
    problems: [
      ...problems,
      ...chosen.filter((one) => !found.has(one)).map((one) => `the key ${one} is not in the ring`),
    ],
  };
}

/** Identifiers this installation has given away, each once, ascending. */
export async function registerIdentifiers(
  folders: readonly string[] = markFolders(),
): Promise<BigUint64Array> {
  const files: Buffer[] = [];
  for (const folder of folders) {
    const bytes = await bytesOf(join(folder, identifierFile));
    files.push(bytes.subarray(0, bytes.length - (bytes.length % 8)));
  }
  const all = Buffer.concat(files);
  const view = new DataView(all.buffer, all.byteOffset, all.length);
  const sorted = new BigUint64Array(all.length / 8);
  for (let index = 0; index < sorted.length; index += 1) sorted[index] = view.getBigUint64(index * 8, true);
  sorted.sort();
  let kept = 0;
  for (let index = 0; index < sorted.length; index += 1)
    if (index === 0 || sorted[index] !== sorted[index - 1]) sorted[kept++] = sorted[index]!;
  return sorted.slice(0, kept);
}

/** What the register holds under some identifiers. Read line by line: registers grow, and a hit is rare. */
export async function registeredMarks(
  payloads: ReadonlySet<string>,
  folders: readonly string[] = markFolders(),
): Promise<RegisteredMark[]> {
  const found: RegisteredMark[] = [];
  if (payloads.size === 0) return found;
  for (const folder of folders) {
    const path = join(folder, entryFile);
    if ((await stateOf(path)) === null) continue;
    const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
    for await (const line of lines) {
      // Nearly every line is another identifier's: those are not parsed.
      const payload = /"payload":"(\d{1,20})"/.exec(line)?.[1];
      if (payload === undefined || !payloads.has(payload)) continue;
      const entry = RegisteredMark.safeParse(jsonOrNull(line));
      if (entry.success && payloads.has(entry.data.payload)) found.push(entry.data);
    }
  }
  return found;
}

/** What takes part in run keys: which keys and which register marks were looked for with. */
export async function markRingState(folders: readonly string[] = markFolders()): Promise<EngineState> {
  const hash = createHash('sha256');
  let empty = true;
  for (const folder of folders) {
    const names = (await namesIn(join(folder, keyFolder))).filter((one) => one.endsWith('.json'));
    for (const name of names) hash.update(`key ${name}\n`);
    const entries = await stateOf(join(folder, entryFile));
    if (names.length > 0 || entries !== null) empty = false;
    if (entries !== null) hash.update(`register ${await hashOf(join(folder, entryFile), entries)}\n`);
  }
  return { version: empty ? 'public key only' : `ring ${hash.digest('hex').slice(0, 12)}` };
}

const hashes = new Map<string, { readonly state: string; readonly sha256: string }>();

/** SHA-256 of a file, computed again only when its size or time has changed. */
async function hashOf(path: string, state: string): Promise<string> {
  const known = hashes.get(path);
  if (known?.state === state) return known.sha256;
  const sha256 = createHash('sha256')
    .update(await bytesOf(path))
    .digest('hex');
  hashes.set(path, { state, sha256 });
  return sha256;
}

async function stateOf(path: string): Promise<string | null> {
  try {
    const { size, mtimeNs, ino } = await stat(path, { bigint: true });
    return `${size} ${mtimeNs} ${ino}`;
  } catch (error) {
    if (absent(error)) return null;
    throw error;
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (absent(error)) return Buffer.alloc(0);
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (absent(error)) return [];
    throw error;
  }
}

function absent(error: unknown): boolean {
  return errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR';
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
