import type { Coverage } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';

/** What bytes outside a signature are, in words of everyday. */
export const partKinds = [
  'content',
  'unexplained',
  'trailing',
  'preview',
  'exif',
  'xmp',
  'iptc',
  'comment',
  'profile',
  'metadata',
  'structure',
  'padding',
] as const;
export type PartKind = (typeof partKinds)[number];

export interface UncoveredPart {
  readonly kind: PartKind;
  readonly bytes: number;
  /** Unbroken stretches of the file, in order. */
  readonly places: readonly ByteRange[];
  /** Names of the structures, as far up as they are different, without repetition. */
  readonly owners: readonly string[];
}

type Span = Coverage['spans'][number];

const named: readonly (readonly [RegExp, PartKind])[] = [
  [/thumbnail|preview|IFD1\b|JpgFromRaw|PreviewImage/i, 'preview'],
  [/\bXMP\b/i, 'xmp'],
  [/^(APP\d+ )?e?Exif|^eXIf/i, 'exif'],
  [/Photoshop|IPTC|8BIM/i, 'iptc'],
  [/\bICC\b|iCCP|colr/i, 'profile'],
  [/^(COM|tEXt|zTXt|iTXt)\b|comment/i, 'comment'],
];

function kindOf({ owner, role }: Span): PartKind {
  if (role === 'trailing' || role === 'unexplained' || role === 'padding') return role;
  return named.find(([pattern]) => pattern.test(owner))?.[1] ?? role;
}

/** The bytes that no signature protects, by what they are: content first, then what nobody can explain. */
export function uncoveredParts(spans: readonly Span[]): readonly UncoveredPart[] {
  const parts = new Map<PartKind, { bytes: number; places: [number, number][]; owners: Set<string> }>();
  for (const span of spans) {
    if (span.state !== 'unprotected') continue;
    const kind = kindOf(span);
    const part = parts.get(kind) ?? { bytes: 0, places: [], owners: new Set<string>() };
    parts.set(kind, part);
    part.bytes += span.length;
    part.owners.add(span.owner.split(' / ')[0] ?? span.owner);
    const last = part.places.at(-1);
    if (last !== undefined && last[0] + last[1] === span.start) last[1] += span.length;
    else part.places.push([span.start, span.length]);
  }
  return partKinds.flatMap((kind) => {
    const part = parts.get(kind);
    return part === undefined
      ? []
      : [{ kind, bytes: part.bytes, places: part.places, owners: [...part.owners] }];
  });
}

/** Share of the file that is not covered, in per cent; never rounded down to none. */
export function uncoveredShare({ size, unprotected }: Coverage): number {
  if (size === 0 || unprotected === 0) return 0;
  return Math.max(0.01, Math.round((10_000 * unprotected) / size) / 100);
}

/** Parts that carry something; padding and the marks a container is held together by say nothing. */
export function tellingParts(parts: readonly UncoveredPart[]): readonly UncoveredPart[] {
  return parts.filter(({ kind }) => kind !== 'padding' && kind !== 'structure');
}
