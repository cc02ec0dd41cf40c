import { type Localized, localized } from '#shared/domain/localized.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer, XmpAssignment } from '../define.ts';
import {
  jsonBytes,
  jsonItems,
  jsonMember,
  jsonMembers,
  jsonSpace,
  jsonText,
  withJsonMember,
} from '../json-places.ts';
import { type Splice, spliced } from '../write-plan.ts';
import { readSceneJson, type SceneJson } from './gltf-json.ts';

const extension = 'KHR_xmp_json_ld';

/**
 * Text entries as members of `asset.extras`, XMP properties in the packet the asset refers to (KHR_xmp_json_ld).
 * Only those members of the JSON change; buffers, pictures and everything else keep their bytes.
 */
export function writeGltf(reader: ByteReader, entries: readonly LabelEntry[]): WriteAnswer {
  const scene = readSceneJson(reader);
  if (typeof scene === 'string' || scene.binary === 1) return refusals.unreadable;
  let source: string | null = scene.source;
  const places: string[] = [];
  for (const entry of entries) {
    if (source === null) break;
    if (entry.kind === 'text') {
      source = withJsonMember(
        source,
        jsonSpace(source, 0),
        ['asset', 'extras', entry.key],
        jsonOf(entry.value),
      );
      places.push(`/asset/extras/${entry.key}`);
    } else {
      const written = withProperties(source, entry.properties);
      source = written?.source ?? null;
      places.push(`/extensions/${extension}/packets/${written?.index ?? 0}`);
    }
  }
  if (source === null) return refusals.form;
  return { ok: true, plan: { pieces: spliced(reader.size, splicesOf(reader, scene, source)), places } };
}

/** A value that is a JSON object is kept as one, anything else as a string. */
function jsonOf(value: string): string {
  const text = Buffer.from(value.trim(), 'utf8').toString('latin1');
  const object = text.startsWith('{') && isJson(value) && jsonMembers(text, 0) !== null;
  return object ? text : jsonBytes(value);
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return false;
  }
}

function withProperties(
  scene: string,
  properties: readonly XmpAssignment[],
): { readonly source: string; readonly index: number } | null {
  const opened = withPacket(scene);
  if (opened === null) return null;
  let { source } = opened;
  const { index } = opened;
  for (const property of properties) {
    const at = packetAt(source, index);
    const context = at === null ? undefined : jsonMember(source, at, '@context');
    const names = context === undefined ? [] : jsonMembers(source, context.start);
    // a context elsewhere, or a list of them, is not taken apart
    if (at === null || names === null) return null;
    const text = source;
    const known = names.find((member) => jsonText(text, member) === property.uri);
    let prefix = known?.key ?? property.prefix;
    const taken = new Set(names.map(({ key }) => key));
    for (let number = 2; known === undefined && taken.has(prefix); number += 1)
      prefix = `${property.prefix}${number}`;
    const declared =
      known === undefined
        ? withJsonMember(source, at, ['@context', prefix], jsonBytes(property.uri))
        : source;
    const again = declared === null ? null : packetAt(declared, index);
    if (declared === null || again === null) return null;
    const set = withJsonMember(declared, again, [`${prefix}:${property.name}`], jsonBytes(property.value));
    if (set === null) return null;
    source = set;
  }
  return { source, index };
}

/** The document with a packet that its asset refers to: the one there is, or a new one. */
function withPacket(scene: string): { readonly source: string; readonly index: number } | null {
  const root = jsonSpace(scene, 0);
  const asset = jsonMember(scene, root, 'asset');
  const uses = asset === undefined ? undefined : jsonMember(scene, asset.start, 'extensions');
  const own = uses === undefined ? undefined : jsonMember(scene, uses.start, extension);
  const packet = own === undefined ? undefined : jsonMember(scene, own.start, 'packet');
  const number = packet === undefined ? Number.NaN : Number(scene.slice(packet.start, packet.end));
  if (Number.isInteger(number) && packetAt(scene, number) !== null) return { source: scene, index: number };
  const list = packetList(scene);
  const items = list === null ? [] : jsonItems(scene, list);
  if (items === null) return null;
  const index = items.length;
  const last = items.at(-1)?.end;
  let source: string | null;
  if (list === null)
    source = withJsonMember(scene, root, ['extensions', extension, 'packets'], '[{"@context":{}}]');
  else if (last === undefined) source = `${scene.slice(0, list + 1)}{"@context":{}}${scene.slice(list + 1)}`;
  else source = `${scene.slice(0, last)},{"@context":{}}${scene.slice(last)}`;
  source &&= withJsonMember(source, root, ['asset', 'extensions', extension, 'packet'], String(index));
  source &&= withExtensionUsed(source, root);
  return source === null ? null : { source, index };
}

