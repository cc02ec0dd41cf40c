import type { CertificateFacts } from '#shared/domain/certificate.ts';
import { oidWords } from '#shared/text/credential-terms.ts';
import type { Words } from '../../../state/text.ts';
import type { Fact } from '../../../ui/fact-list.tsx';
import { Hash } from '../../../ui/hash.tsx';
import styles from './credential.module.css';
import { validityAt } from './credential-summary.ts';
import { utcTime } from './stranger-text.ts';
import { Marked, Stranger } from './words-shown.tsx';

/** What a certificate is called in lists: its common name, or whatever it has. */
export function certificateName({ subject, sha256 }: CertificateFacts): string {
  return subject.common ?? subject.organisation ?? (subject.text === '' ? sha256 : subject.text);
}

/** Every field of a certificate. `time`: what its validity is held against. */
export function certificateFields(facts: CertificateFacts, time: string | null, words: Words): Fact[] {
  const { text, number } = words;
  const none = <span className={styles.muted}>{text('trust.tier.none')}</span>;
  const code = (value: string | null) => (value === null ? none : <Stranger code>{value}</Stranger>);
  const hash = (value: string, name: string) => (
    <Hash value={value} whole label={`${text('common.copy')}: ${name}`} />
  );
  const list = (lines: readonly React.ReactNode[]) =>
    lines.length === 0 ? none : <span className={styles.stack}>{lines}</span>;
  const validity = time === null ? null : validityAt(facts, time);
  return [
    { name: text('trust.certificate.subject'), value: <Stranger>{facts.subject.text}</Stranger> },
    { name: text('trust.certificate.issuer'), value: <Stranger>{facts.issuer.text}</Stranger> },
    {
      name: text('trust.certificate.valid'),
      value: (
        <span className={styles.stack}>
          {text('trust.certificate.window', {
            from: utcTime(facts.notBefore),
            until: utcTime(facts.notAfter),
          })}
          {validity !== null && (
            <Marked flag={validity === 'inside' ? 'ok' : 'warning'}>
              {text(`credential.validity.${validity}`, { time: utcTime(time ?? '') })}
            </Marked>
          )}
        </span>
      ),
    },
    { name: text('trust.certificate.serial'), value: code(facts.serial) },
    { name: text('evidence.sha256'), value: hash(facts.sha256, text('evidence.sha256')) },
    {
      name: text('trust.certificate.key-sha256'),
      value: hash(facts.keySha256, text('trust.certificate.key-sha256')),
    },
    { name: text('trust.certificate.key'), value: code(facts.publicKey) },
    { name: text('trust.certificate.signature'), value: code(facts.signatureAlgorithm) },
    { name: text('trust.certificate.version'), value: number(facts.version) },
    {
      name: text('trust.certificate.authority'),
      value: text(facts.authority ? 'common.yes' : 'common.no'),
    },
    ...(facts.authority
      ? [
          {
            name: text('trust.certificate.path-length'),
            value:
              facts.pathLength === null
                ? text('trust.certificate.path-length.any')
                : number(facts.pathLength),
          },
        ]
      : []),
    {
      name: text('trust.certificate.key-usages'),
      value: facts.keyUsages.length === 0 ? none : code(facts.keyUsages.join(', ')),
    },
    {
      name: text('trust.certificate.extended-usages'),
      value: list(facts.extendedKeyUsages.map((oid) => <Oid key={oid} oid={oid} words={words} />)),
    },
    { name: text('trust.certificate.subject-key'), value: code(facts.subjectKeyId) },
    { name: text('trust.certificate.authority-key'), value: code(facts.authorityKeyId) },
    {
      name: text('trust.certificate.ocsp'),
      value: list(
        facts.ocspServers.map((server) => (
          <Stranger key={server} code>
            {server}
          </Stranger>
        )),
      ),
    },
    {
      name: text('trust.certificate.assurance'),
      value: facts.assuranceLevel === null ? none : number(facts.assuranceLevel),
    },
    { name: text('trust.certificate.product'), value: code(facts.productRecord) },
    {
      name: text('trust.certificate.extensions'),
      value: list(
        facts.extensions.map(({ oid, critical, bytes }) => (
          <span key={oid}>
            <Oid oid={oid} words={words} />{' '}
            <span className={styles.muted}>
              {text('facts.bytes', { count: bytes })}
              {critical && ` · ${text('trust.certificate.critical')}`}
            </span>
          </span>
        )),
      ),
    },
    ...(facts.uniqueIdentifiers.length === 0
      ? []
      : [
          {
            name: text('credential.certificate.unique'),
            value: <Marked flag="warning">{facts.uniqueIdentifiers.join(', ')}</Marked>,
          },
        ]),
  ];
}

/** An object identifier, and what it stands for where that is known. */
function Oid({ oid, words: { pick } }: { readonly oid: string; readonly words: Words }) {
  const known = oidWords.get(oid);
  return (
    <span>
      {known !== undefined && `${pick(known)} `}
      <Stranger code>{oid}</Stranger>
    </span>
  );
}
