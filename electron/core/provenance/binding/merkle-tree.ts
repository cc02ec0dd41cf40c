import { createHash } from 'node:crypto';
import { type HashAlgorithm, sameBytes } from './file-hash.ts';

/**
 * Does a row of a Merkle tree over these leaves equal `row` (C2PA 2.2 §18.6, A.5.4)? A node without a
 * partner passes to the next row as it is. A row of another length than any the tree has equals none.
 */
export function rowMatches(
  algorithm: HashAlgorithm,
  leaves: readonly Uint8Array[],
  row: readonly Uint8Array[],
): boolean {
  let level = leaves;
  while (level.length > row.length && level.length > 1) level = nextRow(algorithm, level);
  return level.length === row.length && row.every((hash, index) => sameBytes(hash, level[index]!));
}

function nextRow(algorithm: HashAlgorithm, row: readonly Uint8Array[]): Uint8Array[] {
  const next: Uint8Array[] = [];
  for (let index = 0; index < row.length; index += 2) {
    const [left, right] = [row[index]!, row[index + 1]];
    next.push(right === undefined ? left : createHash(algorithm).update(left).update(right).digest());
  }
  return next;
}
