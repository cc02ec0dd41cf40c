import type { LabelReadBack } from '#shared/domain/labelling.ts';
import type { Media, MediaFormat } from '#shared/domain/media.ts';
import { type EngineState, engineVersions } from '../../media/engines.ts';
import { type HostileValue, record } from '../../media/hostile-json.ts';
import { readMetadata, readUnknown } from '../../media/metadata.ts';
import type { MetadataTag } from '../../media/metadata-tags.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { hasDemuxer, probeStreams } from '../../media/video.ts';
import type { WrittenEntry } from './written-entry.ts';

/**
 * The new file read by programs that share no code with ours. Each either shows what was written, or does not
 * know the place; one that shows something else, or nothing where it is known to look, is an objection.
 */
export type ReaderAnswer =
  | { readonly ok: true; readonly readBack: LabelReadBack }
  /** What the reader shows instead; empty: nothing where it mostly looks, which is `silent` when another one shows it. */
  | { readonly ok: false; readonly reader: string; readonly shows: string; readonly silent: LabelReadBack };

/** Longer values are cut by both adapters; what is compared is their beginning. */
const compared = 3_900;

type Places = ReadonlyMap<WrittenEntry['kind'], ReadonlySet<MediaFormat>>;

/** Where ExifTool 13 shows labels for certain. Elsewhere silence means nothing. */
const exiftoolPlaces: Places = new Map([
  ['xmp', new Set<MediaFormat>(['jpeg', 'png', 'webp', 'gif', 'tiff', 'dng', 'pdf', 'xmp'])],
  ['text', new Set<MediaFormat>(['mp4', 'mov', 'm4a', 'mp3', 'flac', 'ogg', 'pdf'])],
]);

/** Where FFmpeg 5 and later show them: `format` or stream tags of these demuxers. */
const ffprobePlaces: Places = new Map([
  ['text', new Set<MediaFormat>(['mp4', 'mov', 'm4a', 'matroska', 'webm', 'avi', 'mp3', 'flac', 'ogg'])],
]);

export async function readWithExiftool(
  path: string,
  media: Media,
  entry: WrittenEntry,
  { limits, signal }: TaskContext,
): Promise<ReaderAnswer> {
  const { exiftool } = await engineVersions(['exiftool']);
  if ('missing' in exiftool) return { ok: true, readBack: missing('exiftool') };
  const reading = await readMetadata(path, limits, signal);
  signal.throwIfAborted();
  const known = exiftoolPlaces.get(entry.kind)?.has(media.format) === true;
  if (!reading.ok)
    return known ? objection('exiftool', exiftool, reading.reason.text.en) : cannot('exiftool', exiftool);
  const { tags } = reading.metadata;
  const named = tags.filter((tag) => isNamed(tag, entry));
  for (const tag of named) {
    // Chunks it has no name for are binary to it, and are taken out by options of their own.
    const values = tag.bytes === null ? valuesOf(tag) : await readUnknown(path, tag.name, limits, signal);
    if (values.some((value) => same(value, entry)))
      return agrees('exiftool', exiftool, `${tag.place}:${tag.name}`);
  }
  const [other] = named;
  if (other !== undefined) return objection('exiftool', exiftool, valuesOf(other)[0] ?? '');
  return known ? objection('exiftool', exiftool, '') : cannot('exiftool', exiftool);
}

export async function readWithFfprobe(
  path: string,
  media: Media,
  entry: WrittenEntry,
  { limits, signal }: TaskContext,
): Promise<ReaderAnswer | null> {
  if (!hasDemuxer(media.format) || media.kind === 'image') return null;
  const { ffprobe } = await engineVersions(['ffprobe']);
  if ('missing' in ffprobe) return { ok: true, readBack: missing('ffprobe') };
  const answer = await probeStreams(path, media, limits, signal);
  signal.throwIfAborted();
  const known = ffprobePlaces.get(entry.kind)?.has(media.format) === true;
  if (!answer.ok) return objection('ffprobe', ffprobe, answer.reason.text.en);
  const { format, streams } = answer.probe;
  const tags = [format, ...streams].flatMap((part) => [...record(part.get('tags'))]);
  const named = tags.filter(([name]) => name.toUpperCase() === entry.key.toUpperCase());
  const found = named.find(([, value]) => same(textOf(value), entry));
  if (found !== undefined) return agrees('ffprobe', ffprobe, `TAG:${found[0]}`);
  const [other] = named;
  if (other !== undefined) return objection('ffprobe', ffprobe, textOf(other[1]));
  return known ? objection('ffprobe', ffprobe, '') : cannot('ffprobe', ffprobe);
}

/** `AIGC` is `Aigc` to ExifTool in places it has no table for, and a user-defined text in ID3. */
function isNamed(tag: MetadataTag, { kind, key }: WrittenEntry): boolean {
  const xmp = tag.group === 'XMP';
  if (xmp !== (kind === 'xmp')) return false;
  if (tag.name.replace(/^Unknown_/, '').toUpperCase() === key.toUpperCase()) return true;
  return tag.name === 'UserDefinedText' && valuesOf(tag).some((value) => value.startsWith(`(${key}) `));
}

function valuesOf(tag: MetadataTag): string[] {
  const raw = Array.isArray(tag.raw) ? tag.raw : [tag.raw];
  return [...raw.filter((value) => typeof value === 'string'), tag.readable];
}

function same(shown: string, { key, value }: WrittenEntry): boolean {
  const plain = shown.startsWith(`(${key}) `) ? shown.slice(key.length + 3) : shown;
  const [left, right] = [plain.replace(/[\s\0]+$/, ''), value.replace(/[\s\0]+$/, '')];
  return left.slice(0, compared) === right.slice(0, compared);
}

function textOf(value: HostileValue | undefined): string {
  return typeof value === 'string' ? value : String(value ?? '');
}

function agrees(reader: string, state: EngineState, name: string): ReaderAnswer {
  return { ok: true, readBack: { reader, version: versionOf(state), state: 'agrees', name } };
}

function cannot(reader: string, state: EngineState): ReaderAnswer {
  return { ok: true, readBack: { reader, version: versionOf(state), state: 'cannot', name: null } };
}

function missing(reader: string): LabelReadBack {
  return { reader, version: '', state: 'missing', name: null };
}

function objection(reader: string, state: EngineState, shows: string): ReaderAnswer {
  const silent: LabelReadBack = { reader, version: versionOf(state), state: 'cannot', name: null };
  return { ok: false, reader, shows: shows.slice(0, 500), silent };
}

function versionOf(state: EngineState): string {
  return 'version' in state ? state.version.replace(/ \(.*$/, '') : '';
}
