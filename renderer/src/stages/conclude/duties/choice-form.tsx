import { useQuery } from '@tanstack/react-query';
import type { Case } from '#shared/domain/case.ts';
import { dutyRoles, jurisdictions, mostDutyExhibits } from '#shared/domain/obligation.ts';
import { jurisdictionWords, roleWords } from '#shared/text/duty-words.ts';
import { calls } from '../../../bridge/bridge.ts';
import { useWords } from '../../../state/text.ts';
import { changeDuties, type DutyQuestion } from '../../../state/view.ts';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { Checkbox, RadioGroup } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { EvidencePicker } from '../../report/evidence-picker.tsx';
import styles from './duties.module.css';
import { isComplete, toggled } from './matrix-view.ts';
import { PackList } from './pack-list.tsx';

export interface ChoiceFormProps {
  readonly shown: Case;
  readonly draft: DutyQuestion;
  /** The form asks something else than the matrix answers. */
  readonly changed: boolean;
  readonly asking: boolean;
  readonly onAsk: (question: DutyQuestion) => void;
}

/** Whose law, in whose place, on which day: the examiner's choice, and nothing is chosen for them. */
export function ChoiceForm({ shown, draft, changed, asking, onAsk }: ChoiceFormProps) {
  const { text, pick } = useWords();
  const catalogue = useQuery(calls.duties.catalogue.queryOptions());
  const change = (part: Partial<DutyQuestion>) => changeDuties({ draft: { ...draft, ...part } });
  const countOf = (jurisdiction: (typeof jurisdictions)[number]) =>
    (catalogue.data?.packs ?? [])
      .filter((pack) => pack.jurisdiction === jurisdiction)
      .reduce((sum, { duties }) => sum + duties.length, 0);
  const tooMany = shown.evidenceCount > mostDutyExhibits;
  const chosen = draft.exhibits ?? (tooMany ? [] : null);
  const complete = isComplete(draft, shown.evidenceCount);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (complete && !asking) onAsk(draft);
      }}
    >
      <header>
        <h2>{text('duties.choice')}</h2>
        <p className={styles.muted}>{text('duties.choice.note')}</p>
      </header>
      {shown.readOnly && <Notice kind="information">{text('duties.read-only')}</Notice>}
      <fieldset className={styles.group}>
        <legend>{text('duties.jurisdictions')}</legend>
        {jurisdictions.map((one) => (
          <div key={one} className={styles.line}>
            <Checkbox
              selected={draft.jurisdictions.includes(one)}
              onChange={(on) =>
                change({ jurisdictions: toggled(jurisdictions, draft.jurisdictions, one, on) })
              }
            >
              {pick(jurisdictionWords[one])}
            </Checkbox>
            <span className={styles.muted}>{text('duties.count', { count: countOf(one) })}</span>
          </div>
        ))}
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{text('duties.roles')}</legend>
        {dutyRoles.map((role) => (
          <div key={role} className={styles.stack}>
            <Checkbox
              selected={draft.roles.includes(role)}
              onChange={(on) => change({ roles: toggled(dutyRoles, draft.roles, role, on) })}
            >
              {pick(roleWords[role].name)}
            </Checkbox>
            <span className={`${styles.muted} ${styles.under}`}>{pick(roleWords[role].meaning)}</span>
          </div>
        ))}
        <p className={styles.muted}>{text('duties.roles.note')}</p>
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{text('duties.date')}</legend>
        <div className={styles.date}>
          <DateField
            label={text('duties.date.day')}
            value={draft.date}
            onChange={(date) => change({ date })}
          />
          <Button onPress={() => change({ date: today() })}>{text('duties.date.today')}</Button>
        </div>
        <p className={styles.muted}>{text('duties.date.note')}</p>
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{text('duties.exhibits')}</legend>
        <RadioGroup
          label={text('duties.exhibits.which')}
          value={chosen === null ? 'all' : 'some'}
          onChange={(scope) => change({ exhibits: scope === 'all' ? null : [] })}
          choices={[
            ...(tooMany
              ? []
              : [{ id: 'all' as const, label: text('duties.exhibits.all', { count: shown.evidenceCount }) }]),
            { id: 'some' as const, label: text('duties.exhibits.some') },
          ]}
        />
        {tooMany && (
          <p className={styles.muted}>{text('duties.exhibits.most', { count: mostDutyExhibits })}</p>
        )}
        {chosen !== null && (
          <EvidencePicker
            narrow
            caseId={shown.id}
            chosen={new Set(chosen)}
            onChange={(next) => change({ exhibits: [...next] })}
          />
        )}
      </fieldset>
      <div className={styles.acts}>
        <Button type="submit" kind="primary" disabled={!complete || asking}>
          {text('duties.ask')}
        </Button>
        <span className={styles.muted} role="status">
          {!complete ? text('duties.hint.incomplete') : changed ? text('duties.hint.changed') : ''}
        </span>
      </div>
      <PackList packs={catalogue.data?.packs ?? []} />
    </form>
  );
}

/** This machine's day. */
function today(): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
