import { useState } from 'react';
import type { PropositionPair } from '#shared/domain/assignment.ts';
import { type CaseConclusion, findingBearings } from '#shared/domain/opinion.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { bearingWords, propositionName } from '#shared/text/conclusion-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Select, TextField } from '../../../ui/field.tsx';
import form from '../../../ui/form.module.css';
import { ChosenEvidence } from '../evidence-choice.tsx';
import { SourceChoice, SourceWords } from './finding-source.tsx';
import styles from './opinion.module.css';
import type { FindingDraft } from './opinion-draft.ts';
import { useSay } from './use-conclusion.ts';

/** The findings on one group of propositions. */
export function FindingList({
  caseId,
  number,
  pair,
  known,
  findings,
  onChange,
}: {
  readonly caseId: string;
  readonly number: number;
  readonly pair: PropositionPair;
  readonly known: CaseConclusion;
  readonly findings: readonly FindingDraft[];
  /** The findings on this group. */
  readonly onChange: (findings: readonly FindingDraft[]) => void;
}) {
  const say = useSay();
  const [adding, setAdding] = useState(false);
  const own = findings.filter((one) => one.pair === pair.id);
  return (
    <>
      {own.length === 0 && <p className={styles.muted}>{say(screen.noFindings)}</p>}
      {own.map((finding) => (
        <FindingFields
          key={finding.id}
          caseId={caseId}
          pair={pair}
          finding={finding}
          onChange={(next) => onChange(own.map((one) => (one.id === finding.id ? next : one)))}
          onRemove={() => onChange(own.filter(({ id }) => id !== finding.id))}
        />
      ))}
      <div className={styles.acts}>
        <Button label={say(screen.addFindingTo, { number })} onPress={() => setAdding(true)}>
          {say(screen.addFinding)}
        </Button>
      </div>
      {adding && (
        <SourceChoice
          caseId={caseId}
          pair={pair}
          known={known}
          onClose={() => setAdding(false)}
          onChoose={(exhibit, source) => {
            setAdding(false);
            const id = `f-${Date.now().toString(36)}`;
            onChange([
              ...own,
              { id, pair: pair.id, exhibit, source, proposition: null, bearing: null, words: '' },
            ]);
          }}
        />
      )}
    </>
  );
}

function FindingFields({
  caseId,
  pair,
  finding,
  onChange,
  onRemove,
}: {
  readonly caseId: string;
  readonly pair: PropositionPair;
  readonly finding: FindingDraft;
  readonly onChange: (finding: FindingDraft) => void;
  readonly onRemove: () => void;
}) {
  const say = useSay();
  const { exhibit, source, proposition, bearing, words } = finding;
  const none = { id: '', label: say(screen.choose) } as const;
  return (
    <div className={styles.finding}>
      <div className={styles.line}>
        <div>
          <ChosenEvidence caseId={caseId} sha256={exhibit} />
          <p className={styles.source}>
            <SourceWords caseId={caseId} exhibit={exhibit} source={source} />
          </p>
        </div>
        <Button kind="quiet" onPress={onRemove}>
          {say(screen.remove)}
        </Button>
      </div>
      <div className={form.grid}>
        <Select
          label={say(screen.bearing)}
          value={bearing ?? ''}
          onChange={(id) => onChange({ ...finding, bearing: id === '' ? null : id })}
          choices={[none, ...findingBearings.map((id) => ({ id, label: say(bearingWords[id]) }))]}
        />
        <Select
          label={say(screen.proposition)}
          value={proposition === null ? '' : String(proposition)}
          onChange={(id) => onChange({ ...finding, proposition: id === '' ? null : Number(id) })}
          choices={[
            none,
            ...pair.propositions.map((wording, place) => ({
              id: String(place),
              label: `${propositionName(place)}: ${wording}`.slice(0, 120),
            })),
          ]}
        />
      </div>
      <TextField
        label={say(screen.words)}
        value={words}
        onChange={(next) => onChange({ ...finding, words: next })}
        rows={2}
      />
    </div>
  );
}
