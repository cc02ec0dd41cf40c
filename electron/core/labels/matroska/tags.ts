import { crc32 } from 'node:zlib';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { Refusal } from '../refusal.ts';
import { plainText } from '../text-decoding.ts';
import { elementsIn, type FileElement, ids, makeElement } from './elements.ts';

const TAGS = 16 * 1024 * 1024;

/** The data of a Tags element with a text set for the whole file, checksum renewed where there is one. */
export function tagsData(reader: ByteReader, tags: FileElement | null, key: string, value: string): Buffer {
  if (tags === null) return makeTag(key, value);
  if (tags.end - tags.body > TAGS)
    throw new Refusal('The tags of the file are too large to be changed', '文件的标签过大，无法修改');
  const parts = all(reader, tags);
  const targets = parts.filter((tag) => tag.id === ids.tag && isWhole(reader, tag));
  // where the text stands already; else a tag of the whole file gets it, or a new tag is made
  const holder =
    targets.find((tag) => all(reader, tag).some((part) => isNamed(reader, part, key))) ?? targets[0];
  const data = parts
    .filter(({ id }) => id !== ids.crc)
    .map((part) =>
      part.start === holder?.start
        ? makeElement(ids.tag, withSimpleTag(reader, part, key, value))
        : isWhole(reader, part)
          ? withoutCopies(reader, part, key)
          : bytesOf(reader, part),
    );
  if (holder === undefined) data.push(makeTag(key, value));
  const body = Buffer.concat(data);
  return parts.some(({ id }) => id === ids.crc) ? Buffer.concat([checksum(body), body]) : body;
}

/** CRC-32 of everything behind it in its parent (RFC 8794, 11.3.1). */
export function checksum(body: Uint8Array): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(body));
  return makeElement(ids.crc, sum);
}

/** Does a Tags element hold the text for the whole file? */
export function holdsText(reader: ByteReader, tags: FileElement, key: string): boolean {
  return all(reader, tags).some(
    (tag) =>
      tag.id === ids.tag &&
      isWhole(reader, tag) &&
      all(reader, tag).some((part) => isNamed(reader, part, key)),
  );
}

function all(reader: ByteReader, parent: FileElement): FileElement[] {
  const walk = elementsIn(reader, parent.body, parent.end);
  const found: FileElement[] = [];
  let next = walk.next();
  for (; next.done !== true; next = walk.next()) {
    found.push(next.value);
    if (next.value.missing > 0 || next.value.open || found.length > 100_000) break;
  }
  if (next.done !== true || next.value !== null)
    throw new Refusal('The tags of the file are damaged; repair it first', '文件的标签已损坏，请先修复');
  return found;
}

/** A Tag without targets, or with none but a level, is about the whole file. */
function isWhole(reader: ByteReader, tag: FileElement): boolean {
  if (tag.id !== ids.tag) return false;
  const targets = all(reader, tag).find(({ id }) => id === ids.targets);
  if (targets === undefined) return true;
  const narrow = all(reader, targets).some(({ id, body, end }) => {
    if (id === 0x68ca) return end > body && reader.u8(end - 1) !== 50;
    return id !== 0x63ca && id !== ids.void && id !== ids.crc && !reader.filled(0, body, end);
  });
  return !narrow;
}

function isNamed(reader: ByteReader, part: FileElement, key: string): boolean {
  if (part.id !== ids.simpleTag) return false;
  const name = all(reader, part).find(({ id }) => id === ids.tagName);
  if (name === undefined) return false;
  return (
    plainText(reader.bytes(name.body, Math.min(1024, name.end - name.body))).toUpperCase() ===
    key.toUpperCase()
  );
}

const bytesOf = (reader: ByteReader, { start, end }: FileElement): Buffer => reader.bytes(start, end - start);

function withSimpleTag(reader: ByteReader, tag: FileElement, key: string, value: string): Buffer {
  const parts = all(reader, tag).filter(({ id }) => id !== ids.crc);
  const first = parts.findIndex((part) => isNamed(reader, part, key));
  const fresh = makeSimpleTag(key, value);
  const data = parts.flatMap((part, index) =>
    index === first ? [fresh] : isNamed(reader, part, key) ? [] : [bytesOf(reader, part)],
  );
  if (first === -1) data.push(fresh);
  return Buffer.concat(data);
}

/** Further copies in other tags of the whole file go; a tag that holds nothing else goes with them. */
function withoutCopies(reader: ByteReader, tag: FileElement, key: string): Buffer {
  const parts = all(reader, tag);
  const kept = parts.filter((part) => !isNamed(reader, part, key) && part.id !== ids.crc);
  if (kept.length === parts.filter(({ id }) => id !== ids.crc).length) return bytesOf(reader, tag);
  if (!kept.some(({ id }) => id === ids.simpleTag)) return Buffer.alloc(0);
  return makeElement(ids.tag, Buffer.concat(kept.map((part) => bytesOf(reader, part))));
}

const makeSimpleTag = (key: string, value: string): Buffer =>
  makeElement(
    ids.simpleTag,
    Buffer.concat([
      makeElement(ids.tagName, Buffer.from(key, 'utf8')),
      makeElement(ids.tagString, Buffer.from(value, 'utf8')),
    ]),
  );

/** Empty targets stand for the whole file (RFC 9559, 5.1.8.1.1). */
const makeTag = (key: string, value: string): Buffer =>
  makeElement(
    ids.tag,
    Buffer.concat([makeElement(ids.targets, new Uint8Array()), makeSimpleTag(key, value)]),
  );
