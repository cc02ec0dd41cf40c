import { jsonItems, jsonMember, jsonSpace } from '../../labels/json-places.ts';
import { dataOf, type Scene, type SceneFile } from './scene-file.ts';

/** New content for a picture of the scene. */
export interface PictureChange {
  readonly image: number;
  readonly bytes: Uint8Array;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** New characters for a stretch of the JSON. */
interface JsonChange extends Range {
  readonly text: string;
}

/**
 * The scene with other pictures and buffer contents, everything else as it was: members of the JSON that do not
 * give a place or a length of something changed keep every character.
 *
 * @param buffers contents of the buffers, of the lengths they had; those with a `null` are elsewhere
 */
export function rebuiltScene(
  file: SceneFile,
  buffers: readonly (Uint8Array | null)[],
  pictures: readonly PictureChange[],
): Buffer {
  const { scene, json } = file;
  const changes: JsonChange[] = [];
  const contents = [...buffers];
  const source = json.source;
  const views = itemsOf(source, 'bufferViews');
  const images = itemsOf(source, 'images');
  const lists = itemsOf(source, 'buffers');
  for (const { image, bytes } of pictures) {
    const { uri } = scene.images[image]!;
    const data = uri === undefined ? null : dataOf(uri);
    if (data !== null) changes.push(valueChange(source, images[image]!, 'uri', dataUrl(data.head, bytes)));
  }
  for (const [index, content] of buffers.entries()) {
    if (content === null) continue;
    const cuts = pictures.flatMap(({ image, bytes }) => {
      const view = scene.images[image]!.bufferView;
      const range = view === undefined ? null : viewRange(scene, view, index);
      return range === null || view === undefined ? [] : [{ view, bytes, ...range }];
    });
    cuts.sort((a, b) => a.start - b.start);
    contents[index] = spliced(content, cuts);
    for (const [view, item] of views.entries())
      changes.push(...moved(scene, source, view, item, index, cuts));
    const item = lists[index]!;
    if (cuts.length > 0)
      changes.push(valueChange(source, item, 'byteLength', String(contents[index]!.length)));
    const { uri } = scene.buffers[index]!;
    const data = uri === undefined ? null : dataOf(uri);
    const same = data !== null && Buffer.compare(data.bytes, contents[index]!) === 0;
    if (data !== null && !same)
      changes.push(valueChange(source, item, 'uri', dataUrl(data.head, contents[index]!)));
  }
  return assembled(file, changed(source, changes), file.chunk === null ? null : (contents[0] ?? null));
}

/** Where a picture's view lies in this buffer, if it does. */
function viewRange(scene: Scene, view: number, buffer: number): Range | null {
  const found = scene.bufferViews[view];
  if (found === undefined || found.buffer !== buffer) return null;
  return { start: found.byteOffset, end: found.byteOffset + found.byteLength };
}

interface Cut extends Range {
  readonly view: number;
  readonly bytes: Uint8Array;
}

/** Whatever alignment the parts behind a picture have, they keep it: lengths change by multiples of 16. */
function filledLength({ start, end, bytes }: Cut): number {
  return bytes.length + ((end - start - bytes.length) & 15);
}

function spliced(content: Uint8Array, cuts: readonly Cut[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const cut of cuts) {
    parts.push(
      content.subarray(at, cut.start),
      cut.bytes,
      new Uint8Array(filledLength(cut) - cut.bytes.length),
    );
    at = cut.end;
  }
  return Buffer.concat([...parts, content.subarray(at)]);
}

/** New places of a view and of what its extensions say of a buffer (EXT_meshopt_compression does). */
function moved(
  scene: Scene,
  source: string,
  index: number,
  item: Range,
  buffer: number,
  cuts: readonly Cut[],
): JsonChange[] {
  const shift = (offset: number): number =>
    cuts.reduce((sum, cut) => sum + (cut.end <= offset ? filledLength(cut) - (cut.end - cut.start) : 0), 0);
  const view = scene.bufferViews[index]!;
  const changes: JsonChange[] = [];
  const own = cuts.find((cut) => cut.view === index);
  if (own !== undefined) changes.push(valueChange(source, item, 'byteLength', String(own.bytes.length)));
  const add = (place: Range, offset: number): void => {
    const by = shift(offset);
    if (by !== 0) changes.push(valueChange(source, place, 'byteOffset', String(offset + by)));
  };
  if (view.buffer === buffer) add(item, view.byteOffset);
  for (const [name, { start }] of inExtensions(view, buffer)) {
    const extensions = jsonMember(source, item.start, 'extensions');
    const place = extensions === undefined ? undefined : jsonMember(source, extensions.start, name);
    if (place !== undefined) add(place, start);
  }
  return changes;
}

type View = Scene['bufferViews'][number];

/** Stretches of this buffer that extensions of a view speak of. */
function inExtensions({ extensions = {} }: View, buffer: number): [string, Range][] {
  return Object.entries(extensions).flatMap(([name, value]): [string, Range][] => {
    if (typeof value !== 'object' || value === null) return [];
    const { buffer: of, byteOffset = 0, byteLength } = value as Record<string, unknown>;
    if (of !== buffer || typeof byteOffset !== 'number' || typeof byteLength !== 'number') return [];
    return [[name, { start: byteOffset, end: byteOffset + byteLength }]];
  });
}

/** Can this view be replaced? Only when no other one shares bytes with it. */
export function standsAlone(scene: Scene, index: number): boolean {
  const view = scene.bufferViews[index]!;
  const { buffer, byteOffset: start } = view;
  const end = start + view.byteLength;
  const meets = (range: Range): boolean => range.start < end && range.end > start;
  return scene.bufferViews.every((other, at) => {
    const own = { start: other.byteOffset, end: other.byteOffset + other.byteLength };
    if (at !== index && other.buffer === buffer && meets(own)) return false;
    return !inExtensions(other, buffer).some(([, range]) => meets(range));
  });
}

function itemsOf(source: string, key: string): Range[] {
  const list = jsonMember(source, jsonSpace(source, 0), key);
  return list === undefined ? [] : (jsonItems(source, list.start) ?? []);
}

function valueChange(source: string, item: Range, key: string, text: string): JsonChange {
  const member = jsonMember(source, item.start, key);
  if (member !== undefined) return { start: member.start, end: member.end, text };
  // Only `byteOffset` may be missing, which then is 0 and never moves; a first member is put in all the same.
  return { start: item.start + 1, end: item.start + 1, text: `"${key}":${text},` };
}

function dataUrl(head: string, bytes: Uint8Array): string {
  return JSON.stringify(head + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'));
}

function changed(source: string, changes: readonly JsonChange[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text } of changes.toSorted((a, b) => a.start - b.start)) {
    parts.push(source.slice(at, start), text);
    at = end;
  }
  return [...parts, source.slice(at)].join('');
}

/** The parts as a file: of a binary one with lengths and padding as glTF 2.0, 4.4, asks for; foreign chunks stay. */
function assembled({ json, chunk, bytes }: SceneFile, source: string, content: Uint8Array | null): Buffer {
  if (json.binary === null)
    return Buffer.concat([
      bytes.subarray(0, json.start),
      Buffer.from(source, 'latin1'),
      bytes.subarray(json.end),
    ]);
  const text = Buffer.from(source === json.source ? source : paddedJson(source), 'latin1');
  const rest = bytes.subarray(chunk?.end ?? json.end);
  const body = content === null ? Buffer.alloc(0) : binaryChunk(content);
  const whole = Buffer.concat([bytes.subarray(0, 20), text, body, rest]);
  const declared = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  whole.writeUInt32LE(declared + (whole.length - bytes.length), 8);
  whole.writeUInt32LE(text.length, 12);
  return whole;
}

function paddedJson(source: string): string {
  const text = source.trimEnd();
  return text.padEnd(Math.ceil(text.length / 4) * 4, ' ');
}

function binaryChunk(content: Uint8Array): Buffer {
  const length = Math.ceil(content.length / 4) * 4;
  const chunk = Buffer.alloc(8 + length);
  chunk.writeUInt32LE(length, 0);
  chunk.write('BIN\0', 4, 'latin1');
  chunk.set(content, 8);
  return chunk;
}
