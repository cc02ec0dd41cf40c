import { type Localized, localized } from '#shared/domain/localized.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer } from '../define.ts';
import { newGathering } from '../gathering.ts';
import type { XmlElement } from '../xml.ts';
import { fitsXml, xmlAttribute, xmlText } from '../xmp-packet.ts';
import {
  attributeOf,
  conventionalName,
  customProperties,
  isStrict,
  registeredName,
  type Vocabulary,
  vocabularies,
} from './custom-properties.ts';
import { openPackage, type Package, type XmlPart, xmlPartsNamed } from './parts.ts';
import { rewriteZip, type ZipChange } from './zip-rewrite.ts';

const relationshipsName = '_rels/.rels';
const typesName = '[Content_Types].xml';
const contentType = 'application/vnd.openxmlformats-officedocument.custom-properties+xml';
/** Format identifier of user-defined properties (ISO/IEC 29500-1, 22.3.2.2). */
const formatId = '{D5CDD505-2E9C-101B-9397-08002B2CF9AE}';

type TextEntry = Extract<LabelEntry, { kind: 'text' }>;

/**
 * Custom properties of a document: one is replaced where it stands, a new one added, the part made and registered
 * when there is none. Every other part of the package keeps its bytes.
 */
export function writeCustomProperties(reader: ByteReader, entries: readonly LabelEntry[]): WriteAnswer {
  const texts = entries.filter((entry) => entry.kind === 'text');
  if (texts.length !== entries.length) return refusals.noXmp;
  if (texts.some(({ key, value }) => key === '' || !fitsXml(key + value))) return refusals.characters;
  const source = openPackage(reader, newGathering());
  if (source === null) return refusals.damaged;
  if ([...source.byName.keys()].some((name) => name.startsWith('_xmlsignatures/'))) return refusals.signed;
  const [relationships, types] = [only(source, relationshipsName), only(source, typesName)];
  if (relationships === null || types === null) return refusals.damaged;
  const registered = registeredName([relationships]);
  const name = registered ?? conventionalName;
  const exists = source.byName.has(name.toLowerCase());
  const part = exists ? only(source, name) : null;
  if (exists && part === null) return refusals.damaged;
  const vocabulary = isStrict(relationships.root) ? vocabularies.strict : vocabularies.transitional;
  const changes: ZipChange[] = [
    {
      name: part?.entry.name ?? name,
      data: part === null ? newPart(texts, vocabulary) : changedPart(part, texts, vocabulary),
    },
  ];
  if (registered === null) changes.push(registration(relationships, name, vocabulary));
  if (!isTyped(types.root, name)) changes.push(typing(types, name));
  const rewritten = rewriteZip(reader, source.directory, changes);
  if (!rewritten.ok) return rewritten;
  return { ok: true, plan: { pieces: rewritten.pieces, places: texts.map(() => changes[0]!.name) } };
}

/** The part of this name when there is exactly one, and it can be changed byte by byte. */
function only(source: Package, name: string): XmlPart | null {
  const [first, ...more] = xmlPartsNamed(source, name);
  return first === undefined || more.length > 0 || first.reencoded ? null : first;
}

function propertyText(entry: TextEntry, id: number, { properties, types }: Vocabulary): string {
  return `<property xmlns="${properties}" fmtid="${formatId}" pid="${id}" name="${xmlAttribute(entry.key)}"><vt:lpwstr xmlns:vt="${types}">${xmlText(entry.value)}</vt:lpwstr></property>`;
}

