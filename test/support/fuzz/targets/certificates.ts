import { readCertificate } from '#core/provenance/x509/certificate.ts';
import { readDer } from '#core/provenance/x509/der.ts';
import { readOcsp } from '#core/provenance/x509/ocsp.ts';
import { readTimeStamp } from '#core/provenance/x509/time-stamp.ts';
import { CertificateFacts } from '#shared/domain/certificate.ts';
import type { FuzzInput, FuzzTarget } from '../target.ts';

const bytesOf = (hint: string, ...files: readonly Uint8Array[]): FuzzInput[] =>
  files.map((bytes) => ({ hint, bytes }));

/** DER, certificates, OCSP answers and time stamps (X.690, RFC 5280, 6960, 3161). */
export const target: FuzzTarget = {
  name: 'certificates',
  tokens: [
    '\x30\x82',
    '\x30\x80',
    '\x00\x00',
    '\x06\x03\x55\x1d',
    '\x17\x0d',
    '\x18\x0f',
    '\x02\x01',
    '\x03\x02',
    '\x1f\x81',
    '\xa0\x03',
    '\xa3\x82',
    '\x86\x10',
  ],
  seeds: async () => bytesOf('', Buffer.from('3000', 'hex')),
  async read({ bytes }) {
    readDer(bytes, true);
    const certificate = readCertificate(bytes);
    if ('problem' in certificate) {
      await readTimeStamp('sigTst2', bytes, bytes, []);
      return;
    }
    CertificateFacts.parse(certificate.facts);
    await readOcsp(bytes, certificate, null);
  },
};
