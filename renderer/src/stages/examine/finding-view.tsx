import { type Finding, propositions } from '#shared/domain/finding.ts';
import { useWords } from '../../state/text.ts';
import { BearingMark, StrengthMark } from '../../ui/marks.tsx';
import styles from './finding-view.module.css';

/** One statement with its bearing, strength, limits and harmless explanations. */
export function FindingView({ finding }: { readonly finding: Finding }) {
  const { text, pick } = useWords();
  return (
    <div className={styles.finding}>
      <BearingMark bearing={finding.bearing} />
      <div className={styles.body}>
        <p className={styles.statement}>{pick(finding.statement)}</p>
        {finding.proposition !== undefined && (
          <p className={styles.aside}>
            <span>{text('examine.bears-on', { proposition: pick(propositions[finding.proposition]) })}</span>
            <StrengthMark strength={finding.strength} />
          </p>
        )}
        {finding.innocent.length > 0 && (
          <Remarks title={text('examine.innocent')} lines={finding.innocent.map((line) => pick(line))} />
        )}
        {finding.limits.length > 0 && (
          <Remarks title={text('examine.limits')} lines={finding.limits.map((line) => pick(line))} />
        )}
      </div>
    </div>
  );
}

function Remarks({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <div className={styles.remarks}>
      <h5>{title}</h5>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
