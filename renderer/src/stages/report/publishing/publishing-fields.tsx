import { Plus } from 'lucide-react';
import { newsroomWords as words } from '#shared/text/newsroom-words.ts';
import { useWords } from '../../../state/text.ts';
import { view } from '../../../state/view.ts';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { ClaimFields } from './claim-fields.tsx';
import { MediumFields } from './medium-fields.tsx';
import styles from './publishing.module.css';
import { emptyClaim, emptyMedium } from './publishing-draft.ts';
import type { usePublishing } from './use-publishing.ts';

export interface PublishingFieldsProps {
  readonly caseId: string;
  readonly publishing: ReturnType<typeof usePublishing>;
  /** What is missing is named too: it was to be published. */
  readonly attempted: boolean;
}

const most = { claims: 60, media: 200 } as const;

/** The review a newsroom publishes: where it stands, the claims and the media it is about. */
export function PublishingFields({ caseId, publishing, attempted }: PublishingFieldsProps) {
  const { pick } = useWords();
  const { draft, change, concluded, reasonsShown, faults } = publishing;
  const faultAt = (place: string) => {
    const fault = attempted ? faults.get(place) : undefined;
    return fault === undefined ? undefined : pick(fault);
  };
  const shared = { concluded, reasonsShown, faults, attempted } as const;
  const put = <T extends { readonly id: string }>(all: readonly T[], next: T) =>
    all.map((one) => (one.id === next.id ? next : one));
  return (
    <div className={styles.fields}>
      <p className={styles.muted}>{pick(words.note)}</p>
      {publishing.error !== null && <ProblemNotice error={publishing.error} />}
      {publishing.known && concluded.conclusions.length === 0 && (
        <Notice kind="caution">
          <p>{pick(words.noConclusion)}</p>
          <div className={styles.act}>
            <Button onPress={() => view.set({ stage: 'conclude', conclude: 'opinion' })}>
              {pick(words.toConclusion)}
            </Button>
          </div>
        </Notice>
      )}
      <fieldset className={styles.group}>
        <legend>{pick(words.review)}</legend>
        <TextField
          label={pick(words.page)}
          value={draft.page}
          onChange={(page) => change({ page })}
          fault={faultAt('page')}
        />
        <div className={styles.grid}>
          <TextField
            label={pick(words.publisher)}
            value={draft.publisher}
            onChange={(publisher) => change({ publisher })}
            fault={faultAt('publisher.name')}
          />
          <DateField
            label={pick(words.publishedOn)}
            value={draft.publishedOn}
            onChange={(publishedOn) => change({ publishedOn })}
            fault={faultAt('publishedOn')}
          />
        </div>
        <TextField
          label={pick(words.publisherPage)}
          value={draft.publisherPage}
          onChange={(publisherPage) => change({ publisherPage })}
          fault={faultAt('publisher.page')}
        />
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{pick(words.claims)}</legend>
        {draft.claims.map((claim, index) => (
          <ClaimFields
            key={claim.id}
            index={index}
            draft={claim}
            onChange={(next) => change({ claims: put(draft.claims, next) })}
            onRemove={() => change({ claims: draft.claims.filter(({ id }) => id !== claim.id) })}
            {...shared}
          />
        ))}
        <div>
          <Button
            icon={<Plus aria-hidden="true" />}
            disabled={draft.claims.length >= most.claims}
            onPress={() => change({ claims: [...draft.claims, emptyClaim()] })}
          >
            {pick(words.addClaim)}
          </Button>
        </div>
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{pick(words.media)}</legend>
        {draft.media.map((medium, index) => (
          <MediumFields
            key={medium.id}
            caseId={caseId}
            index={index}
            draft={medium}
            onChange={(next) => change({ media: put(draft.media, next) })}
            onRemove={() => change({ media: draft.media.filter(({ id }) => id !== medium.id) })}
            {...shared}
          />
        ))}
        <div>
          <Button
            icon={<Plus aria-hidden="true" />}
            disabled={draft.media.length >= most.media}
            onPress={() => change({ media: [...draft.media, emptyMedium()] })}
          >
            {pick(words.addMedium)}
          </Button>
        </div>
      </fieldset>
      {attempted && faults.has('') && (
        <p className={styles.fault} role="alert">
          {faultAt('')}
        </p>
      )}
    </div>
  );
}
