import { useQueries, useQuery } from '@tanstack/react-query';
import { ArrowDownUp } from 'lucide-react';
import type { Case } from '#shared/domain/case.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { LabelSurvival } from '#shared/domain/label-survival.ts';
import { labelStateWords } from '#shared/text/label-words.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Notice, ProblemNotice } from '../../ui/notice.tsx';
import { letterOf } from '../../viewer/picture.ts';
import { Marked, useJoin } from '../examine/credential/words-shown.tsx';
import { LabelPassageView } from './label-passage.tsx';
import styles from './labels-compared.module.css';

export interface LabelsComparedProps {
  readonly shown: Case;
  readonly exhibits: readonly Evidence[];
}

/** What became of the labels from each exhibit to the next, in the order of choice. Facts; never who or why. */
export function LabelsCompared({ shown, exhibits }: LabelsComparedProps) {
  const { id: caseId } = shown;
  const { text, pick } = useWords();
  const join = useJoin();
  const evidence = exhibits.map(({ sha256 }) => sha256);
  const survival = useQuery(calls.labels.survival.queryOptions({ input: { caseId, evidence } }));
  const missing = useQueries({
    queries: evidence.map((one) => calls.labels.overview.queryOptions({ input: { caseId, evidence: one } })),
    combine: (answers) =>
      answers.flatMap(({ data }, index) =>
        data?.missing.includes('labels.declared') === true ? [letterOf(index)] : [],
      ),
  });
  if (survival.isError)
    return <ProblemNotice error={survival.error} onRetry={() => void survival.refetch()} />;
  if (survival.data === undefined) return <EmptyState>{text('common.loading')}</EmptyState>;
  const { files, passages } = survival.data;
  return (
    <div className={styles.page}>
      {missing.length > 0 && (
        <Notice kind="caution" title={text('survival.missing', { letters: join(missing) })} />
      )}
      <header className={styles.head}>
        <p className={styles.muted}>{text('survival.order')}</p>
        <Button
          icon={<ArrowDownUp aria-hidden="true" />}
          onPress={() => view.set(({ compared }) => ({ compared: compared.toReversed(), comparison: null }))}
        >
          {text('survival.reverse')}
        </Button>
      </header>
      <ul className={styles.files}>
        {files.map((file, index) => (
          <li key={file.sha256}>
            <strong>{nameOf(index, file)}</strong>
            <Marked flag={labelStateWords[file.state].flag}>{pick(labelStateWords[file.state].text)}</Marked>
          </li>
        ))}
      </ul>
      {passages.map((passage, index) => {
        const [from, to] = [files[index], files[index + 1]];
        if (from === undefined || to === undefined) return null;
        return (
          <LabelPassageView
            key={`${passage.from} ${passage.to}`}
            shown={shown}
            passage={passage}
            from={nameOf(index, from)}
            to={nameOf(index + 1, to)}
            letters={[letterOf(index), letterOf(index + 1)]}
          />
        );
      })}
    </div>
  );

  function nameOf(index: number, { number, name }: LabelSurvival['files'][number]): string {
    return text('viewer.pane.name', { letter: letterOf(index), number, name });
  }
}
