import { manifestLines, staysInside } from './bag-text.ts';
import type { ProblemList } from './problem-list.ts';

/** A manifest that was read: path → hash. */
export interface Listing {
  readonly name: string;
  readonly algorithm: string;
  readonly hashes: ReadonlyMap<string, string>;
}

/** In hexadecimal digits. */
const hashLengths: Readonly<Record<string, number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
};

/** Does a path name a file of the payload, on every system? */
export function isPayloadPath(path: string): boolean {
  return path.startsWith('data/') && staysInside(path);
}

/** Read a manifest; what is wrong with it goes into `problems`, what is only careless into `warnings`. */
export function readListing(
  manifest: {
    readonly name: string;
    readonly kind: 'payload' | 'tag';
    readonly algorithm: string;
    readonly text: string;
    /** Of the bag's version. */
    readonly major: number;
  },
  problems: ProblemList,
  warnings: ProblemList,
): Listing {
  const { name, kind, algorithm, text, major } = manifest;
  const hashes = new Map<string, string>();
  for (const line of manifestLines(text, major)) {
    if (line === null) {
      problems.add('manifest-unreadable', name);
      continue;
    }
    const { hash, path, unusual } = line;
    // So that no short lines make a small file a list of millions.
    if (hash.length !== hashLengths[algorithm]) {
      problems.add('manifest-unreadable', name);
      continue;
    }
    if (unusual) warnings.add('name-refused', path);
    if (kind === 'payload' ? !isPayloadPath(path) : !staysInside(path)) {
      problems.add('path-refused', path);
      continue;
    }
    const before = hashes.get(path);
    // The same line twice was allowed before 1.0 (RFC 8493 §2.1.3 forbids it).
    if (before !== undefined && before === hash && major < 1) warnings.add('listed-twice', path);
    else if (before !== undefined) problems.add('listed-twice', path);
    hashes.set(path, hash);
  }
  return { name, algorithm, hashes };
}
