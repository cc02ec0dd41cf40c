import { Copy } from 'lucide-react';
import type { Agreement, AgreementGroup } from '#shared/domain/region.ts';
import { seenBy, traceKindWords } from '#shared/text/region-words.ts';
import { capsOf } from '../../../state/command-center.ts';
import { useWords } from '../../../state/text.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import styles from './regions.module.css';
import type { RegionsState } from './use-regions.ts';
import { useTitles } from './use-titles.ts';

export interface AgreementCardProps {
  readonly group: AgreementGroup;
  readonly number: number;
  readonly agreement: Agreement;
  readonly state: RegionsState;
  readonly writable: boolean;
}

/** One place methods point at: which they are, and what they say. Pointed at, it is drawn over the picture. */
export function AgreementCard({ group, number, agreement, state, writable }: AgreementCardProps) {
  const { text, pick, number: shown } = useWords();
  const titleOf = useTitles();
  const { kinds, analyses } = group;
  const name = pick(seenBy(kinds.length, analyses.length));
  const label = text('regions.place', { number, name });
  const pieces = agreement.regions.filter(({ id }) => group.regions.includes(id));
  const said = agreement.methods.filter(({ analysis }) => analyses.includes(analysis));
  return (
    <article
      className={styles.card}
      aria-label={label}
      data-pointed={state.pointed === group.id || undefined}
      onPointerEnter={() => state.point(group.id)}
      onFocus={() => state.point(group.id)}
    >
      <header className={styles.head}>
        <button
          type="button"
          className={styles.pointer}
          aria-pressed={state.pointed === group.id}
          onClick={() => state.point(group.id)}
        >
          <span className={styles.number}>{number}</span>
          <b>{name}</b>
        </button>
        {writable && (
          <IconButton
            label={text('regions.take', { number })}
            keys={capsOf('region-take')}
            icon={<Copy aria-hidden="true" />}
            disabled={state.full || group.rings.length === 0}
            onPress={() => state.take(group.id)}
          />
        )}
      </header>
      <ul className={styles.kinds}>
        {kinds.map((kind) => (
          <li key={kind}>
            <span>{pick(traceKindWords[kind])}</span>
            <span>
              {analyses
                .filter((analysis) =>
                  pieces.some((piece) => piece.analysis === analysis && piece.kind === kind),
                )
                .map(titleOf)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      <Disclosure level={4} title={text('regions.says', { area: shown(group.area) })}>
        <ul className={styles.says}>
          {said.map(({ analysis, findings, leftOut }) => (
            <li key={analysis}>
              <b>{titleOf(analysis)}</b>{' '}
              <span className={styles.muted}>
                {pieces
                  .filter((piece) => piece.analysis === analysis)
                  .flatMap(({ labels }) => labels)
                  .join(' · ')}
              </span>
              {findings.map(({ code, statement }) => (
                <p key={`${code} ${statement.en}`}>{pick(statement)}</p>
              ))}
              {leftOut > 0 && <p className={styles.muted}>{text('regions.left-out', { count: leftOut })}</p>}
            </li>
          ))}
        </ul>
      </Disclosure>
    </article>
  );
}
