import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageProblem } from '#shared/domain/package.ts';
import { readFlags } from '../case/chunks.ts';
import { errorCode } from '../case/problem.ts';
import { type BagDeclaration, decode, fetchPaths, hashAlgorithm, readDeclaration } from './bag-text.ts';
import { type BagWalk, foldedPath, walkBag } from './bag-walk.ts';
import { fileHashes } from './file-hashes.ts';
import { isPayloadPath, type Listing, readListing } from './listing.ts';
import { ProblemList } from './problem-list.ts';

export interface BagCheck {
  /** Any of these: the bag is not valid (RFC 8493 §3). */
  readonly problems: readonly PackageProblem[];
  /** Allowed, and not what a careful program writes. */
  readonly warnings: readonly PackageProblem[];
  /** Hashes read from the files that manifests list, by path and algorithm. */
  readonly found: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Tag files that not every tag manifest lists; tag manifests themselves are never listed. */
  readonly unlistedTags: readonly string[];
  readonly walk: BagWalk;
  readonly bytes: number;
}

export interface BagOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes of listed files that were hashed, as they are. */
  onBytes?(count: number): void;
}

/** Text files of a bag are read whole, all manifests together up to this: those of half a million files are smaller. */
const largestTagFile = 192 * 1024 * 1024;

/** Files the system puts into folders on its own and takes away again. */
const systemFile = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini)$/i;

/**
 * Check a folder as a bag, by any version from 0.93 to 1.0: complete (every listed file is there, every payload file
 * is listed) and valid (every hash is right). Nothing is written, fetched or followed.
 */
export async function checkBag(directory: string, options: BagOptions = {}): Promise<BagCheck> {
  const problems = new ProblemList();
  const warnings = new ProblemList();
  const walk = await walkBag(directory);
  for (const path of walk.others) problems.add('link-refused', path);
  for (const path of [...walk.unreadable, ...(walk.tooMany ? ['.'] : [])]) problems.add('name-refused', path);
  const there = places(walk.files);
  const result = { walk, found: new Map(), unlistedTags: [], bytes: 0 };

  const declaration = await declarationOf(directory, there);
  if (declaration === null) {
    problems.add('bag-declaration', 'bagit.txt');
    return { ...result, problems: problems.all, warnings: warnings.all };
  }
  const { payload, tags } = await readManifests(directory, walk.files, declaration, problems, warnings);
  if (payload.length === 0) problems.add('manifest-missing', 'manifest-sha256.txt');
  if (there.exact.has('fetch.txt')) await checkFetch(directory, declaration, problems);

  const wanted = new Map<string, Set<string>>();
  for (const { algorithm, hashes } of [...payload, ...tags])
    for (const path of hashes.keys()) {
      const stands = there.find(path);
      if (stands === undefined) (systemFile.test(path) ? warnings : problems).add('file-missing', path);
      else wanted.set(stands, (wanted.get(stands) ?? new Set()).add(algorithm));
      // Listed under a name that is the same file on other systems: held against that file.
      if (stands !== undefined && stands !== path) warnings.add('name-refused', path);
    }
  const { found, bytes } = await hashAll(directory, wanted, problems, options);
  for (const { algorithm, hashes } of [...payload, ...tags])
    for (const [path, hash] of hashes) {
      const known = found.get(there.find(path) ?? '');
      if (known !== undefined && known[algorithm] !== hash) problems.add('file-changed', path);
    }

  const listed = payload.map(({ hashes }) => new Set([...hashes.keys()].map((path) => there.find(path))));
  for (const path of walk.files.filter((name) => name.startsWith('data/'))) {
    // From 1.0 on every manifest lists every payload file; before, one of them had to.
    const known =
      declaration.version.major >= 1
        ? listed.every((paths) => paths.has(path))
        : listed.some((paths) => paths.has(path));
    if (!known) problems.add('file-unknown', path);
  }
  const unlistedTags = walk.files.filter(
    (path) =>
      !path.startsWith('data/') &&
      !isTagManifest(path) &&
      (tags.length === 0 || !tags.every(({ hashes }) => hashes.has(path))),
  );
  return { walk, found, unlistedTags, bytes, problems: problems.all, warnings: warnings.all };
}

