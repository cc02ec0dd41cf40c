import { defineCarrier } from '../define.ts';
import { damaged, type Gathering, gathered, keepText, remarked } from '../gathering.ts';
import { strayControl } from '../stray-controls.ts';
import { type HtmlAttribute, type HtmlDocument, type HtmlTag, readHtml } from '../web/html-document.ts';
import { isJsonLd, isLabelElement } from '../web/html-labels.ts';
import { writeHtml } from '../web/html-writing.ts';

/**
 * Web pages: meta elements, JSON-LD, and `digitalSourceType` in microdata or RDFa. Pictures a page shows are files
 * of their own.
 */
export const carrier = defineCarrier({
  id: 'html',
  formats: ['html'],
  places: ['meta', 'script application/ld+json', 'microdata', 'RDFa'],
  read: (reader) =>
    gathered((gathering) => {
      const document = readHtml(reader, isLabelElement);
      if (document.problem !== null) damaged(gathering, document.problem);
      if (strayControl(document.source) >= 0) damaged(gathering, 'the page holds bytes that are no text');
      if (document.torn && /ContentProducer|digitalSourceType/i.test(document.source))
        damaged(gathering, 'tags of the page run into each other, and it speaks of a label');
      for (const tag of document.tags) element(document, tag, gathering);
    }),
  writes: ['text'],
  write: (reader, entries) => writeHtml(reader, entries),
});

function element(document: HtmlDocument, tag: HtmlTag, gathering: Gathering): void {
  const named = (name: string): HtmlAttribute | undefined =>
    tag.attributes.find((attribute) => attribute.name === name);
  if (tag.name === 'script') {
    if (isJsonLd(document, tag)) script(document, tag, gathering);
    return;
  }
  const key = named('name') ?? named('property');
  const content = named('content');
  if (tag.name === 'meta' && key !== undefined && content !== undefined) {
    const text = document.attributeText(content);
    if (text.trim() === '') return;
    const bytes = document.bytes(content.value);
    keepText(gathering, {
      place: 'meta',
      key: `meta:${document.attributeText(key).trim().slice(0, 200)}`,
      bytes,
      text,
    });
    return;
  }
  for (const [attribute, place, prefix] of [
    ['itemprop', 'microdata', 'microdata'],
    ['property', 'RDFa', 'rdfa'],
  ] as const) {
    const own = named(attribute);
    if (own === undefined) continue;
    const names = document.attributeText(own).split(/\s+/);
    const name = names.find((one) => /(^|[/#:])digitalSourceType$/i.test(one));
    if (name === undefined) continue;
    const given = ['content', 'resource', 'href', 'src', 'value'].flatMap((one) => named(one) ?? [])[0];
    const { text, span } =
      given === undefined
        ? document.elementText(tag)
        : { text: document.attributeText(given).trim(), span: given.value };
    if (text === '') remarked(gathering, `${name} at offset ${document.bytes(span)[0]} has no value`);
    else
      keepText(gathering, {
        place,
        key: `${prefix}:${name}`,
        bytes: document.bytes(span),
        text,
      });
  }
}

function script(document: HtmlDocument, { tag, content }: HtmlTag, gathering: Gathering): void {
  if (content === null) {
    damaged(gathering, `the script at offset ${document.bytes(tag)[0]} does not end`);
    return;
  }
  const text = document.rawText(content);
  if (text.trim() === '') return;
  const bytes = document.bytes(content);
  keepText(gathering, { place: 'script application/ld+json', key: 'jsonld', bytes, text });
}
