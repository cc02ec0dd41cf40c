import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MarkPlan } from '#shared/domain/marking.ts';
import type { MediaKind } from '#shared/domain/media.ts';
import { hexIdentifier, readIdentifier } from '#shared/text/mark-identifier.ts';
import { calls } from '../../bridge/bridge.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, RadioGroup, Select, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Slider } from '../../ui/slider.tsx';
import { strengthScale } from './durable-draft.ts';
import { KeyDialog } from './key-dialog.tsx';
import styles from './mark.module.css';
import type { MarkDraft } from './mark-draft.ts';

interface Fields {
  readonly draft: MarkDraft;
  readonly onChange: (part: Partial<MarkDraft>) => void;
}

/** The invisible mark of one exhibit: whether, by which codec, with which identifier, key and strength. */
export function MarkFields({
  kind,
  plan,
  draft,
  onChange,
}: Fields & { readonly kind: MediaKind; readonly plan: MarkPlan | null }) {
  const { text, pick } = useWords();
  return (
    <fieldset className={styles.group}>
      <legend>{text('mark.invisible')}</legend>
      {plan === null && <p className={styles.muted}>{text('common.loading')}</p>}
      {plan !== null && plan.codec === null && (
        <Notice kind="information" title={text('mark.invisible.no')}>
          {plan.why !== null && <p>{pick(plan.why)}</p>}
        </Notice>
      )}
      {plan !== null && plan.codec !== null && (
        <div className={styles.choice}>
          <Checkbox selected={draft.mark} onChange={(mark) => onChange({ mark })}>
            {text('mark.invisible.add')}
          </Checkbox>
          {draft.mark && (
            <div className={styles.inner}>
              <p className={styles.muted}>
                <code>{plan.codec}</code> · {text(`mark.codec.${plan.codec}`)}
              </p>
              <IdentifierFields draft={draft} onChange={onChange} />
              <KeyFields draft={draft} onChange={onChange} />
              <StrengthFields kind={kind} draft={draft} onChange={onChange} />
            </div>
          )}
        </div>
      )}
    </fieldset>
  );
}

function IdentifierFields({ draft, onChange }: Fields) {
  const { text } = useWords();
  const read = readIdentifier(draft.payload);
  const note =
    draft.payload.trim() === ''
      ? undefined
      : 'fault' in read
        ? text(`mark.identifier.${read.fault}`)
        : text('mark.identifier.is', { decimal: read.decimal, hex: hexIdentifier(read.decimal) });
  return (
    <>
      <RadioGroup
        label={text('mark.identifier')}
        value={draft.identifier}
        onChange={(identifier) => onChange({ identifier })}
        choices={(['random', 'typed'] as const).map((id) => ({ id, label: text(`mark.identifier.${id}`) }))}
        orientation="horizontal"
      />
      {draft.identifier === 'typed' && (
        <TextField
          label={text('mark.identifier.value')}
          note={note}
          value={draft.payload}
          onChange={(payload) => onChange({ payload })}
          code
          required
        />
      )}
    </>
  );
}

/** The public key or one of the ring, with the way to the ring. */
export function KeyFields({ draft, onChange }: Fields) {
  const { text } = useWords();
  const [opened, setOpened] = useState(false);
  const keys = useQuery(calls.mark.keys.queryOptions());
  const ring = keys.data ?? [];
  const chosen = ring.some(({ fingerprint }) => fingerprint === draft.key) ? draft.key : '';
  return (
    <>
      <div className={styles.withButton}>
        <Select
          label={text('mark.key')}
          value={chosen}
          onChange={(key) => onChange({ key })}
          choices={[
            { id: '', label: text('mark.key.public') },
            ...ring.map(({ fingerprint, name }) => ({
              id: fingerprint,
              label: `${name === '' ? text('mark.key.unnamed') : name} · ${fingerprint}`,
            })),
          ]}
        />
        <Button onPress={() => setOpened(true)}>{text('mark.keys.open')}</Button>
      </div>
      <p className={styles.muted}>{text(chosen === '' ? 'mark.key.public.note' : 'mark.key.private.note')}</p>
      {opened && (
        <KeyDialog
          onClose={() => setOpened(false)}
          onNew={(key) => onChange({ key })}
          onRemoved={(key) => key === draft.key && onChange({ key: '' })}
        />
      )}
    </>
  );
}

function StrengthFields({ kind, draft, onChange }: Fields & { readonly kind: MediaKind }) {
  const { text, number } = useWords();
  const scale = strengthScale(kind);
  if (scale === null) return null;
  const { measure, minimum, maximum, start } = scale;
  const { decibels } = draft;
  return (
    <>
      <RadioGroup
        label={text('mark.strength')}
        value={decibels === null ? 'standard' : 'chosen'}
        onChange={(which) => onChange({ decibels: which === 'standard' ? null : start })}
        choices={(['standard', 'chosen'] as const).map((id) => ({ id, label: text(`mark.strength.${id}`) }))}
        orientation="horizontal"
      />
      {decibels !== null && (
        <Slider
          label={text(`mark.strength.${measure}`)}
          value={decibels}
          minimum={minimum}
          maximum={maximum}
          step={0.5}
          shown={`${number(decibels, 1)} dB`}
          onChange={(value) => onChange({ decibels: value })}
        />
      )}
      <p className={styles.muted}>{text(`mark.strength.${measure}.note`)}</p>
    </>
  );
}

/** Whether the copy is entered, and with which note. */
export function RegisterFields({
  possible,
  draft,
  onChange,
}: Fields & {
  /** A mark is asked for, or such a file can have none. */
  readonly possible: boolean;
}) {
  const { text } = useWords();
  return (
    <fieldset className={styles.group}>
      <legend>{text('mark.register')}</legend>
      <Checkbox
        selected={draft.register && possible}
        onChange={(register) => onChange({ register })}
        disabled={!possible}
      >
        {text('mark.register.enter')}
      </Checkbox>
      {!possible && <p className={styles.muted}>{text('mark.register.needs')}</p>}
      {possible && draft.register && (
        <div className={styles.inner}>
          <p className={styles.muted}>{text('mark.register.note')}</p>
          <Checkbox selected={draft.keep} onChange={(keep) => onChange({ keep })}>
            {text('register.add.keep')}
          </Checkbox>
          <p className={styles.muted}>{text('register.add.keep.note')}</p>
          <TextField
            label={text('mark.register.owner')}
            value={draft.note}
            onChange={(note) => onChange({ note })}
            rows={2}
          />
        </div>
      )}
    </fieldset>
  );
}
