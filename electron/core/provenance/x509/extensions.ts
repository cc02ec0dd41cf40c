import {
  bitsOf,
  booleanOf,
  type DerNode,
  hexOf,
  identifierOf,
  isContext,
  octetsOf,
  piecesOf,
  readDer,
  sequenceOf,
  smallIntegerOf,
  universal,
} from './der.ts';
import { stringOf } from './names.ts';

export const extensionIds = {
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  authorityKey: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityAccess: '1.3.6.1.5.5.7.1.1',
  /** C2PA certificate policy: assurance level, and the record of the conforming product. */
  assuranceLevel: '1.3.6.1.4.1.62558.3',
  productRecord: '1.3.6.1.4.1.62558.4',
} as const;

/** Usage of time-stamp authorities (RFC 3161 §2.3) and of OCSP responders (RFC 6960 §4.2.2.2). */
export const timeStampingUsage = '1.3.6.1.5.5.7.3.8';
export const ocspSigningUsage = '1.3.6.1.5.5.7.3.9';

/** One extension (RFC 5280 §4.1): the value's bytes, and the value as ASN.1 when it is that. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
  readonly node: DerNode | null;
}

const EXTENSIONS = 200;

/** `null`: not a list of extensions. */
export function readExtensions(list: DerNode | undefined): Extension[] | null {
  const entries = sequenceOf(list);
  if (entries === null || entries.length > EXTENSIONS) return null;
  const extensions: Extension[] = [];
  for (const entry of entries) {
    const fields = sequenceOf(entry);
    const oid = identifierOf(fields?.[0]);
    const value = octetsOf(fields?.at(-1));
    if (fields === null || oid === null || value === null) return null;
    const critical = fields.length > 2 && booleanOf(fields[1]) === true;
    extensions.push({ oid, critical, value, node: readDer(value) });
  }
  return extensions;
}

const usageNames = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

/** Names of the key usage bits that are set (RFC 5280 §4.2.1.3). */
export function keyUsagesOf(node: DerNode | null): string[] {
  const bits = bitsOf(node ?? undefined) ?? new Uint8Array();
  return usageNames.filter((_, at) => ((bits[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0);
}

export function extendedKeyUsagesOf(node: DerNode | null): string[] {
  return (sequenceOf(node ?? undefined) ?? []).flatMap((entry) => identifierOf(entry) ?? []);
}

export interface BasicConstraints {
  readonly authority: boolean;
  readonly pathLength: number | null;
}

export function basicConstraintsOf(node: DerNode | null): BasicConstraints {
  const fields = sequenceOf(node ?? undefined) ?? [];
  const authority = booleanOf(fields[0]) === true;
  return { authority, pathLength: authority ? smallIntegerOf(fields[1]) : null };
}

/** Key identifier of the issuer's key, and its certificate's serial number (RFC 5280 §4.2.1.1). */
export function authorityKeyOf(node: DerNode | null): {
  readonly keyId: string | null;
  readonly serial: Uint8Array | null;
} {
  const fields = sequenceOf(node ?? undefined) ?? [];
  const keyId = fields.find((field) => isContext(field, 0));
  const serial = fields.find((field) => isContext(field, 2));
  return {
    keyId: keyId === undefined ? null : hexOf(piecesOf(keyId)),
    serial: serial === undefined ? null : serial.content,
  };
}

const ocspAccess = '1.3.6.1.5.5.7.48.1';

/** Addresses of OCSP responders (RFC 5280 §4.2.2.1). */
export function ocspServersOf(node: DerNode | null): string[] {
  return (sequenceOf(node ?? undefined) ?? []).flatMap((entry) => {
    const [method, location] = sequenceOf(entry) ?? [];
    return identifierOf(method) === ocspAccess && isContext(location, 6)
      ? [Buffer.from(location.content).toString('latin1')]
      : [];
  });
}

/**
 * Assurance level of the C2PA certificate policy. The value is an identifier below the extension's own
 * (…62558.3.10 level 1, …62558.3.20 level 2), alone or in a sequence; an integer is read as the level.
 */
export function assuranceLevelOf(node: DerNode | null): number | null {
  for (const value of leavesOf(node)) {
    const oid = identifierOf(value);
    if (oid?.startsWith(`${extensionIds.assuranceLevel}.`) === true) {
      const arc = Number(oid.slice(extensionIds.assuranceLevel.length + 1).split('.')[0]);
      return arc % 10 === 0 && arc > 0 ? Math.min(arc / 10, 99) : null;
    }
    const level = smallIntegerOf(value);
    if (level !== null) return level;
  }
  return null;
}

/** Record of the product on the list of conforming products: a UUID as text or as its sixteen bytes. */
export function productRecordOf(extension: Extension): string | null {
  const values = [...leavesOf(extension.node)];
  for (const value of values) {
    const text = stringOf(value);
    if (text !== null) return text.slice(0, 200);
    const octets = value.tag === universal.octetString && value.class === 0 ? value.content : null;
    if (octets !== null) return recordText(octets);
  }
  return values.length > 0 ? null : recordText(extension.value);
}

function recordText(bytes: Uint8Array): string | null {
  if (bytes.length === 16) return uuidText(bytes);
  const text = Buffer.from(bytes).toString('latin1');
  return /^[0-9a-fA-F-]{32,36}$/.test(text) ? text : null;
}

function uuidText(bytes: Uint8Array): string {
  return hexOf(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Primitive values in order of the bytes; the depth is that of the reader. */
function* leavesOf(node: DerNode | null): Generator<DerNode> {
  if (node === null) return;
  if (!node.constructed) yield node;
  for (const child of node.children) yield* leavesOf(child);
}
