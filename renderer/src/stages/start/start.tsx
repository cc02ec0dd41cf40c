import { useMutation, useQuery } from '@tanstack/react-query';
import { FolderOpen, Plus } from 'lucide-react';
import { formatDate } from '#shared/text/format.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { calls } from '../../bridge/bridge.ts';
import { showCase } from '../../state/case.ts';
import { openOverlay } from '../../state/overlays.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState, ProblemNotice } from '../../ui/notice.tsx';
import styles from './start.module.css';

/** No case is open: recent ones, a new one, or one by its folder. */
export function Start() {
  const { text, number } = useWords();
  const recent = useQuery(calls.case.recent.queryOptions());
  const open = useMutation(calls.case.open.mutationOptions({ onSuccess: showCase }));
  const columns = [
    { id: 'name', title: text('start.column.name') },
    { id: 'exhibits', title: text('start.column.exhibits'), align: 'end' },
    { id: 'created', title: text('start.column.created') },
    { id: 'folder', title: text('start.column.folder') },
    { id: 'action', title: text('start.column.action'), align: 'end' },
  ] as const;
  return (
    <main className={styles.start} aria-label={text('start.title')}>
      <div className={styles.page}>
        <div className={styles.head}>
          <h2>{text('start.title')}</h2>
          <Button kind="primary" icon={<Plus aria-hidden="true" />} onPress={() => openOverlay('case-new')}>
            {text('start.new')}
          </Button>
          <Button icon={<FolderOpen aria-hidden="true" />} onPress={() => openOverlay('case-open')}>
            {text('start.open')}
          </Button>
        </div>
        {open.isError && <ProblemNotice error={open.error} />}
        {recent.isError && <ProblemNotice error={recent.error} onRetry={() => void recent.refetch()} />}
        {recent.data?.length === 0 && (
          <EmptyState icon={<FolderOpen aria-hidden="true" />}>{text('start.empty')}</EmptyState>
        )}
        {recent.data !== undefined && recent.data.length > 0 && (
          <section>
            <h3 className={styles.heading}>{text('start.recent')}</h3>
            <DataTable
              label={text('start.recent')}
              columns={columns}
              rows={recent.data.map((one) => ({
                id: one.directory,
                cells: [
                  one.name,
                  number(one.evidenceCount),
                  <code key="created">{formatDate(one.createdAt)}</code>,
                  <code key="folder">{one.directory}</code>,
                  <Button
                    key="open"
                    kind="quiet"
                    label={`${text('start.open')}: ${visibleText(one.name)}`}
                    disabled={open.isPending}
                    onPress={() => open.mutate({ directory: one.directory })}
                  >
                    {text('start.open')}
                  </Button>,
                ],
              }))}
            />
          </section>
        )}
        <p className={styles.note}>{text('start.offline')}</p>
        <p className={styles.note}>{text('start.sample')}</p>
      </div>
    </main>
  );
}
