import { z } from 'zod';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { readSceneJson, type SceneJson } from '../../labels/scene/gltf-json.ts';
import { wholeBytes } from '../../labels/whole-bytes.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';

/** What of a scene concerns pictures and vertices; other members pass unread (glTF 2.0, chapters 3.6, 3.8, 5). */
const whole = z.number().int().nonnegative();
const View = z.looseObject({
  buffer: whole,
  byteOffset: whole.default(0),
  byteLength: whole,
  byteStride: whole.optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
});
const Accessor = z.looseObject({
  bufferView: whole.optional(),
  byteOffset: whole.default(0),
  componentType: whole,
  count: whole,
  type: z.string(),
  sparse: z.unknown().optional(),
});
const Picture = z.looseObject({
  name: z.string().optional(),
  uri: z.string().optional(),
  mimeType: z.string().optional(),
  bufferView: whole.optional(),
});
const Slot = z.looseObject({ index: whole });
const Material = z.looseObject({
  pbrMetallicRoughness: z.looseObject({ baseColorTexture: Slot.optional() }).optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
});
const Texture = z.looseObject({
  source: whole.optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
});
const Primitive = z.looseObject({ attributes: z.record(z.string(), whole).default({}) });
const Scene = z.looseObject({
  buffers: z.array(z.looseObject({ uri: z.string().optional(), byteLength: whole })).default([]),
  bufferViews: z.array(View).default([]),
  accessors: z.array(Accessor).default([]),
  images: z.array(Picture).default([]),
  textures: z.array(Texture).default([]),
  materials: z.array(Material).default([]),
  meshes: z.array(z.looseObject({ primitives: z.array(Primitive).default([]) })).default([]),
});
export type Scene = z.infer<typeof Scene>;

export interface SceneFile {
  readonly scene: Scene;
  /** The JSON as it stands in the file, ISO 8859-1 text of its bytes. */
  readonly json: SceneJson;
  /** Contents of the buffers that are in the file; `null` for those elsewhere. */
  readonly buffers: readonly (Uint8Array | null)[];
  /** Of a binary file: where the binary chunk's content stands. */
  readonly chunk: { readonly start: number; readonly end: number } | null;
  readonly bytes: Uint8Array;
}

export type SceneOutcome =
  | { readonly ok: true; readonly file: SceneFile }
  | { readonly ok: false; readonly text: Localized };

/** The whole scene is held in memory, bytes. */
const BYTES = 512 * 1024 * 1024;

export function readScene(path: string): SceneOutcome {
  const reader = new ByteReader(path);
  try {
    if (reader.size > BYTES) return { ok: false, text: problems.large };
    const json = readSceneJson(reader);
    if (typeof json === 'string') return { ok: false, text: unreadable(json) };
    if (json.binary === 1) return { ok: false, text: unreadable('glTF 1.0') };
    const scene = parsed(json.source);
    if (scene === null) return { ok: false, text: unreadable('JSON') };
    const bytes = wholeBytes(reader, 0, reader.size);
    const chunk = json.binary === 2 ? binaryChunk(bytes, json.end) : null;
    const buffers = scene.buffers.map(({ uri, byteLength }, index) => {
      if (uri !== undefined) return dataOf(uri)?.bytes ?? null;
      const held = index === 0 && chunk !== null ? bytes.subarray(chunk.start, chunk.end) : null;
      return held !== null && held.length >= byteLength ? held.subarray(0, byteLength) : null;
    });
    return { ok: true, file: { scene, json, buffers, chunk, bytes } };
  } finally {
    reader.close();
  }
}

function parsed(source: string): Scene | null {
  try {
    const answer = Scene.safeParse(JSON.parse(Buffer.from(source, 'latin1').toString('utf8')));
    return answer.success ? answer.data : null;
  } catch (error) {
    // nested beyond what the parser's stack holds, or no JSON
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

/** The binary chunk directly behind the JSON (glTF 2.0, 4.4.3.3). */
function binaryChunk(bytes: Buffer, after: number): { readonly start: number; readonly end: number } | null {
  if (after + 8 > bytes.length || bytes.toString('latin1', after + 4, after + 8) !== 'BIN\0') return null;
  const end = after + 8 + bytes.readUInt32LE(after);
  return end > bytes.length ? null : { start: after + 8, end };
}

/** Content of a data URL in base 64 (RFC 2397), and what stands before it; `null` for any other address. */
export function dataOf(uri: string): { readonly head: string; readonly bytes: Uint8Array } | null {
  const comma = uri.indexOf(',');
  const head = uri.slice(0, comma + 1);
  if (comma < 0 || comma > 300 || !/^data:[^,]*;base64,$/i.test(head)) return null;
  return { head, bytes: Buffer.from(uri.slice(comma + 1), 'base64') };
}

function unreadable(detail: string): Localized {
  return localized(
    `The scene cannot be taken apart (${detail}); only glTF 2.0 that is whole can`,
    `无法解析该场景（${detail}）；仅支持完整的 glTF 2.0 文件`,
  );
}

const problems = {
  large: localized('Scenes above 512 MiB are not taken apart', '不支持解析超过 512 MiB 的场景文件'),
} as const;
