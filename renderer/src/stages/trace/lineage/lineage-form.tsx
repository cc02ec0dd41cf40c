import { useState } from 'react';
import type { Job } from '#shared/contract/events.ts';
import type { Case } from '#shared/domain/case.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { RadioGroup } from '../../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { JobLine } from '../../mark/job-line.tsx';
import { EvidencePicker } from '../../report/evidence-picker.tsx';
import styles from './lineage.module.css';
import { useEndedRelating, useRelate } from './use-lineage.ts';

/** Which exhibits are related, and the relating that is under way. */
export function LineageForm({
  shown,
  job,
  onStarted,
}: {
  readonly shown: Case;
  readonly job: Job | undefined;
  readonly onStarted: () => void;
}) {
  const { text } = useWords();
  const [which, setWhich] = useState<'all' | 'some'>('all');
  const [chosen, setChosen] = useState<ReadonlySet<Sha256>>(new Set());
  const relate = useRelate(onStarted);
  const count = which === 'all' ? shown.evidenceCount : chosen.size;
  const ready = !shown.readOnly && job === undefined && !relate.isPending;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && count >= 2)
          relate.mutate({ caseId: shown.id, evidence: which === 'all' ? [] : [...chosen] });
      }}
    >
      <header>
        <h2>{text('lineage.title')}</h2>
        <p className={styles.muted}>{text('lineage.note')}</p>
      </header>
      {shown.readOnly && <Notice kind="caution">{text('lineage.read-only')}</Notice>}
      {relate.isError && <ProblemNotice error={relate.error} />}
      <RadioGroup
        label={text('lineage.which')}
        value={which}
        onChange={setWhich}
        choices={[
          { id: 'all', label: text('lineage.which.all') },
          { id: 'some', label: text('lineage.which.some') },
        ]}
      />
      {which === 'some' && <EvidencePicker caseId={shown.id} chosen={chosen} onChange={setChosen} narrow />}
      <div className={styles.acts}>
        <Button type="submit" kind="primary" disabled={!ready || count < 2}>
          {text('lineage.submit')}
        </Button>
      </div>
      <p className={styles.muted} role="status">
        {ready && count < 2 ? text('lineage.hint') : ''}
      </p>
      {job === undefined ? (
        <Ended caseId={shown.id} />
      ) : (
        <JobLine job={job} words={text('lineage.running')} />
      )}
    </form>
  );
}

function Ended({ caseId }: { readonly caseId: string }) {
  const { text, pick } = useWords();
  const ended = useEndedRelating(caseId);
  if (ended === undefined || ended.problems.length === 0) return null;
  return (
    <Notice kind="problem" title={text('lineage.stopped')}>
      {ended.problems.map(({ item, message }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one item may fail in several pairs, and the list never changes
        <p key={index}>
          {item}: {pick(message)}
        </p>
      ))}
    </Notice>
  );
}
