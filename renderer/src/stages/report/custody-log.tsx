import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { formatDate, shortHash } from '#shared/text/format.ts';
import { visibleText } from '#shared/text/visible-text.ts';
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
  // Newest first: the log is stored oldest first, so pages are counted from its end.
  const [back, setBack] = useState(0);
  const head = useQuery(calls.case.custody.queryOptions({ input: { caseId, offset: 0, limit: 1 } }));
  const total = head.data?.total ?? 0;
  const last = Math.max(0, total - back);
  const first = Math.max(0, last - pageSize);
  const page = useQuery({
    ...calls.case.custody.queryOptions({
      // Not the question of the head, whose one entry would stand here until the page comes.
      input: total === 0 ? skipToken : { caseId, offset: first, limit: last - first },
    }),
    placeholderData: keepPreviousData,
  });
  const error = head.error ?? page.error;
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
              from: number(total === 0 ? 0 : first + 1),
              to: number(last),
              total: number(total),
            })}
          </span>
          <IconButton
            label={text('custody.newer')}
            icon={<ChevronLeft aria-hidden="true" />}
            disabled={back === 0}
            onPress={() => setBack(Math.max(0, back - pageSize))}
          />
          <IconButton
            label={text('custody.older')}
            icon={<ChevronRight aria-hidden="true" />}
            disabled={first === 0}
            onPress={() => setBack(back + pageSize)}
          />
        </div>
      </div>
      {error !== null && <ProblemNotice error={error} onRetry={() => void page.refetch()} />}
      {page.data !== undefined && (
        <div className={styles.wide}>
          <DataTable
            label={text('custody.title')}
            columns={columns}
            rows={page.data.events.toReversed().map((event) => ({
              id: String(event.sequence),
              cells: [
                number(event.sequence),
                <code key="at" className={styles.nowrap}>
                  {formatDate(event.at, event.offsetMinutes)}
                </code>,
                text(`custody.action.${event.action}`),
                <code key="object" className={styles.nowrap} title={visibleText(event.object)}>
                  {shortHash(event.object)}
                </code>,
                event.actor,
                <code key="hash" className={styles.nowrap} title={event.hash}>
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
