import { Plus } from 'lucide-react';
import { drawingUncertainty } from '#shared/domain/geometry.ts';
import { geometryAnswerWords, geometryLimits } from '#shared/text/geometry-words.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { useCommand } from '../../../state/command-center.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Checkbox, TextField } from '../../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import drawn from '../drawn-over.module.css';
import styles from './geometry.module.css';
import { addGroup, threeDirections } from './geometry-draft.ts';
import { GroupCard } from './group-card.tsx';
import type { GeometryState } from './use-geometry.ts';

const kinds = ['light', 'mirror', 'parallel'] as const;

/** Groups, what they say, how exactly was drawn, and the note: everything beside the picture. */
export function GeometryPanel({
  state,
  writable,
}: {
  readonly state: GeometryState;
  readonly writable: boolean;
}) {
  const { text, pick } = useWords();
  const { geometry, change, evaluation } = state;
  const three = threeDirections(geometry);
  const camera = evaluation.data?.camera ?? null;
  return (
    <section className={styles.panel} aria-label={text('geometry.panel')}>
      <div className={drawn.scroll}>
        {!writable && <Notice kind="information">{text('geometry.read-only')}</Notice>}
        {evaluation.isError && <ProblemNotice error={evaluation.error} />}
        {geometry.groups.length === 0 && <p className={styles.muted}>{text('geometry.empty')}</p>}
        {geometry.groups.map((group, index) => (
          <GroupCard
            key={group.id}
            group={group}
            index={index}
            judged={evaluation.data?.groups.find((one) => one.group === group.id)}
            state={state}
            writable={writable}
          />
        ))}
        {camera !== null && (
          <article className={styles.card} aria-label={text('geometry.camera')}>
            <header className={styles.head}>
              <h3>{text('geometry.camera')}</h3>
              <span className={styles.answer} data-answer={camera.answer}>
                {pick(geometryAnswerWords[camera.answer])}
              </span>
            </header>
            {camera.explanation.map((sentence) => (
              <p key={sentence.en}>{pick(sentence)}</p>
            ))}
          </article>
        )}
        {writable && (
          <fieldset className={styles.fields}>
            <div className={styles.acts}>
              {kinds.map((kind) => (
                <Button
                  key={kind}
                  icon={<Plus aria-hidden="true" />}
                  disabled={geometry.groups.length >= 8}
                  onPress={() => change((before) => addGroup(before, kind))}
                >
                  {text(`geometry.add.${kind}`)}
                </Button>
              ))}
            </div>
            {three !== null && (
              <Checkbox
                selected={geometry.orthogonal !== null}
                onChange={(on) => change((before) => ({ ...before, orthogonal: on ? three : null }))}
              >
                {text('geometry.orthogonal')}
              </Checkbox>
            )}
            <NumberField
              label={text('geometry.uncertainty')}
              value={geometry.uncertainty}
              digits={2}
              onChange={(value) => {
                const { min, max } = drawingUncertainty;
                if (value !== null)
                  change((before) => ({ ...before, uncertainty: Math.min(max, Math.max(min, value)) }));
              }}
            />
            <TextField
              label={text('geometry.note')}
              value={geometry.note}
              rows={3}
              onChange={(note) => change((before) => ({ ...before, note }))}
            />
          </fieldset>
        )}
        {!writable && geometry.note !== '' && <p>{visibleText(geometry.note)}</p>}
        <Disclosure level={3} title={text('geometry.limits')}>
          <ul className={drawn.limits}>
            {geometryLimits.map((limit) => (
              <li key={limit.en}>{pick(limit)}</li>
            ))}
          </ul>
        </Disclosure>
      </div>
      {writable && <SaveBar state={state} />}
    </section>
  );
}

function SaveBar({ state }: { readonly state: GeometryState }) {
  const { text } = useWords();
  const { record, dirty, save, submit, discard } = state;
  const version = record.data?.version ?? 0;
  const ready = dirty && !save.isPending;
  useCommand('geometry-save', ready ? submit : null);
  return (
    <div className={styles.save}>
      {save.isError && <ProblemNotice error={save.error} />}
      <div className={styles.acts}>
        <Button kind="primary" disabled={!ready} onPress={submit}>
          {text('publication.save', { version: version + 1 })}
        </Button>
        {dirty && (
          <Button kind="quiet" disabled={save.isPending} onPress={discard}>
            {text('publication.discard')}
          </Button>
        )}
      </div>
      <span className={styles.muted} role="status">
        {save.isPending
          ? text('publication.saving')
          : dirty
            ? text('publication.unsaved')
            : version === 0
              ? text('publication.nothing')
              : text('publication.saved', { version })}
      </span>
    </div>
  );
}
