import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CertificateFacts } from '#shared/domain/certificate.ts';
import type { ConformingProduct } from '#shared/domain/trust.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { SearchField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import styles from './trust.module.css';

const shownRows = 1000;

/** Has the row all the words that are searched for? */
function fits(search: string, ...words: readonly string[]): boolean {
  const all = words.join('\n').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** The certificates of a list; each leads to its page. */
export function Certificates({
  list,
  onCertificate,
}: {
  readonly list: string;
  readonly onCertificate: (sha256: string) => void;
}) {
  const { text } = useWords();
  const [search, setSearch] = useState('');
  const certificates = useQuery(calls.trust.certificates.queryOptions({ input: { list } }));
  if (certificates.isError) return <ProblemNotice error={certificates.error} />;
  if (certificates.data === undefined) return <p>{text('common.loading')}</p>;
  const now = new Date().toISOString();
  const shown = certificates.data.filter((one: CertificateFacts) =>
    fits(search, one.subject.text, one.issuer.text, one.sha256, one.serial, one.keySha256),
  );
  return (
    <>
      <div className={styles.head}>
        <h4>{text('trust.certificates', { count: certificates.data.length })}</h4>
        <SearchField label={text('trust.search')} value={search} onChange={setSearch} />
      </div>
      {shown.length === 0 ? (
        <p>{text('trust.no-match')}</p>
      ) : (
        <div className={styles.scroll}>
          <DataTable
            label={text('trust.certificates.table')}
            columns={[
              { id: 'subject', title: text('trust.certificate.subject') },
              { id: 'valid', title: text('trust.certificate.valid'), width: '15em' },
              { id: 'key', title: text('trust.certificate.key'), width: '8em' },
              { id: 'sha256', title: text('evidence.sha256'), width: '12em' },
            ]}
            rows={shown.slice(0, shownRows).map((one) => ({
              id: one.sha256,
              cells: [
                <span key="subject" className={styles.name}>
                  <Button kind="quiet" onPress={() => onCertificate(one.sha256)}>
                    {one.subject.text === '' ? one.sha256 : visibleText(one.subject.text)}
                  </Button>
                </span>,
                <span key="valid">
                  {one.notBefore.slice(0, 10)} – {one.notAfter.slice(0, 10)}
                  {one.notAfter < now && (
                    <span className={styles.caution}> {text('trust.certificate.expired')}</span>
                  )}
                </span>,
                one.publicKey,
                <code key="sha256">{one.sha256.slice(0, 16)}…</code>,
              ],
            }))}
          />
        </div>
      )}
    </>
  );
}

/** The register of conforming products. */
export function Products({ list }: { readonly list: string }) {
  const { text } = useWords();
  const [search, setSearch] = useState('');
  const products = useQuery(calls.trust.products.queryOptions({ input: { list } }));
  if (products.isError) return <ProblemNotice error={products.error} />;
  if (products.data === undefined) return <p>{text('common.loading')}</p>;
  const shown = products.data.filter((one: ConformingProduct) =>
    fits(search, one.name, one.organisation, one.applicant, one.recordId),
  );
  return (
    <>
      <div className={styles.head}>
        <h4>{text('trust.products', { count: products.data.length })}</h4>
        <SearchField label={text('trust.search')} value={search} onChange={setSearch} />
      </div>
      {shown.length === 0 ? (
        <p>{text('trust.no-match')}</p>
      ) : (
        <div className={styles.scroll}>
          <DataTable
            label={text('trust.products.table')}
            columns={[
              { id: 'name', title: text('trust.product.name') },
              { id: 'maker', title: text('trust.product.maker') },
              { id: 'level', title: text('trust.product.level'), align: 'end' },
              { id: 'versions', title: text('trust.product.versions') },
              { id: 'containers', title: text('trust.product.containers') },
              { id: 'disallowed', title: text('trust.product.disallowed') },
              { id: 'record', title: text('trust.product.record') },
            ]}
            rows={shown.slice(0, shownRows).map((one) => ({
              id: one.recordId,
              cells: [
                `${one.name} ${one.minVersion}`,
                one.organisation,
                one.assuranceLevel ?? '–',
                one.specVersions.join(', '),
                one.containers.generate.join(', ') || '–',
                [...one.disallowedSignals.inception, ...one.disallowedSignals.transformation].join(', ') ||
                  '–',
                <code key="record" className={styles.small}>
                  {one.recordId}
                </code>,
              ],
            }))}
          />
        </div>
      )}
    </>
  );
}
