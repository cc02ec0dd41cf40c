import type { XmlElement } from '../xml.ts';
import { type Package, type XmlPart, xmlPartsNamed } from './parts.ts';

/** Custom document properties (ISO/IEC 29500-1, 22.3), where TC260-PG-20258A places the label of a document. */

export const conventionalName = 'docProps/custom.xml';

const transitional = 'http://schemas.openxmlformats.org/officeDocument/2006';
const strict = 'http://purl.oclc.org/ooxml/officeDocument';
const relationship = /^http:\/\/(schemas\.openxmlformats\.org|purl\.oclc\.org)\/.*\/custom-?properties$/i;

export interface Vocabulary {
  readonly relationship: string;
  readonly properties: string;
  readonly types: string;
}

/** Names of the transitional and of the strict form of the standard. */
export const vocabularies: { readonly transitional: Vocabulary; readonly strict: Vocabulary } = {
  transitional: {
    relationship: `${transitional}/relationships/custom-properties`,
    properties: `${transitional}/custom-properties`,
    types: `${transitional}/docPropsVTypes`,
  },
  strict: {
    relationship: `${strict}/relationships/customProperties`,
    properties: `${strict}/customProperties`,
    types: `${strict}/docPropsVTypes`,
  },
};

/** Does the package say by its main relationship that it is in the strict form? */
export function isStrict(relationships: XmlElement): boolean {
  return relationships.children.some((child) => attributeOf(child, 'Type')?.startsWith(strict) === true);
}

/** The part the package's relationships name for the custom properties; null when they name none. */
export function registeredName(relationships: readonly XmlPart[]): string | null {
  for (const { root } of relationships) {
    const found = root.children.find((child) => relationship.test(attributeOf(child, 'Type') ?? ''));
    const target = found === undefined ? undefined : attributeOf(found, 'Target');
    if (target !== undefined) return target.replace(/^\.?\//, '');
  }
  return null;
}

/** A custom property, with its element and that of its value. */
export interface CustomProperty {
  readonly name: string;
  readonly text: string;
  readonly element: XmlElement;
  readonly value: XmlElement | null;
}

export function customProperties(part: XmlPart): CustomProperty[] {
  return part.root.children
    .filter((element) => element.name === 'property')
    .map((element) => {
      const value = element.children[0] ?? null;
      const text = (value === null ? element.text : allText(value, 0)).trim();
      return { name: attributeOf(element, 'name') ?? '', text, element, value };
    });
}

/** Parts that hold custom properties: the registered one and the one of the usual name. */
export function customParts(source: Package, registered: string | null): XmlPart[] {
  const names = new Set([conventionalName.toLowerCase(), (registered ?? conventionalName).toLowerCase()]);
  return [...names].flatMap((name) => (source.byName.has(name) ? xmlPartsNamed(source, name) : []));
}

export function attributeOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.uri === '' && attribute.name === name)?.value;
}

/** A value may be a vector of values. */
function allText(element: XmlElement, depth: number): string {
  if (depth > 4) return '';
  return element.text + element.children.map((child) => allText(child, depth + 1)).join(' ');
}
