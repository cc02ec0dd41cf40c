import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A repeatable source of numbers in 0…2³²−1 (xorshift32, Marsaglia 2003). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

/** Every regular file below a folder, in a fixed order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Values that lengths, counts and offsets go wrong at. */
const edges = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** A file made from another by damage of one of five kinds; the same seed gives the same bytes. */
export function mutant(original: Uint8Array, seed: number): Buffer {
  const next = numbers(seed * 2_654_435_761);
  const bytes = Buffer.from(original);
  const at = (room: number) => next() % Math.max(1, bytes.length - room);
  switch (next() % 5) {
    case 0:
      return bytes.subarray(0, at(0) + 1);
    case 1:
      for (let count = 1 + (next() % 12); count > 0; count -= 1) bytes[at(1)]! ^= 1 << (next() % 8);
      return bytes;
    case 2:
      if (bytes.length >= 4) bytes.writeUInt32BE(edges[next() % edges.length]!, at(4));
      return bytes;
    case 3: {
      const [from, length] = [at(0), 1 + (next() % 512)];
      return Buffer.concat([
        bytes.subarray(0, from),
        bytes.subarray(from, from + length),
        bytes.subarray(from),
      ]);
    }
    default: {
      const from = at(0);
      bytes.fill(next() & 0xff, from, Math.min(bytes.length, from + 1 + (next() % 64)));
      return bytes;
    }
  }
}

/**
 * As many distinct hostile files as asked for: damaged files of a corpus first, as far as there are any, then files made
 * from them and from the sound files given.
 */
export function hostileFiles(
  count: number,
  {
    corpus,
    sound,
    folder,
  }: { readonly corpus: readonly string[]; readonly sound: readonly string[]; readonly folder: string },
): string[] {
  // A small run sees a bit of everything: files are taken at even distances.
  const step = Math.max(1, Math.floor(corpus.length / Math.max(1, Math.ceil(count / 2))));
  const given = corpus.filter((_, index) => index % step === 0).slice(0, count);
  const bases = [...sound, ...corpus].filter((path) => statSync(path).size <= 256 * 1024);
  const made: string[] = [];
  for (let seed = 1; given.length + made.length < count; seed += 1) {
    const path = join(folder, `mutant-${seed}`);
    writeFileSync(path, mutant(readFileSync(bases[seed % bases.length]!), seed));
    made.push(path);
  }
  return [...given, ...made];
}
