/** A stored value: text as written, a list, or a structure of named values. */
export type TagValue = string | readonly TagValue[] | ReadonlyMap<string, TagValue>;

export type TagType = 'number' | 'text' | 'date' | 'list' | 'structure' | 'binary';

/** One metadata entry of a file, as it stands there. */
export interface MetadataTag {
  /** Format family: EXIF, XMP, IPTC, ICC_Profile, MakerNotes, QuickTime, File … (ExifTool family 0). */
  readonly group: string;
  /** Place within it: IFD0, ExifIFD, XMP-dc, Track1 … (family 1). */
  readonly place: string;
  /** `Main`, or the embedded document it belongs to: `Doc1` … (family 3). */
  readonly document: string;
  /** 0 for the first entry of this name in the file, then 1, 2 … (family 4). */
  readonly copy: number;
  /** ExifTool's tag table, which names the standard or maker: `Exif::Main`, `Canon::CameraSettings`. */
  readonly table: string;
  /** Identifier in the file: `0x010f` for numbered tags, the name for others. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly type: TagType;
  /** As stored (ExifTool's numeric value). */
  readonly raw: TagValue;
  /** As ExifTool words it. */
  readonly readable: string;
  /** Length of a binary value, which is not taken out. */
  readonly bytes: number | null;
}

export interface ParsedMetadata {
  readonly tags: readonly MetadataTag[];
  readonly warnings: readonly string[];
  /** ExifTool's own word that it could not read the file. */
  readonly error: string | null;
  readonly omitted: number;
}

const MOST_TAGS = 20_000;
const MOST_TEXT = 4_000;
const MOST_ITEMS = 1_000;

/** ExifTool's long JSON for one file → tags; null when it is no such JSON. */
export function parseMetadata(json: Uint8Array, depth: number): ParsedMetadata | null {
  const record = firstRecord(json);
  if (record === null) return null;
  const tags: MetadataTag[] = [];
  const warnings: string[] = [];
  let error: string | null = null;
  let omitted = 0;
  for (const [key, entry] of Object.entries(record)) {
    if (key === 'SourceFile' || entry === null || typeof entry !== 'object') continue;
    const tag = readTag(key, entry, depth);
    if (tag.group === 'ExifTool') {
      if (tag.name === 'Error') error ??= tag.readable;
      else warnings.push(tag.readable);
    } else if (isOfCopyName(tag)) continue;
    else if (tags.length < MOST_TAGS) tags.push(tag);
    else omitted += 1;
  }
  return { tags, warnings: [...new Set(warnings)], error, omitted };
}

/**
 * For a few types ExifTool takes the extension from the path, all that follows its last dot: of our private copy that
 * is a part of a folder's name.
 */
function isOfCopyName({ group, name, raw }: MetadataTag): boolean {
  return group === 'File' && name === 'FileTypeExtension' && typeof raw === 'string' && /[/\\]/.test(raw);
}

function firstRecord(json: Uint8Array): object | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(json).toString('utf8'));
  } catch (error) {
    // Too deep for the parser, or output of a reading that broke off: not metadata.
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
  const first: unknown = Array.isArray(parsed) ? parsed[0] : null;
  return first !== null && typeof first === 'object' ? first : null;
}

function readTag(key: string, entry: object, depth: number): MetadataTag {
  const field = (name: string): unknown =>
    Object.hasOwn(entry, name) ? Reflect.get(entry, name) : undefined;
  const { group, place, document, copy, name } = readKey(key);
  const readable = toValue(field('val'), depth);
  const raw = field('num') === undefined ? readable : toValue(field('num'), depth);
  const bytes = typeof readable === 'string' ? binaryLength(readable) : null;
  const table = String(field('table') ?? '');
  return {
    ...{ group, place, document, copy, table, name },
    id: identifier(String(field('id') ?? name)),
    title: String(field('desc') ?? name),
    type: bytes === null ? typeOf(raw, readable) : 'binary',
    raw: bytes === null ? raw : '',
    readable: bytes === null ? valueText(readable) : '',
    bytes,
  };
}

/** `EXIF:IFD0:Main:Copy1:Make`: family 1 is left out when it equals family 0, the copy when it is the first. */
function readKey(key: string): Pick<MetadataTag, 'group' | 'place' | 'document' | 'copy' | 'name'> {
  const words = key.split(':');
  const name = words.pop() ?? key;
  const group = words[0] ?? '';
  const at = words.findIndex((word, index) => index > 0 && (word === 'Main' || /^Doc\d/.test(word)));
  const copy = /^Copy(\d+)$/.exec(words.at(-1) ?? '');
  return {
    group,
    place: at > 1 ? words.slice(1, at).join(':') : group,
    document: at > 0 ? words[at]! : 'Main',
    copy: copy === null ? 0 : Number(copy[1]),
    name,
  };
}

function identifier(id: string): string {
  return /^\d{1,10}$/.test(id) ? `0x${Number(id).toString(16).padStart(4, '0')}` : id.slice(0, 200);
}

function binaryLength(text: string): number | null {
  const match = /^\(Binary data (\d+) bytes, use -b option to extract\)$/.exec(text);
  return match === null ? null : Number(match[1]);
}

function typeOf(raw: TagValue, readable: TagValue): TagType {
  if (typeof raw !== 'string') return Array.isArray(raw) ? 'list' : 'structure';
  if (/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(raw)) return 'number';
  return typeof readable === 'string' && /^\d{4}:\d\d:\d\d/.test(readable) ? 'date' : 'text';
}

function toValue(value: unknown, depth: number): TagValue {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return cut(String(value));
  if (depth <= 0) return '…';
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item) => toValue(item, depth - 1));
  const entries = Object.entries(value).slice(0, MOST_ITEMS);
  return new Map(entries.map(([name, item]) => [cut(name), toValue(item, depth - 1)]));
}

function cut(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}… (${text.length})`;
}

/** A value as one line of text: lists by `; `, structures as `{name=value, …}`. */
export function valueText(value: TagValue): string {
  if (typeof value === 'string') return value;
  const text = Array.isArray(value)
    ? value.map(valueText).join('; ')
    : `{${[...(value as ReadonlyMap<string, TagValue>)].map(([name, item]) => `${name}=${valueText(item)}`).join(', ')}}`;
  return cut(text);
}
