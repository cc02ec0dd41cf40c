import { useMutation, useQuery } from '@tanstack/react-query';
import { formatDate } from '#shared/text/format.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import styles from './report.module.css';

/** The reports in the case's own folder. */
export function ReportList({ caseId }: { readonly caseId: string }) {
  const { text, bytes } = useWords();
  const reports = useQuery(calls.report.list.queryOptions({ input: { caseId } }));
  const capabilities = useQuery(calls.app.capabilities.queryOptions());
  const reveal = useMutation(calls.report.reveal.mutationOptions());
  const columns = [
    { id: 'name', title: text('report.column.name') },
    { id: 'action', title: text('report.column.action'), align: 'end' },
  ] as const;
  return (
    <section className={styles.section}>
      <h2>{text('report.made')}</h2>
      {reports.isError && <ProblemNotice error={reports.error} onRetry={() => void reports.refetch()} />}
      {reveal.isError && <ProblemNotice error={reveal.error} />}
      {reports.data?.length === 0 && <p className={styles.muted}>{text('report.made.none')}</p>}
      {reports.data !== undefined && reports.data.length > 0 && (
        <DataTable
          label={text('report.made')}
          columns={columns}
          rows={reports.data.map((report) => ({
            id: report.name,
            cells: [
              <span key="name" className={styles.file}>
                {report.name}
                <span className={styles.muted}>
                  {formatDate(report.modifiedAt)} · {bytes(report.size)}
                </span>
              </span>,
              <span key="action" className={styles.actions}>
                {capabilities.data?.reveal === true ? (
                  <Button kind="quiet" onPress={() => reveal.mutate({ caseId, name: report.name })}>
                    {text('report.reveal')}
                  </Button>
                ) : (
                  <a
                    href={report.address}
                    download={report.name}
                    aria-label={`${text('report.download')}: ${report.name}`}
                  >
                    {text('report.download')}
                  </a>
                )}
              </span>,
            ],
          }))}
        />
      )}
    </section>
  );
}
