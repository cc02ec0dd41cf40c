import type { RunSummary } from '#shared/contract/contract.ts';
import type { AnalysisCard } from '#shared/domain/analysis-card.ts';
import { formatDate } from '#shared/text/format.ts';
import { useWords, type Words } from '../../state/text.ts';
import { type Fact, FactList } from '../../ui/fact-list.tsx';
import { Hash } from '../../ui/hash.tsx';
import styles from './examine.module.css';
import { MethodGuide } from './method-guide.tsx';

/** How the result came about and how far it can be trusted. */
export function MethodCard({ card, run }: { readonly card: AnalysisCard; readonly run: RunSummary }) {
  const words = useWords();
  return (
    <div className={styles.method}>
      <h3>{words.pick(card.title)}</h3>
      <MethodGuide card={card} />
      <h3>{words.text('method.run')}</h3>
      <FactList facts={runFacts(run, words)} />
    </div>
  );
}

function runFacts(run: RunSummary, { text, elapsed, number }: Words): readonly Fact[] {
  const parameters = Object.entries(run.parameters);
  const engines = Object.entries(run.engines);
  return [
    { name: text('method.version'), value: number(run.version) },
    {
      name: text('method.parameters'),
      value:
        parameters.length === 0 ? (
          text('method.parameters.default')
        ) : (
          <ul>
            {parameters.map(([name, value]) => (
              <li key={name}>
                <code>{`${name} = ${JSON.stringify(value)}`}</code>
              </li>
            ))}
          </ul>
        ),
    },
    {
      name: text('method.engines'),
      value:
        engines.length === 0 ? (
          text('method.engines.none')
        ) : (
          <ul>
            {engines.map(([name, version]) => (
              <li key={name}>
                <code>{`${name} ${version}`}</code>
              </li>
            ))}
          </ul>
        ),
    },
    { name: text('method.started'), value: formatDate(run.startedAt) },
    { name: text('method.duration'), value: elapsed(run.durationMs) },
    { name: text('method.key'), value: <Hash value={run.key} whole label={text('common.copy')} /> },
  ];
}