function isTagManifest(path: string): boolean {
  return /^tagmanifest-[^/]+\.txt$/i.test(path);
}

interface Places {
  readonly exact: ReadonlySet<string>;
  /** The file a listed path means: itself, or the one some systems take for the same. */
  find(path: string): string | undefined;
}

function places(files: readonly string[]): Places {
  const exact = new Set(files);
  const folded = new Map(files.map((path) => [foldedPath(path), path]));
  return { exact, find: (path) => (exact.has(path) ? path : folded.get(foldedPath(path))) };
}

async function declarationOf(directory: string, there: Places): Promise<BagDeclaration | null> {
  const bytes = there.exact.has('bagit.txt') ? await smallFile(join(directory, 'bagit.txt')) : null;
  return bytes === null ? null : readDeclaration(bytes);
}

async function readManifests(
  directory: string,
  files: readonly string[],
  { version: { major }, encoding }: BagDeclaration,
  problems: ProblemList,
  warnings: ProblemList,
): Promise<{ payload: Listing[]; tags: Listing[] }> {
  const payload: Listing[] = [];
  const tags: Listing[] = [];
  let room = largestTagFile;
  for (const name of files) {
    const match = /^(tag)?manifest-([^/]+)\.txt$/i.exec(name);
    if (match === null) continue;
    const algorithm = hashAlgorithm(match[2] ?? '');
    const text = algorithm === null ? null : await tagText(join(directory, name), encoding, room);
    room -= text?.length ?? 0;
    if (algorithm === null || text === null) {
      problems.add('manifest-unreadable', name);
      continue;
    }
    const kind = match[1] === undefined ? 'payload' : 'tag';
    const listing = readListing({ name, kind, algorithm, text, major }, problems, warnings);
    (kind === 'tag' ? tags : payload).push(listing);
  }
  return { payload, tags };
}

/** What would be fetched must at least have a place inside; what is not there yet is missing anyway. */
async function checkFetch(
  directory: string,
  { version: { major }, encoding }: BagDeclaration,
  problems: ProblemList,
): Promise<void> {
  const text = await tagText(join(directory, 'fetch.txt'), encoding);
  if (text === null) problems.add('fetch-refused', 'fetch.txt');
  for (const path of fetchPaths(text ?? '', major))
    if (path === null || !isPayloadPath(path)) problems.add('fetch-refused', path ?? 'fetch.txt');
}

async function hashAll(
  directory: string,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  problems: ProblemList,
  { signal, onBytes }: BagOptions,
): Promise<{ found: Map<string, Readonly<Record<string, string>>>; bytes: number }> {
  const found = new Map<string, Readonly<Record<string, string>>>();
  let bytes = 0;
  for (const [path, algorithms] of wanted) {
    try {
      const { size, hashes } = await fileHashes(join(directory, path), [...algorithms], { signal });
      found.set(path, hashes);
      bytes += size;
      onBytes?.(size);
    } catch (error) {
      signal?.throwIfAborted();
      // What the disk refuses to give cannot be said to be unchanged.
      if (errorCode(error) === '') throw error;
      problems.add('file-changed', path);
    }
  }
  return { found, bytes };
}

/** A text file of the bag, never through a link; null when it is no file, too large, or the system refuses it. */
export async function smallFile(path: string, limit = largestTagFile): Promise<Buffer | null> {
  try {
    const handle = await open(path, readFlags);
    try {
      const stats = await handle.stat();
      return stats.isFile() && stats.size <= limit ? await handle.readFile() : null;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return null;
  }
}

/** Its text in the bag's encoding; null as above, or when its bytes are no such text. */
async function tagText(path: string, encoding: string, limit = largestTagFile): Promise<string | null> {
  const bytes = await smallFile(path, limit);
  return bytes === null ? null : decode(bytes, encoding);
}
