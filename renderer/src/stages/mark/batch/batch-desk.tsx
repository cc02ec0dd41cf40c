import { Layers } from 'lucide-react';
import { problemOf } from '../../../bridge/problem.ts';
import { markFiles, useBatchOrder } from '../../../state/marking.ts';
import { useStore } from '../../../state/store.ts';
import { useWords } from '../../../state/text.ts';
import { EmptyState, Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { Pane, PaneBorder, Panes } from '../../../ui/panes.tsx';
import { JobLine, useRunningJob } from '../job-line.tsx';
import styles from '../mark.module.css';
import { producer } from '../mark-draft.ts';
import { type BatchDraft, batchDraft, durableRequestOf, isBatchUnfinished, pathsOf } from './batch-draft.ts';
import { BatchForm } from './batch-form.tsx';
import { BatchResult } from './batch-result.tsx';

/** Files and folders of this machine: marked into a folder, whatever case is open. */
export function BatchDesk() {
  const { text } = useWords();
  const draft = useStore(batchDraft, (value) => value);
  const producerName = useStore(producer, (value) => value.name);
  const order = useBatchOrder();
  // A batch belongs to no case.
  const job = useRunningJob(['mark'], '', null);
  const running = order?.state === 'running';
  const unfinished = isBatchUnfinished(draft, producerName);
  const submit = () => {
    if (running || unfinished) return;
    const { sources, out, copy } = draft;
    const passphrase = copy.passphrase === '' ? null : copy.passphrase;
    void markFiles({
      paths: [...pathsOf(sources)],
      out: out.trim(),
      request: durableRequestOf(draft, producerName),
      sign: copy.sign ? { certificate: null, passphrase, algorithm: 'es256' } : null,
    });
  };
  return (
    <Panes id="mark-batch">
      <Pane id="mark-batch-form" label={text('mark.batch.form')} size={440} minimum={320} maximum="45%" fixed>
        <div className={styles.column}>
          <BatchForm
            draft={draft}
            onChange={(part: Partial<BatchDraft>) => batchDraft.set(part)}
            ready={!running && !unfinished}
            busy={running}
            unfinished={unfinished}
            onSubmit={submit}
          />
        </div>
      </Pane>
      <PaneBorder id="mark-batch-border" />
      <Pane id="mark-batch-outlook" label={text('mark.batch.outlook')} minimum={360}>
        {order === null ? (
          <EmptyState icon={<Layers aria-hidden="true" />} note={text('mark.batch.empty.note')}>
            {text('mark.batch.empty')}
          </EmptyState>
        ) : (
          <div className={styles.column}>
            {running && <JobLine job={job} words={text('mark.batch.running')} />}
            {order.state === 'failed' &&
              (problemOf(order.error)?.code === 'cancelled' ? (
                <Notice kind="information">{text('mark.batch.cancelled')}</Notice>
              ) : (
                <ProblemNotice error={order.error} />
              ))}
            {order.state === 'done' && <BatchResult batch={order.made} />}
          </div>
        )}
      </Pane>
    </Panes>
  );
}
