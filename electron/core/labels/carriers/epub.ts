import { defineCarrier } from '../define.ts';
import { damaged, gathered, keepText } from '../gathering.ts';
import { attributeOf } from '../package/custom-properties.ts';
import { openPackage, type Package, partsNamed, type XmlPart, xmlPartsNamed } from '../package/parts.ts';
import { gatherXmp } from '../payload-blocks.ts';
import type { XmlElement } from '../xml.ts';

const container = 'META-INF/container.xml';
/** Metadata of the publication as a whole (EPUB 3.3, 4.2.6.3.4), and the name some writers give its XMP packet. */
const metadataNames = ['META-INF/metadata.xml', 'META-INF/metadata.xmp'];
const PACKAGES = 8;

/**
 * EPUB (EPUB 3.3): metadata of the package documents, and XMP below META-INF. No guide settles where a label goes,
 * so that it is only read. Pages and pictures inside are not searched.
 */
export const carrier = defineCarrier({
  id: 'epub',
  formats: ['epub'],
  places: ['package document metadata', ...metadataNames],
  read: (reader) =>
    gathered((gathering) => {
      const source = openPackage(reader, gathering);
      if (source === null) return;
      const names = packageNames(source);
      if (names.length === 0) damaged(gathering, `${container} names no package document`);
      for (const name of names.slice(0, PACKAGES)) {
        const parts = xmlPartsNamed(source, name);
        if (!source.byName.has(name.toLowerCase())) damaged(gathering, `${name.slice(0, 200)} is not there`);
        for (const part of parts) packageMetadata(source, part);
      }
      for (const name of metadataNames) packets(source, name);
    }),
});

function packageNames(source: Package): string[] {
  const found = xmlPartsNamed(source, container)
    .flatMap(({ root }) => root.children)
    .filter(({ name }) => name === 'rootfiles')
    .flatMap(({ children }) => children)
    .flatMap((element) => attributeOf(element, 'full-path') ?? []);
  return [...new Set(found)];
}

/** `dc:*` elements, `meta property` of EPUB 3 and `meta name content` of EPUB 2. */
function packageMetadata(source: Package, part: XmlPart): void {
  const holders = part.root.children.filter(({ name }) => name === 'metadata');
  // EPUB 2 may group them once more
  const elements = holders.flatMap(({ children }) =>
    children.flatMap((child) => (/^(dc|x)-metadata$/.test(child.name) ? child.children : [child])),
  );
  for (const element of elements) {
    const entry = metadataEntry(element);
    if (entry === null || entry.text.trim() === '') continue;
    const { key, text, start, end } = entry;
    const bytes = part.range(start, end);
    keepText(source.gathering, { place: part.entry.name, key, bytes, text: text.trim() });
  }
}

function metadataEntry(
  element: XmlElement,
): { readonly key: string; readonly text: string; readonly start: number; readonly end: number } | null {
  const { start, end, text } = element;
  if (element.name !== 'meta') return { key: `dc:${element.name}`, text, start, end };
  const property = attributeOf(element, 'property');
  if (property !== undefined) return { key: property, text, start, end };
  const [key, content] = [attributeOf(element, 'name'), attributeOf(element, 'content')];
  const value = element.attributes.find(({ uri, name }) => uri === '' && name === 'content');
  if (key === undefined || content === undefined || value === undefined) return null;
  return { key, text: content, start: value.start, end: value.end };
}

function packets(source: Package, name: string): void {
  for (const { entry, bytes, range } of partsNamed(source, name)) {
    const at = { place: entry.name, bytes: range(0, bytes.length), contiguous: entry.method === 0 };
    gatherXmp(source.gathering, at, bytes);
  }
}
