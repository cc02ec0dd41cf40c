import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import {
  readZipDirectory,
  type ZipDirectory,
  type ZipEntry,
  zipContent,
} from '../../media/structure/zip-directory.ts';
import { damaged, type Gathering, keepText, remarked } from '../gathering.ts';
import { readXml, type XmlElement } from '../xml.ts';
import { asUtf8 } from '../xmp.ts';

/** Documents that are ZIP archives of XML parts: OOXML (ISO/IEC 29500-2), OpenDocument, EPUB. */

/** Bytes one part, and all parts of a file together, may unpack to. */
const PART_BYTES = 16 * 1024 * 1024;
const TOTAL_BYTES = 48 * 1024 * 1024;
/** Entries of one name that are read. */
const SAME_NAME = 8;

export interface Package {
  readonly reader: ByteReader;
  readonly gathering: Gathering;
  readonly directory: ZipDirectory;
  /** By name in lower case: part names do not depend on case (ISO/IEC 29500-2, 6.2.2.3). */
  readonly byName: ReadonlyMap<string, readonly ZipEntry[]>;
  /** Bytes that may still be unpacked. */
  left: number;
}

/** Null, with a warning, when the file is no archive any more. */
export function openPackage(reader: ByteReader, gathering: Gathering): Package | null {
  const directory = readZipDirectory(reader);
  if (directory === null) {
    damaged(gathering, 'the archive has no end of central directory');
    return null;
  }
  for (const problem of directory.problems.slice(0, 10)) damaged(gathering, problem);
  const byName = new Map<string, ZipEntry[]>();
  for (const entry of directory.entries) {
    const name = entry.name.toLowerCase();
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [entry]);
    else same.push(entry);
  }
  return { reader, gathering, directory, byName, left: TOTAL_BYTES };
}

/** A part as it was unpacked. */
export interface Part {
  readonly entry: ZipEntry;
  readonly bytes: Buffer;
  /** Where a range of `bytes` lies in the file: its own bytes in a stored entry, else the packed ones. */
  range(start: number, end: number): ByteRange;
}

/** Every entry of this name. Readers differ in which of several they take, so that all of them count. */
export function partsNamed(source: Package, name: string): Part[] {
  const entries = source.byName.get(name.toLowerCase()) ?? [];
  if (entries.length > 1)
    remarked(source.gathering, `${entries.length} entries are named ${entries[0]?.name.slice(0, 200)}`);
  if (entries.length > SAME_NAME)
    damaged(source.gathering, `only ${SAME_NAME} of the entries named ${name} are read`);
  return entries.slice(0, SAME_NAME).flatMap((entry) => {
    const part = readPart(source, entry);
    return part === null ? [] : [part];
  });
}

function readPart(source: Package, entry: ZipEntry): Part | null {
  const { reader, gathering } = source;
  const name = entry.name.slice(0, 200);
  const content = zipContent(reader, entry, Math.min(source.left, PART_BYTES));
  if (!content.ok) {
    damaged(gathering, `${name} cannot be read: ${content.problem}`);
    return null;
  }
  source.left -= content.bytes.length;
  if (!content.checksumFits) damaged(gathering, `${name}: checksum wrong`);
  // `zipContent` has read from there
  const [start, length] = entry.data ?? [entry.local, 0];
  return {
    entry,
    bytes: content.bytes,
    range: (from, to) => (entry.method === 0 ? [start + from, to - from] : [start, length]),
  };
}

/** A part as XML. Offsets of its elements count in the part, unless it was in UTF-16 (`reencoded`). */
export interface XmlPart extends Part {
  readonly root: XmlElement;
  readonly reencoded: boolean;
}

export function xmlPartsNamed(source: Package, name: string): XmlPart[] {
  return partsNamed(source, name).flatMap((part) => {
    const converted = asUtf8(part.bytes);
    const reading = readXml(converted.toString('latin1'));
    if (!reading.ok) {
      damaged(source.gathering, `${part.entry.name}: ${reading.problem} at byte ${reading.at}`);
      return [];
    }
    const reencoded = converted !== part.bytes;
    const whole = part.range(0, part.bytes.length);
    return [{ ...part, ...(reencoded ? { range: () => whole } : {}), root: reading.root, reencoded }];
  });
}

const DEPTH = 8;

/** Add a text for every element of the part that holds text and no others. `keyOf` may drop one with null. */
export function elementTexts(
  source: Package,
  part: XmlPart,
  keyOf: (element: XmlElement) => string | null,
): void {
  const visit = (element: XmlElement, depth: number): void => {
    if (element.children.length > 0) {
      if (depth < DEPTH) for (const child of element.children) visit(child, depth + 1);
      return;
    }
    const text = element.text.trim();
    const key = text === '' ? null : keyOf(element);
    if (key === null) return;
    const bytes = part.range(element.start, element.end);
    keepText(source.gathering, { place: part.entry.name, key, bytes, text });
  };
  visit(part.root, 0);
}
