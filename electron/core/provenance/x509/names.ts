import type { DistinguishedName } from '#shared/domain/certificate.ts';
import { type DerNode, hexOf, identifierOf, sequenceOf, setOf } from './der.ts';

/** A Name (RFC 5280 §4.1.2.4) with what comparing and hashing need. */
export interface ReadName {
  readonly shown: DistinguishedName;
  /** Two names are the same when these are (RFC 5280 §7.1: letter case and runs of spaces do not count). */
  readonly canonical: string;
  /** One entry for each relative name, from the root downwards: for name constraints. */
  readonly parts: readonly string[];
  readonly der: Uint8Array;
  readonly emails: readonly string[];
}

/** Short names of RFC 4514 §3, then those OpenSSL prints for the types certificates use besides. */
const attributeNames = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.6', 'C'],
  ['2.5.4.9', 'street'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.12', 'title'],
  ['2.5.4.15', 'businessCategory'],
  ['2.5.4.17', 'postalCode'],
  ['2.5.4.42', 'GN'],
  ['2.5.4.65', 'pseudonym'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
]);
const emailAddress = '1.2.840.113549.1.9.1';

interface Attribute {
  readonly type: string;
  readonly text: string | null;
  readonly raw: Uint8Array;
}

/** `null`: not a Name. */
export function readName(node: DerNode | undefined): ReadName | null {
  const sets = sequenceOf(node);
  if (node === undefined || sets === null) return null;
  const relative: Attribute[][] = [];
  for (const set of sets) {
    const attributes = setOf(set)?.map(readAttribute);
    if (attributes === undefined || attributes.length === 0 || attributes.includes(null)) return null;
    relative.push(attributes as Attribute[]);
  }
  const all = relative.flat();
  const first = (type: string): string | null =>
    all.find((attribute) => attribute.type === type && attribute.text !== null)?.text ?? null;
  const parts = relative.map((attributes) => attributes.map(canonicalAttribute).sort().join('\u0001'));
  return {
    shown: {
      text: relative
        .toReversed()
        .map((attributes) => attributes.map(shownAttribute).join('+'))
        .join(','),
      country: first('2.5.4.6'),
      organisation: first('2.5.4.10'),
      unit: first('2.5.4.11'),
      common: first('2.5.4.3'),
    },
    canonical: parts.join('\u0000'),
    parts,
    der: node.raw,
    emails: all.flatMap(({ type, text }) => (type === emailAddress && text !== null ? [text] : [])),
  };
}

function readAttribute(node: DerNode): Attribute | null {
  const pair = sequenceOf(node);
  const type = identifierOf(pair?.[0]);
  const value = pair?.[1];
  return type === null || value === undefined ? null : { type, text: stringOf(value), raw: value.raw };
}

/** Text of any string type of X.509; `null`: another type. */
export function stringOf(node: DerNode): string | null {
  if (node.class !== 0 || node.constructed) return null;
  const bytes = Buffer.from(node.content);
  switch (node.tag) {
    case 12:
      return bytes.toString('utf8');
    case 18:
    case 19:
    case 20:
    case 22:
    case 26:
      return bytes.toString('latin1');
    case 28:
      return wideText(bytes);
    case 30:
      return bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : null;
    default:
      return null;
  }
}

/** UniversalString: four bytes for each character. */
function wideText(bytes: Buffer): string | null {
  if (bytes.length % 4 !== 0) return null;
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const code = bytes.readUInt32BE(at);
    text += code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  }
  return text;
}

function canonicalAttribute({ type, text, raw }: Attribute): string {
  const value = text === null ? `#${hexOf(raw)}` : plainText(text);
  return `${type}=${value}`;
}

/** Letter case of ASCII and runs of white space do not count, as OpenSSL compares names. */
function plainText(text: string): string {
  return text
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .trim()
    .replace(/\s+/g, ' ');
}

/** RFC 4514 §2.4; control characters are escaped too, so that no name can steer a terminal. */
function shownAttribute({ type, text, raw }: Attribute): string {
  const name = attributeNames.get(type);
  if (name === undefined || text === null) return `${name ?? type}=#${hexOf(raw)}`;
  const escaped = text
    .replace(/[\\,+"<>;]/g, '\\$&')
    .replace(/\p{Cc}/gu, (control) =>
      [...Buffer.from(control)]
        .map((byte) => `\\${byte.toString(16).padStart(2, '0').toUpperCase()}`)
        .join(''),
    )
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ');
  return `${name}=${escaped}`;
}

/** A GeneralName that is a directory name: `[4]` around a Name. */
export function directoryName(node: DerNode): ReadName | null {
  return node.class === 2 && node.tag === 4 ? readName(node.children[0]) : null;
}