function newPart(texts: readonly TextEntry[], vocabulary: Vocabulary): Buffer {
  const { properties, types } = vocabulary;
  const inside = texts
    .map((entry, index) => propertyText(entry, index + 2, vocabulary))
    .join('')
    .replaceAll(` xmlns="${properties}"`, '')
    .replaceAll(` xmlns:vt="${types}"`, '');
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Properties xmlns="${properties}" xmlns:vt="${types}">${inside}</Properties>`,
  );
}

/** Replacements in a part, by byte ranges that do not overlap. */
class PartEdits {
  readonly #source: Buffer;
  readonly #edits: { from: number; to: number; text: string }[] = [];

  constructor(source: Buffer) {
    this.#source = source;
  }

  put(from: number, to: number, text: string): void {
    this.#edits.push({ from, to, text });
  }

  /** Put text before the end tag of an element, which may be an empty tag so far. */
  append(element: XmlElement, text: string): void {
    const empty = element.after === element.start;
    if (!empty) {
      this.put(element.end, element.end, text);
      return;
    }
    const tag = this.#source.toString('utf8', element.tag, element.start);
    const name = /^<([^\s/>]+)/.exec(tag)?.[1] ?? element.name;
    this.put(element.start - 2, element.start, `>${text}</${name}>`);
  }

  apply(): Buffer {
    const parts: Buffer[] = [];
    let at = 0;
    for (const { from, to, text } of this.#edits.toSorted((a, b) => a.from - b.from)) {
      parts.push(this.#source.subarray(at, from), Buffer.from(text));
      at = to;
    }
    return Buffer.concat([...parts, this.#source.subarray(at)]);
  }
}

function changedPart(part: XmlPart, texts: readonly TextEntry[], vocabulary: Vocabulary): Buffer {
  const edits = new PartEdits(part.bytes);
  const known = customProperties(part);
  const ids = part.root.children.map((element) => Number(attributeOf(element, 'pid') ?? 0));
  const usable = ids.filter((id) => Number.isSafeInteger(id) && id < 0x7fffffff);
  // not as arguments of Math.max: there may be more properties than a call takes
  let next = usable.reduce((most, id) => Math.max(most, id), 1) + 1;
  const added: string[] = [];
  for (const entry of texts) {
    const same = known.filter(({ name }) => name === entry.key);
    const [first, ...copies] = same;
    for (const { element } of copies) edits.put(element.tag, element.after, '');
    if (first === undefined) {
      added.push(propertyText(entry, next, vocabulary));
      next += 1;
    } else if (first.value?.name === 'lpwstr' && first.value.after > first.value.start)
      edits.put(first.value.start, first.value.end, xmlText(entry.value));
    else {
      const id = Number(attributeOf(first.element, 'pid'));
      const kept = Number.isSafeInteger(id) && id >= 2 ? id : next++;
      edits.put(first.element.tag, first.element.after, propertyText(entry, kept, vocabulary));
    }
  }
  if (added.length > 0) edits.append(part.root, added.join(''));
  return edits.apply();
}

function registration(part: XmlPart, target: string, { relationship }: Vocabulary): ZipChange {
  const used = new Set(part.root.children.map((child) => attributeOf(child, 'Id')));
  let number = 1;
  while (used.has(`rId${number}`)) number += 1;
  const edits = new PartEdits(part.bytes);
  edits.append(
    part.root,
    `<Relationship xmlns="${xmlAttribute(part.root.uri)}" Id="rId${number}" Type="${relationship}" Target="${target}"/>`,
  );
  return { name: part.entry.name, data: edits.apply() };
}

function isTyped(types: XmlElement, name: string): boolean {
  return types.children.some(
    (child) =>
      child.name === 'Override' && attributeOf(child, 'PartName')?.toLowerCase() === `/${name.toLowerCase()}`,
  );
}

function typing(part: XmlPart, name: string): ZipChange {
  const edits = new PartEdits(part.bytes);
  edits.append(
    part.root,
    `<Override xmlns="${xmlAttribute(part.root.uri)}" PartName="/${name}" ContentType="${contentType}"/>`,
  );
  return { name: part.entry.name, data: edits.apply() };
}

const refuse = (reason: Localized): WriteAnswer => ({ ok: false, reason });

const refusals = {
  noXmp: refuse(
    localized(
      'An Office document has no place for an XMP packet; its label goes into the document properties',
      'Office 文档没有存放 XMP 数据包的位置，标识应写入文档属性',
    ),
  ),
  characters: refuse(
    localized(
      'The value holds characters that XML cannot carry; remove control characters from it',
      '所填内容含有 XML 无法承载的字符，请先去除其中的控制字符',
    ),
  ),
  damaged: refuse(
    localized(
      'The document’s package cannot be read or holds parts of one name; save it again with its own program, then label it',
      '文档包无法读取或含有重名部件；请先用原程序重新保存文档，再写入标识',
    ),
  ),
  signed: refuse(
    localized(
      'The document is digitally signed and a label would break the signature; have it labelled before it is signed',
      '文档带有数字签名，写入标识会使签名失效；请在签名之前写入标识',
    ),
  ),
} as const;
