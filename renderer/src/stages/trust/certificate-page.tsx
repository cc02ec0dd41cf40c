import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import type { CertificateFacts } from '#shared/domain/certificate.ts';
import type { TrustListView } from '#shared/domain/trust.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { CopyButton } from '../../ui/hash.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { certificateFields, certificateName } from '../examine/credential/certificate-facts.tsx';
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
          <h3>{certificateName(found)}</h3>
          <FactList facts={certificateFields(found, new Date().toISOString(), words)} />
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
