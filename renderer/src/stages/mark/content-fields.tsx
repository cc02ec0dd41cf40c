import { labelPositions } from '#shared/domain/explicit-label.ts';
import type { LabellingPlan } from '#shared/domain/labelling.ts';
import type { MediaKind } from '#shared/domain/media.ts';
import { useWords } from '../../state/text.ts';
import { Checkbox, RadioGroup, Select, TextField } from '../../ui/field.tsx';
import { Slider } from '../../ui/slider.tsx';
import styles from './mark.module.css';
import type { MarkDraft } from './mark-draft.ts';

type Position = MarkDraft['position'];

const positions = labelPositions.filter((position): position is Position => position !== 'inside');
/** Seconds of a film; GB 45438-2025 5.4 asks for two at least. */
const spans = [2, 3, 5, 10] as const;

interface Fields {
  readonly draft: MarkDraft;
  readonly onChange: (part: Partial<MarkDraft>) => void;
}

/** Labels meant for people: seen in a picture or film, heard in a sound, read in a text. */
export function ContentFields({
  kind,
  can,
  ...fields
}: Fields & {
  readonly kind: MediaKind;
  readonly can: Pick<LabellingPlan['can'], 'visible' | 'audible' | 'written'>;
}) {
  const { text } = useWords();
  if (!can.visible && !can.audible && !can.written) return null;
  return (
    <fieldset className={styles.group}>
      <legend>{text('mark.content')}</legend>
      {can.visible && <VisibleFields {...fields} film={kind === 'video'} />}
      {can.audible && <AudibleFields {...fields} />}
      {can.written && <WrittenFields {...fields} />}
    </fieldset>
  );
}

function VisibleFields({ draft, onChange, film }: Fields & { readonly film: boolean }) {
  const { text, number } = useWords();
  return (
    <div className={styles.choice}>
      <Checkbox selected={draft.visible} onChange={(visible) => onChange({ visible })}>
        {text(film ? 'mark.visible.film' : 'mark.visible')}
      </Checkbox>
      {draft.visible && (
        <div className={styles.inner}>
          <TextField
            label={text('mark.visible.text')}
            note={text('mark.visible.text.note')}
            value={draft.text}
            onChange={(value) => onChange({ text: value })}
          />
          <Select
            label={text('mark.visible.position')}
            value={draft.position}
            onChange={(position) => onChange({ position })}
            choices={positions.map((id) => ({ id, label: text(`mark.position.${id}`) }))}
          />
          <Slider
            label={text('mark.visible.ratio')}
            value={draft.ratio}
            minimum={0.05}
            maximum={0.2}
            step={0.005}
            shown={`${number(draft.ratio * 100, 1)} %`}
            onChange={(ratio) => onChange({ ratio })}
          />
          {film && (
            <Select
              label={text('mark.visible.seconds')}
              value={draft.seconds === null ? 'all' : String(draft.seconds)}
              onChange={(value) => onChange({ seconds: value === 'all' ? null : Number(value) })}
              choices={[
                { id: 'all', label: text('mark.visible.whole') },
                ...spans.map((count) => ({
                  id: String(count),
                  label: text('mark.visible.first', { count }),
                })),
              ]}
            />
          )}
        </div>
      )}
    </div>
  );
}

function AudibleFields({ draft, onChange }: Fields) {
  const { text } = useWords();
  return (
    <div className={styles.choice}>
      <RadioGroup
        label={text('mark.audible')}
        value={draft.audible}
        onChange={(audible) => onChange({ audible })}
        choices={(['none', 'rhythm', 'spoken'] as const).map((id) => ({
          id,
          label: text(`mark.audible.${id}`),
        }))}
      />
      {draft.audible !== 'none' && (
        <div className={styles.inner}>
          {draft.audible === 'spoken' && (
            <TextField
              label={text('mark.audible.recording')}
              value={draft.recording}
              onChange={(recording) => onChange({ recording })}
              code
            />
          )}
          <PlaceField draft={draft} onChange={onChange} />
        </div>
      )}
    </div>
  );
}

function WrittenFields({ draft, onChange }: Fields) {
  const { text } = useWords();
  return (
    <div className={styles.choice}>
      <Checkbox selected={draft.written} onChange={(written) => onChange({ written })}>
        {text('mark.written')}
      </Checkbox>
      {draft.written && (
        <div className={styles.inner}>
          <TextField
            label={text('mark.written.text')}
            note={text('mark.visible.text.note')}
            value={draft.sentence}
            onChange={(sentence) => onChange({ sentence })}
          />
          <PlaceField draft={draft} onChange={onChange} />
        </div>
      )}
    </div>
  );
}

function PlaceField({ draft, onChange }: Fields) {
  const { text } = useWords();
  return (
    <RadioGroup
      label={text('mark.place')}
      value={draft.place}
      onChange={(place) => onChange({ place })}
      choices={(['start', 'end'] as const).map((id) => ({ id, label: text(`mark.place.${id}`) }))}
      orientation="horizontal"
    />
  );
}
