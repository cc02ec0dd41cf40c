import { skipToken, useQuery } from '@tanstack/react-query';
import { Route } from 'lucide-react';
import { useState } from 'react';
import type { Trace, TraceWarning } from '#shared/domain/trace.ts';
import { formatDate } from '#shared/text/format.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { useView, view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Notice, ProblemNotice } from '../../ui/notice.tsx';
import { CandidateCard } from './candidate-card.tsx';
import { Searched } from './searched.tsx';
import styles from './trace.module.css';
import { answerOf, gravity } from './trace-view.ts';
import { useOpenedTrace } from './use-trace.ts';

/** The trace of the selected exhibit, or what to do to get one. */
export function OpenedTracePanel({
  caseId,
  running,
  readOnly,
}: {
  readonly caseId: string;
  readonly running: boolean;
  readonly readOnly: boolean;
}) {
  const { text } = useWords();
  const selected = useView(({ selection }) => selection?.sha256 ?? null);
  const input = selected === null ? skipToken : { caseId, evidence: selected };
  const exhibit = useQuery(calls.evidence.get.queryOptions({ input }));
  const { trace, older, loading, error, again } = useOpenedTrace(caseId);
  if (trace !== null)
    return <TraceView key={trace.id} trace={trace} older={older} caseId={caseId} readOnly={readOnly} />;
  if (error !== null) return <ProblemNotice error={error} onRetry={again} />;
  if (loading) return <EmptyState>{text('trace.loading')}</EmptyState>;
  const icon = <Route aria-hidden="true" />;
  if (running) return <EmptyState icon={icon}>{text('trace.running')}…</EmptyState>;
  if (exhibit.data === undefined) {
    return (
      <EmptyState icon={icon} note={text('trace.no-exhibit.note')}>
        {text('trace.no-exhibit')}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={icon} note={text('trace.none.note')}>
      {text('trace.none', { number: exhibit.data.number })}
    </EmptyState>
  );
}

/** Their sentence begins with what a title would say. */
const saysItself: ReadonlySet<TraceWarning['code']> = new Set([
  'same-sound-other-picture',
  'same-picture-other-sound',
]);

/** Candidates shown before more are asked for. */
const step = 10;

function TraceView({
  trace,
  older,
  caseId,
  readOnly,
}: {
  readonly trace: Trace;
  readonly older: boolean;
  readonly caseId: string;
  readonly readOnly: boolean;
}) {
  const { text, pick, elapsed } = useWords();
  const [most, setMost] = useState(step);
  const { file, candidates, warnings, recovered } = trace;
  const warned = ({ code }: TraceWarning) =>
    saysItself.has(code) ? undefined : text(`trace.warning.${code}`);
  return (
    <article className={styles.trace}>
      <header className={styles.head}>
        <h2>{text('duties.exhibit', file)}</h2>
        <p className={styles.muted}>
          {formatDate(trace.at)} · {text('trace.took', { time: elapsed(trace.durationMs) })}
        </p>
      </header>
      {older && <Notice kind="information">{text('trace.older')}</Notice>}
      {warnings.map((warning, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: several files may be warned of in one way; the list never changes
        <Notice key={index} kind={gravity(warning)} title={warned(warning)}>
          <p>{pick(warning.text)}</p>
        </Notice>
      ))}
      <Answer trace={trace} />
      {candidates.length > 0 && (
        <section className={styles.section}>
          <h3>{text('trace.candidates')}</h3>
          <ol className={styles.cards}>
            {candidates.slice(0, most).map((candidate, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list of a trace never changes
              <li key={index}>
                <CandidateCard
                  caseId={caseId}
                  suspect={file.sha256}
                  candidate={candidate}
                  recovered={
                    candidate.source.kind === 'register'
                      ? recovered.find(({ entry }) => entry === sourceEntry(candidate))
                      : undefined
                  }
                  readOnly={readOnly}
                />
              </li>
            ))}
          </ol>
          {candidates.length > most && (
            <div>
              <Button onPress={() => setMost(most + step)}>
                {text('common.more', { count: Math.min(step, candidates.length - most) })}
              </Button>
            </div>
          )}
        </section>
      )}
      <Searched trace={trace} open={answerOf(trace) !== 'found'} />
      <p className={styles.reported}>
        <span className={styles.muted}>{text('trace.report')}</span>
        <Button kind="quiet" onPress={() => view.set({ stage: 'report' })}>
          {text('survive.report.open')}
        </Button>
      </p>
    </article>
  );
}

function sourceEntry({ source }: Trace['candidates'][number]): number | null {
  return source.kind === 'register' ? source.entry : null;
}

/** The first thing to know, and how far it holds. */
function Answer({ trace }: { readonly trace: Trace }) {
  const { text } = useWords();
  const { candidates } = trace;
  switch (answerOf(trace)) {
    case 'found':
      return (
        <div className={styles.head}>
          <p className={styles.answer}>
            {text('trace.answer.found', {
              count: candidates.filter(({ claim }) => claim !== 'candidate').length,
            })}
          </p>
          <p className={styles.muted}>{text('trace.answer.found.note')}</p>
        </div>
      );
    case 'candidates':
      return <p className={styles.answer}>{text('trace.answer.candidates', { count: candidates.length })}</p>;
    case 'nothing':
      return (
        <Notice kind="information" title={text('trace.answer.nothing')}>
          <p>{text('trace.answer.nothing.note')}</p>
        </Notice>
      );
    case 'not-traceable':
      return (
        <Notice kind="caution" title={text('trace.answer.not-traceable')}>
          <p>{text('trace.answer.not-traceable.note')}</p>
        </Notice>
      );
  }
}
