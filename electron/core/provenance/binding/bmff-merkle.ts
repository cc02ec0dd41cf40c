import type { ByteRange } from '#shared/domain/figure.ts';
import type { Box } from '../../media/structure/bmff.ts';
import type { CborValue } from '../jumbf/cbor.ts';
import { bytesOf, entryOf, integerOf, listOf, textOf } from '../jumbf/cbor-values.ts';
import type { MerkleProof } from './bmff-proofs.ts';
import { type FileHash, type HashAlgorithm, type HashPart, isHashAlgorithm } from './file-hash.ts';
import { rowMatches } from './merkle-tree.ts';
import type { BindingProblem } from './outcome.ts';

/** Leaves of one tree: a block size of a few bytes over a large file is an attack on memory. */
const LEAF_LIMIT = 500_000;
/** The hash of the file covers the first 16 bytes of a media data box, whatever its header (A.5.6). */
const MDAT_HEAD = 16;

/** One Merkle tree of a BMFF hash (C2PA 2.2 §18.6.3, `merkle-map`). */
export interface MerkleMap {
  readonly uniqueId: number;
  readonly localId: number;
  readonly count: number;
  readonly algorithm: string | null;
  readonly initHash: Uint8Array | null;
  /** One row of the tree. */
  readonly hashes: readonly Uint8Array[];
  readonly fixedBlockSize: number | null;
  readonly variableBlockSizes: readonly number[] | null;
}

/** `null`: malformed. */
export function readMerkleMap(value: CborValue): MerkleMap | null {
  const uniqueId = integerOf(entryOf(value, 'uniqueId'));
  const localId = integerOf(entryOf(value, 'localId'));
  const count = integerOf(entryOf(value, 'count'));
  const hashes = listOf(entryOf(value, 'hashes')).map(bytesOf);
  if (uniqueId === null || localId === null || count === null || count < 1) return null;
  if (hashes.length === 0 || hashes.some((hash) => hash === null)) return null;
  const fixed = integerOf(entryOf(value, 'fixedBlockSize'));
  const sizes = entryOf(value, 'variableBlockSizes');
  const variable = Array.isArray(sizes) ? listOf(sizes).map(integerOf) : null;
  if (fixed !== null && (fixed < 1 || variable !== null)) return null;
  if (variable?.some((size) => size === null || size < 0)) return null;
  return {
    uniqueId,
    localId,
    count,
    algorithm: textOf(entryOf(value, 'alg')),
    initHash: bytesOf(entryOf(value, 'initHash')),
    hashes: hashes as Uint8Array[],
    fixedBlockSize: fixed,
    variableBlockSizes: variable as number[] | null,
  };
}

export interface MerkleAnswer {
  readonly problem: BindingProblem | null;
  /** Bytes the trees cover, also where they do not fit. */
  readonly covered: readonly ByteRange[];
}

/** Trees over the media data boxes of a file without fragments: one tree for each, in order (§15.12.2.1). */
export async function checkMediaData(
  file: FileHash,
  boxes: readonly Box[],
  maps: readonly MerkleMap[],
  fallback: string | null,
  provedOutside: boolean,
): Promise<MerkleAnswer> {
  const covered = boxes.flatMap((box): ByteRange[] => {
    const start = box.start + MDAT_HEAD;
    return box.end > start ? [[start, box.end - start]] : [];
  });
  const fails = (problem: BindingProblem): MerkleAnswer => ({ problem, covered });
  if (boxes.length !== maps.length) return fails('media-data-changed');
  for (const [index, map] of maps.entries()) {
    const algorithm = map.algorithm ?? fallback;
    if (algorithm === null) return fails('algorithm-missing');
    if (!isHashAlgorithm(algorithm)) return fails('algorithm-unsupported');
    const start = boxes[index]!.start + MDAT_HEAD;
    const length = Math.max(0, boxes[index]!.end - start);
    if (map.fixedBlockSize === null && map.variableBlockSizes === null && map.count > 1 && provedOutside)
      return fails('track-chunks-not-checked');
    const blocks = blocksOf(map, start, length);
    if (typeof blocks === 'string') return fails(blocks);
    if (blocks.length !== map.count) return fails('media-data-changed');
    const leaves: Buffer[] = [];
    for (const block of blocks) leaves.push(await file.digest(algorithm, [block]));
    if (!rowMatches(algorithm, leaves, map.hashes)) return fails('media-data-changed');
  }
  return { problem: null, covered };
}

function blocksOf(map: MerkleMap, start: number, length: number): ByteRange[] | BindingProblem {
  const { fixedBlockSize, variableBlockSizes } = map;
  if (variableBlockSizes !== null) {
    if (variableBlockSizes.length > LEAF_LIMIT) return 'too-many-blocks';
    if (variableBlockSizes.reduce((sum, size) => sum + size, 0) !== length) return 'block-sizes-differ';
    let position = start;
    return variableBlockSizes.map((size): ByteRange => {
      position += size;
      return [position - size, size];
    });
  }
  if (fixedBlockSize === null) return [[start, length]];
  if (length / fixedBlockSize > LEAF_LIMIT) return 'too-many-blocks';
  const blocks: ByteRange[] = [];
  for (let offset = 0; offset < length; offset += fixedBlockSize) {
    blocks.push([start + offset, Math.min(fixedBlockSize, length - offset)]);
  }
  return blocks;
}

export interface Fragment {
  /** Bytes from one `moof` to the next, without exclusions, with offsets where the version wants them. */
  readonly parts: readonly HashPart[];
  readonly proof: MerkleProof | null;
}

/** One leaf for each fragment; which tree it belongs to, the proof box before it says (A.5.4.1.2). */
export async function fragmentsMatch(
  file: FileHash,
  fragments: readonly Fragment[],
  maps: readonly MerkleMap[],
  algorithmOf: (map: MerkleMap) => HashAlgorithm | null,
): Promise<boolean> {
  const trees = new Map(maps.map((map) => [treeKey(map), { map, row: [] as Buffer[] }]));
  for (const { parts, proof } of fragments) {
    const tree = proof === null ? undefined : trees.get(treeKey(proof));
    const algorithm = tree === undefined ? null : algorithmOf(tree.map);
    // fragments must stand in the order in which they were signed (§15.12.2)
    if (tree === undefined || algorithm === null || proof?.location !== tree.row.length) return false;
    tree.row.push(await file.digest(algorithm, parts));
  }
  return [...trees.values()].every(({ map, row }) => {
    const algorithm = algorithmOf(map);
    return algorithm !== null && row.length === map.count && rowMatches(algorithm, row, map.hashes);
  });
}

/** What names a tree and the proofs of its leaves. */
export function treeKey({ uniqueId, localId }: Pick<MerkleMap, 'uniqueId' | 'localId'>): string {
  return `${uniqueId} ${localId}`;
}
