import { type MediaCategory, mediaCategories, newsroomFaults } from '#shared/domain/newsroom.ts';
import { categoryWords, newsroomWords as words } from '#shared/text/newsroom-words.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox, TextField } from '../../../ui/field.tsx';
import form from '../../../ui/form.module.css';
import { EvidenceChoice } from '../../conclude/evidence-choice.tsx';
import { useSay } from '../../conclude/opinion/use-conclusion.ts';
import type { ReviewedProps } from './claim-fields.tsx';
import { PublishedReasons } from './published-reasons.tsx';
import styles from './publishing.module.css';
import { conclusionsOn, type MediumDraft } from './publishing-draft.ts';

/** MediaReview: an exhibit, what it is by the categories of schema.org, and where it was seen. */
export function MediumFields(props: ReviewedProps<MediumDraft> & { readonly caseId: string }) {
  const { index, draft, concluded, faults, attempted, onChange } = props;
  const say = useSay();
  const { pick } = useWords();
  const number = index + 1;
  const change = (part: Partial<MediumDraft>) => onChange({ ...draft, ...part });
  const faultAt = (place: string) => {
    const fault = attempted ? faults.get(`media.${index}.${place}`) : undefined;
    return fault === undefined ? undefined : pick(fault);
  };
  const { exhibit, categories } = draft;
  const conclusions = exhibit === null ? [] : conclusionsOn(concluded, exhibit);
  const tick = (category: MediaCategory, on: boolean) =>
    change({
      categories: mediaCategories.filter((one) => (one === category ? on : categories.includes(one))),
    });
  // A contradiction is said as soon as it is chosen.
  const contradiction =
    faults.get(`media.${index}.categories`) === newsroomFaults.contradiction
      ? pick(newsroomFaults.contradiction)
      : faultAt('categories');
  return (
    <section className={form.entry} aria-label={say(words.medium, { number })}>
      <div className={styles.head}>
        <h3>{say(words.medium, { number })}</h3>
        <Button kind="quiet" label={say(words.removeMedium, { number })} onPress={props.onRemove}>
          {pick(words.remove)}
        </Button>
      </div>
      <div data-invalid={faultAt('exhibit') === undefined ? undefined : true}>
        <EvidenceChoice
          caseId={props.caseId}
          label={pick(words.exhibit)}
          none={pick(words.noExhibit)}
          value={exhibit}
          except={null}
          onChange={(next) => change({ exhibit: next })}
        />
        {faultAt('exhibit') !== undefined && <p className={styles.fault}>{faultAt('exhibit')}</p>}
      </div>
      {props.reasonsShown && <PublishedReasons conclusions={conclusions} />}
      <fieldset
        className={styles.categories}
        aria-label={pick(words.categories)}
        data-invalid={contradiction === undefined ? undefined : true}
      >
        <p className={styles.label}>{pick(words.categories)}</p>
        <p className={styles.muted}>{pick(words.categoriesNote)}</p>
        {mediaCategories.map((category) => (
          <Checkbox
            key={category}
            selected={categories.includes(category)}
            onChange={(on) => tick(category, on)}
            note={pick(categoryWords[category].means)}
          >
            {pick(categoryWords[category].name)}
          </Checkbox>
        ))}
        {contradiction !== undefined && (
          <p className={styles.fault} role="alert">
            {contradiction}
          </p>
        )}
      </fieldset>
      <TextField
        label={pick(words.mediaPage)}
        value={draft.page}
        onChange={(page) => change({ page })}
        fault={faultAt('page')}
      />
      <TextField
        label={pick(words.mediaFile)}
        value={draft.file}
        onChange={(file) => change({ file })}
        fault={faultAt('file')}
      />
      <TextField
        label={pick(words.originalLink)}
        value={draft.originalLink}
        onChange={(originalLink) => change({ originalLink })}
        fault={faultAt('originalLink')}
      />
      <TextField
        label={pick(words.originalContext)}
        value={draft.originalContext}
        onChange={(originalContext) => change({ originalContext })}
        fault={faultAt('originalContext')}
        rows={2}
      />
    </section>
  );
}
