import type { LabelStatement } from '#shared/domain/label.ts';
import { useStore } from '../../state/store.ts';
import { useWords } from '../../state/text.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import styles from './mark.module.css';
import { type MarkDraft, producer } from './mark-draft.ts';

/** Fields of GB 45438-2025 Annex E. The producer of a label that is there is shown, not asked for. */
export function AigcFields({
  statements,
  draft,
  onChange,
}: {
  readonly statements: readonly LabelStatement[];
  readonly draft: MarkDraft;
  readonly onChange: (part: Partial<MarkDraft>) => void;
}) {
  const { text } = useWords();
  const name = useStore(producer, (value) => value.name);
  const held = statements.find(({ standard, kind }) => standard === 'gb45438-aigc' && kind === 'label');
  const fieldOf = (field: string): string =>
    held?.fields.find((one) => one.name.toLowerCase() === field.toLowerCase())?.value ?? '';
  return (
    <div className={styles.inner}>
      <Select
        label={text('mark.label')}
        value={draft.label}
        onChange={(label) => onChange({ label })}
        choices={[
          { id: '', label: text(held === undefined ? 'mark.label.first' : 'mark.label.keep') },
          ...(['1', '2', '3'] as const).map((id) => ({ id, label: text(`mark.label.${id}`) })),
        ]}
      />
      {held === undefined ? (
        <>
          <TextField
            label={text('mark.producer')}
            note={text('mark.producer.note')}
            value={name}
            onChange={(value) => producer.set({ name: value })}
            required
          />
          <TextField
            label={text('mark.produce-id')}
            value={draft.produceId}
            onChange={(produceId) => onChange({ produceId })}
            required
          />
        </>
      ) : (
        <>
          <FactList
            facts={[
              { name: text('mark.producer'), value: <code>{fieldOf('ContentProducer')}</code> },
              { name: text('mark.produce-id'), value: <code>{fieldOf('ProduceID')}</code> },
            ]}
          />
          <p className={styles.muted}>{text('mark.producer.kept')}</p>
        </>
      )}
      <TextField
        label={text('mark.propagator')}
        value={draft.propagator}
        onChange={(propagator) => onChange({ propagator })}
      />
      <TextField
        label={text('mark.propagate-id')}
        value={draft.propagateId}
        onChange={(propagateId) => onChange({ propagateId })}
      />
    </div>
  );
}