/** Every extension of a file is named in `extensionsUsed` (glTF 2.0, 3.13). */
function withExtensionUsed(source: string, root: number): string | null {
  const used = jsonMember(source, root, 'extensionsUsed');
  if (used === undefined) return withJsonMember(source, root, ['extensionsUsed'], `["${extension}"]`);
  const items = jsonItems(source, used.start);
  if (items === null) return null;
  if (items.some((item) => jsonText(source, item) === extension)) return source;
  const last = items.at(-1)?.end;
  const [at, comma] = last === undefined ? [used.start + 1, ''] : [last, ','];
  return `${source.slice(0, at)}${comma}"${extension}"${source.slice(at)}`;
}

function packetList(source: string): number | null {
  const extensions = jsonMember(source, jsonSpace(source, 0), 'extensions');
  const own = extensions === undefined ? undefined : jsonMember(source, extensions.start, extension);
  const packets = own === undefined ? undefined : jsonMember(source, own.start, 'packets');
  return packets?.start ?? null;
}

function packetAt(source: string, index: number): number | null {
  const list = packetList(source);
  const item = list === null ? undefined : jsonItems(source, list)?.[index];
  return item === undefined || source[item.start] !== '{' ? null : item.start;
}

/** What differs between the old and the new JSON, and the lengths of a binary file. */
function splicesOf(reader: ByteReader, { source, start, binary }: SceneJson, fresh: string): Splice[] {
  if (fresh === source) return [];
  const padded = binary === null ? fresh : aligned(fresh);
  let head = 0;
  const shorter = Math.min(source.length, padded.length);
  while (head < shorter && source.charCodeAt(head) === padded.charCodeAt(head)) head += 1;
  let tail = 0;
  while (
    tail < shorter - head &&
    source.charCodeAt(source.length - 1 - tail) === padded.charCodeAt(padded.length - 1 - tail)
  )
    tail += 1;
  const change: Splice = {
    from: start + head,
    to: start + source.length - tail,
    data: Buffer.from(padded.slice(head, padded.length - tail), 'latin1'),
  };
  if (binary === null) return [change];
  const growth = padded.length - source.length;
  return [number32(8, reader.u32(8, true) + growth), number32(12, padded.length), change];
}

/** Chunks are padded with spaces to a multiple of four bytes (glTF 2.0, 4.4.3.2). */
function aligned(json: string): string {
  let end = json.length;
  while (end > 0 && ' \t\r\n'.includes(json[end - 1]!)) end -= 1;
  return json.slice(0, end).padEnd(Math.ceil(end / 4) * 4, ' ');
}

function number32(at: number, value: number): Splice {
  const data = Buffer.alloc(4);
  data.writeUInt32LE(value, 0);
  return { from: at, to: at + 4, data };
}

const refuse = (reason: Localized): WriteAnswer => ({ ok: false, reason });

const refusals = {
  unreadable: refuse(
    localized(
      'The JSON of this scene is cut off, too large, or of glTF 1.0; export it again as glTF 2.0, then label it',
      '该场景的 JSON 被截断、过大或属于 glTF 1.0；请先重新导出为 glTF 2.0，再写入标识',
    ),
  ),
  form: refuse(
    localized(
      'The asset of this scene keeps something other than an object where the label goes; it is not overwritten',
      '该场景的 asset 中用于存放标识的位置已有其他类型的数据，为避免覆盖而未写入',
    ),
  ),
} as const;
