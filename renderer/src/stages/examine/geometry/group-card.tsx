import { Pencil, Trash2 } from 'lucide-react';
import type { GeometryGroup, GeometryMark, GroupEvaluation } from '#shared/domain/geometry.ts';
import {
  geometryAnswerWords,
  geometryGroupWords,
  geometryName,
  unusedMarkWords,
} from '#shared/text/geometry-words.ts';
import { useWords } from '../../../state/text.ts';
import { IconButton, ToggleButton } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import styles from './geometry.module.css';
import { changeMark, removeGroup, removeMark, renameGroup, toolsOf } from './geometry-draft.ts';
import type { GeometryState } from './use-geometry.ts';

export interface GroupCardProps {
  readonly group: GeometryGroup;
  readonly index: number;
  readonly judged: GroupEvaluation | undefined;
  readonly state: GeometryState;
  readonly writable: boolean;
}

/** One light, mirror or direction: its marks, and whether they agree. */
export function GroupCard({ group, index, judged, state, writable }: GroupCardProps) {
  const { text, pick } = useWords();
  const { change, drawing } = state;
  const name = `${pick(geometryGroupWords[group.kind])} · ${geometryName(group.name, index)}`;
  return (
    <article className={styles.card} aria-label={name}>
      <header className={styles.head}>
        <h3>{pick(geometryGroupWords[group.kind])}</h3>
        {judged !== undefined && (
          <span className={styles.answer} data-answer={judged.answer}>
            {pick(geometryAnswerWords[judged.answer])}
          </span>
        )}
        {writable && (
          <IconButton
            label={text('geometry.remove', { name })}
            icon={<Trash2 aria-hidden="true" />}
            onPress={() => {
              if (drawing?.group === group.id) state.cancel();
              change((before) => removeGroup(before, group.id));
            }}
          />
        )}
      </header>
      {writable ? (
        <input
          className={styles.name}
          aria-label={text('geometry.name.group', { name })}
          placeholder={text('geometry.name')}
          maxLength={200}
          value={group.name}
          onChange={(event) => change((before) => renameGroup(before, group.id, event.target.value))}
        />
      ) : (
        group.name !== '' && <p>{group.name}</p>
      )}
      <ol className={styles.marks}>
        {group.marks.map((mark, place) => (
          <MarkRow
            key={mark.id}
            mark={mark}
            place={place}
            judged={judged}
            state={state}
            writable={writable}
          />
        ))}
      </ol>
      {writable && (
        <div className={styles.acts}>
          {toolsOf[group.kind].map((tool) => (
            <ToggleButton
              key={tool}
              words
              label={text(`geometry.draw.${tool}`)}
              icon={<Pencil aria-hidden="true" />}
              disabled={group.marks.length >= 24}
              selected={drawing?.group === group.id && drawing.tool === tool}
              onChange={(on) => (on ? state.start(group.id, tool) : state.cancel())}
            />
          ))}
        </div>
      )}
      {judged?.explanation.map((sentence) => (
        <p key={sentence.en}>{pick(sentence)}</p>
      ))}
    </article>
  );
}

interface MarkRowProps {
  readonly mark: GeometryMark;
  readonly place: number;
  readonly judged: GroupEvaluation | undefined;
  readonly state: GeometryState;
  readonly writable: boolean;
}

function MarkRow({ mark, place, judged, state, writable }: MarkRowProps) {
  const { text, pick } = useWords();
  const name = geometryName(mark.name, place);
  const unused = judged?.unused.find((one) => one.mark === mark.id);
  const remedy = judged?.remedies.some((set) => set.length === 1 && set[0] === mark.id) === true;
  const remark = remedy
    ? text('geometry.remedy')
    : judged?.conflict.includes(mark.id)
      ? text('geometry.conflict')
      : unused !== undefined && !mark.off
        ? pick(unusedMarkWords[unused.because])
        : null;
  return (
    <li
      className={styles.row}
      data-selected={state.selected === mark.id || undefined}
      data-conflict={judged?.conflict.includes(mark.id) === true || undefined}
      data-remedy={remedy || undefined}
    >
      {writable ? (
        <>
          <Checkbox
            selected={!mark.off}
            label={text('geometry.use', { name })}
            onChange={(on) =>
              state.change((before) => changeMark(before, mark.id, (one) => ({ ...one, off: !on })))
            }
          >
            {String(place + 1)}
          </Checkbox>
          <input
            className={styles.name}
            aria-label={text('geometry.name.mark', { name })}
            placeholder={text(`geometry.mark.${mark.kind}`)}
            maxLength={200}
            value={mark.name}
            onFocus={() => state.select(mark.id)}
            onChange={(event) =>
              state.change((before) =>
                changeMark(before, mark.id, (one) => ({ ...one, name: event.target.value })),
              )
            }
          />
          <IconButton
            label={text('geometry.remove', { name })}
            icon={<Trash2 aria-hidden="true" />}
            onPress={() => state.change((before) => removeMark(before, mark.id))}
          />
        </>
      ) : (
        <span>{name}</span>
      )}
      {remark !== null && <span className={styles.remark}>{remark}</span>}
    </li>
  );
}
