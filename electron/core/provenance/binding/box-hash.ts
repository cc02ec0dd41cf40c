import type { ByteRange } from '#shared/domain/figure.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { CborValue } from '../jumbf/cbor.ts';
import { bytesOf, entryOf, listOf, textOf } from '../jumbf/cbor-values.ts';
import { type FileHash, isHashAlgorithm, sameBytes } from './file-hash.ts';
import { type FormatBox, formatBoxes } from './format-boxes.ts';
import { type BindingOutcome, fitsNothing, notComputed } from './outcome.ts';
import { endOf } from './ranges.ts';

/** `c2pa.hash.boxes` (C2PA 2.2 §18.7): runs of the format's own boxes, each run with a hash. */
export interface BoxHash {
  readonly algorithm: string | null;
  readonly groups: readonly BoxGroup[];
}

export interface BoxGroup {
  readonly names: readonly string[];
  readonly algorithm: string | null;
  readonly hash: Uint8Array;
  /** Listed, but not held to its hash. */
  readonly excluded: boolean;
}

/** `null`: not a box hash by the schema of §18.7.4. */
export function readBoxHash(value: CborValue): BoxHash | null {
  const groups = listOf(entryOf(value, 'boxes')).map((entry): BoxGroup | null => {
    const names = listOf(entryOf(entry, 'names')).map(textOf);
    const hash = bytesOf(entryOf(entry, 'hash'));
    if (hash === null || names.length === 0 || names.some((name) => name === null)) return null;
    return {
      names: names as string[],
      algorithm: textOf(entryOf(entry, 'alg')),
      hash,
      excluded: entryOf(entry, 'excluded') === true,
    };
  });
  if (groups.length === 0 || groups.some((group) => group === null)) return null;
  return { algorithm: textOf(entryOf(value, 'alg')), groups: groups as BoxGroup[] };
}

export interface BoxHashOptions {
  readonly format: MediaFormat;
  /** Bytes the store takes in the file. */
  readonly store: readonly ByteRange[];
  /** Algorithm of the claim. */
  readonly algorithm: string | null;
}

/** Compute a general box hash over the file. */
export async function checkBoxHash(
  file: FileHash,
  reader: ByteReader,
  hash: BoxHash,
  { format, store, algorithm }: BoxHashOptions,
): Promise<BindingOutcome> {
  const lists = formatBoxes(reader, format, store);
  if (lists === null) return notComputed('boxes-not-read');
  let first: BindingOutcome | null = null;
  for (const boxes of lists) {
    const outcome = await checkList(file, reader.size, hash, boxes, algorithm);
    if (outcome.matches !== false) return outcome;
    if (first === null || first.problem === 'boxes-differ') first = outcome;
  }
  return first ?? fitsNothing('boxes-differ');
}

async function checkList(
  file: FileHash,
  size: number,
  { algorithm: common, groups }: BoxHash,
  boxes: readonly FormatBox[],
  fallback: string | null,
): Promise<BindingOutcome> {
  // A list without the signature of a PNG is taken as one over the chunks alone, as c2pa-rs does.
  let next = boxes[0]?.name === 'PNGh' && groups[0]?.names[0] !== 'PNGh' ? 1 : 0;
  const covered: ByteRange[] = [];
  let matches = true;
  /** Where the boxes listed so far end. */
  let listed = 0;
  for (const { names, algorithm: own, hash, excluded } of groups) {
    const start = names[0] === 'c2pa.after' ? listed : (boxes[next]?.range[0] ?? size);
    let end = start;
    for (const name of names) {
      const box = boxes[next];
      if (name === 'c2pa.after') {
        // whatever follows the boxes listed so far (§18.7.2)
        end = size;
        next = boxes.length;
      } else if (box?.name === name) {
        end = endOf(box.range);
        next += 1;
      } else return { matches: false, problem: 'boxes-differ', covered, carriers: [] };
    }
    listed = end;
    if (names.includes('C2PA')) {
      if (names.length > 1) return fitsNothing('malformed');
      continue;
    }
    if (excluded) continue;
    const algorithm = own ?? common ?? fallback;
    if (algorithm === null) return notComputed('algorithm-missing');
    if (!isHashAlgorithm(algorithm)) return notComputed('algorithm-unsupported');
    covered.push([start, end - start]);
    matches &&= sameBytes(await file.digest(algorithm, [[start, end - start]]), hash);
  }
  const unlisted = boxes.slice(next).some(({ after }) => !after);
  return {
    matches: matches && !unlisted,
    problem: matches && unlisted ? 'unlisted-boxes' : null,
    covered,
    carriers: [],
  };
}
