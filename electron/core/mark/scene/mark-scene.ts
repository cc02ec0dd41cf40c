import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MarkQuality } from '#shared/domain/mark.ts';
import { AddressBook } from '../code/self-locating.ts';
import type { EmbedAnswer, EmbedRequest, MarkCodec } from '../define.ts';
import { readScene } from './scene-file.ts';
import { type PictureChange, rebuiltScene, standsAlone } from './scene-rebuild.ts';
import { noTextures, textureNotes, wholesNotes } from './scene-words.ts';
import { type SceneTexture, textureMedia, texturesOf } from './textures.ts';
import { markVertices, VERTICES_PURPOSE } from './vertices.ts';

/** Fewer different vertices than these hold no identifier. */
const FEWEST_VERTICES = 40;

/** Put a mark into the colour textures of a scene, and a fragile second one into its vertices. */
export async function markScene(request: EmbedRequest, pictures: MarkCodec): Promise<EmbedAnswer> {
  const { path, target, payload, key, context } = request;
  const outcome = readScene(path);
  if (!outcome.ok) return refused('scene-unreadable', outcome.text);
  const { file } = outcome;
  const textures = texturesOf(file);
  const notes: Localized[] = [];
  const quality: MarkQuality[] = [];
  const changes: PictureChange[] = [];
  // Two images may be one and the same view.
  const seen = new Set<number | null>();
  const folder = await mkdtemp(join(dirname(target), '.textures-'));
  try {
    for (const [index, texture] of textures.entries()) {
      context.signal.throwIfAborted();
      if (seen.has(texture.view)) continue;
      if (texture.view !== null) seen.add(texture.view);
      const answer = await markTexture(request, pictures, texture, file.scene, folder);
      if ('bytes' in answer) changes.push({ image: texture.image, bytes: answer.bytes });
      notes.push(...answer.notes);
      quality.push(...answer.quality);
      context.progress((0.9 * (index + 1)) / textures.length);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const contents = file.buffers.map((bytes) => (bytes === null ? null : Uint8Array.from(bytes)));
  const carriers = markVertices(file.scene, contents, payload, new AddressBook(key, VERTICES_PURPOSE));
  const layered = carriers >= FEWEST_VERTICES;
  if (changes.length === 0) {
    // A mark that the next export loses must not pass for one.
    return refused('scene-without-textures', noTextures, notes.map(({ en }) => en).join('; '));
  }
  notes.push(layered ? wholesNotes.fragile(carriers) : wholesNotes.noVertices);
  const bytes = rebuiltScene(file, layered ? contents : file.buffers, changes);
  context.signal.throwIfAborted();
  await writeFile(target, bytes, { flag: 'wx' });
  context.progress(1);
  const counts: MarkQuality = {
    name: 'textures-marked',
    title: localized('Textures with the mark', '已嵌入水印的纹理数'),
    value: changes.length,
    unit: '',
  };
  return { ok: true, quality: [counts, ...worst(quality)], notes };
}

interface TextureAnswer {
  readonly notes: readonly Localized[];
  readonly quality: readonly MarkQuality[];
}

/** One texture by way of a file of its own, so that its container and metadata stay as the codec of pictures keeps them. */
async function markTexture(
  { payload, key, strength, context }: EmbedRequest,
  pictures: MarkCodec,
  texture: SceneTexture,
  scene: Parameters<typeof standsAlone>[0],
  folder: string,
): Promise<TextureAnswer | (TextureAnswer & { readonly bytes: Uint8Array })> {
  const { part, bytes, format, view } = texture;
  const left = (why: Localized): TextureAnswer => ({ notes: [textureNotes.named(part, why)], quality: [] });
  if (!texture.colours) return { notes: [], quality: [] };
  if (bytes === null) return left(textureNotes.elsewhere);
  if (format === 'ktx2') return left(textureNotes.compressed);
  if (format === 'unknown') return left(textureNotes.unknown);
  if (view !== null && !standsAlone(scene, view)) return left(textureNotes.shared);
  const media = textureMedia(format as 'jpeg' | 'png' | 'webp');
  const [source, target] = [join(folder, `${texture.image}`), join(folder, `${texture.image}-marked`)];
  await writeFile(source, bytes);
  const quiet = { ...context, progress: () => undefined };
  const answer = await pictures.embed({
    path: source,
    media,
    target,
    payload,
    key,
    strength,
    context: quiet,
  });
  if (!answer.ok) return left(answer.reason.text);
  const notes = answer.notes.map((note) => textureNotes.named(part, note));
  return { bytes: new Uint8Array(await readFile(target)), notes, quality: answer.quality };
}

/** Of several textures the least figure of each kind: what is promised holds for all. */
function worst(all: readonly MarkQuality[]): MarkQuality[] {
  const byName = new Map<string, MarkQuality>();
  for (const one of all) {
    const known = byName.get(one.name);
    if (known === undefined || one.value < known.value) byName.set(one.name, one);
  }
  return [...byName.values()];
}

function refused(code: string, text: Localized, detail?: string): EmbedAnswer {
  return { ok: false, reason: { code, text, ...(detail === undefined || detail === '' ? {} : { detail }) } };
}
