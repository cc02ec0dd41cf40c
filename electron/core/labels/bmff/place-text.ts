import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { Refusal } from '../refusal.ts';
import { childList, childrenOf, type FileBox, makeBox, words } from './boxes.ts';
import type { BoxEdit } from './edits.ts';
import { type ItemList, itemList, itemTexts } from './item-list.ts';
import { isLiteralLabel, literalRange } from './texts.ts';
import type { Movie, Placed } from './write.ts';

/**
 * Put a text under a key. It stays where it stands already; a new one goes to a list of keys the file has, else to
 * `moov/udta/meta`. A `udta` holds one `meta` at most, so beside an iTunes list (`mdir`) the keys go to `moov/meta`,
 * as QuickTime and Android write it: without version and flags, the form exiftool and ffmpeg both read there.
 */
export function placeText(movie: Movie, key: string, value: string): Placed {
  const { reader, moov } = movie;
  const children = list(reader, moov, '');
  const udta = children.boxes.find(({ type }) => type === 'udta');
  const user = udta === undefined ? null : list(reader, udta, 'moov');
  const userMeta = user?.boxes.find(({ type }) => type === 'meta');
  const movieMeta = children.boxes.find(({ type }) => type === 'meta');
  const first = userMeta === undefined || udta === undefined ? null : itemList(reader, userMeta, 'udta');
  const second = movieMeta === undefined ? null : itemList(reader, movieMeta, 'moov');
  for (const metadata of [first, second]) {
    if (metadata?.problem != null)
      throw new Refusal(
        `The metadata list of the file is damaged (${metadata.problem}); repair it first`,
        `文件的元数据列表已损坏（${metadata.problem}），请先修复`,
      );
  }
  const inUser = udta === undefined ? [moov] : [moov, udta];
  const choices = [
    { metadata: first, inside: inUser, place: 'moov/udta/meta keys' },
    { metadata: second, inside: [moov], place: 'moov/meta keys' },
  ];
  for (const { metadata, inside, place } of choices) {
    if (metadata !== null && has(metadata, key))
      return { place, edits: setKey(reader, metadata, inside, key, value) };
  }
  const elsewhere =
    literal(reader, user?.boxes ?? [], inUser, 'moov/udta', key, value) ??
    literal(reader, children.boxes, [moov], 'moov', key, value) ??
    namedItem(reader, first, inUser, 'moov/udta/meta', key, value) ??
    namedItem(reader, second, [moov], 'moov/meta', key, value);
  if (elsewhere !== null) return elsewhere;
  if (first?.handler === 'mdta')
    return { place: 'moov/udta/meta keys', edits: setKey(reader, first, inUser, key, value) };
  // ffmpeg 5 takes one list of keys for another when a file has two: phones' own list gets the key then
  if (second?.handler === 'mdta')
    return { place: 'moov/meta keys', edits: setKey(reader, second, [moov], key, value) };
  if (first !== null && isEmpty(reader, first)) {
    // ffmpeg leaves an iTunes list without items: nothing is lost when another kind of list takes its place
    const { start, end } = first.meta;
    const data = makeBox('meta', words(0), ...newList(key, value));
    return { place: 'moov/udta/meta keys', edits: [{ from: start, to: end, data, inside: inUser }] };
  }
  if (first !== null && second !== null)
    throw new Refusal(
      'Both places for metadata hold lists of another kind; the label has no place beside them',
      '影片的两处元数据位置均已被其他类型的列表占用，标识无处可写',
    );
  if (first !== null) {
    const meta = makeBox('meta', ...newList(key, value));
    return { place: 'moov/meta keys', edits: [insertion(children.end, meta, [moov])] };
  }
  const meta = makeBox('meta', words(0), ...newList(key, value));
  const place = 'moov/udta/meta keys';
  if (udta === undefined) return { place, edits: [insertion(children.end, makeBox('udta', meta), [moov])] };
  return { place, edits: [insertion(user?.end ?? udta.end, meta, inUser)] };
}

function list(reader: ByteReader, box: FileBox, parent: string): ReturnType<typeof childList> {
  const children = childList(reader, box, parent);
  if (children.problem !== null)
    throw new Refusal(
      `The box ${box.type} is damaged (${children.problem}); repair the file first`,
      `${box.type} 盒已损坏（${children.problem}），请先修复文件`,
    );
  return children;
}

const insertion = (at: number, data: Uint8Array, inside: readonly FileBox[]): BoxEdit => ({
  from: at,
  to: at,
  data,
  inside,
});

const same = (name: string, key: string): boolean => name.toUpperCase() === key.toUpperCase();
const has = ({ names }: ItemList, key: string): boolean => names.some(({ name }) => same(name, key));

