import { isUtf8 } from 'node:buffer';
import { defineCarrier } from '../define.ts';
import { damaged, type Gathering, gathered, keepText } from '../gathering.ts';
import {
  type JsonItem,
  type JsonMember,
  jsonItems,
  jsonMember,
  jsonMembers,
  jsonSpace,
  jsonText,
} from '../json-places.ts';
import { readSceneJson, type SceneJson } from '../scene/gltf-json.ts';
import { writeGltf } from '../scene/gltf-writing.ts';
import { strayControl } from '../stray-controls.ts';

const extension = 'KHR_xmp_json_ld';
/** Arrays of things that may have extras of their own (glTF 2.0, 3.1 and 3.7). */
const collections = [
  'scenes',
  'nodes',
  'meshes',
  'materials',
  'images',
  'textures',
  'animations',
  'cameras',
  'skins',
];
const TEXT = 1024 * 1024;
const PACKETS = 256;
const ITEMS = 200_000;

/**
 * glTF and binary glTF: what the asset says of itself, application data (`extras`), and XMP packets in JSON-LD
 * (KHR_xmp_json_ld). Of the extras of single nodes and the like only labels are taken up.
 */
export const carrier = defineCarrier({
  id: 'gltf',
  formats: ['gltf', 'glb'],
  places: ['/asset', '/asset/extras', '/extras', 'extras of scenes, nodes, meshes and materials', extension],
  read: (reader) =>
    gathered((gathering) => {
      const scene = readSceneJson(reader);
      if (typeof scene === 'string') {
        damaged(gathering, scene);
        return;
      }
      const { source } = scene;
      if (!isJson(source)) damaged(gathering, 'the JSON of the scene is malformed');
      // a strict reader would take none of it; what can be found is kept all the same
      const bytes = Buffer.from(source, 'latin1');
      if (strayControl(source) >= 0 || !isUtf8(bytes))
        damaged(gathering, 'the JSON of the scene holds bytes that are no text');
      const top = jsonMembers(source, jsonSpace(source, 0));
      if (top === null) {
        damaged(gathering, 'the JSON of the scene is malformed, cut off or nested too deeply');
        return;
      }
      const users = new Map<string, string[]>();
      const state: State = { scene, gathering, users };
      const named = (key: string): JsonMember | undefined => top.findLast((member) => member.key === key);
      asset(state, named('asset'));
      const extras = named('extras');
      if (extras !== undefined) extrasOf(state, extras, '/extras', () => true);
      items(state, top);
      packets(state, named('extensions'));
    }),
  writes: ['text', 'xmp'],
  write: (reader, entries) => writeGltf(reader, entries),
});

/** A text longer than this is only walked over. */
const PARSED = 16 * 1024 * 1024;

/** The walk steps over what it does not need; a document that does not parse may have lost a label in it. */
function isJson(source: string): boolean {
  if (source.length > PARSED) return true;
  try {
    JSON.parse(Buffer.from(source, 'latin1').toString('utf8'));
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return false;
  }
}

interface State {
  readonly scene: SceneJson;
  readonly gathering: Gathering;
  /** Things that refer to a packet, by its number as written. */
  readonly users: Map<string, string[]>;
}

function add({ scene, gathering }: State, place: string, key: string, item: JsonItem): void {
  if (item.end - item.start > TEXT) {
    damaged(gathering, `${place} is too long`);
    return;
  }
  const text = jsonText(scene.source, item);
  if (text === '') return;
  const bytes: [number, number] = [scene.start + item.start, item.end - item.start];
  keepText(gathering, { place, key, bytes, text });
}

function asset(state: State, member: JsonMember | undefined): void {
  const members = member === undefined ? null : jsonMembers(state.scene.source, member.start);
  if (members === null) {
    damaged(state.gathering, 'the scene has no asset object');
    return;
  }
  for (const entry of members) {
    const place = `/asset/${pointer(entry.key)}`;
    if (entry.key === 'extras') extrasOf(state, entry, place, () => true);
    else if (entry.key === 'extensions') reference(state, entry, '/asset');
    else if (state.scene.source[entry.start] === '"' && !/^(min)?version$/i.test(entry.key))
      add(state, place, entry.key, entry);
  }
}

/** Application data: each member of an object, or the value as it is (glTF 2.0, 3.12). */
function extrasOf(state: State, entry: JsonItem, place: string, wanted: (text: string) => boolean): void {
  const { source } = state.scene;
  const members = jsonMembers(source, entry.start);
  const all = members ?? [{ key: 'extras', ...entry }];
  for (const member of all) {
    if (!wanted(`${member.key} ${source.slice(member.start, Math.min(member.end, member.start + TEXT))}`))
      continue;
    add(state, members === null ? place : `${place}/${pointer(member.key)}`, member.key, member);
  }
}

function reference(state: State, extensions: JsonItem, place: string): void {
  const { source } = state.scene;
  const own = jsonMember(source, extensions.start, extension);
  const packet = own === undefined ? undefined : jsonMember(source, own.start, 'packet');
  if (packet === undefined) return;
  const number = source.slice(packet.start, Math.min(packet.end, packet.start + 20));
  const places = state.users.get(number) ?? [];
  if (places.length < 3) state.users.set(number, [...places, place]);
}

function items(state: State, top: readonly JsonMember[]): void {
  const { source } = state.scene;
  if (!source.includes('"extras"') && !source.includes(extension)) return;
  let left = ITEMS;
  for (const member of top.filter(({ key }) => collections.includes(key))) {
    const list = jsonItems(source, member.start);
    if (list === null) damaged(state.gathering, `/${member.key} is malformed or has too many items`);
    for (const [index, item] of (list ?? []).entries()) {
      left -= 1;
      if (left < 0) {
        damaged(state.gathering, `only the extras of the first ${ITEMS} things are read`);
        return;
      }
      const place = `/${member.key}/${index}`;
      for (const entry of jsonMembers(source, item.start) ?? []) {
        if (entry.key === 'extras')
          extrasOf(state, entry, `${place}/extras`, (text) => /aigc|digitalsourcetype/i.test(text));
        else if (entry.key === 'extensions') reference(state, entry, place);
      }
    }
  }
}

function packets(state: State, extensions: JsonMember | undefined): void {
  const { source } = state.scene;
  const own = extensions === undefined ? undefined : jsonMember(source, extensions.start, extension);
  if (own === undefined) return;
  const list = jsonMember(source, own.start, 'packets');
  const found = list === undefined ? null : jsonItems(source, list.start);
  if (found === null) damaged(state.gathering, `${extension} has no list of packets`);
  if ((found?.length ?? 0) > PACKETS) damaged(state.gathering, `only the first ${PACKETS} packets are read`);
  for (const [index, item] of (found ?? []).slice(0, PACKETS).entries()) {
    const users = state.users.get(String(index)) ?? [];
    const of = users.length === 0 ? '' : ` (${users.join(', ')})`;
    add(state, `/extensions/${extension}/packets/${index}${of}`, extension, item);
  }
}

/** A key as part of a JSON pointer (RFC 6901). */
function pointer(key: string): string {
  return key.slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1');
}
