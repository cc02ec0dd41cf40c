import type { MarkSurvival } from '#shared/domain/mark-survival.ts';
import { formatDate } from '#shared/text/format.ts';
import { hexIdentifier } from '#shared/text/mark-identifier.ts';
import { markKeyWords } from '#shared/text/mark-words.ts';
import { credentialStandingWords, markStateWords, survivalWords } from '#shared/text/survival-words.ts';
import { useWords } from '../../state/text.ts';
import { view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { EmptyState, Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Chance } from '../mark/chance.tsx';
import { SurvivalMatrix } from './survival-matrix.tsx';
import styles from './survive.module.css';
import type { OpenedSurvival } from './use-run.ts';
import { useSuiteName } from './use-suite-name.ts';

/** The run that is open, or why there is nothing to see of it. */
export function OpenedRun({ opened }: { readonly opened: OpenedSurvival }) {
  const { text, pick } = useWords();
  const { run, job, error, again } = opened;
  if (run !== null) return <RunView run={run} />;
  if (job?.state === 'running') return <EmptyState>{text('survive.running')}</EmptyState>;
  if (job !== undefined && job.problems.length > 0) {
    return (
      <Notice kind="problem" title={text('survive.stopped')}>
        {job.problems.map(({ item, message }) => (
          <p key={item}>{pick(message)}</p>
        ))}
      </Notice>
    );
  }
  if (job?.state === 'cancelled' && error !== null)
    return <Notice kind="information">{text('survive.nothing-kept')}</Notice>;
  if (error !== null) return <ProblemNotice error={error} onRetry={again} />;
  return <EmptyState>{text('survive.result.loading')}</EmptyState>;
}

function RunView({ run }: { readonly run: MarkSurvival }) {
  const { text, pick, elapsed } = useWords();
  const suite = useSuiteName();
  const { file } = run;
  return (
    <div className={styles.answers}>
      <header className={styles.tools}>
        <h2>{text('duties.exhibit', file)}</h2>
        <p className={styles.muted}>
          {formatDate(run.at)} · {suite(run.suite)} ·{' '}
          {text('survive.took', { time: elapsed(run.durationMs) })}
          {run.identifiers > 0 && ` · ${text('survive.identifiers.tested', { count: run.identifiers })}`}
        </p>
        {!run.complete && <Notice kind="caution">{pick(survivalWords.incomplete)}</Notice>}
        <Disclosure level={3} title={pick(survivalWords.baseline)}>
          <Baseline run={run} />
          <p className={styles.muted}>{pick(survivalWords.models)}</p>
        </Disclosure>
        <div className={styles.reported}>
          <span className={styles.muted}>{text('survive.report')}</span>
          <Button kind="quiet" onPress={() => view.set({ stage: 'report' })}>
            {text('survive.report.open')}
          </Button>
        </div>
      </header>
      <SurvivalMatrix run={run} />
    </div>
  );
}

/** The file before any attack: only what it had can survive. */
function Baseline({ run }: { readonly run: MarkSurvival }) {
  const { text, pick, number } = useWords();
  const { labels, labelsComplete, credential, mark, markState, fingerprint } = run.baseline;
  return (
    <FactList
      facts={[
        {
          name: pick(survivalWords.labels),
          value: `${labels.length === 0 ? pick(survivalWords.none) : labels.join(', ')}${
            labelsComplete ? '' : ` · ${pick(survivalWords.notReadWhole)}`
          }`,
        },
        { name: pick(survivalWords.credential), value: pick(credentialStandingWords[credential]) },
        {
          name: pick(survivalWords.mark),
          value:
            mark === null ? (
              `${pick(markStateWords[markState])} · ${run.keys.map((key) => pick(markKeyWords(key))).join(', ')}`
            ) : (
              <>
                <code>{mark.codec}</code> <code>{mark.payload}</code>
                {mark.codec.startsWith('assay-') && (
                  <code className={styles.muted}> {hexIdentifier(mark.payload)}</code>
                )}{' '}
                · {pick(markKeyWords(mark.key))} ·{' '}
                {text('mark.reading.statistic.value', {
                  name: text('mark.reading.statistic'),
                  value: number(mark.statistic, 1),
                  threshold: number(mark.threshold, 1),
                })}{' '}
                · {text('mark.reading.chance')} <Chance log10={mark.falseAlarmLog10} />
              </>
            ),
        },
        {
          name: pick(survivalWords.fingerprint),
          value: fingerprint === null ? pick(survivalWords.none) : <code>{fingerprint.hash}</code>,
        },
      ]}
    />
  );
}
