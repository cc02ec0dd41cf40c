import { useQuery } from '@tanstack/react-query';
import type { Denial } from '#shared/domain/trust.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { DenyForm } from './deny-form.tsx';
import styles from './trust.module.css';
import { listTitle, useTrustChanges, useTrustLists } from './use-trust.ts';

/** Whom not to believe, why, and who says so. */
export function Denials({ certificate }: { readonly certificate: string }) {
  const { text, pick } = useWords();
  const denials = useQuery(calls.trust.denials.queryOptions());
  const overview = useTrustLists();
  const { undeny } = useTrustChanges();
  if (denials.isError)
    return (
      <div className={styles.page}>
        <ProblemNotice error={denials.error} onRetry={() => void denials.refetch()} />
      </div>
    );
  if (denials.data === undefined || overview.data === undefined)
    return <p className={styles.page}>{text('common.loading')}</p>;
  const { lists, managed } = overview.data;
  const titleOf = (id: string) => listTitle(lists.find((list) => list.id === id) ?? { id, title: id }, text);
  return (
    <div className={styles.page}>
      <p className={styles.muted}>{text('trust.denied.note')}</p>
      {managed && <DenyForm key={certificate} certificate={certificate} />}
      {undeny.isError && <ProblemNotice error={undeny.error} />}
      <div className={styles.scroll}>
        <DataTable
          label={text('trust.denied.table')}
          columns={[
            { id: 'marks', title: text('trust.denied.marks') },
            { id: 'reason', title: text('trust.denied.reason'), width: '34%' },
            { id: 'since', title: text('trust.denied.since') },
            { id: 'list', title: text('trust.denied.list') },
            ...(managed ? [{ id: 'action', title: text('trust.denied.action') }] : []),
          ]}
          rows={denials.data.map((denial: Denial) => ({
            id: `${denial.list} ${denial.id}`,
            cells: [
              <Marks key="marks" entry={denial.entry} />,
              pick(denial.entry.reason),
              <span key="since" className={styles.nowrap}>
                {denial.entry.since ?? '–'}
              </span>,
              <span key="list">
                {titleOf(denial.list)}
                {!denial.active && <span className={styles.caution}> {text('trust.denied.inactive')}</span>}
              </span>,
              ...(managed
                ? [
                    denial.list === 'deny-own' ? (
                      <Button
                        key="action"
                        disabled={undeny.isPending}
                        label={text('trust.denied.take-back.entry', { id: denial.id })}
                        onPress={() => undeny.mutate({ id: denial.id })}
                      >
                        {text('trust.denied.take-back')}
                      </Button>
                    ) : (
                      '–'
                    ),
                  ]
                : []),
            ],
          }))}
        />
      </div>
    </div>
  );
}

function Marks({ entry }: { readonly entry: Denial['entry'] }) {
  const { text } = useWords();
  const marks = [
    [text('trust.deny.certificate'), entry.certificateSha256],
    [text('trust.deny.key'), entry.keySha256],
    [text('trust.deny.issuer'), entry.issuer],
    [text('trust.certificate.serial'), entry.serial],
  ] as const;
  return (
    <ul className={styles.plain}>
      {marks.map(
        ([name, value]) =>
          value !== undefined && (
            <li key={name}>
              <span className={styles.muted}>{name}</span> <code className={styles.small}>{value}</code>
            </li>
          ),
      )}
    </ul>
  );
}
