import type { ByteRange } from '#shared/domain/figure.ts';
import type { Box } from '../../media/structure/bmff.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { CborValue } from '../jumbf/cbor.ts';
import { bytesOf, entryOf, listOf, textOf } from '../jumbf/cbor-values.ts';
import { type BoxExclusion, excludedBoxes, readBoxExclusion } from './bmff-exclusions.ts';
import { type HashedLayout, partsOf } from './bmff-layout.ts';
import {
  checkMediaData,
  type Fragment,
  fragmentsMatch,
  type MerkleMap,
  readMerkleMap,
  treeKey,
} from './bmff-merkle.ts';
import { type MerkleProof, merkleProofs } from './bmff-proofs.ts';
import { BoxTree } from './box-tree.ts';
import { type FileHash, type HashAlgorithm, isHashAlgorithm, sameBytes } from './file-hash.ts';
import { type BindingOutcome, type BindingProblem, fitsNothing, notComputed } from './outcome.ts';
import { complement, intersect, union } from './ranges.ts';

/** `c2pa.hash.bmff`, `.v2` and `.v3` (C2PA 2.2 §18.6): all of the file but the excluded boxes. */
export interface BmffHash {
  readonly version: number;
  readonly algorithm: string | null;
  /** Hash of the file; absent in fragmented files. */
  readonly hash: Uint8Array | null;
  readonly exclusions: readonly BoxExclusion[];
  readonly merkle: readonly MerkleMap[];
}

/** `null`: not a BMFF hash by the schema of §18.6.3. The version stands in the label. */
export function readBmffHash(value: CborValue, label: string): BmffHash | null {
  const exclusions = listOf(entryOf(value, 'exclusions')).map(readBoxExclusion);
  const merkle = listOf(entryOf(value, 'merkle')).map(readMerkleMap);
  if (exclusions.some((entry) => entry === null) || merkle.some((map) => map === null)) return null;
  return {
    version: Number(/^c2pa\.hash\.bmff\.v(\d{1,3})/.exec(label)?.[1] ?? 1),
    algorithm: textOf(entryOf(value, 'alg')),
    hash: bytesOf(entryOf(value, 'hash')),
    exclusions: exclusions as BoxExclusion[],
    merkle: merkle as MerkleMap[],
  };
}

/** Compute a BMFF hash over the file. `fallback`: algorithm of the claim. */
export async function checkBmffHash(
  file: FileHash,
  reader: ByteReader,
  hash: BmffHash,
  fallback: string | null,
): Promise<BindingOutcome> {
  if (hash.exclusions.length === 0) return fitsNothing('exclusions-missing');
  if (hash.hash === null && hash.merkle.length === 0) return fitsNothing('hash-missing');
  const algorithm = hash.algorithm ?? fallback;
  if (hash.hash !== null && algorithm === null) return notComputed('algorithm-missing');
  if (hash.hash !== null && !isHashAlgorithm(algorithm ?? '')) return notComputed('algorithm-unsupported');
  const tree = new BoxTree(reader);
  if (tree.overflow) return notComputed('too-many-boxes');
  const excluded = excludedBoxes(tree, reader, hash.exclusions);
  if (excluded === 'malformed') return fitsNothing('malformed');
  if (excluded === 'too-many-boxes') return notComputed('too-many-boxes');
  const layout: HashedLayout = {
    included: complement(reader.size, excluded.ranges),
    // §18.6.2: since version 2 a box that moved does not fit any more
    offsets:
      hash.version < 2 ? [] : tree.roots.filter((box) => !excluded.whole.has(box)).map((box) => box.start),
  };
  const proofs = merkleProofs(reader, tree.roots);
  const trees = new Set(hash.merkle.map(treeKey));
  const carriers = proofs.flatMap((proof): ByteRange[] =>
    trees.has(treeKey(proof)) ? [[proof.start, proof.end - proof.start]] : [],
  );

  let problem: BindingProblem | null = hash.version < 2 ? 'deprecated-version' : null;
  let covered: ByteRange[] = [];
  if (hash.hash !== null) {
    covered = [...layout.included];
    const digest = await file.digest(algorithm as HashAlgorithm, partsOf(layout, 0, reader.size));
    if (!sameBytes(digest, hash.hash)) return { matches: false, problem, covered, carriers };
  }
  if (hash.merkle.length > 0) {
    const merkle = tree.roots.some(({ type }) => type === 'moof')
      ? await checkFragments(file, reader.size, tree.roots, layout, proofs, hash, algorithm)
      : hash.hash === null && hash.merkle.some(({ initHash }) => initHash !== null)
        ? await checkInitialization(file, reader.size, layout, hash, algorithm)
        : await checkPieces(file, tree.roots, proofs, hash, algorithm);
    covered = union([...covered, ...merkle.covered]);
    problem = merkle.problem ?? problem;
    if (merkle.problem !== null) {
      return merkle.matches === null
        ? { matches: null, problem, covered: null, carriers }
        : { matches: false, problem, covered, carriers };
    }
  }
  return { matches: true, problem, covered, carriers };
}