/** A list of no items, and nothing else in it. */
function isEmpty(reader: ByteReader, { items, others }: ItemList): boolean {
  return others.length === 0 && (items === null || childList(reader, items, 'meta').boxes.length === 0);
}

/** Set one key of a list: its item is replaced, further items under the same name go. */
function setKey(
  reader: ByteReader,
  metadata: ItemList,
  outer: readonly FileBox[],
  key: string,
  value: string,
): BoxEdit[] {
  const { meta, keys, names, items } = metadata;
  const inside = [...outer, meta];
  const known = names.findIndex(({ name }) => same(name, key));
  const edits: BoxEdit[] = [];
  if (items !== null && keys === null)
    throw new Refusal(
      'The metadata list has items without names; repair the file first',
      '元数据列表中的条目没有名称，请先修复文件',
    );
  const index = known === -1 ? names.length : known;
  if (keys === null) edits.push(insertion(metadata.end, keysBox(key), inside));
  else if (known === -1) {
    edits.push({ from: keys.body + 4, to: keys.body + 8, data: words(names.length + 1), inside: [] });
    edits.push(insertion(keys.end, keyEntry(key), [...inside, keys]));
  } else {
    const { start, length, name } = names[known]!;
    const bytes = Buffer.from(key, 'utf8');
    if (name !== key && bytes.length === length)
      edits.push({ from: start, to: start + length, data: bytes, inside: [] });
  }
  const item = valueItem(index + 1, value);
  if (items === null) return [...edits, insertion(metadata.end, makeBox('ilst', item), inside)];
  const all = list(reader, items, 'meta');
  const held = [...inside, items];
  const [old, ...copies] = all.boxes.filter(({ type }) => type === typeOf(index + 1));
  if (old === undefined) return [...edits, insertion(all.end, item, held)];
  edits.push({ from: old.start, to: old.end, data: item, inside: held });
  for (const { start, end } of copies)
    edits.push({ from: start, to: end, data: new Uint8Array(), inside: held });
  return edits;
}

const typeOf = (index: number): string => words(index).toString('latin1');

function keyEntry(key: string): Buffer {
  const name = Buffer.from(key, 'utf8');
  return Buffer.concat([words(8 + name.length), Buffer.from('mdta'), name]);
}

const keysBox = (key: string): Buffer => makeBox('keys', words(0, 1), keyEntry(key));

/** Well-known type 1 is UTF-8; locale 0 stands for all. */
const valueItem = (index: number, value: string): Buffer =>
  makeBox(typeOf(index), makeBox('data', words(1, 0), Buffer.from(value, 'utf8')));

function newList(key: string, value: string): Buffer[] {
  const handler = makeBox('hdlr', words(0, 0), Buffer.from('mdta'), words(0, 0, 0), Buffer.alloc(1));
  return [handler, keysBox(key), makeBox('ilst', valueItem(1, value))];
}

/** A box that is called like the label itself. */
function literal(
  reader: ByteReader,
  boxes: readonly FileBox[],
  inside: readonly FileBox[],
  path: string,
  key: string,
  value: string,
): Placed | null {
  const box = boxes.find(({ type }) => isLiteralLabel(type) && same(type, key));
  if (box === undefined) return null;
  const [start, length] = literalRange(reader, box);
  const inner: FileBox[] = [];
  if (start - box.body === 16) {
    for (const child of childrenOf(reader, box, 'ilst')) inner.push(child);
  }
  const data = Buffer.from(value, 'utf8');
  const held = [...inside, box, ...inner.slice(0, 1)];
  return { place: `${path} box`, edits: [{ from: start, to: start + length, data, inside: held }] };
}

/** An item of an iTunes list: of four characters, or free-form (`----` with domain, name and value). */
function namedItem(
  reader: ByteReader,
  metadata: ItemList | null,
  outer: readonly FileBox[],
  path: string,
  key: string,
  value: string,
): Placed | null {
  if (metadata?.items == null) return null;
  const { meta, items } = metadata;
  const place = `${path} ${metadata.keys === null ? metadata.handler || 'ilst' : 'keys'}`;
  const all = childList(reader, items, 'meta').boxes;
  for (const item of all) {
    if (item.type !== '----' && !same(item.type, key)) continue;
    const [text] = itemTexts(reader, item, []);
    const data = [...childrenOf(reader, item, 'ilst')].find(({ type }) => type === 'data');
    if (text === undefined || data === undefined || !same(text.key, key)) continue;
    const fresh = makeBox('data', words(1, 0), Buffer.from(value, 'utf8'));
    const inside = [...outer, meta, items, item];
    return {
      place: text.domain === '' ? place : `${place} ---- ${text.domain}`,
      edits: [{ from: data.start, to: data.end, data: fresh, inside }],
    };
  }
  return literal(reader, all, [...outer, meta, items], place, key, value);
}
