import { publicationWords as words } from '#shared/text/publication-words.ts';
import { useWords } from '../../../state/text.ts';
import form from '../../../ui/form.module.css';
import { MomentField } from '../../../ui/moment-field.tsx';
import styles from './publication.module.css';
import { RecordedAnswer, RecordedChoice, RecordedText } from './record-fields.tsx';
import type { GroupProps } from './seen-fields.tsx';

/** How the file came from the platform into the case. */
export function ObtainedFields({ draft, onChange }: GroupProps) {
  const { text } = useWords();
  return (
    <fieldset className={form.group}>
      <legend>{text('publication.obtained')}</legend>
      <div className={form.grid}>
        <RecordedChoice
          name={words.obtainedBy}
          value={draft.obtainedBy}
          onChange={(obtainedBy) => onChange({ obtainedBy })}
          of={words.ways}
          first="not-recorded"
        />
        <RecordedChoice
          name={words.rendition}
          value={draft.rendition}
          onChange={(rendition) => onChange({ rendition })}
          of={words.renditions}
          first="not-recorded"
        />
        <RecordedText
          name={words.transcodes}
          value={draft.transcodes}
          onChange={(transcodes) => onChange({ transcodes })}
        />
      </div>
    </fieldset>
  );
}

/** EU AI Act, Art. 50 (4): what the exceptions for reviewed text turn on. */
export function EditorialFields({ draft, onChange }: GroupProps) {
  const { text } = useWords();
  const { editorialReview: review } = draft;
  const change = (part: Partial<typeof review>) => onChange({ editorialReview: { ...review, ...part } });
  return (
    <fieldset className={form.group}>
      <legend>{text('publication.editorial')}</legend>
      <div className={form.grid}>
        <RecordedAnswer
          name={words.depictsReal}
          value={draft.depictsReal}
          onChange={(depictsReal) => onChange({ depictsReal })}
        />
        <RecordedAnswer
          name={words.publicInterest}
          value={draft.publicInterest}
          onChange={(publicInterest) => onChange({ publicInterest })}
        />
        <RecordedAnswer
          name={words.editorialReview}
          value={review.done}
          onChange={(done) => change({ done })}
        />
        <RecordedText name={words.editorialReviewBy} value={review.by} onChange={(by) => change({ by })} />
        <RecordedText
          name={words.editorialReviewNote}
          value={review.note}
          onChange={(note) => change({ note })}
        />
      </div>
    </fieldset>
  );
}

/** Measures for Labeling, Art. 9: handed out without a visible label, and for how long the log is kept. */
export function DeliveryFields({
  draft,
  onChange,
  keepLogUntil,
}: GroupProps & { /** Of the saved record; ISO date. */ readonly keepLogUntil: string | null }) {
  const { text, pick } = useWords();
  const { unlabelledDelivery: delivery, service } = draft;
  const change = (part: Partial<typeof delivery>) =>
    onChange({ unlabelledDelivery: { ...delivery, ...part } });
  return (
    <fieldset className={form.group}>
      <legend>{text('publication.delivery')}</legend>
      <div className={form.grid}>
        <RecordedAnswer
          name={words.unlabelledAgreed}
          value={delivery.agreed}
          onChange={(agreed) => change({ agreed })}
        />
        <RecordedAnswer
          name={words.unlabelledLogged}
          value={delivery.logged}
          onChange={(logged) => change({ logged })}
        />
        <MomentField label={pick(words.unlabelledOn)} value={delivery.on} onChange={(on) => change({ on })} />
        <div className={styles.kept}>
          <span className={styles.label}>{pick(words.keepLogUntil)}</span>
          <span>{keepLogUntil ?? text('publication.keep.unknown')}</span>
        </div>
      </div>
      <p className={styles.muted}>{text('publication.keep.note')}</p>
      <div className={form.grid}>
        <RecordedText
          name={words.serviceName}
          value={service.name}
          onChange={(name) => onChange({ service: { ...service, name } })}
        />
        <RecordedText
          name={words.serviceModel}
          value={service.model}
          onChange={(model) => onChange({ service: { ...service, model } })}
        />
        <RecordedText
          name={words.serviceFiling}
          value={service.filing}
          onChange={(filing) => onChange({ service: { ...service, filing } })}
        />
      </div>
    </fieldset>
  );
}
