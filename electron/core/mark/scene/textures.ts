import type { Media, MediaFormat } from '#shared/domain/media.ts';
import { dataOf, type Scene, type SceneFile } from './scene-file.ts';

/** A picture of a scene as its file holds it. */
export interface SceneTexture {
  readonly image: number;
  /** As people call it: `texture 3 "Wood"`. */
  readonly part: string;
  /** Colours a surface is seen by, and nothing else: such a picture can be marked. */
  readonly colours: boolean;
  /** `null`: it lies in a file of its own, or outside of what the file holds. */
  readonly bytes: Uint8Array | null;
  readonly format: MediaFormat | 'ktx2' | 'unknown';
  /** Of data whose place in the file can be changed. */
  readonly view: number | null;
}

export function texturesOf({ scene, buffers }: SceneFile): SceneTexture[] {
  const { colours, others } = uses(scene);
  const viewsOfOthers = new Set([...others].map((image) => scene.images[image]?.bufferView ?? -1));
  return scene.images.map(({ name, uri, bufferView }, image) => {
    const bytes = uri === undefined ? viewBytes(scene, buffers, bufferView) : (dataOf(uri)?.bytes ?? null);
    return {
      image,
      part: `texture ${image}${name === undefined || name === '' ? '' : ` "${name.slice(0, 80)}"`}`,
      colours: colours.has(image) && !others.has(image) && !viewsOfOthers.has(bufferView ?? -2),
      bytes,
      format: bytes === null ? 'unknown' : formatOf(bytes),
      view: bufferView ?? null,
    };
  });
}

function viewBytes(
  scene: Scene,
  buffers: readonly (Uint8Array | null)[],
  index: number | undefined,
): Uint8Array | null {
  const view = index === undefined ? undefined : scene.bufferViews[index];
  const content = view === undefined ? null : (buffers[view.buffer] ?? null);
  if (view === undefined || content === null || view.byteOffset + view.byteLength > content.length)
    return null;
  return content.subarray(view.byteOffset, view.byteOffset + view.byteLength);
}

/** Which pictures colour surfaces, and which hold normals, roughness and the like, where a mark would be seen as relief. */
function uses({ materials, textures }: Scene): {
  readonly colours: Set<number>;
  readonly others: Set<number>;
} {
  const colours = new Set<number>();
  const others = new Set<number>();
  const add = (set: Set<number>, index: number): void => {
    const texture = textures[index];
    if (texture?.source !== undefined) set.add(texture.source);
    for (const value of Object.values(texture?.extensions ?? {})) {
      const source = (value as { readonly source?: unknown } | null)?.source;
      if (typeof source === 'number') set.add(source);
    }
  };
  for (const material of materials)
    walk(material, '', 0, (path, index) => add(isColour(path) ? colours : others, index));
  return { colours, others };
}

/** Colour slots: of the metallic-roughness model, and of the older specular-glossiness one. */
function isColour(path: string): boolean {
  return (
    path === '/pbrMetallicRoughness/baseColorTexture' ||
    path.endsWith('KHR_materials_pbrSpecularGlossiness/diffuseTexture')
  );
}

/** Every reference to a texture in a material, extensions included: objects under a key that ends in `Texture`. */
function walk(
  value: unknown,
  path: string,
  depth: number,
  found: (path: string, index: number) => void,
): void {
  if (typeof value !== 'object' || value === null || depth > 8) return;
  for (const [key, inner] of Object.entries(value)) {
    const index = /texture$/i.test(key) ? (inner as { readonly index?: unknown } | null)?.index : undefined;
    if (typeof index === 'number') found(`${path}/${key}`, index);
    walk(inner, `${path}/${key}`, depth + 1, found);
  }
}

function formatOf(bytes: Uint8Array): SceneTexture['format'] {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(16, bytes.length)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp';
  return head.startsWith('\xabKTX 20\xbb') ? 'ktx2' : 'unknown';
}

/** What the codec of pictures is told of a texture; the rest it finds out itself. */
export function textureMedia(format: 'jpeg' | 'png' | 'webp'): Media {
  return { kind: 'image', format, mime: `image/${format}`, extensionFits: true };
}
