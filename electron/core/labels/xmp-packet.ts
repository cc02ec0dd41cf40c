import type { XmpAssignment } from './define.ts';

/** XMP as text: escapes, and a packet made new (ISO 16684-1, 7.3 and 7.4). */

export const rdfNamespace = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** Can XML 1.0 hold this text at all (clause 2.2)? Control characters and lone surrogates have no form in it. */
export function fitsXml(text: string): boolean {
  for (const character of text) {
    const point = character.codePointAt(0)!;
    const control = point < 0x20 && point !== 0x09 && point !== 0x0a && point !== 0x0d;
    if (control || (point >= 0xd800 && point <= 0xdfff) || point === 0xfffe || point === 0xffff) return false;
  }
  return true;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  // a reader turns a bare carriage return into a line feed
  ['\r', '&#xD;'],
]);

/** Character data. Quotes are escaped as well, as the examples of TC260-PG-20259A have them. */
export function xmlText(value: string): string {
  return value.replace(/[&<>"\r]/g, (character) => escapes.get(character) ?? character);
}

/** An attribute value for either kind of quotes; white space other than spaces would be normalised away. */
export function xmlAttribute(value: string): string {
  return xmlText(value).replace(/['\t\n]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}

/** Prefix for each namespace of `properties`; two that ask for the same one are told apart by a number. */
export function prefixesFor(
  properties: readonly XmpAssignment[],
  taken: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const scope = new Map(taken);
  const chosen = new Map<string, string>();
  for (const { uri, prefix } of properties) {
    if (chosen.has(uri)) continue;
    const known = [...scope].find(([name, space]) => space === uri && name !== '')?.[0];
    let name = known ?? prefix;
    for (let number = 2; scope.has(name) && scope.get(name) !== uri; number += 1) name = `${prefix}${number}`;
    scope.set(name, uri);
    chosen.set(uri, name);
  }
  return chosen;
}

/** A packet of its own for properties that nothing else accompanies. */
export function newXmpPacket(properties: readonly XmpAssignment[]): Uint8Array {
  const taken = new Map([
    ['x', 'adobe:ns:meta/'],
    ['rdf', rdfNamespace],
  ]);
  const prefixes = prefixesFor(properties, taken);
  const declarations = [...prefixes]
    .filter(([, prefix]) => !taken.has(prefix))
    .map(([uri, prefix]) => ` xmlns:${prefix}="${xmlAttribute(uri)}"`);
  const elements = properties.map(({ uri, name, value }) => {
    const qualified = `${prefixes.get(uri)}:${name}`;
    return `<${qualified}>${xmlText(value)}</${qualified}>`;
  });
  const packet = [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    `<rdf:Description rdf:about=""${declarations.join('')}>${elements.join('')}</rdf:Description>`,
    '</rdf:RDF></x:xmpmeta>',
    '<?xpacket end="w"?>',
  ];
  return Buffer.from(packet.join('\n'), 'utf8');
}
