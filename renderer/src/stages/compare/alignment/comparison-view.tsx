import { type ReactNode, useState } from 'react';
import type { Comparison, ComparisonOutcome, TimeTransform } from '#shared/domain/comparison.ts';
import type { Figure, Flag } from '#shared/domain/figure.ts';
import { expectedFalseWords, spanWords, transformFacts } from '#shared/text/comparison-facts.ts';
import { formatDate } from '#shared/text/format.ts';
import { matchPhrase, outcomeWords } from '#shared/text/trace-words.ts';
import { comparisonAddress, thumbnailAddress } from '../../../bridge/media.ts';
import { FigureView } from '../../../figures/figure-view.tsx';
import { FlagWords } from '../../../figures/flag-mark.tsx';
import { useWords } from '../../../state/text.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { FactList } from '../../../ui/fact-list.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ClaimMark } from '../../trace/claim-mark.tsx';
import styles from './alignment.module.css';
import { keptTexts } from './alignment-view.ts';
import { ChangeList } from './change-list.tsx';
import { ChangedPictures } from './changed-pictures.tsx';
import { PairHead } from './pair-head.tsx';
import { PassagesView } from './passages-view.tsx';

const outcomeFlags: Readonly<Record<ComparisonOutcome, Flag>> = {
  'same-bytes': 'ok',
  'same-content': 'ok',
  aligned: 'ok',
  unrelated: 'notice',
  undetermined: 'warning',
};

/** What came of laying one file over the other: how it lies, what differs, and where. */
export function ComparisonView({
  caseId,
  comparison,
  acts,
}: {
  readonly caseId: string;
  readonly comparison: Comparison;
  readonly acts: ReactNode;
}) {
  const { text, pick, elapsed } = useWords();
  const [active, setActive] = useState<number | null>(null);
  const { first, second, outcome, claim, reason, warnings, transform, changes, matches } = comparison;
  const pictures = transform?.kind === 'picture' ? transform : null;
  const words = transform?.kind === 'text' ? transform : null;
  return (
    <>
      <PairHead caseId={caseId} first={first} second={second} acts={acts} />
      <section className={styles.verdict}>
        <h2>
          <FlagWords flag={outcomeFlags[outcome]}>{pick(outcomeWords[outcome])}</FlagWords>
        </h2>
        {claim !== null && <ClaimMark claim={claim} />}
        <span className={styles.muted}>
          {text('alignment.made', {
            date: formatDate(comparison.at),
            time: elapsed(comparison.durationMs),
          })}
        </span>
      </section>
      {reason !== null && (
        <Notice kind={outcome === 'undetermined' ? 'caution' : 'information'}>
          <p>{pick(reason.text)}</p>
        </Notice>
      )}
      {warnings.length > 0 && (
        <Notice kind="caution" title={text('alignment.warnings')}>
          <ul>
            {warnings.map((warning) => (
              <li key={warning.en}>{pick(warning)}</li>
            ))}
          </ul>
        </Notice>
      )}
      {transform !== null && (
        <section className={styles.section}>
          <h3>{text('alignment.transform')}</h3>
          <FactList
            facts={transformFacts(transform).map(({ name, value }) => ({
              name: pick(name),
              value: pick(value),
            }))}
          />
          {transform.kind === 'time' && <Pieces transform={transform} />}
        </section>
      )}
      {outcome === 'aligned' && (
        <section className={styles.section}>
          <h3>{text('alignment.changes', { count: changes.length })}</h3>
          {changes.length === 0 ? (
            <p className={styles.muted}>{text('alignment.changes.none')}</p>
          ) : (
            <div className={pictures === null ? undefined : styles.beside}>
              <ChangeList changes={changes} active={active} onActive={setActive} />
              {pictures !== null && (
                <ChangedPictures
                  caseId={caseId}
                  comparison={comparison}
                  transform={pictures}
                  active={active}
                />
              )}
            </div>
          )}
        </section>
      )}
      {words !== null &&
        (keptTexts(comparison) ? (
          <PassagesView caseId={caseId} comparison={comparison} transform={words} active={active} />
        ) : (
          <p className={styles.muted}>{text('alignment.passages.none')}</p>
        ))}
      {matches.length > 0 && (
        <section className={styles.section}>
          <h3>{text('alignment.matches')}</h3>
          <ul>
            {matches.map((match) => (
              <li key={`${match.method} ${match.variant}`}>
                {pick(matchPhrase(match))}
                <span className={styles.muted}> · {pick(expectedFalseWords(match))}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Figures caseId={caseId} comparison={comparison} />
      <p className={styles.muted}>{text('alignment.report')}</p>
    </>
  );
}

function Pieces({ transform: { pieces } }: { readonly transform: TimeTransform }) {
  const { text, number } = useWords();
  return (
    <DataTable
      label={text('alignment.pieces')}
      columns={[
        { id: 'second', title: text('alignment.piece.second') },
        { id: 'first', title: text('alignment.piece.first') },
        { id: 'speed', title: text('alignment.piece.speed'), align: 'end' },
        { id: 'pitch', title: text('alignment.piece.pitch'), align: 'end' },
        { id: 'votes', title: text('alignment.piece.votes'), align: 'end' },
      ]}
      rows={pieces.map(({ first, second, speed, semitones, votes }, index) => ({
        id: String(index),
        cells: [
          spanWords(second),
          spanWords(first),
          `× ${number(speed, 3)}`,
          semitones === null ? '' : text('alignment.piece.semitones', { value: number(semitones, 2) }),
          number(votes),
        ],
      }))}
    />
  );
}

/** Outlines are shown with the changes already, and can be pointed at there. */
function Figures({ caseId, comparison }: { readonly caseId: string; readonly comparison: Comparison }) {
  const { text } = useWords();
  const { figures, transform } = comparison;
  const shown = figures.filter(({ kind }) => kind !== 'regions' || transform?.kind !== 'picture');
  const numbers = shown.filter(({ kind }) => kind === 'scalar');
  const others = shown.filter(({ kind }) => kind !== 'scalar');
  if (shown.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3>{text('alignment.figures')}</h3>
      {numbers.length > 0 && (
        <div className={styles.numbers}>
          {numbers.map((figure) => (
            <OneFigure key={figure.id} caseId={caseId} comparison={comparison} figure={figure} />
          ))}
        </div>
      )}
      <div className={styles.figures}>
        {others.map((figure) => (
          <OneFigure key={figure.id} caseId={caseId} comparison={comparison} figure={figure} />
        ))}
      </div>
    </section>
  );
}

function OneFigure({
  caseId,
  comparison: { id, second },
  figure,
}: {
  readonly caseId: string;
  readonly comparison: Comparison;
  readonly figure: Figure;
}) {
  const { pick } = useWords();
  return (
    <figure className={styles.figure} data-kind={figure.kind}>
      <figcaption>{pick(figure.title)}</figcaption>
      <FigureView
        figure={figure}
        owner={id}
        background={second.number === null ? null : thumbnailAddress(caseId, second.sha256)}
        addressOf={(name) => comparisonAddress(caseId, id, name)}
        onBytes={() => undefined}
      />
    </figure>
  );
}
