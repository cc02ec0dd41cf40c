import type { Conclusion } from '#shared/domain/opinion.ts';
import { newsroomWords as words } from '#shared/text/newsroom-words.ts';
import { useWords } from '../../../state/text.ts';
import styles from './publishing.module.css';

/** The reasons that go out as the text of a review, to be read before they do. */
export function PublishedReasons({ conclusions }: { readonly conclusions: readonly Conclusion[] }) {
  const { pick } = useWords();
  if (conclusions.length === 0) return null;
  return (
    <div>
      <p className={styles.label}>{pick(words.body)}</p>
      <p className={styles.reasons}>{conclusions.map(({ reasons }) => reasons).join('\n\n')}</p>
    </div>
  );
}
