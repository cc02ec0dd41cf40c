import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { Splice } from '../write-plan.ts';
import { elementsIn, type FileElement, idBytes, ids, makeElement, makeVoid, numberIn } from './elements.ts';
import { checksum } from './tags.ts';
import type { MatroskaFile } from './write.ts';

/**
 * The SeekHead with an entry for Tags at `at` (an offset in the file): the entry of the Tags that stood at `old` is
 * changed, else one is added. The Void behind gives the room. `null`: there is no SeekHead, or no room in it.
 */
export function listedAt(file: MatroskaFile, old: FileElement | null, at: number): Splice[] | null {
  const { reader, parts, segment } = file;
  const head = parts.find(({ id }) => id === ids.seekHead);
  if (head === undefined) return null;
  const children = [...elementsIn(reader, head.body, head.end)];
  if (children.some(({ open, missing }) => open || missing > 0)) return null;
  const fresh = entry(at - segment.body);
  let replaced = false;
  const data = children
    .filter(({ id }) => id !== ids.crc && id !== ids.void)
    .map((child) => {
      const position = old === null || replaced ? null : tagsPosition(reader, child);
      if (position === null || old === null || position !== old.start - segment.body)
        return reader.bytes(child.start, child.end - child.start);
      replaced = true;
      return fresh;
    });
  const body = Buffer.concat(replaced ? data : [...data, fresh]);
  const summed = children.some(({ id }) => id === ids.crc) ? Buffer.concat([checksum(body), body]) : body;
  const next = parts.find(({ id, start }) => id === ids.void && start === head.end);
  const room = (next?.end ?? head.end) - head.start;
  for (let width = head.body - head.start - 4; width <= 8; width += 1) {
    if (summed.length >= 2 ** (7 * width) - 1) continue;
    const element = makeElement(ids.seekHead, summed, width);
    const left = room - element.length;
    if (left < 0) return null;
    if (left === 1) continue;
    const filled = left === 0 ? element : Buffer.concat([element, makeVoid(left)]);
    return [{ from: head.start, to: head.start + room, data: filled }];
  }
  return null;
}

function tagsPosition(reader: ByteReader, seek: FileElement): number | null {
  if (seek.id !== ids.seek) return null;
  let [id, position] = [0, -1];
  for (const child of elementsIn(reader, seek.body, seek.end)) {
    if (child.id === ids.seekId) id = numberIn(reader, child);
    if (child.id === ids.seekPosition) position = numberIn(reader, child);
  }
  return id === ids.tags ? position : null;
}

/** Identifier and position, the position in eight bytes as muxers reserve them. */
function entry(position: number): Buffer {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(position));
  return makeElement(
    ids.seek,
    Buffer.concat([makeElement(ids.seekId, idBytes(ids.tags)), makeElement(ids.seekPosition, place)]),
  );
}
