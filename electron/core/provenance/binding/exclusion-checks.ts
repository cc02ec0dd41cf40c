import type { Coverage } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { bytesIn, intersect, subtract, union } from './ranges.ts';

/** Pure questions about the exclusions of a data hash. `occupied`: bytes the carrier of the store takes. */

/** Excluded bytes that are no part of the carrier: attacks A1 (wide exclusion) and A4 (further exclusions). */
export function excludedBeyondStore(
  exclusions: readonly ByteRange[],
  occupied: readonly ByteRange[],
): ByteRange[] {
  return subtract(exclusions, occupied);
}

/** Bytes of the carrier that are under the hash: then the store was moved, or the exclusion is another's. */
export function storeOutsideExclusions(
  exclusions: readonly ByteRange[],
  occupied: readonly ByteRange[],
): ByteRange[] {
  return subtract(occupied, exclusions);
}

/** Exclusions that hold no byte of the carrier (attack A2, and metadata left out by §18.5.1). */
export function exclusionsWithoutStore(
  exclusions: readonly ByteRange[],
  occupied: readonly ByteRange[],
): ByteRange[] {
  return exclusions.filter((range) => range[1] > 0 && intersect([range], occupied).length === 0);
}

/** Exclusions that hold bytes of the carrier and others beside them, with those others (attack A1). */
export function wideExclusions(
  exclusions: readonly ByteRange[],
  occupied: readonly ByteRange[],
): { readonly exclusion: ByteRange; readonly beside: ByteRange[] }[] {
  return exclusions.flatMap((exclusion) => {
    if (intersect([exclusion], occupied).length === 0) return [];
    const beside = subtract([exclusion], occupied);
    return beside.length === 0 ? [] : [{ exclusion, beside }];
  });
}

/** What lies in bytes nothing protects, by the name the structure map gives their owner. */
const contentKinds = [
  'exif',
  'xmp',
  'icc',
  'iptc',
  'thumbnail',
  'maker',
  'user-data',
  'free-space',
  'file-type',
  'index',
  'other',
] as const;
export type ContentKind = (typeof contentKinds)[number];

const owners: readonly (readonly [pattern: RegExp, kind: ContentKind])[] = [
  [/thumbnail|preview|IFD1|MPF|JFXX/i, 'thumbnail'],
  [/MakerNote/i, 'maker'],
  [/exif|eXIf|GPS/i, 'exif'],
  [/xmp|iTXt/i, 'xmp'],
  [/\bicc|iCCP|colr/i, 'icc'],
  [/iptc|photoshop|APP13/i, 'iptc'],
  [/(^|\/ )(free|skip|wide|JUNK|Padding)\b/, 'free-space'],
  [/(^|\/ )ftyp\b/, 'file-type'],
  [/(^|\/ )(mfra|tfra|sidx|iloc|stco|co64)\b/, 'index'],
  [/(^|\/ )(udta|meta|ilst|uuid|LIST INFO|ID3|COM|tEXt|zTXt)\b/, 'user-data'],
];

/** Kind of thing an owner of the structure map is (`APP1 Exif`, `moov / udta`). */
export function contentKind(owner: string): ContentKind {
  return owners.find(([pattern]) => pattern.test(owner))?.[1] ?? 'other';
}

export interface UnprotectedOwner {
  /** The outermost part (`APP1 Exif`, `moov`). */
  readonly owner: string;
  readonly kind: ContentKind;
  readonly role: Coverage['spans'][number]['role'];
  readonly bytes: number;
  /** Names of the parts within it, in the order of the file: fields, boxes. */
  readonly parts: readonly string[];
  readonly ranges: readonly ByteRange[];
}

/** Bytes that neither the hash covers nor the credential takes, by role, and whose they are. */
export interface UnprotectedContent {
  readonly metadata: number;
  /** Picture, sound or other content: a signature that leaves it out protects nothing. */
  readonly content: number;
  readonly structure: number;
  readonly padding: number;
  readonly trailing: number;
  readonly unexplained: number;
  /** Largest first. */
  readonly owners: readonly UnprotectedOwner[];
}

interface Gathered extends Pick<UnprotectedOwner, 'owner' | 'kind' | 'role'> {
  readonly ranges: ByteRange[];
  readonly parts: Set<string>;
}

export function unprotectedContent({ spans }: Pick<Coverage, 'spans'>): UnprotectedContent {
  const bytes = { metadata: 0, content: 0, structure: 0, padding: 0, trailing: 0, unexplained: 0 };
  const found = new Map<string, Gathered>();
  for (const { start, length, state, owner: path, role } of spans) {
    if (state !== 'unprotected') continue;
    bytes[role] += length;
    const kind = contentKind(path);
    const [owner = path, ...inner] = path.split(' / ');
    const key = `${kind} ${role} ${owner}`;
    const entry = found.get(key) ?? { owner, kind, role, ranges: [], parts: new Set<string>() };
    entry.ranges.push([start, length]);
    if (inner.length > 0) entry.parts.add(inner.at(-1)!);
    found.set(key, entry);
  }
  const owners = [...found.values()].map(({ ranges, parts, ...entry }): UnprotectedOwner => {
    const joined = union(ranges);
    return { ...entry, bytes: bytesIn(joined), ranges: joined, parts: [...parts] };
  });
  return { ...bytes, owners: owners.toSorted((a, b) => b.bytes - a.bytes) };
}
