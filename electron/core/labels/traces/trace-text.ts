import type { ByteRange } from '#shared/domain/figure.ts';
import type { CarriedPayload } from '../define.ts';
import { rangeOf } from '../statement.ts';

/**
 * One text a generator may have left, under a name that is the same in every container: PNG `Comment`, JPEG
 * `COM`, ID3 `COMM` and `©cmt` are all `comment`, Exif and XMP `UserComment` are both `usercomment`.
 */
export interface TraceText {
  readonly payload: CarriedPayload;
  /** Key as the container has it; for XMP the property with its customary prefix. */
  readonly key: string;
  /** Lower case. */
  readonly name: string;
  readonly text: string;
  readonly bytes: ByteRange;
}

/** Namespaces whose plain properties generators, and software that moves their texts, write to. */
const prefixes: ReadonlyMap<string, string> = new Map([
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['http://ns.adobe.com/exif/1.0/', 'exif'],
  ['http://ns.adobe.com/tiff/1.0/', 'tiff'],
  ['http://ns.adobe.com/xap/1.0/', 'xmp'],
  ['http://iptc.org/std/Iptc4xmpExt/2008-02-29/', 'Iptc4xmpExt'],
]);

const sameName: ReadonlyMap<string, string> = new Map([
  ['com', 'comment'],
  ['comm', 'comment'],
  ['©cmt', 'comment'],
  ['icmt', 'comment'],
  ['comment extension', 'comment'],
  ['©des', 'description'],
  ['desc', 'description'],
  ['ldes', 'description'],
]);

const kept = new WeakMap<readonly CarriedPayload[], readonly TraceText[]>();

/** All texts of a file; worked out once, however many standards ask. */
export function traceTexts(payloads: readonly CarriedPayload[]): readonly TraceText[] {
  const before = kept.get(payloads);
  if (before !== undefined) return before;
  const texts = payloads.flatMap(textsOf);
  kept.set(payloads, texts);
  return texts;
}

/** Texts under one of these names. */
export function named(payloads: readonly CarriedPayload[], ...names: readonly string[]): TraceText[] {
  return traceTexts(payloads).filter(({ name }) => names.includes(name));
}

function textsOf(payload: CarriedPayload): TraceText[] {
  if (payload.kind === 'text') {
    const { key, text, bytes } = payload;
    return [{ payload, key, name: bareName(key), text, bytes }];
  }
  if (!payload.packet.ok) return [];
  return payload.packet.properties.flatMap((property) => {
    const [first, ...rest] = property.path;
    const prefix = prefixes.get(first.uri);
    if (prefix === undefined || rest.length > 0) return [];
    return [
      {
        payload,
        key: `${prefix}:${first.name}`,
        name: first.name.toLowerCase(),
        text: property.value,
        bytes: rangeOf(payload, property),
      },
    ];
  });
}

function bareName(key: string): string {
  const bare = key
    .slice(0, 200)
    .toLowerCase()
    .replace(/^(?:ifd\d{1,3}|exififd|2:\d{1,3}) /, '')
    .replace(/^txxx:/, '')
    .replace(/^comm:.*$/, 'comment')
    .replace(/^com\.apple\.quicktime\./, '');
  return sameName.get(bare) ?? bare;
}