interface MerkleOutcome {
  /** `null`: not all of it is in this file. */
  readonly matches: boolean | null;
  readonly problem: BindingProblem | null;
  readonly covered: readonly ByteRange[];
}

function algorithmOf(map: MerkleMap, fallback: string | null): HashAlgorithm | null {
  const name = map.algorithm ?? fallback ?? '';
  return isHashAlgorithm(name) ? name : null;
}

/** A flat file with fragments: everything before the first `moof`, then one leaf from `moof` to `moof`. */
async function checkFragments(
  file: FileHash,
  size: number,
  boxes: readonly Box[],
  layout: HashedLayout,
  proofs: readonly MerkleProof[],
  hash: BmffHash,
  fallback: string | null,
): Promise<MerkleOutcome> {
  const starts = boxes.flatMap(({ type, start }) => (type === 'moof' ? [start] : []));
  const [first = size] = starts;
  const initialized = await initializationMatches(file, layout, first, hash.merkle, fallback);
  let next = 0;
  const fragments = starts.map((start, index): Fragment => {
    // the proof of a fragment is the last one before its `moof`, and behind the one before
    let proof: MerkleProof | null = null;
    for (; next < proofs.length && proofs[next]!.start < start; next += 1) proof = proofs[next]!;
    return { parts: partsOf(layout, start, starts[index + 1] ?? size), proof };
  });
  const matches =
    initialized && (await fragmentsMatch(file, fragments, hash.merkle, (map) => algorithmOf(map, fallback)));
  const withInitialization = hash.merkle.some(({ initHash }) => initHash !== null);
  return {
    matches,
    problem: matches ? null : initialized ? 'fragments-changed' : 'initialization-changed',
    covered: withInitialization ? layout.included : intersect(layout.included, [[first, size - first]]),
  };
}

/** An initialisation segment alone: it can be seen to fit, the fragments are elsewhere. */
async function checkInitialization(
  file: FileHash,
  size: number,
  layout: HashedLayout,
  hash: BmffHash,
  fallback: string | null,
): Promise<MerkleOutcome> {
  const initialized = await initializationMatches(file, layout, size, hash.merkle, fallback);
  return initialized
    ? { matches: null, problem: 'segments-missing', covered: [] }
    : { matches: false, problem: 'initialization-changed', covered: layout.included };
}

async function initializationMatches(
  file: FileHash,
  layout: HashedLayout,
  end: number,
  maps: readonly MerkleMap[],
  fallback: string | null,
): Promise<boolean> {
  const digests = new Map<HashAlgorithm, Buffer>();
  for (const map of maps) {
    if (map.initHash === null) continue;
    const algorithm = algorithmOf(map, fallback);
    if (algorithm === null) return false;
    const digest = digests.get(algorithm) ?? (await file.digest(algorithm, partsOf(layout, 0, end)));
    digests.set(algorithm, digest);
    if (!sameBytes(digest, map.initHash)) return false;
  }
  return true;
}

const notToBeHad: ReadonlySet<BindingProblem> = new Set<BindingProblem>([
  'algorithm-missing',
  'algorithm-unsupported',
  'too-many-blocks',
  'track-chunks-not-checked',
]);

async function checkPieces(
  file: FileHash,
  boxes: readonly Box[],
  proofs: readonly MerkleProof[],
  hash: BmffHash,
  fallback: string | null,
): Promise<MerkleOutcome> {
  const mediaData = boxes.filter(({ type }) => type === 'mdat');
  const { problem, covered } = await checkMediaData(
    file,
    mediaData,
    hash.merkle,
    fallback,
    proofs.length > 0,
  );
  const unknown = problem !== null && notToBeHad.has(problem);
  return { matches: unknown ? null : problem === null, problem, covered };
}
