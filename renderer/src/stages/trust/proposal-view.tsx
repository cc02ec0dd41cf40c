import type { TrustExamination } from '#shared/domain/trust.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { RadioGroup } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DifferenceView } from './difference-view.tsx';
import type { Decision } from './import-panel.tsx';
import styles from './trust.module.css';
import { listTitle } from './use-trust.ts';

export interface ProposalViewProps {
  readonly examination: TrustExamination;
  readonly decision: Decision;
  readonly busy: boolean;
  readonly onDecide: (decision: Decision) => void;
  readonly onImport: () => void;
  readonly onCancel: () => void;
}

/** The lists found in the files, what each would change, and what was refused. */
export function ProposalView(props: ProposalViewProps) {
  const { text, pick, number } = useWords();
  const { proposals, refused, ignored } = props.examination;
  const importable = proposals.filter(({ state }) => state === 'new' || state === 'replaces').length;
  const undecided = proposals.some(
    ({ state, editionKnown }) => state === 'undecided' || editionKnown === false,
  );
  return (
    <section className={styles.proposals} aria-label={text('trust.import.found')}>
      {refused.length > 0 && (
        <Notice kind="problem" title={text('trust.import.refused')}>
          <ul>
            {refused.map(({ name, code, message }) => (
              <li key={`${name} ${code}`}>{pick(message)}</li>
            ))}
          </ul>
        </Notice>
      )}
      {proposals.length === 0 && <Notice kind="caution">{text('trust.import.nothing')}</Notice>}
      {proposals.length > 0 && proposals.every(({ state }) => state === 'unchanged') && (
        <Notice kind="information">{text('trust.import.unchanged')}</Notice>
      )}
      {(undecided || props.decision !== 'ask') && (
        <Notice kind="caution">
          <p>{text('trust.undecided')}</p>
          <RadioGroup
            label={text('trust.undecided.label')}
            value={props.decision}
            onChange={props.onDecide}
            choices={(['ask', 'official', 'own'] as const).map((id) => ({
              id,
              label: text(`trust.undecided.${id}`),
            }))}
          />
        </Notice>
      )}
      {proposals.map((proposal) => {
        const { id, kind, state, issued, entries, files, notices, diff } = proposal;
        const title = listTitle(proposal, text);
        return (
          <article key={id} className={styles.proposal}>
            <h3>
              {title} <span className={styles[state]}>{text(`trust.state.${state}`)}</span>
            </h3>
            <p className={styles.muted}>
              {text(`trust.kind.${kind}`)} · {text('trust.column.issued')}:{' '}
              {issued ?? text('trust.not-stated')} · {text('trust.column.entries')}: {number(entries)}
            </p>
            <ul className={styles.plain}>
              {files.map((file) => (
                <li key={file.name}>
                  {file.name} <code className={styles.small}>{file.sha256}</code>
                </li>
              ))}
              {notices.map((notice) => (
                <li key={notice.en} className={styles.caution}>
                  {pick(notice)}
                </li>
              ))}
            </ul>
            {state === 'replaces' && <DifferenceView title={title} diff={diff} />}
          </article>
        );
      })}
      {ignored.length > 0 && (
        <p className={styles.muted}>{text('trust.import.ignored', { count: ignored.length })}</p>
      )}
      <div className={styles.foot}>
        <Button onPress={props.onCancel}>{text('common.cancel')}</Button>
        <Button kind="primary" disabled={importable === 0 || props.busy} onPress={props.onImport}>
          {text('trust.import.confirm', { count: importable })}
        </Button>
      </div>
    </section>
  );
}
