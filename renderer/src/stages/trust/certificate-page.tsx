import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import type { CertificateFacts } from '#shared/domain/certificate.ts';
import type { TrustListView } from '#shared/domain/trust.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords, type Words } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { type Fact, FactList } from '../../ui/fact-list.tsx';
import { CopyButton, Hash } from '../../ui/hash.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import styles from './trust.module.css';
import { listTitle } from './use-trust.ts';

export interface CertificatePageProps {
  readonly list: TrustListView;
  readonly sha256: string;
  readonly onBack: () => void;
  /** `null`: nothing can be denied here. */
  readonly onDeny: ((sha256: string) => void) | null;
}

/** Everything a certificate of a list says, and its PEM text. */
export function CertificatePage({ list, sha256, onBack, onDeny }: CertificatePageProps) {
  const words = useWords();
  const { text, pick } = words;
  const certificates = useQuery(calls.trust.certificates.queryOptions({ input: { list: list.id } }));
  const denials = useQuery(calls.trust.denials.queryOptions());
  const found = certificates.data?.find((one: CertificateFacts) => one.sha256 === sha256);
  const denied = denials.data?.find(
    ({ entry, active }) =>
      active && (entry.certificateSha256 === sha256 || entry.keySha256 === found?.keySha256),
  );
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <Button kind="quiet" icon={<ArrowLeft aria-hidden="true" />} onPress={onBack} autoFocus>
          {text('trust.back-to', { title: listTitle(list, text) })}
        </Button>
        {onDeny !== null && denied === undefined && (
          <Button onPress={() => onDeny(sha256)}>{text('trust.certificate.deny')}</Button>
        )}
      </div>
      {certificates.isError && <ProblemNotice error={certificates.error} />}
      {denied !== undefined && (
        <Notice kind="caution" title={text('trust.certificate.denied')}>
          {pick(denied.entry.reason)}
        </Notice>
      )}
      {found === undefined ? (
        <p>{certificates.isPending ? text('common.loading') : text('trust.no-match')}</p>
      ) : (
        <>
          <h3>{found.subject.common ?? found.subject.text}</h3>
          <FactList facts={factsOf(found, words)} />
          <div className={styles.head}>
            <h4>{text('trust.certificate.pem')}</h4>
            <CopyButton value={found.pem} label={text('trust.certificate.copy-pem')} />
          </div>
          <pre className={styles.pem}>{found.pem}</pre>
        </>
      )}
    </div>
  );
}

function factsOf(facts: CertificateFacts, { text, number }: Words): Fact[] {
  const none = text('trust.tier.none');
  const lines = (all: readonly string[]) => (all.length === 0 ? none : all.join(', '));
  const hash = (value: string, name: string) => (
    <Hash value={value} whole label={`${text('common.copy')}: ${name}`} />
  );
  const expired = facts.notAfter < new Date().toISOString();
  return [
    { name: text('trust.certificate.subject'), value: facts.subject.text },
    { name: text('trust.certificate.issuer'), value: facts.issuer.text },
    {
      name: text('trust.certificate.valid'),
      value: `${text('trust.certificate.window', { from: facts.notBefore, until: facts.notAfter })}${
        expired ? ` · ${text('trust.certificate.expired')}` : ''
      }`,
    },
    { name: text('trust.certificate.serial'), value: <code>{facts.serial}</code> },
    { name: text('evidence.sha256'), value: hash(facts.sha256, 'SHA-256') },
    {
      name: text('trust.certificate.key-sha256'),
      value: hash(facts.keySha256, text('trust.certificate.key-sha256')),
    },
    { name: text('trust.certificate.key'), value: facts.publicKey },
    { name: text('trust.certificate.signature'), value: facts.signatureAlgorithm },
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
    { name: text('trust.certificate.key-usages'), value: lines(facts.keyUsages) },
    { name: text('trust.certificate.extended-usages'), value: lines(facts.extendedKeyUsages) },
    { name: text('trust.certificate.subject-key'), value: <code>{facts.subjectKeyId ?? none}</code> },
    { name: text('trust.certificate.authority-key'), value: <code>{facts.authorityKeyId ?? none}</code> },
    { name: text('trust.certificate.ocsp'), value: lines(facts.ocspServers) },
    {
      name: text('trust.certificate.assurance'),
      value: facts.assuranceLevel === null ? none : number(facts.assuranceLevel),
    },
    { name: text('trust.certificate.product'), value: <code>{facts.productRecord ?? none}</code> },
    {
      name: text('trust.certificate.extensions'),
      value: (
        <ul className={styles.plain}>
          {facts.extensions.map(({ oid, critical, bytes }) => (
            <li key={oid}>
              <code>{text('trust.certificate.extension', { oid, count: bytes })}</code>
              {critical && ` · ${text('trust.certificate.critical')}`}
            </li>
          ))}
        </ul>
      ),
    },
  ];
}
