import { createHash } from 'node:crypto';

/**
 * Identifiers of the graph: `urn:uuid:` with a name-based UUID (RFC 9562 §5.5, version 5) in the namespace of the
 * case, so that the same thing has the same identifier in every package of the case. UCO asks for a UUID at the end.
 */
export function nodeIds(caseId: string): (name: string) => string {
  const hex = caseId.replaceAll('-', '');
  // A case whose id is no UUID still needs a namespace of its own.
  const namespace = /^[0-9a-f]{32}$/i.test(hex)
    ? Buffer.from(hex, 'hex')
    : createHash('sha256').update(caseId).digest().subarray(0, 16);
  return (name) => {
    const bytes = createHash('sha1').update(namespace).update(name, 'utf8').digest().subarray(0, 16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const text = bytes.toString('hex');
    return `urn:uuid:${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
  };
}
