import { useWords } from '../../../state/text.ts';
import { selectAnalysis } from '../../../state/view.ts';
import { OutcomeMark } from '../../../ui/marks.tsx';
import { Lead } from '../credential/words-shown.tsx';
import { useExamination } from '../use-examination.ts';
import styles from './labels.module.css';

/** Methods that look for labels a person sees, hears or reads. */
const methods = ['labels.visible', 'labels.audible', 'labels.written'];

/** The answers of those methods about one exhibit, and the way to each; those that do not apply are left out. */
export function PeopleLabels({ caseId, sha256 }: { readonly caseId: string; readonly sha256: string }) {
  const { text, pick } = useWords();
  const { runs, cards } = useExamination(caseId, sha256);
  const latest = methods.flatMap((analysis) => {
    const own = runs.filter((run) => run.analysis === analysis);
    const [run] = own.sort((a, b) => b.startedAt.localeCompare(a.startedAt));
    return run === undefined || run.outcome === 'not-applicable' ? [] : [run];
  });
  if (latest.length === 0) return null;
  return (
    <section aria-labelledby="labels-for-people">
      <h4 id="labels-for-people" className={styles.heading}>
        {text('labels.people')}
      </h4>
      <ul className={styles.list}>
        {latest.map((run) => {
          const card = cards.get(run.analysis);
          return (
            <li key={run.id} className={styles.person}>
              <Lead onPress={() => selectAnalysis(run.analysis)}>
                {card === undefined ? run.analysis : pick(card.title)}
              </Lead>
              <OutcomeMark outcome={run.outcome} />
              <span className={styles.stack}>
                {run.findings.map((finding, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a method may say the same twice; the list never changes
                  <span key={`${finding.code} ${index}`}>{pick(finding.statement)}</span>
                ))}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
