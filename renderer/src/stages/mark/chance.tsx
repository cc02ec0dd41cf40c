import { chanceWords } from '#shared/text/mark-words.ts';
import { useWords } from '../../state/text.ts';
import styles from './mark.module.css';

/** A bound on a probability in words, its power of ten set as one. */
export function Chance({ log10 }: { readonly log10: number }) {
  const { pick } = useWords();
  const [before = '', power, after = ''] = pick(chanceWords(log10)).split(/\^(\d+)/);
  return (
    <span className={styles.chance}>
      {before}
      {power !== undefined && <sup>{power}</sup>}
      {after}
    </span>
  );
}
