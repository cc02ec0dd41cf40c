import type { Agreement } from '#shared/domain/region.ts';
import { useWords } from '../../../state/text.ts';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { OutcomeMark } from '../../../ui/marks.tsx';
import styles from './regions.module.css';
import { useTitles } from './use-titles.ts';

/** Methods that were run and point at no place: they belong to the picture as much as those that do. */
export function SilentMethods({ agreement }: { readonly agreement: Agreement }) {
  const { text } = useWords();
  const titleOf = useTitles();
  const speaking = new Set(agreement.regions.map(({ analysis }) => analysis));
  const silent = agreement.methods.filter(({ analysis }) => !speaking.has(analysis));
  if (silent.length === 0) return null;
  return (
    <Disclosure level={4} title={text('regions.silent', { count: silent.length })}>
      <ul className={styles.silent}>
        {silent.map(({ analysis, outcome }) => (
          <li key={analysis}>
            <span>{titleOf(analysis)}</span>
            <OutcomeMark outcome={outcome} />
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
