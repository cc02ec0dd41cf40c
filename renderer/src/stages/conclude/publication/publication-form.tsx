import { useMutation } from '@tanstack/react-query';
import type { Case } from '#shared/domain/case.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Publication, PublicationRecord } from '#shared/domain/publication.ts';
import { publicationWords as words } from '#shared/text/publication-words.ts';
import { calls } from '../../../bridge/bridge.ts';
import { queries } from '../../../state/activity.ts';
import { capsOf, useCommand } from '../../../state/command-center.ts';
import { useStore } from '../../../state/store.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import form from '../../../ui/form.module.css';
import { KeyCaps } from '../../../ui/key-caps.tsx';
import { EmptyState, Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { useJoin } from '../../examine/credential/words-shown.tsx';
import { ActionFields } from './action-fields.tsx';
import { DeliveryFields, EditorialFields, ObtainedFields } from './handling-fields.tsx';
import { DeclaredFields, DisplayedFields } from './label-fields.tsx';
import styles from './publication.module.css';
import { draftKey, drafts, emptyPublication, faults, keepDraft, saysTheSame } from './publication-draft.ts';
import { publicationFields } from './publication-fields.ts';
import { RecordedText } from './record-fields.tsx';
import { AccountFields, SeenFields } from './seen-fields.tsx';
import { RecordedFacts } from './versions.tsx';

export interface PublicationFormProps {
  readonly shown: Case;
  readonly evidence: Evidence;
  /** The latest version; `null`: nothing is recorded. */
  readonly saved: PublicationRecord | null;
}

/** Where the exhibit was seen, as the examiner records it. Empty means not recorded, and never no. */
export function PublicationForm({ shown, evidence, saved }: PublicationFormProps) {
  const { text } = useWords();
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h2>{text('publication.title', { number: evidence.number })}</h2>
        <p className={styles.muted}>{text('publication.note')}</p>
      </header>
      {shown.readOnly ? (
        <>
          <Notice kind="information">{text('publication.read-only')}</Notice>
          {saved === null ? (
            <EmptyState>{text('publication.nothing')}</EmptyState>
          ) : (
            <RecordedFacts fields={publicationFields(saved.publication)} />
          )}
        </>
      ) : (
        <Fields shown={shown} evidence={evidence} saved={saved} />
      )}
    </div>
  );
}

function Fields({ shown, evidence, saved }: PublicationFormProps) {
  const { text } = useWords();
  const key = draftKey(shown.id, evidence.sha256);
  const present = saved?.publication ?? emptyPublication;
  const kept = useStore(drafts, ({ open }) => open[key]);
  const draft = kept ?? present;
  const onChange = (part: Partial<Publication>) => {
    const next = { ...(drafts.get().open[key] ?? present), ...part };
    keepDraft(key, saysTheSame(next, present) ? null : next);
  };
  const group = { draft, onChange };
  return (
    <>
      <div className={styles.groups}>
        <SeenFields {...group} />
        <DisplayedFields
          {...group}
          caseId={shown.id}
          evidence={evidence.sha256}
          film={evidence.media.kind === 'video'}
        />
        <DeclaredFields {...group} />
        <ActionFields {...group} />
        <AccountFields {...group} />
        <ObtainedFields {...group} />
        <EditorialFields {...group} />
        <DeliveryFields {...group} keepLogUntil={saved?.keepLogUntil ?? null} />
        <fieldset className={form.group}>
          <legend>{text('publication.remarks')}</legend>
          <RecordedText
            name={words.note}
            value={draft.note}
            onChange={(note) => onChange({ note })}
            rows={3}
          />
        </fieldset>
      </div>
      <SaveBar shown={shown} evidence={evidence} saved={saved} draft={draft} dirty={kept !== undefined} />
    </>
  );
}

/** What is not saved yet, and the two ways out of that. */
function SaveBar({
  shown,
  evidence,
  saved,
  draft,
  dirty,
}: PublicationFormProps & { readonly draft: Publication; readonly dirty: boolean }) {
  const { text, pick } = useWords();
  const join = useJoin();
  const key = draftKey(shown.id, evidence.sha256);
  const save = useMutation(
    calls.publication.save.mutationOptions({
      onSuccess: async () => {
        keepDraft(key, null);
        await queries.invalidateQueries({ queryKey: calls.publication.key() });
        await queries.invalidateQueries({ queryKey: calls.duties.evaluate.key() });
        await queries.invalidateQueries({ queryKey: calls.case.custody.key() });
      },
    }),
  );
  const wrong = dirty ? faults(draft) : [];
  const ready = dirty && wrong.length === 0 && !save.isPending;
  const submit = () => save.mutate({ caseId: shown.id, evidence: evidence.sha256, publication: draft });
  useCommand('publication-save', ready ? submit : null);
  const names = publicationFields(draft)
    .filter(({ id }) => wrong.some((path) => path === id || path.startsWith(`${id}.`)))
    .map(({ name }) => pick(name));
  return (
    <div className={styles.save}>
      {wrong.length > 0 && (
        <Notice kind="caution">
          {text('publication.faults', { fields: names.length === 0 ? wrong.join(', ') : join(names) })}
        </Notice>
      )}
      {save.isError && <ProblemNotice error={save.error} />}
      <div className={styles.acts}>
        <Button kind="primary" disabled={!ready} onPress={submit}>
          {text('publication.save', { version: (saved?.version ?? 0) + 1 })}
        </Button>
        {dirty ? (
          <>
            <KeyCaps caps={capsOf('publication-save')} />
            <Button kind="quiet" disabled={save.isPending} onPress={() => keepDraft(key, null)}>
              {text('publication.discard')}
            </Button>
          </>
        ) : null}
        <span className={styles.muted} role="status">
          {save.isPending
            ? text('publication.saving')
            : dirty
              ? text('publication.unsaved')
              : saved === null
                ? text('publication.nothing')
                : text('publication.saved', { version: saved.version })}
        </span>
      </div>
    </div>
  );
}
