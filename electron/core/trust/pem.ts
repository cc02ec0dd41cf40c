import { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '#shared/domain/certificate.ts';
import type { TrustLine } from '#shared/domain/trust.ts';
import { readCertificate } from '../provenance/x509/certificate.ts';

/** Larger than any published list by a factor of forty. */
export const listBytes = 8 * 1024 * 1024;
export const listCertificates = 5000;

/** A certificate of a list. */
export interface ListedCertificate {
  /** Read anew from the DER: no text that stood around the block. */
  readonly pem: string;
  readonly facts: CertificateFacts;
  /** May others chain to it: an authority, or a root of the days before basic constraints. */
  readonly authority: boolean;
}

export interface PemReading {
  readonly certificates: readonly ListedCertificate[];
  /** Certificates that stand there again, by subject. */
  readonly repeated: readonly string[];
  /** What cannot be read: the number of the block and the reason. */
  readonly damaged: readonly string[];
}

/**
 * Certificates of a PEM file, or the one of a DER file. Text around the blocks is left out. In workers
 * only: the blocks are a stranger's.
 */
export function readCertificates(bytes: Uint8Array): PemReading {
  if (bytes[0] === 0x30) return gather([Buffer.from(bytes)]);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const blocks =
    text.match(
      /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[A-Za-z0-9+/=\s]*-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g,
    ) ?? [];
  const reading = gather(blocks.slice(0, listCertificates));
  // A block that was cut off, or has bytes in it that no PEM has, fits no pattern and would be passed over.
  const begun = text.split(/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/).length - 1;
  return begun === blocks.length
    ? reading
    : { ...reading, damaged: [...reading.damaged, `${begun - blocks.length} of ${begun} blocks are broken`] };
}

/** Certificates given one by one as DER. */
export function readDerCertificates(all: readonly Uint8Array[]): PemReading {
  return gather(all.slice(0, listCertificates).map((der) => Buffer.from(der)));
}

function gather(sources: readonly (string | Buffer)[]): PemReading {
  const certificates = new Map<string, ListedCertificate>();
  const repeated: string[] = [];
  const damaged: string[] = [];
  sources.forEach((source, index) => {
    try {
      const one = listed(new X509Certificate(source));
      if (certificates.has(one.facts.sha256)) repeated.push(one.facts.subject.text);
      else certificates.set(one.facts.sha256, one);
    } catch (error) {
      damaged.push(
        `number ${index + 1} of ${sources.length}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  });
  return { certificates: [...certificates.values()], repeated, damaged };
}

/** Two readers must agree that it is a certificate: OpenSSL, and ours, which the verdicts are made with. */
function listed(certificate: X509Certificate): ListedCertificate {
  const read = readCertificate(certificate.raw);
  if ('problem' in read) throw new Error(read.problem);
  const { facts } = read;
  const authority = facts.authority || (facts.version < 3 && facts.subject.text === facts.issuer.text);
  return { pem: certificate.toString(), facts, authority };
}

/** A certificate as a line of a list. */
export function certificateLine({ facts }: ListedCertificate): TrustLine {
  const { sha256, subject, notBefore, notAfter } = facts;
  return { id: sha256, title: subject.text, notBefore, notAfter, digest: sha256 };
}

/** A private key in any of its usual wrappings: PEM of every kind, PKCS #8 and SEC 1 DER, PKCS #12. */
export function holdsPrivateKey(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----/.test(view.toString('latin1'))) return true;
  if (bytes[0] !== 0x30) return false;
  // PKCS #8, PKCS #1, SEC 1 and PKCS #12 all begin with a small version number (0, 1 or 3); a certificate
  // begins with another SEQUENCE.
  const first = (bytes[1] ?? 0) < 0x80 ? 2 : 2 + ((bytes[1] ?? 0) & 0x7f);
  return bytes[first] === 0x02 && bytes[first + 1] === 0x01 && [0, 1, 3].includes(bytes[first + 2] ?? -1);
}
