import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReportListing } from '#shared/contract/contract.ts';
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
  const columns = [
    { id: 'name', title: text('report.column.name') },
    { id: 'action', title: text('report.column.action'), align: 'end' },
  ] as const;
  return (
    <section className={styles.section}>
      <h2>{text('report.made')}</h2>
      {reports.isError && <ProblemNotice error={reports.error} onRetry={() => void reports.refetch()} />}
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
              <ReportActions key="action" caseId={caseId} report={report} />,
            ],
          }))}
        />
      )}
    </section>
  );
}

/** Open and save in a browser; the desktop window opens nothing, it shows the file where it lies. */
function ReportActions({ caseId, report }: { readonly caseId: string; readonly report: ReportListing }) {
  const { text } = useWords();
  const capabilities = useQuery(calls.app.capabilities.queryOptions());
  const reveal = useMutation(calls.report.reveal.mutationOptions());
  const { record } = report;
  if (capabilities.data === undefined) return null;
  if (capabilities.data.reveal) {
    const show = (name: string) => reveal.mutate({ caseId, name });
    return (
      <span className={styles.actions}>
        {reveal.isError && <ProblemNotice error={reveal.error} />}
        {record !== null && (
          <Button
            kind="quiet"
            label={`${text('report.record')}: ${record.name}`}
            onPress={() => show(record.name)}
          >
            {text('report.record')}
          </Button>
        )}
        <Button
          kind="quiet"
          label={`${text('report.reveal')}: ${report.name}`}
          onPress={() => show(report.name)}
        >
          {text('report.reveal')}
        </Button>
      </span>
    );
  }
  return (
    <span className={styles.actions}>
      {record !== null && <OpenLink words={text('report.record')} file={record} />}
      <a
        href={report.address}
        download={report.name}
        aria-label={`${text('report.download')}: ${report.name}`}
      >
        {text('report.download')}
      </a>
      <OpenLink words={text('report.open')} file={report} />
    </span>
  );
}

function OpenLink({
  words,
  file,
}: {
  readonly words: string;
  readonly file: { readonly name: string; readonly address: string };
}) {
  return (
    <a href={file.address} target="_blank" rel="noopener" aria-label={`${words}: ${file.name}`}>
      {words}
    </a>
  );
}
