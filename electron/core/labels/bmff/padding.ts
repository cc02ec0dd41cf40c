import { growthOf } from '../moved.ts';
import { childList, type FileBox, words } from './boxes.ts';
import type { BoxEdit } from './edits.ts';
import type { Movie } from './write.ts';

const isFree = ({ type, sizing }: FileBox): boolean =>
  (type === 'free' || type === 'skip') && sizing === 'short';

/**
 * Edits of free space that even out the growth of `edits`, so that nothing behind moves: free boxes around the
 * edited place first, then the one behind moov. Empty when there is no room, or nothing is gained.
 */
export function absorbed({ reader, top, moov, end }: Movie, edits: readonly BoxEdit[]): BoxEdit[] {
  const growth = growthOf(edits);
  // only edits inside moov can be evened out; and when moov ends the file, nothing has to be
  const within = edits.every(({ from, to }) => from > moov.start && to <= moov.end);
  if (growth === 0 || !within || moov.end === end || moov.sizing === 'open') return [];
  for (const { box, inside } of candidates(reader, top, moov, edits)) {
    const size = box.end - box.start - growth;
    if (box.missing > 0 || edits.some(({ from, to }) => from < box.end && to > box.start)) continue;
    if (size === 0) return [{ from: box.start, to: box.end, data: new Uint8Array(), inside }];
    if (size < 8 || size > 0xffffffff) continue;
    const head: BoxEdit = { from: box.start, to: box.start + 4, data: words(size), inside: [] };
    const room: BoxEdit =
      growth > 0
        ? { from: box.end - growth, to: box.end, data: new Uint8Array(), inside }
        : { from: box.end, to: box.end, data: Buffer.alloc(-growth), inside };
    return [head, room];
  }
  if (growth > -8) return [];
  const free = Buffer.alloc(-growth);
  free.writeUInt32BE(-growth, 0);
  free.write('free', 4, 'latin1');
  return [{ from: moov.end, to: moov.end, data: free, inside: [] }];
}

/** Free boxes that are children of the edited boxes, the innermost first; then the one behind moov. */
function candidates(
  reader: Movie['reader'],
  top: readonly FileBox[],
  moov: FileBox,
  edits: readonly BoxEdit[],
): { readonly box: FileBox; readonly inside: readonly FileBox[] }[] {
  const chain = new Map(edits.flatMap(({ inside }) => inside).map((box) => [box.start, box]));
  const parents = [...chain.values()].filter(
    ({ type }) => type === 'moov' || type === 'udta' || type === 'meta',
  );
  const found = parents
    .toSorted((a, b) => b.start - a.start)
    .flatMap((parent) => {
      const inside = parents.filter(({ start, end }) => start <= parent.start && end >= parent.end);
      return childList(reader, parent, '')
        .boxes.filter(isFree)
        .map((box) => ({ box, inside }));
    });
  const next = top.find(({ start }) => start === moov.end);
  return next !== undefined && isFree(next) ? [...found, { box: next, inside: [] }] : found;
}
