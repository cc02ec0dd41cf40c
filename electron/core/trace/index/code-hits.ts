import { codeBytes } from './hamming.ts';

/** What was found for one query, nearest first; one row for each code. */
export interface QueryHits {
  /** Differing bits, 0…256. */
  readonly distances: Uint16Array;
  readonly owners: Uint32Array;
  readonly positions: Uint32Array;
  /** 32 bytes each: the code that was found. */
  readonly codes: Uint8Array;
  /** False: more codes lie within the radius than were asked for; those listed are the nearest. */
  readonly complete: boolean;
}

/** What was found for several queries, as columns: the rows of a query stand together, in the order of the queries. */
export interface CodeHits extends Omit<QueryHits, 'complete'> {
  /** Which of the queries, 0…. */
  readonly queries: Uint32Array;
  /** Queries of which more codes lie within the radius than were asked for. */
  readonly cut: Uint32Array;
}

/** The rows of all queries one below the other. */
export function joinHits(all: readonly QueryHits[]): CodeHits {
  const total = all.reduce((sum, { owners }) => sum + owners.length, 0);
  const hits = {
    queries: new Uint32Array(total),
    distances: new Uint16Array(total),
    owners: new Uint32Array(total),
    positions: new Uint32Array(total),
    codes: new Uint8Array(total * codeBytes),
    cut: Uint32Array.from(all.flatMap(({ complete }, query) => (complete ? [] : [query]))),
  };
  let row = 0;
  for (const [query, { distances, owners, positions, codes }] of all.entries()) {
    hits.queries.fill(query, row, row + owners.length);
    hits.distances.set(distances, row);
    hits.owners.set(owners, row);
    hits.positions.set(positions, row);
    hits.codes.set(codes, row * codeBytes);
    row += owners.length;
  }
  return hits;
}
