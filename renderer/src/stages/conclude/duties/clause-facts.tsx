import type { ReactNode } from 'react';
import type { Duty } from '#shared/domain/obligation.ts';
import { forceWords, roleWords, standingWords, wordingWords } from '#shared/text/duty-words.ts';
import { useWords } from '../../../state/text.ts';
import { FactList } from '../../../ui/fact-list.tsx';
import { useJoin } from '../../examine/credential/words-shown.tsx';
import styles from './cell-panel.module.css';
import { bounds } from './matrix-view.ts';

/** What the clause says, who said it, when it counts, and how its words are known. */
export function ClauseFacts({ duty }: { readonly duty: Duty }) {
  const { text, pick } = useWords();
  const join = useJoin();
  const { citation, quote, force, standing, wording, appliesFrom: from, appliesTo: to, roles } = duty;
  const limits = bounds(duty);
  const applies =
    force === 'proposed'
      ? text('duties.applies.draft', { from })
      : to === null
        ? text('duties.applies.from', { from })
        : text('duties.applies.between', { from, to });
  return (
    <section>
      <h3>{text('duties.clause')}</h3>
      <p>{pick(duty.gist)}</p>
      {quote !== null && (
        <blockquote className={styles.quote} lang={quote.language}>
          {quote.text}
        </blockquote>
      )}
      <FactList
        facts={[
          { name: text('duties.instrument'), value: pick(citation.instrument) },
          { name: text('duties.citation'), value: pick(citation.clause) },
          { name: text('duties.authority'), value: pick(citation.authority) },
          {
            name: text('duties.obliged'),
            value: join(roles.map((role) => pick(roleWords[role].name))),
          },
          { name: text('duties.force'), value: pick(forceWords[force]) },
          { name: text('duties.applies'), value: applies },
          {
            name: text('duties.standing'),
            value: (
              <Explained note={text(`duties.standing.${standing}`)}>
                {pick(standingWords[standing])}
              </Explained>
            ),
          },
          {
            name: text('duties.wording'),
            value: (
              <Explained note={text(`duties.wording.${wording}`)}>{pick(wordingWords[wording])}</Explained>
            ),
          },
          { name: text('duties.source'), value: <span className={styles.source}>{citation.source}</span> },
        ]}
      />
      {limits.length > 0 && (
        <div className={styles.bounds}>
          <strong>{text('duties.bounds')}</strong>
          <ul>
            {limits.map((limit) => (
              <li key={limit}>{text(`duties.bounds.${limit}`)}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function Explained({ note, children }: { readonly note: string; readonly children: ReactNode }) {
  return (
    <span className={styles.explained}>
      <span>{children}</span>
      <span className={styles.muted}>{note}</span>
    </span>
  );
}
