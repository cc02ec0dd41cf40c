import { growthOf } from '../moved.ts';
import { Refusal } from '../refusal.ts';
import type { Splice } from '../write-plan.ts';
import { movable } from './avi-offsets.ts';
import { type Chunk, chunksIn, listType, makeChunk } from './chunks.ts';
import { findList, type RiffFile, type RiffPlaced } from './file.ts';

const place = 'LIST INFO';

/**
 * Put a text into the `LIST INFO` of an AVI. Players look for it in front of the media only, so a list behind the
 * media is the last choice: JUNK in front of the media gives room; else the media moves and its indexes with it,
 * when their offsets are understood.
 */
export function placeInfo(file: RiffFile, key: string, value: Uint8Array): RiffPlaced {
  const { reader, form, chunks } = file;
  const lists = chunks.filter((chunk) => listType(reader, chunk) === 'INFO');
  const child = makeChunk(key, value);
  for (const list of lists) {
    const [old, ...copies] = children(file, list).filter(
      ({ name }) => name.toUpperCase() === key.toUpperCase(),
    );
    if (old === undefined) continue;
    const inside: Splice[] = [
      { from: old.start, to: old.next, data: child },
      ...copies.map(({ start, next }) => ({ from: start, to: next, data: new Uint8Array() })),
    ];
    return { place, splices: settled(file, inside, list) };
  }
  const media = findList(file, 'movi')?.start ?? form.end;
  const [list] = lists;
  if (list !== undefined && (list.start < media || !movable(file))) {
    children(file, list);
    const odd = (list.end - list.body) % 2 === 1 && list.next === list.end;
    const data = odd ? Buffer.concat([Buffer.alloc(1), child]) : child;
    return { place, splices: settled(file, [{ from: list.end, to: list.end, data }], list) };
  }
  const fresh = makeChunk('LIST', Buffer.concat([Buffer.from('INFO'), child]));
  const inFront = media < form.end && (movable(file) || roomFor(file, fresh.length) !== null);
  const junk = inFront ? roomFor(file, fresh.length) : null;
  if (junk !== null)
    return {
      place,
      splices: [{ from: junk.start, to: junk.start, data: fresh }, ...shrunk(junk, fresh.length)],
    };
  if (inFront) return { place, splices: [{ from: media, to: media, data: fresh }] };
  const end = chunks.at(-1)?.next ?? form.body;
  return { place: 'LIST INFO behind the media', splices: [{ from: end, to: end, data: fresh }] };
}

function children({ reader, form }: RiffFile, list: Chunk): Chunk[] {
  const found: Chunk[] = [];
  const walk = chunksIn(reader, list.body + 4, list.end, form);
  let next = walk.next();
  for (; next.done !== true && found.length < 10_000; next = walk.next()) found.push(next.value);
  if (next.done !== true || next.value !== null || found.some(({ missing }) => missing > 0))
    throw new Refusal(
      'The LIST INFO chunk is damaged; repair the file first',
      'LIST INFO 块已损坏，请先修复文件',
    );
  return found;
}

/** Edits inside a list, with its own size, and with JUNK in front of the media taking up the difference. */
function settled(file: RiffFile, inside: readonly Splice[], list: Chunk): Splice[] {
  const growth = growthOf(inside);
  if (growth === 0) return [...inside];
  const size = Buffer.alloc(4);
  size.writeUInt32LE(list.end - list.body + growth);
  const own: Splice = { from: list.start + 4, to: list.start + 8, data: size };
  const junk = roomFor(file, growth);
  const before = list.start < (findList(file, 'movi')?.start ?? 0);
  return [...inside, own, ...(before && junk !== null ? shrunk(junk, growth) : [])];
}

/** A JUNK chunk in front of the media that can give (or take) so many bytes. */
function roomFor(file: RiffFile, growth: number): Chunk | null {
  const media = findList(file, 'movi')?.start ?? 0;
  const fits = ({ name, start, body, end, next }: Chunk): boolean =>
    name === 'JUNK' && start < media && next === end && (end - body - growth >= 0 || next - start === growth);
  return file.chunks.find(fits) ?? null;
}

function shrunk({ start, body, end, next }: Chunk, growth: number): Splice[] {
  if (next - start === growth) return [{ from: start, to: next, data: new Uint8Array() }];
  const size = Buffer.alloc(4);
  size.writeUInt32LE(end - body - growth);
  const head: Splice = { from: start + 4, to: start + 8, data: size };
  return growth > 0
    ? [head, { from: end - growth, to: end, data: new Uint8Array() }]
    : [head, { from: end, to: end, data: Buffer.alloc(-growth) }];
}
