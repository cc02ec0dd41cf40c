import { useState } from 'react';
import type { RunSummary } from '#shared/contract/contract.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import { outcomes } from '#shared/domain/run.ts';
import { useWords } from '../../state/text.ts';
import { selectAnalysis } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { BearingMark, OutcomeMark, StrengthMark } from '../../ui/marks.tsx';
import { mediaOf } from '../evidence/evidence-cells.tsx';
import styles from './overview.module.css';
import { MarkedRegions } from './regions/marked-regions.tsx';
import type { Question, Statement } from './summary.ts';
import type { Examination } from './use-examination.ts';

const questions: readonly Question[] = ['what', 'whence', 'done'];
const shownAtFirst = 6;

/** The questions an examiner asks first, answered by the statements of all runs; then what got no answer. */
export function Overview({
  caseId,
  evidence,
  examination,
}: {
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly examination: Examination;
}) {
  const { text, pick } = useWords();
  const { summary, cards } = examination;
  const titleOf = (analysis: string) => {
    const card = cards.get(analysis);
    return card === undefined ? analysis : pick(card.title);
  };
  return (
    <div className={styles.overview}>
      {summary.latest.length > 0 && (
        <ul className={styles.counts} aria-label={text('overview.outcomes')}>
          {outcomes.map((outcome) => (
            <li key={outcome} className={summary.counts[outcome] === 0 ? styles.zero : undefined}>
              <span className={styles.count}>{summary.counts[outcome]}</span>
              <OutcomeMark outcome={outcome} />
            </li>
          ))}
        </ul>
      )}
      {questions.map((question) => (
        <section key={question}>
          <h3>{text(`overview.${question}`)}</h3>
          {question === 'what' && <WhatItIs evidence={evidence} />}
          <Statements statements={summary.statements[question]} titleOf={titleOf} question={question} />
        </section>
      ))}
      {summary.unanswered.length > 0 && (
        <section>
          <h3>{text('overview.unanswered')}</h3>
          <RunReasons runs={summary.unanswered} titleOf={titleOf} />
        </section>
      )}
      <MarkedRegions
        caseId={caseId}
        evidence={evidence.sha256}
        styles={{ list: styles.statements, source: styles.source, link: styles.link }}
      />
      <section>
        <h3>{text('overview.not-examined')}</h3>
        {summary.notRun.length === 0 && summary.notApplicable.length === 0 && (
          <p className={styles.none}>{text('overview.not-examined.none')}</p>
        )}
        {summary.notRun.length > 0 && (
          <ul className={styles.lines}>
            {summary.notRun.map((card) => (
              <li key={card.id}>
                <span>{pick(card.title)}</span>
                <span className={styles.none}>{text('overview.not-run')}</span>
              </li>
            ))}
          </ul>
        )}
        {summary.notApplicable.length > 0 && (
          <Disclosure title={text('overview.not-applicable', { count: summary.notApplicable.length })}>
            <RunReasons runs={summary.notApplicable} titleOf={titleOf} />
          </Disclosure>
        )}
      </section>
    </div>
  );
}

function WhatItIs({ evidence }: { readonly evidence: Evidence }) {
  const words = useWords();
  const { text } = words;
  const { media } = evidence;
  return (
    <p>
      {mediaOf(media, words)}
      {media.extensionFits === false && <strong className={styles.unfit}>{text('overview.unfit')}</strong>}
    </p>
  );
}

interface StatementsProps {
  readonly statements: readonly Statement[];
  readonly titleOf: (analysis: string) => string;
  readonly question: Question;
}

function Statements({ statements, titleOf, question }: StatementsProps) {
  const { text, pick } = useWords();
  const [all, setAll] = useState(false);
  if (statements.length === 0) return <p className={styles.none}>{text(`overview.${question}.none`)}</p>;
  const shown = all ? statements : statements.slice(0, shownAtFirst);
  return (
    <>
      <ul className={styles.statements}>
        {shown.map(({ finding, run }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one run may say the same twice; the list is only replaced whole
          <li key={`${run.id} ${finding.code} ${index}`}>
            <BearingMark bearing={finding.bearing} />
            <div>
              <p>{pick(finding.statement)}</p>
              <p className={styles.source}>
                <button type="button" className={styles.link} onClick={() => selectAnalysis(run.analysis)}>
                  {text('overview.by', { analysis: titleOf(run.analysis) })}
                </button>
                {finding.bearing !== 'informational' && <StrengthMark strength={finding.strength} />}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {statements.length > shownAtFirst && (
        <Button kind="quiet" onPress={() => setAll(!all)}>
          {all ? text('common.less') : text('common.more', { count: statements.length - shownAtFirst })}
        </Button>
      )}
    </>
  );
}

interface RunReasonsProps {
  readonly runs: readonly RunSummary[];
  readonly titleOf: (analysis: string) => string;
}

function RunReasons({ runs, titleOf }: RunReasonsProps) {
  const { pick } = useWords();
  return (
    <ul className={styles.reasons}>
      {runs.map((run) => (
        <li key={run.id}>
          <OutcomeMark outcome={run.outcome} />
          <div>
            <button type="button" className={styles.link} onClick={() => selectAnalysis(run.analysis)}>
              {titleOf(run.analysis)}
            </button>
            {run.reason !== undefined && <p>{pick(run.reason.text)}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
