import type { Evidence } from '#shared/domain/evidence.ts';

/** The map from addresses to the names files came with. A name is data here and never a path. */
export interface NameMap {
  readonly format: 'assay-names';
  readonly version: 1;
  readonly files: readonly {
    readonly number: number;
    readonly path: string;
    readonly sha256: string;
    readonly sha512: string;
    readonly size: number;
    /** As shown: what is invisible or turns the reading direction is escaped. */
    readonly name: string;
    /** The exact bytes, hexadecimal. */
    readonly nameBytes: string;
    /** The exact bytes, percent-encoded (RFC 3986 §2.1). */
    readonly nameEncoded: string;
    readonly acquisitions: readonly (Evidence['acquisitions'][number] & { readonly pathEncoded: string })[];
  }[];
}

export function nameMap(all: Iterable<Evidence>): NameMap {
  const files = [...all].map(({ number, sha256, sha512, size, name, nameBytes, acquisitions }) => ({
    number,
    path: `data/evidence/${sha256}`,
    sha256,
    sha512,
    size,
    name,
    nameBytes,
    nameEncoded: percentEncoded(Buffer.from(nameBytes, 'hex')),
    acquisitions: acquisitions.map((acquisition) => ({
      ...acquisition,
      pathEncoded: percentEncoded(Buffer.from(acquisition.pathBytes, 'hex')),
    })),
  }));
  return { format: 'assay-names', version: 1, files };
}

/** Unreserved characters and the slash stay, every other byte is encoded. */
export function percentEncoded(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    text += /[A-Za-z0-9._~/-]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return text;
}
