import { skipToken, useMutation, useQuery } from '@tanstack/react-query';
import type { Job } from '#shared/contract/events.ts';
import type { Case } from '#shared/domain/case.ts';
import type { AttackMedia, SurvivalCatalogue } from '#shared/domain/mark-survival.ts';
import { formatName } from '#shared/text/media-names.ts';
import { calls } from '../../bridge/bridge.ts';
import { queries, rememberJob } from '../../state/activity.ts';
import { useStore } from '../../state/store.ts';
import { useWords } from '../../state/text.ts';
import { selectEvidence, useView, view } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, RadioGroup, Select } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { EvidenceChoice } from '../conclude/evidence-choice.tsx';
import { JobLine } from '../mark/job-line.tsx';
import { AttackChoice } from './attack-choice.tsx';
import styles from './survive.module.css';
import {
  attackMediaOf,
  chosenSuite,
  type SurviveDraft,
  suitesFor,
  survivalRequestOf,
  surviveDraft,
} from './survive-draft.ts';

/** Which exhibit, which attacks, which keys; and the run that is under way. */
export function SurviveForm({ shown, job }: { readonly shown: Case; readonly job: Job | undefined }) {
  const { text, pick } = useWords();
  const caseId = shown.id;
  const selection = useView((value) => value.selection);
  const draft = useStore(surviveDraft, (value) => value);
  const catalogue = useQuery(calls.survival.catalogue.queryOptions());
  const input = selection === null ? skipToken : { caseId, evidence: selection.sha256 };
  const evidence = useQuery(calls.evidence.get.queryOptions({ input })).data;
  const media = evidence === undefined ? null : attackMediaOf(evidence.media.kind);
  const start = useMutation(
    calls.survival.run.mutationOptions({
      onSuccess: (started) => {
        rememberJob(started);
        view.set({ survival: { run: started.id, cell: null } });
      },
    }),
  );
  const request =
    evidence === undefined || media === null || catalogue.data === undefined
      ? null
      : survivalRequestOf(draft, evidence.sha256, catalogue.data, media);
  const busy = job !== undefined || start.isPending;
  const ready = !shown.readOnly && request !== null && !busy;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && request !== null) start.mutate({ caseId, ...request });
      }}
    >
      <header className={styles.head}>
        <h2>{text('survive.title')}</h2>
        <p className={styles.muted}>{text('survive.note')}</p>
      </header>
      {shown.readOnly && <Notice kind="caution">{text('survive.read-only')}</Notice>}
      {start.isError && <ProblemNotice error={start.error} />}
      {catalogue.isError && (
        <ProblemNotice error={catalogue.error} onRetry={() => void catalogue.refetch()} />
      )}
      <EvidenceChoice
        caseId={caseId}
        label={text('survive.exhibit')}
        none={text('survive.exhibit.none')}
        value={selection?.sha256 ?? null}
        except={null}
        onChange={(sha256) => void choose(caseId, sha256)}
      />
      {evidence !== undefined && media === null && (
        <Notice kind="caution">
          {text('survive.not-media', { format: pick(formatName(evidence.media.format)) })}
        </Notice>
      )}
      {catalogue.data !== undefined && (evidence === undefined || media !== null) && (
        <SuiteFields catalogue={catalogue.data} media={media ?? 'image'} draft={draft} />
      )}
      <KeyFields draft={draft} />
      <div className={`${styles.acts} ${styles.start}`}>
        <Button type="submit" kind="primary" disabled={!ready}>
          {text('survive.submit')}
        </Button>
        <span className={styles.muted} role="status">
          {busy || shown.readOnly
            ? ''
            : evidence === undefined
              ? text('survive.hint.exhibit')
              : media !== null && request === null && catalogue.data !== undefined
                ? text('survive.hint.attacks')
                : ''}
        </span>
      </div>
      {job !== undefined && <JobLine job={job} words={text('survive.running')} />}
    </form>
  );
}

/** The place in the lists is that of the exhibit's number as long as they are not filtered. */
async function choose(caseId: string, sha256: string | null): Promise<void> {
  if (sha256 === null) {
    selectEvidence(null);
    return;
  }
  const found = await queries.ensureQueryData(
    calls.evidence.get.queryOptions({ input: { caseId, evidence: sha256 } }),
  );
  selectEvidence({ sha256, index: found.number - 1 });
}

function SuiteFields({
  catalogue,
  media,
  draft,
}: {
  readonly catalogue: SurvivalCatalogue;
  readonly media: AttackMedia;
  readonly draft: SurviveDraft;
}) {
  const { text, pick } = useWords();
  const suites = suitesFor(catalogue, media);
  const suite = suites.some(({ id }) => id === draft.suite) ? draft.suite : chosenSuite;
  const extent = suites.find(({ id }) => id === suite)?.extent[media];
  return (
    <>
      <RadioGroup
        label={text('survive.attacks')}
        value={suite}
        onChange={(chosen) => surviveDraft.set({ suite: chosen })}
        choices={[
          ...suites.map(({ id, title }) => ({ id, label: pick(title) })),
          { id: chosenSuite, label: text('survive.suite.chosen') },
        ]}
      />
      {extent !== undefined && (
        <p className={styles.muted} role="status">
          {text('survive.suite.attacks', { count: extent.attacks })} ·{' '}
          {text('survive.attacks.copies', { count: extent.copies })}
        </p>
      )}
      {suite === chosenSuite && <AttackChoice catalogue={catalogue} media={media} draft={draft} />}
    </>
  );
}

function KeyFields({ draft }: { readonly draft: SurviveDraft }) {
  const { text } = useWords();
  const keys = useQuery(calls.mark.keys.queryOptions());
  const ring = keys.data ?? [];
  return (
    <>
      <Select
        label={text('survive.key')}
        value={ring.some(({ fingerprint }) => fingerprint === draft.key) ? draft.key : ''}
        onChange={(key) => surviveDraft.set({ key })}
        choices={[
          { id: '', label: text('survive.key.all') },
          ...ring.map(({ fingerprint, name }) => ({
            id: fingerprint,
            label: `${name === '' ? text('mark.key.unnamed') : name} · ${fingerprint}`,
          })),
        ]}
      />
      <div>
        <Checkbox selected={draft.identifiers} onChange={(identifiers) => surviveDraft.set({ identifiers })}>
          {text('survive.identifiers')}
        </Checkbox>
        <p className={`${styles.muted} ${styles.under}`}>{text('survive.identifiers.note')}</p>
      </div>
    </>
  );
}
