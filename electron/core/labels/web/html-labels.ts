import type { HtmlDocument, HtmlTag } from './html-document.ts';

/** Elements of a page that may carry a label: scripts are told apart by their type later. */
export function isLabelElement(name: string, attributes: ReadonlySet<string>): boolean {
  if (name === 'script') return attributes.has('type');
  if (name === 'meta') return attributes.has('content');
  return attributes.has('itemprop') || attributes.has('property');
}

export function isJsonLd(document: HtmlDocument, { name, attributes }: HtmlTag): boolean {
  const type = attributes.find((attribute) => attribute.name === 'type');
  if (name !== 'script' || type === undefined) return false;
  return /^\s*application\/ld\+json\s*(;|$)/i.test(document.attributeText(type));
}
