import { useId } from 'react';
import type { AnalysisCard } from '#shared/domain/analysis-card.ts';
import { errorTable, guideParts } from '#shared/text/method-page.ts';
import { useWords } from '../../state/text.ts';
import { CopyButton } from '../../ui/hash.tsx';
import styles from './method-guide.module.css';

/** The page of a method: how it is read, where it comes from, how often it errs. */
export function MethodGuide({ card }: { readonly card: AnalysisCard }) {
  const { text, pick } = useWords();
  const { cite, url, limits } = card.reference;
  return (
    <div className={styles.guide}>
      <p className={styles.summary}>{pick(card.summary)}</p>
      {guideParts.map(([part, title]) => (
        <section key={part}>
          <h3>{text(title)}</h3>
          <Sentences sentences={card.guide[part].map(pick)} />
        </section>
      ))}
      <section>
        <h3>{text('method.error-rate')}</h3>
        <Errors card={card} />
      </section>
      <section>
        <h3>{text('method.limits')}</h3>
        <Sentences sentences={limits.map(pick)} />
      </section>
      <section>
        <h3>{text('method.reference')}</h3>
        <p>{cite}</p>
        {url !== undefined && (
          <p className={styles.address}>
            <code>{url}</code>
            <CopyButton value={url} label={text('method.reference.copy')} />
          </p>
        )}
      </section>
      <p className={styles.identity}>
        <code>{card.id}</code> · {text('method.version')} {card.version} · {text('method.engines')}{' '}
        {card.engines.length === 0 ? text('method.engines.none') : card.engines.join(', ')}
      </p>
    </div>
  );
}

function Sentences({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <ul>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function Errors({ card }: { readonly card: AnalysisCard }) {
  const { text, pick, language } = useWords();
  const note = useId();
  const table = errorTable(card, language);
  if (table === null)
    return <p>{card.errorRate === null ? text('method.not-measured') : pick(card.errorRate)}</p>;
  return (
    <>
      <div className={styles.scroll}>
        <table aria-label={text('method.error-rate')} aria-describedby={note}>
          <thead>
            <tr>
              {table.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(([name, ...cells]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {cells.map((cell, index) => (
                  <td key={table.columns[index + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p id={note} className={styles.note}>
        {table.note}
      </p>
    </>
  );
}
