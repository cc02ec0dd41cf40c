import type { ByteRange } from '#shared/domain/figure.ts';
import type { CborValue } from '../jumbf/cbor.ts';
import { bytesOf, entryOf, integerOf, listOf, textOf } from '../jumbf/cbor-values.ts';
import { type FileHash, isHashAlgorithm, sameBytes } from './file-hash.ts';
import { type BindingOutcome, type BindingProblem, fitsNothing, notComputed } from './outcome.ts';
import { complement, endOf } from './ranges.ts';

/** `c2pa.hash.data` (C2PA 2.2 §18.5): all bytes of the file but those of the exclusions. */
export interface DataHash {
  readonly algorithm: string | null;
  readonly hash: Uint8Array;
  /** As the signer wrote them. */
  readonly exclusions: readonly ByteRange[];
  /** Room of `pad` and `pad2`, which must be zero. */
  readonly pad: { readonly bytes: number; readonly nonZero: number };
}

/** `null`: not a data hash by the schema of §18.5.2. */
export function readDataHash(value: CborValue): DataHash | null {
  const hash = bytesOf(entryOf(value, 'hash'));
  const exclusions: ByteRange[] = [];
  for (const entry of listOf(entryOf(value, 'exclusions'))) {
    const start = integerOf(entryOf(entry, 'start'));
    const length = integerOf(entryOf(entry, 'length'));
    if (start === null || length === null || start < 0 || length < 0) return null;
    exclusions.push([start, length]);
  }
  if (hash === null) return null;
  const pads = [bytesOf(entryOf(value, 'pad')), bytesOf(entryOf(value, 'pad2'))];
  return {
    algorithm: textOf(entryOf(value, 'alg')),
    hash,
    exclusions,
    pad: {
      bytes: pads.reduce((sum, pad) => sum + (pad?.length ?? 0), 0),
      nonZero: pads.reduce((sum, pad) => sum + (pad?.filter((byte) => byte !== 0).length ?? 0), 0),
    },
  };
}

/** What is wrong with a list of exclusions over a file of `size` bytes (§15.12.1.1), or `null`. */
export function exclusionProblem(exclusions: readonly ByteRange[], size: number): BindingProblem | null {
  if (exclusions.some((range) => endOf(range) > size)) return 'exclusions-out-of-bounds';
  let problem: BindingProblem | null = null;
  for (let index = 1; index < exclusions.length; index += 1) {
    const [before, range] = [exclusions[index - 1]!, exclusions[index]!];
    if (range[0] < before[0]) return 'exclusions-unordered';
    if (range[0] < endOf(before)) problem = 'exclusions-overlapping';
  }
  return problem;
}

export interface DataHashOptions {
  readonly size: number;
  /** Algorithm of the claim, for an assertion without one (§15.4). */
  readonly algorithm: string | null;
  /**
   * Bytes the store takes in the file now, when update manifests were appended to it after this hash was
   * made: the exclusion of the store then stands for its present length (§15.12.1.1).
   */
  readonly grown: readonly ByteRange[] | null;
}

/** Compute a data hash over the file. */
export async function checkDataHash(
  file: FileHash,
  { algorithm: own, hash, exclusions }: DataHash,
  { size, algorithm: fallback, grown }: DataHashOptions,
): Promise<BindingOutcome> {
  const algorithm = own ?? fallback;
  if (algorithm === null) return notComputed('algorithm-missing');
  if (!isHashAlgorithm(algorithm)) return notComputed('algorithm-unsupported');
  const variants = grown === null ? [exclusions] : [exclusions, ...grownExclusions(exclusions, grown)];
  let first: BindingOutcome | null = null;
  for (const variant of variants) {
    const problem = exclusionProblem(variant, size);
    if (problem === 'exclusions-out-of-bounds') {
      first ??= fitsNothing(problem);
      continue;
    }
    const covered = complement(size, variant);
    const matches = sameBytes(await file.digest(algorithm, covered), hash);
    const outcome: BindingOutcome = { matches, problem, covered, carriers: [] };
    if (matches) return outcome;
    first = outcome;
  }
  return first ?? fitsNothing('malformed');
}

/** What a format leaves of its carrier's end under the hash: nothing, a pad byte, a checksum, a closing tag. */
const carrierTails = [0, 1, 4, '</c2pa:manifest>'.length];

/**
 * The exclusions as they stand after the store grew: the one that begins in the store ends where the store
 * ends now, and those behind it move by as much. More than one answer, because an exclusion need not reach
 * the end of the carrier; only the right one gives the hash.
 */
function grownExclusions(exclusions: readonly ByteRange[], grown: readonly ByteRange[]): ByteRange[][] {
  const held = exclusions.findIndex((range) =>
    grown.some((run) => range[0] < endOf(run) && range[0] + Math.max(1, range[1]) > run[0]),
  );
  const run = grown.find(
    (candidate) =>
      held >= 0 && exclusions[held]![0] < endOf(candidate) && endOf(exclusions[held]!) > candidate[0],
  );
  if (run === undefined) return [];
  const [start, length] = exclusions[held]!;
  return carrierTails.flatMap((tail) => {
    const now = endOf(run) - tail - start;
    if (now <= length) return [];
    const shift = now - length;
    return [
      exclusions.map((range, index): ByteRange => {
        if (index === held) return [start, now];
        return range[0] > start ? [range[0] + shift, range[1]] : range;
      }),
    ];
  });
}
