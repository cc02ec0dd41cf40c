import type { MediaFormat } from '#shared/domain/media.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { damaged, type Gathering } from '../gathering.ts';
import { attributeOf } from '../package/custom-properties.ts';
import { openPackage, type Package, partsNamed, xmlPartsNamed } from '../package/parts.ts';
import { decodeDocument } from '../text/encoded-text.ts';
import { type BlockReading, markupBlocks, type TextBlock, vocabularies } from './markup-text.ts';

/** Parts of one kind that are read: slides, sheets, chapters. */
const PARTS = 1000;

export interface PackageText {
  readonly blocks: readonly TextBlock[];
  /** The document holds pictures, which may hold text. */
  readonly pictures: boolean;
}

/** The text of a document that is an archive of parts, in the order it is shown. */
export function packageText(reader: ByteReader, format: MediaFormat, gathering: Gathering): PackageText {
  const source = openPackage(reader, gathering);
  if (source === null) return { blocks: [], pictures: false };
  const pictures = [...source.byName.keys()].some((name) =>
    /\.(?:png|jpe?g|gif|webp|bmp|tiff?|emf|wmf|svg)$/.test(name),
  );
  return { blocks: blocksOf(source, format), pictures };
}

function blocksOf(source: Package, format: MediaFormat): TextBlock[] {
  switch (format) {
    case 'docx':
      return [
        ...partBlocks(source, numbered(source, /^word\/header(\d+)\.xml$/), 'word'),
        ...partBlocks(source, required(source, numbered(source, /^word\/document(\d*)\.xml$/)), 'word'),
        ...partBlocks(source, numbered(source, /^word\/footer(\d+)\.xml$/), 'word'),
      ];
    case 'pptx':
      return partBlocks(
        source,
        required(source, numbered(source, /^ppt\/slides\/slide(\d+)\.xml$/)),
        'slide',
      );
    case 'xlsx':
      return sheets(source);
    case 'odf':
      return partBlocks(source, required(source, ['content.xml']), 'openDocument');
    default:
      return partBlocks(source, required(source, chapters(source)), 'html');
  }
}

function partBlocks(
  source: Package,
  names: readonly string[],
  vocabulary: keyof typeof vocabularies,
): TextBlock[] {
  if (names.length > PARTS) damaged(source.gathering, `only ${PARTS} of ${names.length} parts are read`);
  return names.slice(0, PARTS).flatMap((name) =>
    partsNamed(source, name).flatMap(({ bytes }) => {
      const reading = markupBlocks(decodeDocument(bytes).text, vocabularies[vocabulary]);
      return kept(source.gathering, name, reading);
    }),
  );
}

function kept(gathering: Gathering, name: string, { blocks, bounded }: BlockReading): readonly TextBlock[] {
  if (bounded) damaged(gathering, `${name.slice(0, 200)}: more text or deeper than is read`);
  return blocks;
}

/** At least one part, each of them there. */
function required(source: Package, names: readonly string[]): readonly string[] {
  if (names.length === 0) damaged(source.gathering, 'the parts that hold the text are not there');
  for (const name of names.slice(0, PARTS)) {
    if (!source.byName.has(name.toLowerCase()))
      damaged(source.gathering, `${name.slice(0, 200)} is not there`);
  }
  return names;
}

function numbered(source: Package, pattern: RegExp): string[] {
  return [...source.byName.keys()]
    .flatMap((name) => {
      const match = pattern.exec(name);
      return match === null ? [] : [{ name, number: Number(match[1]) }];
    })
    .sort((a, b) => a.number - b.number)
    .map(({ name }) => name);
}

/** Cells in the order of the sheets; most of them only name a text of the common table (ISO/IEC 29500-1, 18.4.8). */
function sheets(source: Package): TextBlock[] {
  const table = partBlocks(source, ['xl/sharedstrings.xml'], 'sheet');
  const names = required(source, numbered(source, /^xl\/worksheets\/sheet(\d+)\.xml$/));
  const used = new Set<number>();
  const cells: TextBlock[] = [];
  for (const name of names.slice(0, PARTS)) {
    for (const { bytes } of partsNamed(source, name)) {
      const text = decodeDocument(bytes).text;
      for (const [, attributes = '', index] of text.matchAll(/<c ([^<>]{0,300})><v>(\d{1,7})<\/v>/g)) {
        if (!/\bt="s"/.test(attributes)) continue;
        const number = Number(index);
        const block = table[number];
        if (block === undefined || used.has(number)) continue;
        used.add(number);
        cells.push(block);
      }
      cells.push(...kept(source.gathering, name, markupBlocks(text, vocabularies.sheet)));
    }
  }
  return cells;
}

/** Documents of an EPUB in reading order (EPUB 3.3, 5.7). */
function chapters(source: Package): string[] {
  const packages = xmlPartsNamed(source, 'META-INF/container.xml')
    .flatMap(({ root }) => root.children)
    .filter(({ name }) => name === 'rootfiles')
    .flatMap(({ children }) => children)
    .flatMap((element) => attributeOf(element, 'full-path') ?? []);
  return packages.slice(0, 4).flatMap((path) =>
    xmlPartsNamed(source, path).flatMap(({ root }) => {
      const inside = (name: string) =>
        root.children.filter((child) => child.name === name).flatMap(({ children }) => children);
      const items = new Map(
        inside('manifest').map((item) => [attributeOf(item, 'id') ?? '', attributeOf(item, 'href') ?? '']),
      );
      return inside('spine').flatMap((item) => {
        const href = items.get(attributeOf(item, 'idref') ?? '');
        return href === undefined || href === '' ? [] : [resolved(path, href)];
      });
    }),
  );
}

/** A relative reference against the path of the package document. */
function resolved(base: string, href: string): string {
  const steps = base.split('/').slice(0, -1);
  for (const step of unescaped(href.split('#')[0] ?? '').split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
