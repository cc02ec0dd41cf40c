import type { DutyCatalogue } from '#shared/domain/obligation.ts';
import { jurisdictionWords } from '#shared/text/duty-words.ts';
import { useWords } from '../../../state/text.ts';
import { Disclosure } from '../../../ui/disclosure.tsx';
import styles from './duties.module.css';

/** What can be asked at all, and what its sources are worth. */
export function PackList({ packs }: { readonly packs: DutyCatalogue['packs'] }) {
  const { text, pick } = useWords();
  return (
    <Disclosure title={text('duties.packs')} level={3}>
      <ul className={styles.packs}>
        {packs.map((pack) => (
          <li key={pack.id}>
            <p>
              <strong>{pick(pack.title)}</strong>
            </p>
            <p className={styles.muted}>
              {pick(jurisdictionWords[pack.jurisdiction])} ·{' '}
              {text('duties.count', { count: pack.duties.length })}
            </p>
            <p>{pick(pack.note)}</p>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
