import { newsroomWords as words } from '#shared/text/newsroom-words.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { Select, TextField } from '../../../ui/field.tsx';
import form from '../../../ui/form.module.css';
import { useSay } from '../../conclude/opinion/use-conclusion.ts';
import { PublishedReasons } from './published-reasons.tsx';
import styles from './publishing.module.css';
import type { ClaimDraft, Concluded, Faults } from './publishing-draft.ts';

export interface ReviewedProps<T> {
  readonly index: number;
  readonly draft: T;
  readonly concluded: Concluded;
  readonly reasonsShown: boolean;
  readonly faults: Faults;
  readonly attempted: boolean;
  readonly onChange: (draft: T) => void;
  readonly onRemove: () => void;
}

/** ClaimReview: what is claimed, by whom and where, and how the house rates it. */
export function ClaimFields(props: ReviewedProps<ClaimDraft>) {
  const { index, draft, concluded, faults, attempted, onChange } = props;
  const say = useSay();
  const { pick } = useWords();
  const number = index + 1;
  const change = (part: Partial<ClaimDraft>) => onChange({ ...draft, ...part });
  const faultAt = (place: string) => {
    const fault = attempted ? faults.get(`claims.${index}.${place}`) : undefined;
    return fault === undefined ? undefined : pick(fault);
  };
  const conclusion = concluded.conclusions.filter(({ pair }) => pair === draft.pair);
  const offered = concluded.pairs.flatMap(({ id, propositions }, at) =>
    concluded.conclusions.some(({ pair }) => pair === id) || id === draft.pair
      ? [{ id, label: say(words.pairOf, { number: at + 1, wording: propositions[0] ?? '' }).slice(0, 120) }]
      : [],
  );
  return (
    <section className={form.entry} aria-label={say(words.claim, { number })}>
      <div className={styles.head}>
        <h3>{say(words.claim, { number })}</h3>
        <Button kind="quiet" label={say(words.removeClaim, { number })} onPress={props.onRemove}>
          {pick(words.remove)}
        </Button>
      </div>
      <TextField
        label={pick(words.claimText)}
        value={draft.claim}
        onChange={(claim) => change({ claim })}
        fault={faultAt('claim')}
        rows={2}
      />
      <Select<string>
        label={pick(words.pair)}
        value={draft.pair}
        onChange={(pair) => change({ pair })}
        choices={[{ id: '', label: pick(words.choose) }, ...offered]}
        fault={faultAt('pair')}
      />
      {props.reasonsShown && <PublishedReasons conclusions={conclusion} />}
      <TextField
        label={pick(words.rating)}
        value={draft.rating}
        onChange={(rating) => change({ rating })}
        fault={faultAt('rating.words')}
      />
      <TextField
        label={pick(words.ratingExplanation)}
        value={draft.explanation}
        onChange={(explanation) => change({ explanation })}
        fault={faultAt('rating.explanation')}
      />
      <div className={styles.scale}>
        {(['value', 'worst', 'best'] as const).map((part) => (
          <TextField
            key={part}
            label={pick(words[part])}
            value={draft[part]}
            onChange={(typed) => change({ [part]: typed })}
            fault={faultAt(`rating.${part}`)}
          />
        ))}
      </div>
      {faultAt('rating') !== undefined && (
        <p className={styles.fault} role="alert">
          {faultAt('rating')}
        </p>
      )}
      <div className={styles.grid}>
        <Select<ClaimDraft['claimantKind']>
          label={pick(words.claimantKind)}
          value={draft.claimantKind}
          onChange={(claimantKind) => change({ claimantKind })}
          choices={[
            { id: '', label: pick(words.choose) },
            { id: 'Person', label: pick(words.claimantKinds.Person) },
            { id: 'Organization', label: pick(words.claimantKinds.Organization) },
          ]}
          fault={faultAt('claimant.kind')}
        />
        <DateField
          label={pick(words.claimedOn)}
          value={draft.claimedOn}
          onChange={(claimedOn) => change({ claimedOn })}
          fault={faultAt('claimedOn')}
        />
      </div>
      <TextField
        label={pick(words.claimantName)}
        value={draft.claimantName}
        onChange={(claimantName) => change({ claimantName })}
        fault={faultAt('claimant.name')}
      />
      <TextField
        label={pick(words.appearances)}
        value={draft.appearances}
        onChange={(appearances) => change({ appearances })}
        fault={faultAt('appearances')}
        rows={2}
      />
    </section>
  );
}
