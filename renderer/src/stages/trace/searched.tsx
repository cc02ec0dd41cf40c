import type { Flag } from '#shared/domain/figure.ts';
import type { Trace, TraceMethod } from '#shared/domain/trace.ts';
import { methodWords, traceStateWords } from '#shared/text/trace-words.ts';
import { FlagWords } from '../../figures/flag-mark.tsx';
import { useWords } from '../../state/text.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useJoin } from '../examine/credential/words-shown.tsx';
import styles from './trace.module.css';
import { methodsApart } from './trace-view.ts';

const flags: Readonly<Record<TraceMethod['state'], Flag>> = {
  searched: 'ok',
  'not-traceable': 'warning',
  undetermined: 'warning',
  'not-applicable': 'notice',
};

/** What was searched, and how: "nothing found" means nothing without it. */
export function Searched({ trace, open }: { readonly trace: Trace; readonly open: boolean }) {
  const { text, pick, number } = useWords();
  const join = useJoin();
  const { searched, mark, methods } = trace;
  const { silent } = methodsApart(methods);
  const lists = searched.lists.map(({ name, items }) => text('trace.searched.list', { name, count: items }));
  const parts = [
    text('trace.searched.entries', { count: searched.entries }),
    text('trace.searched.exhibits', { count: searched.exhibits }),
    ...(lists.length === 0 ? [text('trace.searched.no-lists')] : lists),
    text('trace.searched.mark', { state: text(`trace.mark.${mark.state}`) }),
  ];
  return (
    <section className={styles.section}>
      <h3>{text('trace.searched')}</h3>
      <p>{parts.join(' · ')}</p>
      {mark.reason !== null && <p className={styles.muted}>{pick(mark.reason.text)}</p>}
      {silent.length > 0 && (
        <Notice
          kind="caution"
          title={text('trace.methods.apart', {
            methods: join(silent.map(({ method }) => pick(methodWords[method]))),
          })}
        >
          <ul>
            {silent.map(({ method, state, reason }) => (
              <li key={method}>
                {pick(methodWords[method])}: {pick(traceStateWords[state])}
                {reason !== null && ` · ${pick(reason)}`}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Disclosure level={4} title={text('trace.methods')} open={open}>
        <DataTable
          label={text('trace.methods')}
          columns={[
            { id: 'method', title: text('trace.methods.method') },
            { id: 'state', title: text('trace.methods.state') },
            { id: 'asked', title: text('trace.methods.asked'), align: 'end' },
            { id: 'among', title: text('trace.methods.among'), align: 'end' },
          ]}
          rows={methods.map(({ method, state, reason, asked, among }) => ({
            id: method,
            cells: [
              pick(methodWords[method]),
              <span key="state" className={styles.state}>
                <FlagWords flag={flags[state]}>{pick(traceStateWords[state])}</FlagWords>
                {reason !== null && <span className={styles.muted}>{pick(reason)}</span>}
              </span>,
              state === 'searched' ? number(asked) : '',
              state === 'searched' ? number(among) : '',
            ],
          }))}
        />
      </Disclosure>
    </section>
  );
}
