import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { formatDate, shortHash } from '#shared/text/format.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { IconButton } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import styles from './report.module.css';

const pageSize = 50;

/** Everything that touched the case, page by page. */
export function CustodyLog({ caseId }: { readonly caseId: string }) {
  const { text, number } = useWords();
  const [offset, setOffset] = useState(0);
  const page = useQuery({
    ...calls.case.custody.queryOptions({ input: { caseId, offset, limit: pageSize } }),
    placeholderData: keepPreviousData,
  });
  const total = page.data?.total ?? 0;
  const columns = [
    { id: 'sequence', title: text('custody.sequence') },
    { id: 'at', title: text('custody.at') },
    { id: 'action', title: text('custody.action') },
    { id: 'object', title: text('custody.object') },
    { id: 'actor', title: text('custody.actor') },
    { id: 'hash', title: text('custody.hash') },
  ] as const;
  return (
    <section className={styles.section}>
      <h2>{text('custody.title')}</h2>
      <div className={styles.head}>
        <p className={styles.muted}>{text('custody.note')}</p>
        <div className={styles.pager}>
          <span className={styles.muted}>
            {text('custody.page', {
              from: number(total === 0 ? 0 : offset + 1),
              to: number(Math.min(total, offset + pageSize)),
              total: number(total),
            })}
          </span>
          <IconButton
            label={text('custody.newer')}
            icon={<ChevronLeft aria-hidden="true" />}
            disabled={offset === 0}
            onPress={() => setOffset(Math.max(0, offset - pageSize))}
          />
          <IconButton
            label={text('custody.older')}
            icon={<ChevronRight aria-hidden="true" />}
            disabled={offset + pageSize >= total}
            onPress={() => setOffset(offset + pageSize)}
          />
        </div>
      </div>
      {page.isError && <ProblemNotice error={page.error} onRetry={() => void page.refetch()} />}
      {page.data !== undefined && (
        <div className={styles.wide}>
          <DataTable
            label={text('custody.title')}
            columns={columns}
            rows={page.data.events.map((event) => ({
              id: String(event.sequence),
              cells: [
                number(event.sequence),
                <code key="at" className={styles.nowrap}>
                  {formatDate(event.at, event.offsetMinutes)}
                </code>,
                <span key="action" className={styles.nowrap}>
                  {text(`custody.action.${event.action}`)}
                </span>,
                <code key="object" title={event.object}>
                  {shortHash(event.object)}
                </code>,
                event.actor,
                <code key="hash" title={event.hash}>
                  {shortHash(event.hash)}
                </code>,
              ],
            }))}
          />
        </div>
      )}
    </section>
  );
}
