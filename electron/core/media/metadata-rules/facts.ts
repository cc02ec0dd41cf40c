import type { Media } from '#shared/domain/media.ts';
import { type MetadataTag, valueText } from '../metadata-tags.ts';
import type { PreviewComparison } from '../preview-comparison.ts';
import type { ComparedValue } from './rule.ts';

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** Narrowing of a look-up: family and place, as exact names or patterns. */
export interface Where {
  readonly group?: string;
  readonly place?: string | RegExp;
}

/** What the rules may look at: the metadata of the main document, the true size, the embedded pictures. */
export class MetadataFacts {
  readonly tags: readonly MetadataTag[];
  readonly media: Media;
  /** Size of the main picture in pixels, from the image data and never from its metadata. */
  readonly size: PixelSize | null;
  readonly previews: readonly PreviewComparison[];
  readonly warnings: readonly string[];
  readonly #byName = new Map<string, MetadataTag[]>();

  constructor(
    tags: readonly MetadataTag[],
    media: Media,
    size: PixelSize | null,
    previews: readonly PreviewComparison[],
    warnings: readonly string[],
  ) {
    this.tags = tags.filter((tag) => tag.document === 'Main');
    this.media = media;
    this.size = size;
    this.previews = previews;
    this.warnings = warnings;
    for (const tag of this.tags) {
      const known = this.#byName.get(tag.name);
      if (known === undefined) this.#byName.set(tag.name, [tag]);
      else known.push(tag);
    }
  }

  /** All entries of a name, the first of the file first. */
  all(name: string, where: Where = {}): readonly MetadataTag[] {
    return (this.#byName.get(name) ?? []).filter(
      (tag) =>
        (where.group === undefined || tag.group === where.group) &&
        (where.place === undefined ||
          (typeof where.place === 'string' ? tag.place === where.place : where.place.test(tag.place))),
    );
  }

  first(name: string, where: Where = {}): MetadataTag | undefined {
    return this.all(name, where)[0];
  }

  /** Stored value as trimmed text, or null when absent or blank. */
  text(name: string, where: Where = {}): string | null {
    const tag = this.first(name, where);
    if (tag === undefined) return null;
    const text = valueText(tag.raw).replaceAll('\0', '').trim();
    return text === '' ? null : text;
  }

  number(name: string, where: Where = {}): number | null {
    const text = this.text(name, where);
    if (text === null || !/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text)) return null;
    return Number(text);
  }

  /** Does the file claim to come from a camera or phone: a maker and capture settings? */
  claimsCamera(): boolean {
    const settings = ['ExposureTime', 'FNumber', 'ISO', 'FocalLength', 'DateTimeOriginal'];
    return this.text('Make', exif) !== null && settings.some((name) => this.first(name, exif) !== undefined);
  }
}

/** Exif of the main picture, not of its thumbnail. */
export const exif: Where = { group: 'EXIF', place: /^(IFD0|ExifIFD|GPS|InteropIFD|SubIFD\d*)$/ };
export const xmp: Where = { group: 'XMP' };
export const iptc: Where = { group: 'IPTC' };

/** A tag as evidence for a verdict, in the examiner's words. */
export function shown(tag: MetadataTag): ComparedValue {
  return { field: `${tag.place}:${tag.name}`, value: tag.readable.slice(0, 200) };
}

export function shownSize(field: string, { width, height }: PixelSize): ComparedValue {
  return { field, value: `${width} × ${height}` };
}
