import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncDirectory } from '../case/folder.ts';
import { writeNew } from '../new-file.ts';
import { hashOf } from './bag-text.ts';
import { foldedPath } from './bag-walk.ts';
import { fileHashes } from './file-hashes.ts';
import { isSafePath, manifestAlgorithms, signatureOf, tagNames } from './layout.ts';

type Hashes = Readonly<Record<string, string>>;

/** A file was not what its record says while it was copied. */
export class SourceChanged extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`not what was recorded: ${path}`);
    this.name = 'SourceChanged';
    this.path = path;
  }
}

/** Writes the payload of a bag, each file once, hashed on its way and on the disk when the call returns. */
export class BagWriter {
  readonly #directory: string;
  readonly #payload = new Map<string, Hashes>();
  readonly #folded = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #signal: AbortSignal | undefined;
  bytes = 0;

  constructor(directory: string, signal: AbortSignal | undefined) {
    this.#directory = directory;
    this.#signal = signal;
  }

  get files(): number {
    return this.#payload.size;
  }

  get paths(): Iterable<string> {
    return this.#payload.keys();
  }

  async addBytes(path: string, bytes: Uint8Array): Promise<void> {
    await this.#prepare(path);
    await writeNew(join(this.#directory, path), bytes, 0o444);
    this.bytes += bytes.length;
    this.#payload.set(
      path,
      Object.fromEntries(manifestAlgorithms.map((algorithm) => [algorithm, hashOf(bytes, algorithm)])),
    );
  }

  /** Copy a file; with `expected`, its SHA-256 has to be that. Links are not followed. */
  async addFile(path: string, source: string, expected?: string): Promise<void> {
    await this.#prepare(path);
    const { size, hashes } = await copyHashed(source, join(this.#directory, path), this.#signal);
    if (expected !== undefined && hashes.sha256 !== expected) throw new SourceChanged(path);
    this.bytes += size;
    this.#payload.set(path, hashes);
  }

  /** A file that stands in the folder already. */
  async addExisting(path: string): Promise<void> {
    await this.#prepare(path);
    const target = join(this.#directory, path);
    const { size, hashes } = await fileHashes(target, manifestAlgorithms, { signal: this.#signal });
    const handle = await open(target, 'r+');
    try {
      await handle.sync();
      await handle.chmod(0o444);
    } finally {
      await handle.close();
    }
    this.bytes += size;
    this.#payload.set(path, hashes);
  }

  /** Manifests of the payload and `bagit.txt`, by name. */
  manifests(): Map<string, Buffer> {
    return new Map([
      [tagNames.declaration, Buffer.from('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n')],
      ...manifestAlgorithms.map(
        (algorithm) => [`manifest-${algorithm}.txt`, manifestText(this.#payload, algorithm)] as const,
      ),
    ]);
  }

  async #prepare(path: string): Promise<void> {
    const key = foldedPath(path);
    if (!isSafePath(path) || this.#folded.has(key)) throw new Error(`not a path of a package: ${path}`);
    this.#folded.add(key);
    const folder = dirname(path);
    if (this.#folders.has(folder)) return;
    await mkdir(join(this.#directory, folder), { recursive: true });
    this.#folders.add(folder);
  }

  /** The names in all folders are on the disk. */
  async settle(): Promise<void> {
    for (const folder of this.#folders) await syncDirectory(join(this.#directory, folder));
    await syncDirectory(this.#directory);
  }
}

function manifestText(files: ReadonlyMap<string, Hashes>, algorithm: string): Buffer {
  const lines = [...files].map(([path, hashes]) => `${hashes[algorithm]}  ${path}\n`);
  // By path, in the order of its bytes: the same content gives the same manifest.
  return Buffer.from(
    lines.sort((a, b) => (a.slice(a.indexOf(' ')) < b.slice(b.indexOf(' ')) ? -1 : 1)).join(''),
  );
}

/** Tag manifests over these tag files and the signatures over them: what has to be written anew when a tag file is added. */
export function sealedTags(
  tags: ReadonlyMap<string, Uint8Array>,
  sign: (bytes: Uint8Array) => Uint8Array,
): Map<string, Uint8Array> {
  const sealed = new Map<string, Uint8Array>();
  const hashes = new Map(
    [...tags].map(([path, bytes]) => [
      path,
      Object.fromEntries(manifestAlgorithms.map((algorithm) => [algorithm, hashOf(bytes, algorithm)])),
    ]),
  );
  for (const algorithm of manifestAlgorithms) {
    const name = `tagmanifest-${algorithm}.txt`;
    const text = manifestText(hashes, algorithm);
    sealed.set(name, text);
    sealed.set(signatureOf(name), sign(text));
  }
  return sealed;
}

/** Copy a file to a new one, read-only and on the disk, and say what was copied. */
export async function copyHashed(
  source: string,
  target: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly size: number; readonly hashes: Hashes }> {
  const handle = await open(target, 'wx', 0o444);
  try {
    let position = 0;
    const copied = await fileHashes(source, manifestAlgorithms, {
      signal,
      async sink(slice) {
        for (let start = 0; start < slice.length; ) {
          const { bytesWritten } = await handle.write(slice, start, slice.length - start, position);
          start += bytesWritten;
          position += bytesWritten;
        }
      },
    });
    await handle.sync();
    return copied;
  } finally {
    await handle.close();
  }
}
