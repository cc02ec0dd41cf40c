import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { likelyText } from '../source.ts';
import { plainText, utf16Text } from '../text-decoding.ts';
import { boxesIn, childList, type FileBox } from './boxes.ts';

/** A metadata list: `meta` with its handler, its key names and its items (QuickTime File Format, "Metadata"). */
export interface ItemList {
  readonly meta: FileBox;
  /** `mdta`: items are numbered by `keys`; `mdir`: they are named by four characters, as iTunes does. */
  readonly handler: string;
  readonly keys: FileBox | null;
  /** In the order of their numbers, the first being 1. */
  readonly names: readonly KeyName[];
  readonly items: FileBox | null;
  /** Where another child of `meta` may be put. */
  readonly end: number;
  readonly problem: string | null;
  /** Everything else inside. */
  readonly others: readonly FileBox[];
}

export interface KeyName {
  readonly name: string;
  /** Offset and length of the name itself. */
  readonly start: number;
  readonly length: number;
}

const KEYS = 20_000;

export function itemList(reader: ByteReader, meta: FileBox, parent: string): ItemList {
  const { boxes, end, problem } = childList(reader, meta, parent);
  const handlerBox = boxes.find(({ type }) => type === 'hdlr');
  const handler =
    handlerBox !== undefined && handlerBox.end - handlerBox.body >= 12
      ? reader.latin1(handlerBox.body + 8, 4)
      : '';
  const keys = boxes.find(({ type }) => type === 'keys') ?? null;
  const items = boxes.find(({ type }) => type === 'ilst') ?? null;
  const read = keys === null ? { names: [], problem: null } : keyNames(reader, keys);
  return {
    meta,
    handler,
    keys,
    names: read.names,
    items,
    end,
    problem: problem ?? read.problem,
    others: boxes.filter((box) => box !== handlerBox && box !== keys && box !== items),
  };
}

function keyNames(
  reader: ByteReader,
  { body, end }: FileBox,
): { readonly names: readonly KeyName[]; readonly problem: string | null } {
  const names: KeyName[] = [];
  if (end - body < 8) return { names, problem: 'keys box without a count' };
  const count = reader.u32(body + 4);
  let at = body + 8;
  for (let index = 0; index < Math.min(count, KEYS); index += 1) {
    const size = at + 8 <= end ? reader.u32(at) : 0;
    if (size < 8 || at + size > end) return { names, problem: `keys box: entry ${index + 1} is cut off` };
    const name = plainText(reader.bytes(at + 8, Math.min(1024, size - 8)));
    names.push({ name, start: at + 8, length: size - 8 });
    at += size;
  }
  return { names, problem: count > KEYS ? `keys box with ${count} entries` : null };
}

/** One text of an item. */
export interface ItemText {
  readonly key: string;
  /** Domain of a `----` item, else empty. */
  readonly domain: string;
  readonly start: number;
  readonly length: number;
  /** Well-known type of the value, as written. */
  readonly type: number;
}

/** Values of one child of `ilst`. */
export function itemTexts(reader: ByteReader, item: FileBox, names: readonly KeyName[]): ItemText[] {
  const number = Buffer.from(item.type, 'latin1').readUInt32BE(0);
  let key = names[number - 1]?.name ?? (number < 0x01000000 ? `#${number}` : item.type);
  let domain = '';
  const texts: ItemText[] = [];
  for (const { type, body, end } of boxesIn(reader, item.body, item.end, 'item')) {
    const room = end - body;
    if (type === 'mean' && room > 4) domain = plainText(reader.bytes(body + 4, Math.min(room - 4, 1024)));
    // iTunes names its free-form items here; in numbered lists it is an item's own identifier
    if (type === 'name' && room > 4 && item.type === '----')
      key = plainText(reader.bytes(body + 4, Math.min(room - 4, 1024)));
    if (type === 'data' && room >= 8)
      texts.push({ key, domain, start: body + 8, length: room - 8, type: reader.u32(body) });
    if (texts.length >= 100) break;
  }
  return texts.map((text) => ({ ...text, key, domain }));
}

/** Pictures, numbers, dates and the like among the well-known types. */
const binary: ReadonlySet<number> = new Set([
  ...[12, 13, 14, 21, 22, 23, 24, 27, 65, 66, 67, 70, 71, 72, 74, 75, 76, 77, 78, 79],
]);

/** A value as text by its well-known type; `null` when it is none. */
export function itemValue(type: number, bytes: Uint8Array): string | null {
  if (type === 1 || type === 4) return plainText(bytes);
  if (type === 2 || type === 5) return utf16Text(bytes);
  return binary.has(type) ? null : likelyText(bytes);
}
